"""What the situation says of recruiting: each line with the address of its rows."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor
from patrol_ops.office.reports.recruiting import ENDING_DAYS
from patrol_ops.office.reports.situation import Exceptional, Sort
from patrol_ops.office.reports.tally import Sheet
from patrol_ops.office.views.territory import link
from recruitment.access import Permission


def said_of_recruiting(item: Exceptional, sheet: Sheet, page: str, actor: Actor) -> tuple[str, str, str, str, str]:
    """State, colour, note, address and act of a line."""
    n = item.count
    if item.sort is Sort.VETTING:
        note = _("{n} 人等待公安审核，最早应在 {day} 办完").format(n=n, day=_last_day(item.since))
        if actor.may(Permission.RECORD_POLICE_REVIEW):
            return _("审核超期"), "overdue", note, reverse("recruitment:list-vetting"), _("去审核")
        return _("审核超期"), "overdue", note, page, _("看队伍")
    if item.sort is Sort.OBJECTIONS:
        note = _("{n} 件公示异议没有答复，最早应在 {day} 答复").format(n=n, day=_last_day(item.since))
        return _("异议超期"), "overdue", note, reverse("recruitment:list-objections"), _("看异议")
    if item.sort is Sort.OVERRIDES:
        note = _("{n} 人的证件、编号牌或保险没有办好，公安应急放行，最早 {day} 结束").format(n=n, day=_day(item.since))
        return _("应急放行"), "waits", note, link(reverse("teams:list-overrides"), place=item.team.path), _("看放行")
    if item.sort is Sort.CONTRACTS:
        note = _("{n} 份合同在 {days} 天内到期，最早 {day}").format(n=n, days=ENDING_DAYS, day=_day(item.since))
        url = link(reverse("recruitment:list-contracts"), place=item.team.path, state="soon")
        return _("合同快到期"), "waits", note, url, _("看合同")
    url = link(reverse("teams:list-members"), team=item.team.pk, flag="legacy")
    if item.since is not None and str(item.since) <= sheet.today.isoformat():
        note = _("{n} 名原有队伍转入的队员还没有正式录用，过渡期已在 {day} 结束")
        return _("过渡期已过"), "overdue", note.format(n=n, day=_day(item.since)), url, _("看队员")
    note = _("{n} 名原有队伍转入的队员还没有正式录用，过渡期最早到 {day}")
    return _("待正式录用"), "waits", note.format(n=n, day=_day(item.since)), url, _("看队员")


def _day(since: dt.date | dt.datetime | None) -> str:
    return formats.date_format(since, "SHORT_DATE_FORMAT") if since else "—"


def _last_day(since: dt.date | dt.datetime | None) -> str:
    """What is due by midnight was due on the day that ended then."""
    return _day(since - dt.timedelta(seconds=1) if since else None)


def more_of_recruiting(place: str, actor: Actor) -> dict[Sort, tuple[str, str]]:
    """Where all of a sort is, in words and as an address."""
    teams = link(reverse("teams:list-teams"), place=place)
    queue = reverse("recruitment:list-vetting") if actor.may(Permission.RECORD_POLICE_REVIEW) else teams
    return {
        Sort.VETTING: (_("审核超期的队伍 {n} 支"), queue),
        Sort.OBJECTIONS: (_("异议超期的队伍 {n} 支"), reverse("recruitment:list-objections")),
        Sort.OVERRIDES: (_("有应急放行的队伍 {n} 支"), link(reverse("teams:list-overrides"), place=place)),
        Sort.CONTRACTS: (
            _("有合同快到期的队伍 {n} 支"),
            link(reverse("recruitment:list-contracts"), place=place, state="soon"),
        ),
        Sort.LEGACY: (
            _("有人待正式录用的队伍 {n} 支"),
            link(reverse("teams:list-members"), place=place, flag="legacy"),
        ),
    }
