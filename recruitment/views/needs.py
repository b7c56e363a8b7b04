"""What of a campaign needs somebody first: one line each, with the button that mends it where the reader may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor
from recruitment.access import Permission
from recruitment.models import Campaign, PublicNotice
from recruitment.reports.applicants import next_of_reserve
from recruitment.reports.campaigns import AssessorLine, Numbers, PostLine, may_on
from recruitment.rules import LEAST_ASSESSORS, CampaignStage, Stage

C, S = CampaignStage, Stage


@dataclass(frozen=True)
class Need:
    kind: str
    text: str
    note: str = ""
    url: str = ""
    action: str = ""


def needs_of(
    campaign: Campaign,
    actor: Actor,
    numbers: Numbers,
    posts: list[PostLine],
    assessors: list[AssessorLine],
    notices: list[PublicNotice],
    acts: list[str],
) -> list[Need]:
    found = [*_approving(campaign)]
    if campaign.stage in (C.APPROVED, C.OPEN, C.SELECTING):
        found += _assessing(campaign, assessors, acts)
    if campaign.stage in (C.OPEN, C.SELECTING):
        found += _cases(campaign, actor, numbers)
    if campaign.stage == C.SELECTING:
        found += _noticed(notices)
        found += _ending(campaign, actor, numbers, posts, acts)
    if numbers.few_locals and campaign.stage in (C.OPEN, C.SELECTING):
        share, least = numbers.local_share, numbers.warn_below
        text = _("本地居民占 {share}%，低于 {least}%").format(share=share, least=least)
        found.append(Need("info", text, _("只作提醒，不影响任何人录用。")))
    return found


def _approving(campaign: Campaign) -> Iterator[Need]:
    if campaign.stage != C.SUBMITTED:
        return
    if not campaign.police_approved_at:
        yield Need("waits", _("等待公安机关同意"))
    if not campaign.approved_at:
        yield Need("waits", _("等待综治办主任批准"))


def _assessing(campaign: Campaign, assessors: list[AssessorLine], acts: list[str]) -> Iterator[Need]:
    missing = LEAST_ASSESSORS - len(assessors)
    if missing > 0:
        may = "name-assessor" in acts
        url = reverse("recruitment:name-assessor", args=[campaign.pk]) if may else ""
        yield Need("waits", _("还差 {n} 名考官").format(n=missing), _("至少两名考官评分。"), url, _("指定考官"))
    owing = [line for line in assessors if line.waiting]
    if owing and campaign.stage == C.SELECTING:
        said = _("、").join(_("{name} {n} 张").format(name=line.name, n=line.waiting) for line in owing)
        yield Need("waits", _("评分表还没有交齐"), said)


def _cases(campaign: Campaign, actor: Actor, numbers: Numbers) -> Iterator[Need]:
    """Numbers of those who wait, each opening exactly the rows it counts."""
    may = may_on(actor, Permission.SCREEN_APPLICANT, campaign)
    signs = may_on(actor, Permission.SIGN_CONTRACT, campaign)
    listed = reverse("recruitment:list-applicants", args=[campaign.pk])
    for stage, text in (
        (S.SUBMITTED, _("{n} 人等待资格审查")),
        (S.RETURNED, _("{n} 人还没有补正")),
        (S.FACTS_NEEDED, _("公安机关要求补充 {n} 人的情况")),
        (S.POLICE_REVIEW, _("{n} 人等待公安审核")),
        (S.PROPOSED, _("{n} 人审核合格，等待公示")),
        (S.HELD, _("{n} 人有异议，暂缓")),
        (S.CLEARED, _("{n} 人公示通过，等待通知录用")),
        (S.OFFERED, _("{n} 人已通知录用，等待签合同")),
    ):
        number = numbers.at(stage)
        if number:
            acting = signs if stage in (S.CLEARED, S.OFFERED) else may and stage in (S.SUBMITTED, S.FACTS_NEEDED)
            kind = "waits" if acting else "quiet"
            yield Need(kind, text.format(n=number), "", f"{listed}?stage={stage}", _("办理") if acting else _("查看"))


def _noticed(notices: list[PublicNotice]) -> Iterator[Need]:
    """Where its notice stands, and the way to it."""
    for notice in notices:
        url = reverse("recruitment:show-notice", args=[notice.pk])
        if notice.last_day is None:
            yield Need("waits", _("公示等待综治办主任批准"), "", url, _("看公示"))
        else:
            day = date_format(notice.last_day)
            yield Need("info", _("公示中，到 {day} 结束").format(day=day), "", url, _("看公示"))


def _ending(
    campaign: Campaign, actor: Actor, numbers: Numbers, posts: list[PostLine], acts: list[str]
) -> Iterator[Need]:
    if "select-recruits" in acts:
        url = reverse("recruitment:select-recruits", args=[campaign.pk])
        yield Need("waits", _("成绩已经齐全，可以确定人选"), "", url, _("看排名"))
    if numbers.at(S.RESERVE) and any(post.left for post in posts):
        may = may_on(actor, Permission.SELECT_RECRUITS, campaign)
        turn = next_of_reserve(campaign)
        for post in posts:
            if post.row.pk in turn and may:
                url = reverse("recruitment:show-applicant", args=[turn[post.row.pk]])
                text = _("{team}空出 {n} 个名额，可以递补").format(team=post.row.team.name, n=post.left)
                yield Need("waits", text, "", url, _("看候补"))
    if "finalise-campaign" in acts:
        yield Need("info", _("所有人都已办完，可以办结"))
