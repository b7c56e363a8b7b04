"""Inspections in every state: signed, disputed, waiting; rectifications of every age; a round, plans that repeat."""

from __future__ import annotations

import datetime as dt

from discipline import commands
from discipline.models import SupervisionRound
from discipline.rules import (
    CoordinationDraft,
    FindingDraft,
    InspectorDraft,
    Method,
    Organiser,
    ProposalDraft,
    ReviewDraft,
    RoundDraft,
    SeriesDraft,
    Trigger,
)
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.demo.checklists import CHECKLISTS, GENERAL, REVISED
from patrol_ops.demo.days import Stage
from patrol_ops.demo.ground import District
from patrol_ops.demo.inspecting import Book
from teams.models import Team
from teams.rules import PlaceTier, Tier, UnitKind

DAY = dt.timedelta(days=1)
LOGS = FindingDraft("本月有三天没有巡逻日志", "队长不在时没有人会写", "街道派人来教一次", True)
LIGHT = FindingDraft("两支手电不亮", "没有定期检查装备", "", True)
BADGE = FindingDraft("一人没有戴袖标", "", "现场补发")


def inspect(it: District, now: dt.datetime) -> None:
    """What happened up to now, and what is to come; the first street is the one people sign in to."""
    stage = Stage.set(now.date())
    book = Book(it, stage.leaders, now.date())
    _lists(book)
    street = next(place.path for place in it.places.values() if place.tier == PlaceTier.STREET)
    led = [team for team in stage.teams if team.pk in stage.leaders and team.tier == Tier.DETACHMENT]
    first = [team for team in led if team.place.path.startswith(street)]
    others = [team for team in led if not team.place.path.startswith(street)]
    _police(book, first, street)
    _round_of_autumn(book, others)
    _round_of_now(book, others[6:], now)
    _first_team(book, first[0], now)
    _grave(book, first[1], now)


def _lists(book: Book) -> None:
    it, at = book.it, book.it.at + DAY
    office, head, place = it.staff["zongzhi"], it.staff["zhuren"], it.places[it.path]
    for key, draft in CHECKLISTS.items():
        row = commands.propose_checklist(actor=office, place_id=place.pk, draft=draft, at=at)
        commands.agree_checklist(actor=head, checklist_id=row.checklist_id, at=at)
        book.lists[key] = row.checklist_id
    late = clock.at(book.day(2), 10)
    commands.propose_checklist(
        actor=office, place_id=place.pk, draft=REVISED, checklist_id=book.lists["street"], at=late
    )
    commands.propose_checklist(actor=office, place_id=place.pk, draft=GENERAL, at=late)


def _police(book: Book, teams: list[Team], street: str) -> None:
    """The station inspects its street's teams, by a plan that repeats; two have been put right, one lags behind."""
    it, place = book.it, book.it.places[street]
    liaison = it.staff["paichusuo"]
    assert liaison.person_id is not None
    P = Organiser.POLICE_STATION
    made = []
    for n, team in enumerate(teams[1:6]):
        visit = book.visit(
            "paichusuo", team, clock.at(book.day(70 - 9 * n), 15), "documents", organiser=P, inspector="paichusuo"
        )
        findings = (LOGS,) if n < 4 else ()
        made.append(book.whole(visit, *findings, inspector="paichusuo", weak=1 if findings else 0))
    # One whole file: ordered, answered, looked at by the inspector of the district, closed.
    ordered = clock.at(book.day(69), 10)
    done = book.order(made[0], "paichusuo", "补齐巡逻日志", ordered)
    commands.assign_rechecker(
        actor=it.staff["zongzhi"], rectification_id=done.pk, rechecker_id=_id(it, "ducha"), at=ordered
    )
    book.answer(done, clock.at(book.day(68), 9))
    commands.note_progress(
        actor=book.leaders[done.team_id], rectification_id=done.pk, text="已补写两天。", at=clock.at(book.day(60), 9)
    )
    book.submit(done, clock.at(book.day(55), 9))
    commands.accept_rectification(
        actor=it.staff["ducha"], rectification_id=done.pk, text="到队里看过，日志齐全。", at=clock.at(book.day(52), 15)
    )
    # One went past its day and is limited now, one asks for more time, one is nine days late.
    lagging = book.order(made[1], "paichusuo", "补齐巡逻日志", clock.at(book.day(60), 10), days=30)
    book.answer(lagging, clock.at(book.day(58), 9))
    commands.limit_rectification(
        actor=it.staff["zhuren"],
        rectification_id=lagging.pk,
        until=book.today + 12 * DAY,
        reason="逾期半个月没有完成，限期整改。",
        at=clock.at(book.day(12), 9),
    )
    asking = book.order(made[2], "paichusuo", "补齐巡逻日志", clock.at(book.day(20), 10), days=25)
    book.answer(asking, clock.at(book.day(19), 9))
    commands.ask_extension(
        actor=book.leaders[asking.team_id],
        rectification_id=asking.pk,
        until=asking.due_on + 10 * DAY,
        reason="副队长住院，接手的人还在学。",
        at=clock.at(book.day(1), 9),
    )
    late = book.order(made[3], "paichusuo", "补齐巡逻日志", clock.at(book.day(41), 10), days=32)
    book.answer(late, clock.at(book.day(39), 9))
    series = commands.begin_series(
        actor=liaison,
        place_id=place.pk,
        draft=SeriesDraft(P, Tier.DETACHMENT, book.lists["documents"], True, frozenset({liaison.person_id})),
        at=clock.at(book.day(1), 9),
    )
    commands.plan_series_visits(actor=Actor.system("demo"), series_id=series.pk, at=clock.at(book.day(1), 10))


def _id(it: District, name: str) -> int:
    pk = it.staff[name].person_id
    assert pk is not None
    return pk


def _round(book: Book, name: str, first: dt.date, last: dt.date) -> SupervisionRound:
    it = book.it
    draft = RoundDraft(
        name,
        Organiser.SUPERVISION,
        Method.CROSS_AREA,
        first,
        last,
        book.lists["street"],
        (InspectorDraft(_id(it, "ducha"), "", "区政府督查室"), InspectorDraft(_id(it, "zhuangan"), "", "街道综治办")),
    )
    return commands.plan_round(
        actor=it.staff["zongzhi"], place_id=it.places[it.path].pk, draft=draft, at=clock.at(first, 8)
    )


def _round_of_autumn(book: Book, teams: list[Team]) -> None:
    """Reported: five teams, one record upheld against its leader, one overturned, one corrected."""
    it = book.it
    round_ = _round(book, "秋季异地交叉督察", book.day(45), book.day(35))
    rows = []
    for n, team in enumerate(teams[:5]):
        visit = book.visit("zongzhi", team, clock.at(book.day(44 - n), 19), announced=n == 0, round_=round_)
        rows.append(book.sign(book.record(visit, BADGE, weak=n % 3)))
    for n, row in enumerate(rows):
        if n not in (1, 2):
            book.countersign(row, hours=3)
            continue
        at = clock.local(row.ended_at) + dt.timedelta(hours=15)
        commands.refuse_signature(
            actor=book.leaders[row.team_id],
            inspection_id=row.pk,
            statement="当晚有一组在小学门口，检查时没有看到。",
            seen=row.digest,
            at=at,
        )
        commands.decide_dispute(
            actor=it.staff["zhuren"],
            inspection_id=row.pk,
            upheld=n == 1,
            decision="核对了当天的日志和排班。",
            at=at + DAY,
        )
    commands.report_round(
        actor=it.staff["zongzhi"],
        round_id=round_.pk,
        report="共检查五支队伍，在岗情况总体较好，主要问题是袖标佩戴不齐。",
        at=clock.at(book.day(34), 10),
    )


def _round_of_now(book: Book, teams: list[Team], now: dt.datetime) -> None:
    """Under way: one disputed, one recorded and not signed, one overdue, one unannounced that nobody there knows of."""
    round_ = _round(book, "冬季夜巡督察", book.day(8), book.today + 20 * DAY)
    disputed = book.sign(
        book.record(
            book.visit("zongzhi", teams[0], clock.at(book.day(3), 20), announced=False, round_=round_), BADGE, weak=2
        )
    )
    commands.refuse_signature(
        actor=book.leaders[disputed.team_id],
        inspection_id=disputed.pk,
        statement="检查时正在处理一起走失求助，已报 110。",
        seen=disputed.digest,
        at=clock.at(book.day(2), 9),
    )
    book.record(book.visit("zongzhi", teams[1], clock.at(book.day(2), 20), announced=False, round_=round_), weak=0)
    book.visit("zongzhi", teams[2], clock.at(book.day(2), 15), round_=round_, planned=clock.at(book.day(8), 9))
    planned = clock.at(book.day(1), 9)
    book.visit("zongzhi", teams[3], clock.at(book.today + 2 * DAY, 20), announced=False, round_=round_, planned=planned)
    book.visit("zongzhi", teams[4], clock.at(book.today + 3 * DAY, 10), round_=round_, planned=planned)


def _first_team(book: Book, team: Team, now: dt.datetime) -> None:
    """The team whose leader people sign in as: a record to sign, a notice to acknowledge, a visit to come."""
    visit = book.visit("zongzhi", team, clock.at(book.day(6), 15), "documents")
    row = book.whole(visit, LOGS, LIGHT)
    book.order(row, "ducha", "补齐日志，检修手电", clock.at(book.day(1), 15), days=20)
    waiting = book.visit("zongzhi", team, clock.at(book.day(1), 9), announced=False)
    book.sign(book.record(waiting, BADGE))
    book.visit(
        "zhuangan",
        team,
        clock.at(book.today + 4 * DAY, 10),
        "unified",
        organiser=Organiser.TOWNSHIP,
        inspector="zhuangan",
        planned=clock.at(book.day(1), 11),
    )


def _grave(book: Book, team: Team, now: dt.datetime) -> None:
    """A review that is decided and one that waits; who coordinates what."""
    it = book.it
    office, head, inspector = it.staff["zongzhi"], it.staff["zhuren"], it.staff["ducha"]
    for ago, trigger, title, decided in (
        (50, Trigger.ACCIDENT, "市场夜间火情", True),
        (9, Trigger.MEDIA, "媒体报道小区连续被盗", False),
    ):
        at = clock.at(book.day(ago - 1), 9)
        draft = ReviewDraft(trigger, book.day(ago), title, team_id=team.pk)
        review = commands.open_review(actor=inspector, place_id=team.place_id, draft=draft, at=at)
        commands.propose_review(
            actor=inspector,
            review_id=review.pk,
            draft=ProposalDraft(
                "当晚按计划巡逻，日志有记录，发现后三分钟内报告。", False, "不认定失职，建议增加夜间一班。"
            ),
            at=at + 3 * DAY,
        )
        if decided:
            commands.decide_review(
                actor=head, review_id=review.pk, negligence=False, decision="同意。", at=at + 5 * DAY
            )
    for kind, duty, post in (
        (UnitKind.PARTY_GOVERNMENT, "每季度督促各街道检查巡防队伍。", "综治工作分管领导"),
        (UnitKind.FINANCE_OFFICE, "协调巡防经费按期到位。", "行政科科长"),
    ):
        row = commands.record_coordination(
            actor=office,
            unit_id=it.units[it.path, kind],
            draft=CoordinationDraft(duty, post, it.founded),
            at=it.at + DAY,
        )
        commands.follow_up_coordination(
            actor=office, duty_id=row.pk, text="已在联席会议上通报一次。", at=clock.at(book.day(20), 16)
        )
