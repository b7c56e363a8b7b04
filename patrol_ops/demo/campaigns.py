"""Which campaigns the demo district has, and how far each has come."""

from __future__ import annotations

import datetime as dt

from patrol_ops.core import clock
from patrol_ops.demo.ground import District
from patrol_ops.demo.recruiting import CLOCK, DAY, PUBLIC, Hiring, agree_standard, hire
from recruitment import commands
from recruitment.models import PublicNotice
from recruitment.reports.links import secret_for
from recruitment.rules import (
    CampaignDraft,
    ContractDraft,
    ContractKind,
    Decision,
    DecisionDraft,
    Method,
    ObjectionDraft,
    PostDraft,
    PostKind,
    Stage,
    longest_probation,
    months_after,
)
from teams import commands as teams
from teams.models import Team
from teams.rules import EmploymentClass, Form, PlaceTier

KINDS = {
    EmploymentClass.FULL_TIME: ContractKind.LABOUR,
    EmploymentClass.PART_TIME: ContractKind.SERVICE,
}


def recruit(it: District, now: dt.datetime) -> None:
    """One campaign of sixteen places at each stage; the first street, where one may sign in, has two."""
    agree_standard(it, now)
    streets = [place for place in it.places.values() if place.tier == PlaceTier.STREET]
    today = now.date()
    _ended(hire(it, streets[5], today - 82 * DAY), now)
    _contracting(hire(it, streets[4], today - 60 * DAY), now)
    _on_notice(hire(it, streets[3], today - 30 * DAY), now)
    # What the liaison of the first street finds waiting, some of it for longer than it may.
    _vetting(hire(it, streets[0], today - 24 * DAY))
    hire(it, streets[2], today - 14 * DAY).plan().submit().approve().open().apply().close().screen(leave=4).score(
        share=40
    )
    hire(it, streets[1], today - 3 * DAY).plan().submit().approve().open().apply(share=60)
    hire(it, streets[9], today + 2 * DAY).plan().submit().approve()
    hire(it, streets[6], today + 5 * DAY).plan().submit()
    hire(it, streets[7], today + 6 * DAY).plan()
    called_off = hire(it, streets[8], today - 8 * DAY).plan().submit().approve().open().apply(share=30)
    commands.cancel_campaign(
        actor=called_off.head, campaign_id=called_off.campaign.pk, reason="街道合并办公，暂不增加人员", at=now - DAY
    )
    _volunteers(it, today)


def _vetting(campaign: Hiring) -> None:
    campaign.plan().submit().approve().open().apply().close().screen().score().select().vet(leave=8)


def _through(campaign: Hiring) -> Hiring:
    return campaign.plan().submit().approve().open().apply().close().screen().score().select().vet()


def _on_notice(campaign: Hiring, now: dt.datetime) -> None:
    """Running; two have been objected to, of whom one is free again."""
    _through(campaign)
    notice = campaign.publish(now.date() - 5 * DAY)
    first, second = campaign.at_stage(Stage.ON_NOTICE)[3:5]
    at = clock.at(now.date() - 4 * DAY, 20)
    answered = _object(notice, first.pk, "听说这个人不住在本街道，请核实。", at)
    _decide(campaign, answered, Decision.NOT_UPHELD, "经核实，居住情况与报名信息一致。", at + DAY)
    _object(notice, second.pk, "面试那天我在场，觉得打分不公平。", at + 2 * DAY)


def _object(notice: PublicNotice, applicant_id: int, reason: str, at: dt.datetime) -> int:
    objection = commands.lodge_objection(
        actor=PUBLIC,
        notice_id=notice.pk,
        draft=ObjectionDraft(applicant_id, reason),
        secret=secret_for(f"demo-{notice.pk}-{applicant_id}", "objection"),
        at=at,
    )
    return objection.pk


def _decide(campaign: Hiring, objection_id: int, decision: Decision, answer: str, at: dt.datetime) -> None:
    commands.take_objection(actor=campaign.head, objection_id=objection_id, at=at)
    commands.decide_objection(
        actor=campaign.head, objection_id=objection_id, draft=DecisionDraft(decision, answer), at=at
    )


def _closed(campaign: Hiring) -> dt.date:
    """Its notice has run; one objection was upheld. The day after its last."""
    _through(campaign)
    notice = campaign.publish(campaign.assess + 6 * DAY)
    assert notice.last_day is not None
    at = clock.at(notice.last_day, 18)
    doubtful = campaign.at_stage(Stage.ON_NOTICE)[-1]
    objection_id = _object(notice, doubtful.pk, "这个人考核当天由别人代替参加体能测试。", at)
    day = notice.last_day + DAY
    commands.close_notice(actor=CLOCK, notice_id=notice.pk, at=clock.at(day, 0))
    _decide(campaign, objection_id, Decision.UPHELD, "经核查情况属实，取消录用资格。", clock.at(day, 10))
    return day


def _sign(campaign: Hiring, day: dt.date, leave: int = 0, season: dt.date | None = None) -> list[int]:
    """Everybody cleared is offered the post, all but ``leave`` have signed two days later; the members' ids.

    Two years, but where a ``season`` is said, part-time until its last day."""
    cleared = campaign.at_stage(Stage.CLEARED)
    signed = []
    for position, recruit in enumerate(cleared):
        commands.offer_post(actor=campaign.gov, applicant_id=recruit.pk, at=clock.at(day, 14))
        if position >= len(cleared) - leave:
            continue
        on = day + 2 * DAY
        of_class = EmploymentClass(recruit.post.employment_class)
        labour = of_class is EmploymentClass.FULL_TIME
        ends = season if season and not labour else months_after(on, 24) - DAY
        draft = ContractDraft(
            kind=KINDS[of_class],
            signed_on=on,
            starts_on=on,
            ends_on=ends,
            probation_until=longest_probation(on, ends) if labour else None,
            both_signed=True,
            duties_signed=True,
        )
        contract = commands.sign_contract(actor=campaign.gov, applicant_id=recruit.pk, draft=draft, at=clock.at(on, 15))
        signed.append(contract.member_id)
    return signed


def _contracting(campaign: Hiring, now: dt.datetime) -> None:
    """Some have signed, some are still awaited; half of the badges have been handed over."""
    day = _closed(campaign)
    signed = _sign(campaign, day, leave=5)
    for member_id in signed[::2]:
        teams.hand_over_badge(
            actor=campaign.gov, team_id=campaign.team.pk, member_id=member_id, at=clock.at(day + 4 * DAY, 9)
        )


def _ended(campaign: Hiring, now: dt.datetime) -> None:
    """All have signed: trainees, whom the pre-duty course awaits. The campaign has ended; its time of keeping runs."""
    day = _closed(campaign)
    _sign(campaign, day, season=now.date() + 25 * DAY)
    commands.finalise_campaign(actor=campaign.gov, campaign_id=campaign.campaign.pk, at=clock.at(day + 6 * DAY, 16))


def _volunteers(it: District, today: dt.date) -> None:
    """PUB-09: neighbours are asked to walk along, in the street of the first voluntary team."""
    voluntary = Team.objects.active().filter(form=Form.VOLUNTARY_PATROL).select_related("place")
    team = voluntary.order_by("place__path")[0]
    street = it.places[team.place.path[:9]]
    campaign = Hiring(it, street, today - 2 * DAY, today + 40 * DAY, today + 43 * DAY)
    at = clock.at(today - 8 * DAY, 9)
    teams.authorise_strength(
        actor=campaign.head, team_id=team.pk, authorised=team.authorised + 10, reason="欢迎邻里参加", at=at
    )
    draft = CampaignDraft(
        title=f"{street.name}招募巡逻志愿者",
        apply_from=campaign.first,
        apply_until=campaign.last,
        assess_on=campaign.assess,
        assess_at=f"{street.name}综治中心",
        methods=(Method.INTERVIEW,),
        threshold=50,
        contact=f"{street.name}综治中心",
        contact_phone="0990-6500100",
        posts=(PostDraft(team.pk, PostKind.PATROL_MEMBER, EmploymentClass.VOLUNTEER, 6),),
    )
    campaign.campaign = commands.plan_campaign(actor=campaign.office, place_id=street.pk, draft=draft, at=at)
    campaign.submit().approve().open()
