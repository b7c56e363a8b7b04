"""Checklists as their readers see them: the version in force, the one that waits, and those before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from discipline.access import Permission
from discipline.models import Checklist, ChecklistRevision
from discipline.rules import ChecklistDraft, ChecklistKind, ItemDraft, Template
from patrol_ops.core.access import Actor
from patrol_ops.core.wording import say
from teams.reports import may_on


@dataclass(frozen=True)
class ChecklistLine:
    """A checklist with its versions, the newest first."""

    row: Checklist
    revisions: list[ChecklistRevision]

    @property
    def current(self) -> ChecklistRevision | None:
        return next((revision for revision in self.revisions if revision.agreed_at), None)

    @property
    def waiting(self) -> ChecklistRevision | None:
        return next((revision for revision in self.revisions if not revision.agreed_at), None)

    @property
    def shown(self) -> ChecklistRevision:
        """What the checklist is called by: the version in force, else the one that waits."""
        return self.current or self.revisions[0]

    @property
    def earlier(self) -> list[ChecklistRevision]:
        return [revision for revision in self.revisions if revision.agreed_at and revision is not self.current]

    @property
    def kind(self) -> str:
        """A wording code."""
        return f"checklist-kind.{self.row.kind}"


def checklists_shown_to(actor: Actor) -> Any:
    """Those within reach with their versions, what is in use first: two statements."""
    revisions = ChecklistRevision.objects.order_by("-version").select_related("proposed_by", "agreed_by")
    rows = Checklist.objects.visible_to(actor, Permission.VIEW_CHECKLIST).select_related("place", "retired_by")
    rows = rows.prefetch_related(Prefetch("revisions", revisions, to_attr="versions"))
    return rows.order_by(F("retired_at").desc(nulls_first=True), "kind", "pk")


def checklist_line(row: Any) -> ChecklistLine:
    """Of a row of ``checklists_shown_to``: no statement."""
    return ChecklistLine(row, row.versions)


def acts_on(line: ChecklistLine, actor: Actor) -> list[str]:
    """What this actor may do about it now and what would not be refused anyway."""
    path, waiting = line.row.place.path, line.waiting
    if line.row.retired_at is not None:
        return []
    proposes = may_on(actor, Permission.PROPOSE_CHECKLIST, path=path)
    agrees = may_on(actor, Permission.AGREE_CHECKLIST, path=path)
    other_hand = waiting is not None and waiting.proposed_by_id != actor.person_id
    open_to = {"agree": agrees and other_hand, "propose": proposes, "retire": proposes}
    return [act for act, is_open in open_to.items() if is_open]


def history_of(line: ChecklistLine) -> list[dict[str, Any]]:
    """Who did what when, from the versions themselves, oldest first."""
    steps: list[dict[str, Any]] = []
    for revision in line.revisions:
        note = _("第 {n} 版").format(n=revision.version)
        steps.append(_step(revision.proposed_at, revision.proposed_by, "discipline.checklist_proposed", note))
        if revision.agreed_at is not None:
            steps.append(_step(revision.agreed_at, revision.agreed_by, "discipline.checklist_agreed", note))
    if line.row.retired_at is not None:
        steps.append(_step(line.row.retired_at, line.row.retired_by, "discipline.checklist_retired", ""))
    return sorted(steps, key=lambda step: step["at"])


def _step(at: dt.datetime, who: Any, what: str, note: str) -> dict[str, Any]:
    return {"at": at, "who": who.name if who else "", "what": what, "note": note}


def draft_of(revision: ChecklistRevision, kind: str) -> ChecklistDraft:
    """What the next version begins with."""
    return ChecklistDraft(
        kind=ChecklistKind(kind),
        title=revision.title,
        items=tuple(ItemDraft(item["text"], item["points"]) for item in revision.items),
        asks_insignia=revision.asks_insignia,
        asks_documents=revision.asks_documents,
        min_interviews=revision.min_interviews,
        min_sites=revision.min_sites,
    )


def draft_from(template: Template) -> ChecklistDraft:
    """A template in the words of whoever begins with it."""
    return ChecklistDraft(
        kind=template.kind,
        title=say(template.title),
        items=tuple(ItemDraft(say(code), points) for code, points in template.items),
        asks_insignia=template.asks_insignia,
        asks_documents=template.asks_documents,
        min_interviews=template.min_interviews,
        min_sites=template.min_sites,
    )


def title_of(checklist: str = "checklist") -> Subquery:
    """The title in force of a row's checklist."""
    agreed = ChecklistRevision.objects.agreed().filter(checklist=OuterRef(checklist))
    return Subquery(agreed.order_by("-version").values("title")[:1])


def items_in_force(checklist_ids: Iterable[int]) -> dict[int, ChecklistRevision]:
    """The version in force of each: one statement."""
    agreed = ChecklistRevision.objects.agreed().filter(checklist__in=set(checklist_ids))
    return {revision.checklist_id: revision for revision in agreed.order_by("version")}


def usable_checklists(path: str) -> list[tuple[int, str]]:
    """What may be planned with in this district: one statement."""
    agreed = ChecklistRevision.objects.agreed().of_district(path).filter(checklist__retired_at__isnull=True)
    rows = agreed.order_by("checklist__kind", "checklist", "version").values_list("checklist", "title")
    return list({pk: (pk, title) for pk, title in rows}.values())
