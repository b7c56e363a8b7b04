"""Navigation: which pages there are, for whom, what waits. Lazy: a part that shows no menu asks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.access import Actor
from patrol_ops.core.html import TYPE_SIZE_COOKIE
from patrol_ops.core.models import Notice, Obligation
from teams.rules import Role

LEADERS = (Role.LEADER,)
OFFICE = (
    Role.GOVERNANCE,
    Role.GOVERNANCE_HEAD,
    Role.LEADING_GROUP,
    Role.TOWNSHIP,
    Role.SUB_BUREAU,
    Role.STATION_LIAISON,
)

POLICE = (Role.SUB_BUREAU, Role.STATION_LIAISON, Role.COMMUNITY_OFFICER)


def holds(*roles: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.holds(*roles)


def may(permission: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.may(permission)


def anybody(actor: Actor) -> bool:
    return bool(actor.posts)


@dataclass(frozen=True)
class Entry:
    """A page in the menu: where, its word and icon, for whom, and which figure stands beside it."""

    url_name: str
    text: str | Promise
    icon: str
    shown_to: Callable[[Actor], bool]
    badge: str = ""
    url: str = ""
    active: bool = False
    count: int = 0


ENTRIES = (
    Entry("duty:today", _("今天"), "calendar-event", holds(*LEADERS)),
    Entry("office:situation", _("总览"), "layout-dashboard", holds(*OFFICE)),
    Entry("office:to-do", _("待办"), "checklist", anybody, badge="to_do"),
    Entry("duty:list-patrol-logs", _("巡逻日志"), "notebook", may("duty.view_patrol_log")),
    Entry("duty:list-log-entries", _("隐患与事件"), "flag", may("duty.view_patrol_log")),
    Entry("discipline:list-coming", _("检查和整改"), "checklist", holds(Role.LEADER)),
    Entry(
        "discipline:list-visits",
        _("检查安排"),
        "calendar-check",
        # A leader who is sent to look at others finds the way on the page of what comes.
        lambda actor: actor.may("discipline.view_visit") and actor.holds(*OFFICE, *POLICE, Role.INSPECTOR),
    ),
    Entry(
        "office:show-readiness",
        _("上岗保障"),
        "shield-check",
        lambda actor: actor.may("teams.view_override") and actor.holds(*OFFICE),
    ),
    Entry("teams:list-teams", _("巡防队"), "shield", may("teams.view_team")),
    Entry(
        "teams:list-members",
        _("巡防队员"),
        "users",
        lambda actor: actor.may("teams.view_member") or actor.may("teams.view_member_masked"),
    ),
    Entry("recruitment:list-campaigns", _("招聘"), "user-plus", may("recruitment.view_campaign")),
    Entry("recruitment:list-vetting", _("公安审核"), "user-check", may("recruitment.record_police_review")),
    Entry(
        "recruitment:list-notices",
        _("公示与异议"),
        "speakerphone",
        lambda actor: actor.may("recruitment.view_notice") and actor.holds(*OFFICE),
    ),
    Entry(
        "recruitment:list-contracts",
        _("合同"),
        "file-certificate",
        lambda actor: actor.may("recruitment.view_contract") and actor.holds(*OFFICE, *LEADERS),
    ),
    Entry(
        "teams:list-equipment-gaps",
        _("装备"),
        "backpack",
        # A member reads what they bear in their own file.
        may("teams.view_equipment_standard"),
    ),
    Entry("funding:list-policies", _("保险"), "umbrella", may("funding.view_insurance")),
    Entry(
        "training:list-certificates",
        _("上岗证"),
        "certificate",
        lambda actor: actor.may("training.view_certificate") and actor.holds(*OFFICE, *LEADERS, *POLICE),
    ),
    Entry(
        "training:list-courses",
        _("课程和计划"),
        "books",
        lambda actor: actor.may("training.view_course") and actor.holds(*OFFICE, *POLICE, Role.TRAINER),
    ),
    Entry("training:list-sessions", _("培训"), "school", may("training.view_session")),
    Entry(
        "discipline:show-overview",
        _("检查和整改"),
        "clipboard-check",
        lambda actor: actor.may("discipline.view_inspection") and actor.holds(*OFFICE, *POLICE),
    ),
    # Offices and police come to records and rectification from the overview, leaders from what is to come.
    Entry("discipline:list-inspections", _("检查记录"), "clipboard-check", holds(Role.INSPECTOR)),
    Entry("discipline:list-rectifications", _("整改"), "tool", holds(Role.INSPECTOR)),
    Entry(
        "discipline:list-reviews",
        _("责任倒查"),
        "zoom-exclamation",
        # Others come to it from the page of inspections.
        lambda actor: actor.may("discipline.view_review") and actor.holds(Role.INSPECTOR),
    ),
    Entry("teams:list-household-units", _("十户联防"), "home-heart", may("teams.view_household_unit")),
    Entry("teams:list-rosters", _("花名册导入"), "file-import", may("teams.view_roster")),
    Entry("teams:list-areas", _("巡逻区域"), "map-2", may("teams.draw_area")),
    Entry("teams:list-appointments", _("岗位任命"), "id-badge-2", may("teams.appoint_staff")),
    Entry("teams:list-units", _("单位和责任人"), "building", may("teams.view_unit")),
    Entry("teams:list-places", _("区划"), "map-pins", may("teams.found_unit")),
    Entry("teams:list-duty-statements", _("岗位职责"), "clipboard-text", may("teams.view_duty_statement")),
    Entry("duty:list-procedure-cards", _("工作指引"), "book", may("duty.view_patrol_log")),
    Entry("office:notices", _("消息"), "bell", anybody, badge="notices"),
    Entry("office:jobs", _("任务"), "progress", may("core.view_job")),
    Entry("office:list-policy-values", _("规则与期限"), "adjustments", may("core.view_policy")),
    Entry("teams:check-ledgers", _("台账体检"), "stethoscope", may("teams.check_ledgers")),
    Entry("teams:turnover", _("人员流动"), "arrows-exchange", may("teams.view_turnover")),
    Entry("teams:list-exports", _("台账导出记录"), "file-export", may("teams.view_export")),
    Entry("office:list-tokens", _("接口令牌"), "key", may("core.issue_token")),
    Entry("office:list-deliveries", _("提醒发送"), "send", may("core.view_delivery")),
    Entry("office:journal", _("操作记录"), "history", may("core.view_journal")),
)
# On a phone the first three stand at the bottom, the rest behind "more".
TABS = 3


def _counted(badge: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    named = rows.order_by().annotate(badge=Value(badge, CharField())).values("badge")
    counted: QuerySet[Any, tuple[str, int]] = named.annotate(n=Count("pk")).values_list("badge", "n")
    return counted


class Menu:
    """The menu of one request; what it counts, it counts only when the page is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", None) or Actor.nobody()

    @cached_property
    def counts(self) -> dict[str, int]:
        """What waits for this person, and what they have not read: one statement."""
        person_id = self.actor.person_id
        if person_id is None or not self.actor.posts:
            return {}
        waiting = _counted("to_do", Obligation.objects.open().addressed_to(self.actor))
        unread = _counted("notices", Notice.objects.filter(user_id=person_id, read_at__isnull=True))
        return dict(waiting.union(unread, all=True))

    @cached_property
    def entries(self) -> list[Entry]:
        """The entry whose address goes furthest along with this page's is the active one."""
        entries = list(self._entries())
        here = self.request.path
        around = [
            entry.url for entry in entries if here == entry.url or (entry.url != "/" and here.startswith(entry.url))
        ]
        nearest = max(around, key=len, default="")
        return [replace(entry, active=entry.url == nearest) for entry in entries]

    def _entries(self) -> Iterator[Entry]:
        for entry in ENTRIES:
            if not entry.shown_to(self.actor):
                continue
            try:
                url = reverse(entry.url_name)
            except NoReverseMatch:
                continue
            count = self.counts.get(entry.badge, 0)
            yield replace(entry, url=url, count=count)

    @property
    def tabs(self) -> list[Entry]:
        return self.entries[:TABS]

    @property
    def more(self) -> list[Entry]:
        return self.entries[TABS:]

    @property
    def more_is_active(self) -> bool:
        return any(entry.active for entry in self.more)

    @property
    def large_type(self) -> bool:
        return self.request.COOKIES.get(TYPE_SIZE_COOKIE) == "large"


def context(request: HttpRequest) -> dict[str, Any]:
    """The context processor: everything ``base.html`` needs and a view should not think of."""
    return {"menu": Menu(request), "languages": settings.LANGUAGES}
