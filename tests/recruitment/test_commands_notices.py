"""A public notice: prepared, published by another hand, counted, corrected, lengthened, closed, taken back (REC-06)."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock
from patrol_ops.core.calendar import set_calendar_day
from patrol_ops.core.models import PolicyValue
from patrol_ops.core.policy import set_policy_value
from recruitment import commands
from recruitment.models import PublicNotice
from recruitment.rules import Decision, Owed, VerdictCode
from teams.rules import Role
from tests.recruitment.saying import DAY, also_holds, finds_nothing, nothing_written, one, owed, refused, said, within
from tests.recruitment.story import CLOCK, CLOSED, LAST_DAY, PUBLIC, PUBLISHED, STREET, VETTED

AT = clock.at(PUBLISHED, 9)


@pytest.fixture
def vetted(story):
    """Two whom the police has found suitable."""
    story.until_selected("赵一", "钱二", "孙三")
    story.vet("赵一")
    story.vet("钱二")
    return story


@pytest.fixture
def prepared(vetted):
    vetted.prepare()
    return vetted


@pytest.fixture
def published(prepared):
    prepared.publish()
    return prepared


def on_notice(story, command, who="gwen", at=AT, **values):
    def act(actor=None, at=at, **more):
        actor = actor or (CLOCK if who == "clock" else story.who(who, at.date()))
        notice = PublicNotice.objects.latest("number")
        return getattr(commands, command)(actor=actor, notice_id=notice.pk, at=at, **values | more)

    return act


def stages(story, *names):
    return [story.applicant(name).stage for name in names or ("赵一", "钱二")]


# --- prepare --------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06")
def test_prepare_notice_lists_whoever_is_suitable(vetted, gus):
    notice = vetted.prepare()
    assert (notice.stage, notice.number, notice.listed, notice.prepared_by_id) == ("DRAFT", 1, 2, gus.pk)
    assert {row.pk for row in notice.applicants.all()} == {vetted.ids["赵一"], vetted.ids["钱二"]}
    assert stages(vetted) == ["PROPOSED", "PROPOSED"]
    assert owed(Owed.PUBLISH_NOTICE) == [(Role.GOVERNANCE_HEAD, STREET, within(VETTED, 5), "")]
    at = clock.at(VETTED, 11)
    facts = one("recruitment.notice_prepared", at).facts
    assert facts == {"notice_id": notice.pk, "campaign_id": vetted.campaign_id, "listed": 2}


def test_prepare_notice_by_another_finds_nothing(vetted):
    def act(actor):
        return commands.prepare_notice(actor=actor, campaign_id=vetted.campaign_id, at=AT)

    finds_nothing(act, *(vetted.who(key, VETTED) for key in ("gwen", "tess", "piet", "petra", "lena")))


@pytest.mark.req("REC-06")
def test_prepare_notice_refused_writes_nothing(story):
    story.until_open()
    with nothing_written():
        refused("core.wrong-stage", story.prepare)
    story.close_applying()
    with nothing_written():
        refused("recruitment.nobody-to-list", story.prepare)


def test_prepare_notice_only_one_waits(prepared):
    with nothing_written():
        refused("recruitment.notice-open", prepared.prepare)


def test_a_second_notice_lists_whoever_came_later(story):
    story.until_selected("赵一", "钱二")
    story.vet("赵一")
    story.prepare()
    story.publish()
    story.vet("钱二", VerdictCode.SUITABLE, PUBLISHED)
    second = commands.prepare_notice(actor=story.who("gus", PUBLISHED), campaign_id=story.campaign_id, at=AT)
    assert (second.number, second.listed) == (2, 1)
    on_notice(story, "publish_notice")(at=clock.at(PUBLISHED, 10))
    assert stages(story) == ["ON_NOTICE", "ON_NOTICE"]
    assert story.applicant("赵一").notice_id != story.applicant("钱二").notice_id


# --- publish --------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06", "X28", "X52")
def test_publish_notice_counts_from_the_next_working_day(prepared, gwen):
    notice = prepared.publish()
    assert (notice.stage, notice.counted_from, notice.days, notice.last_day) == ("PUBLISHED", PUBLISHED, 7, LAST_DAY)
    assert within(PUBLISHED, 7) == LAST_DAY
    assert (notice.published_by_id, notice.published_at, notice.provisional, notice.listed) == (gwen.pk, AT, False, 2)
    assert stages(prepared) == ["ON_NOTICE", "ON_NOTICE"]
    assert owed(Owed.PUBLISH_NOTICE) == []
    assert [step.move for step in notice.steps.order_by("pk")] == ["prepare", "publish"]
    entry = one("recruitment.notice_published", AT)
    assert (entry.facts["last_day"], entry.facts["provisional"]) == (LAST_DAY.isoformat(), False)


@pytest.mark.req("REC-06", "X28")
def test_publish_notice_by_the_days_that_were_decided_and_never_below_five(prepared, gwen_actor):
    with nothing_written(), pytest.raises(Exception, match="core"):
        set_policy_value(
            actor=gwen_actor, key="notice.days", value="4", since=PUBLISHED, path="", at=clock.at(PUBLISHED, 0)
        )
    # Whatever wrote it: what the rule refuses is not published.
    value = PolicyValue.objects.create(key="notice.days", value=4, since=PUBLISHED, path="", set_at=AT)
    with nothing_written():
        assert refused("recruitment.notice-too-short", prepared.publish).facts == {"least": 5}
    value.delete()
    set_policy_value(actor=gwen_actor, key="notice.days", value="10", since=PUBLISHED, path="", at=AT)
    assert prepared.publish().last_day == within(PUBLISHED, 10)


@pytest.mark.req("X52")
def test_publish_notice_says_where_the_calendar_is_not_yet_known(prepared):
    for row in prepared.notice().applicants.all():
        type(row).objects.filter(pk=row.pk).update(suitable_until=dt.date(2028, 1, 1))
    at = clock.at(dt.date(2026, 12, 25), 9)
    notice = on_notice(prepared, "publish_notice")(at=at)
    assert notice.provisional is True
    assert one("recruitment.notice_published", at).facts["provisional"] is True


def test_publish_notice_leaves_out_whoever_withdrew_meanwhile(prepared):
    commands.withdraw_application(actor=PUBLIC, secret=prepared.secrets["赵一"], at=AT)
    notice = prepared.publish()
    assert (notice.listed, *stages(prepared)) == (1, "WITHDRAWN", "ON_NOTICE")


def test_publish_notice_of_nobody_is_refused_and_can_be_withdrawn(prepared):
    for name in ("赵一", "钱二"):
        commands.withdraw_application(actor=PUBLIC, secret=prepared.secrets[name], at=AT)
    with nothing_written():
        refused("recruitment.nobody-to-list", prepared.publish)
    assert on_notice(prepared, "withdraw_notice", reason="名单上没有人了")().stage == "WITHDRAWN"
    assert owed(Owed.PUBLISH_NOTICE) == []


def test_publish_notice_by_another_finds_nothing(prepared):
    finds_nothing(on_notice(prepared, "publish_notice"), *(prepared.who(k, VETTED) for k in ("gus", "tess", "piet")))


@pytest.mark.req("REC-06")
def test_publish_notice_refused_writes_nothing(prepared, district):
    both = also_holds(district, "gus", Role.GOVERNANCE_HEAD, "990102", VETTED)
    with nothing_written():
        refused("recruitment.notice-same-hand", on_notice(prepared, "publish_notice"), actor=both)
    prepared.publish()
    with nothing_written():
        refused("core.wrong-stage", on_notice(prepared, "publish_notice"))
    assert len(said("recruitment.notice_published", AT)) == 1


# --- correct and lengthen -------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06", "X52")
def test_correct_notice_runs_anew_and_never_shorter(published, gwen_actor, gwen):
    at = clock.at(PUBLISHED + 4 * DAY, 9)
    notice = on_notice(published, "correct_notice", reason="岗位名称写错了")(at=at)
    assert (notice.counted_from, notice.last_day) == (at.date(), within(at.date(), 7))
    step = notice.steps.latest("pk")
    assert (step.move, step.by_id, step.reason, step.last_day) == (
        "correct",
        gwen.pk,
        "岗位名称写错了",
        notice.last_day,
    )
    assert one("recruitment.notice_corrected", at).facts["last_day"] == notice.last_day.isoformat()
    # Fewer days were decided meanwhile: what was announced stands.
    set_policy_value(actor=gwen_actor, key="notice.days", value="5", since=at.date(), path="", at=at)
    again = on_notice(published, "correct_notice", reason="又有一处写错")(at=at + dt.timedelta(hours=1))
    assert (again.days, again.last_day) == (5, notice.last_day)


def test_correct_notice_by_another_finds_nothing(published):
    act = on_notice(published, "correct_notice", reason="写错了")
    finds_nothing(act, *(published.who(key, PUBLISHED) for key in ("gus", "tess", "piet", "liz")))


def test_correct_notice_refused_writes_nothing(prepared):
    act = on_notice(prepared, "correct_notice", reason="写错了")
    with nothing_written():
        refused("core.wrong-stage", act)
    prepared.publish()
    with nothing_written():
        refused("recruitment.reason-missing", act, reason="")


@pytest.mark.req("X52")
def test_lengthen_notice_when_the_calendar_says_so_and_never_shorten(published, gwen_actor):
    act = on_notice(published, "lengthen_notice", "clock")
    with nothing_written():
        refused("recruitment.not-lengthened", act)
    off = dt.date(2026, 11, 5)
    set_calendar_day(actor=gwen_actor, day=off, is_working=False, name="放假", at=AT)
    notice = act()
    assert (notice.last_day, notice.steps.latest("pk").move) == (LAST_DAY + DAY, "lengthen")
    assert one("recruitment.notice_lengthened", AT).facts["last_day"] == (LAST_DAY + DAY).isoformat()
    set_calendar_day(actor=gwen_actor, day=off, is_working=True, name="照常", at=AT)
    with nothing_written():
        refused("recruitment.not-lengthened", act)


@pytest.mark.parametrize("name", ["lengthen_notice", "close_notice"])
def test_lengthen_notice_and_close_notice_by_hand_find_nothing(published, name):
    act = on_notice(published, name, at=clock.at(CLOSED, 9))
    finds_nothing(act, *(published.who(key, CLOSED) for key in ("gwen", "gus", "piet", "ada")), PUBLIC)


def test_lengthen_notice_of_a_draft_is_refused(prepared):
    with nothing_written():
        refused("core.wrong-stage", on_notice(prepared, "lengthen_notice", "clock"))


# --- close ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06", "X52")
def test_close_notice_after_its_last_second_clears_whoever_is_not_held(published):
    published.object("钱二")
    act = on_notice(published, "close_notice", "clock")
    with nothing_written():
        refused("recruitment.notice-running", act, at=clock.start_of(CLOSED) - dt.timedelta(seconds=1))
    first = clock.start_of(CLOSED)
    notice = act(at=first)
    assert (notice.stage, notice.closed_on, notice.last_day) == ("CLOSED", CLOSED, LAST_DAY)
    assert stages(published) == ["CLEARED", "HELD"]
    assert (published.applicant("赵一").cleared_on, published.applicant("钱二").cleared_on) == (CLOSED, None)
    facts = one("recruitment.notice_closed", first).facts
    assert (facts["cleared"], facts["held"]) == (1, 1)
    with nothing_written():
        refused("core.wrong-stage", act, at=first)


@pytest.mark.req("X52")
def test_close_notice_counts_for_itself_where_nobody_told_it(published, gwen_actor):
    set_calendar_day(actor=gwen_actor, day=LAST_DAY, is_working=False, name="放假", at=AT)
    act = on_notice(published, "close_notice", "clock")
    with nothing_written():
        refused("recruitment.notice-running", act, at=clock.at(CLOSED, 0))
    assert act(at=clock.at(CLOSED + DAY, 0)).last_day == CLOSED


# --- withdraw -------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06")
def test_withdraw_notice_leaves_everybody_waiting_to_be_listed_again(published, gwen):
    at = clock.at(PUBLISHED + DAY, 9)
    objection = published.object("钱二", PUBLISHED)
    with nothing_written():
        refused("recruitment.unheld", on_notice(published, "withdraw_notice", reason="名单有误"), at=at)
    published.decide(objection, Decision.SCREENED_OUT, PUBLISHED)
    notice = on_notice(published, "withdraw_notice", reason="名单有误")(at=at)
    assert (notice.stage, notice.steps.latest("pk").reason) == ("WITHDRAWN", "名单有误")
    assert stages(published) == ["PROPOSED", "PROPOSED"]
    assert published.applicant("赵一").notice is None
    facts = one("recruitment.notice_withdrawn", at).facts
    assert facts == {"notice_id": notice.pk, "campaign_id": published.campaign_id}
    second = commands.prepare_notice(
        actor=published.who("gus", at.date()), campaign_id=published.campaign_id, at=clock.at(at.date(), 10)
    )
    assert (second.number, second.listed) == (2, 2)


def test_withdraw_notice_of_a_draft_owes_nothing_more(prepared):
    on_notice(prepared, "withdraw_notice", reason="名单有误")()
    assert (owed(Owed.PUBLISH_NOTICE), stages(prepared)) == ([], ["PROPOSED", "PROPOSED"])


def test_withdraw_notice_by_another_finds_nothing(published):
    act = on_notice(published, "withdraw_notice", reason="名单有误")
    finds_nothing(act, *(published.who(key, PUBLISHED) for key in ("gus", "tess", "piet", "liz")), CLOCK)


@pytest.mark.req("REC-06")
def test_withdraw_notice_refused_writes_nothing(published):
    act = on_notice(published, "withdraw_notice", reason="名单有误")
    with nothing_written():
        refused("recruitment.reason-missing", act, reason="")
    published.close_notice()
    with nothing_written():
        refused("core.wrong-stage", act, at=clock.at(CLOSED, 9))
