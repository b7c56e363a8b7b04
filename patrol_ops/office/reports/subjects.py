"""What the lines of a list are about: teams, logs, recruits, inspections and so on; each kind fetched at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, OuterRef, QuerySet, Subquery, Sum

from discipline.access import Permission as Discipline
from discipline.models import AccountabilityReview, ChecklistRevision, Inspection, Rectification, Visit
from duty.models import LogEntry, Patrol, PatrolLog, PatrolWalker
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local
from patrol_ops.core.privacy import masked
from patrol_ops.core.wording import say
from recruitment.models import Applicant, Campaign, Contract, Objection, PublicNotice, ScoreSheet, Standard
from teams.access import Permission
from teams.models import Appointment, Place, Reorganisation, Team


@dataclass(frozen=True)
class TeamName:
    """A team as a line names it."""

    pk: int
    name: str
    tier: str
    path: str
    street: str


@dataclass(frozen=True)
class Subject:
    """What a line is about. ``row`` is the row itself where the line shows more of it."""

    team_id: int | None = None
    day: dt.date | None = None
    text: str = ""
    codes: tuple[str, ...] = ()
    row: Any = None


Describer = Callable[[set[int], Actor], dict[int, Subject]]


def _teams(ids: set[int], actor: Actor) -> dict[int, Subject]:
    return {pk: Subject(team_id=pk) for pk in ids}


def _counted(rows: QuerySet[Any], by: str, **what: Any) -> Subquery:
    (name,) = what
    return Subquery(rows.order_by().values(by).annotate(**what).values(name))


def with_essence(logs: QuerySet[PatrolLog]) -> QuerySet[PatrolLog]:
    """A log's essence beside it: patrols, from when to when, people, hours, without insignia, entries, still open."""
    patrols = Patrol.objects.filter(log=OuterRef("pk"))
    walkers = PatrolWalker.objects.filter(patrol__log=OuterRef("pk"))
    entries = LogEntry.objects.filter(log=OuterRef("pk"))
    walked = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    return logs.annotate(
        patrol_count=_counted(patrols, "log", n=Count("pk")),
        begins=_counted(patrols, "log", first=Min("started_at")),
        ends=_counted(patrols, "log", last=Max("ended_at")),
        walked=_counted(patrols.filter(walkers__isnull=False), "log", span=Sum(walked)),
        walker_count=_counted(walkers, "patrol__log", n=Count("member", distinct=True)),
        bare_count=_counted(walkers.filter(insignia=False), "patrol__log", n=Count("member", distinct=True)),
        entry_count=_counted(entries, "log", n=Count("pk")),
        open_count=_counted(entries.filter(stage="OPEN"), "log", n=Count("pk")),
    )


def _logs(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = with_essence(PatrolLog.objects.filter(pk__in=ids))
    return {row.pk: Subject(team_id=row.team_id, day=row.day, row=row) for row in rows}


def _entries(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = (
        LogEntry.objects.filter(pk__in=ids)
        .select_related("log")
        .only("kind", "category", "place", "log__day", "log__team_id")
    )
    return {
        row.pk: Subject(
            team_id=row.log.team_id,
            day=row.log.day,
            text=row.place,
            codes=tuple(
                code for code in (f"entry.{row.kind}", f"category.{row.category}" if row.category else "") if code
            ),
        )
        for row in rows
    }


def _appointments(ids: set[int], actor: Actor) -> dict[int, Subject]:
    whole = actor.may(Permission.VIEW_MEMBER)
    rows = Appointment.objects.filter(pk__in=ids).values_list("pk", "role", "team_id", "member__name", "user__name")
    found = {}
    for pk, role, team_id, member, user in rows:
        name = (member if whole else masked(member)) if member else (user or "")
        found[pk] = Subject(team_id=team_id, text=name, codes=(f"role.{role}",))
    return found


def _reorganisations(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = Reorganisation.objects.filter(pk__in=ids).values_list("pk", "team_id", "kind")
    return {pk: Subject(team_id=team_id, codes=(f"reorganisation.{kind}",)) for pk, team_id, kind in rows}


def _campaigns(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = Campaign.objects.filter(pk__in=ids).values_list("pk", "title")
    return {pk: Subject(text=title) for pk, title in rows}


def _standards(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = Standard.objects.filter(pk__in=ids).values_list("pk", "version")
    return {pk: Subject(text=say("recruitment.version-so", number=version)) for pk, version in rows}


def _applicants(ids: set[int], actor: Actor) -> dict[int, Subject]:
    """By number and post: an applicant's name stands in no list."""
    rows = Applicant.objects.filter(pk__in=ids).values_list("pk", "case_number", "post__kind", "post__team")
    return {pk: Subject(team_id=team, text=case, codes=(f"post-kind.{kind}",)) for pk, case, kind, team in rows}


def _score_sheets(ids: set[int], actor: Actor) -> dict[int, Subject]:
    fields = ("pk", "applicant__case_number", "applicant__post__kind", "applicant__post__team")
    rows = ScoreSheet.objects.filter(pk__in=ids).values_list(*fields)
    return {pk: Subject(team_id=team, text=case, codes=(f"post-kind.{kind}",)) for pk, case, kind, team in rows}


def _notices(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = PublicNotice.objects.filter(pk__in=ids).values_list("pk", "campaign__title", "stage")
    return {pk: Subject(text=title, codes=(f"notice-stage.{stage}",)) for pk, title, stage in rows}


def _objections(ids: set[int], actor: Actor) -> dict[int, Subject]:
    """That there is one, and how far it is: never its words."""
    rows = Objection.objects.filter(pk__in=ids)
    fields = ("pk", "applicant__post__team_id", "notice__campaign__title", "stage")
    return {
        pk: Subject(team_id=team, text=title, codes=(f"objection-stage.{stage}",))
        for pk, team, title, stage in rows.values_list(*fields)
    }


def _contracts(ids: set[int], actor: Actor) -> dict[int, Subject]:
    whole = actor.may(Permission.VIEW_MEMBER)
    rows = Contract.objects.filter(pk__in=ids).values_list("pk", "team_id", "kind", "member__name")
    return {
        pk: Subject(team_id=team, text=name if whole else masked(name), codes=(f"contract-kind.{kind}",))
        for pk, team, kind, name in rows
    }


def _visits(ids: set[int], actor: Actor) -> dict[int, Subject]:
    """What is not announced is told to nobody who may not see it (INS-04)."""
    planned = Visit.objects.visible_to(actor, Discipline.VIEW_VISIT)
    coming = Visit.objects.visible_to(actor, Discipline.VIEW_COMING)
    rows = (planned | coming).filter(pk__in=ids).values_list("pk", "team_id", "starts_at", "organised_by")
    return {pk: Subject(team_id=team, day=local(at).date(), codes=(f"organiser.{by}",)) for pk, team, at, by in rows}


def _inspections(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = Inspection.objects.filter(pk__in=ids).values_list("pk", "team_id", "day", "number", "organised_by")
    return {
        pk: Subject(team_id=team, day=day, text=number, codes=(f"organiser.{by}",))
        for pk, team, day, number, by in rows
    }


def _rectifications(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = Rectification.objects.filter(pk__in=ids).values_list("pk", "team_id", "matter", "level")
    return {
        pk: Subject(team_id=team, text=matter, codes=(f"rectification-level.{level}",))
        for pk, team, matter, level in rows
    }


def _checklists(ids: set[int], actor: Actor) -> dict[int, Subject]:
    """By the title of its latest version."""
    rows = ChecklistRevision.objects.filter(checklist__in=ids).order_by("version")
    return {
        pk: Subject(text=title, codes=(f"checklist-kind.{kind}",))
        for pk, title, kind in rows.values_list("checklist_id", "title", "checklist__kind")
    }


def _places(ids: set[int], actor: Actor) -> dict[int, Subject]:
    return {pk: Subject(text=name) for pk, name in Place.objects.filter(pk__in=ids).values_list("pk", "name")}


def _reviews(ids: set[int], actor: Actor) -> dict[int, Subject]:
    rows = AccountabilityReview.objects.filter(pk__in=ids).values_list("pk", "team_id", "title", "trigger")
    return {
        pk: Subject(team_id=team, text=title, codes=(f"review-trigger.{trigger}",)) for pk, team, title, trigger in rows
    }


DESCRIBERS: dict[str, Describer] = {
    "team": _teams,
    "patrol_log": _logs,
    "log_entry": _entries,
    "appointment": _appointments,
    "reorganisation": _reorganisations,
    "campaign": _campaigns,
    "standard": _standards,
    "applicant": _applicants,
    "score_sheet": _score_sheets,
    "notice": _notices,
    "objection": _objections,
    "contract": _contracts,
    "visit": _visits,
    "inspection": _inspections,
    "rectification": _rectifications,
    "checklist": _checklists,
    "place": _places,
    "review": _reviews,
}


def describe(asked: Iterable[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], Subject]:
    """Each subject of a list by type and id: one statement a type, whatever the number of lines."""
    by_type: dict[str, set[int]] = {}
    for subject_type, subject_id in asked:
        by_type.setdefault(subject_type, set()).add(subject_id)
    found: dict[tuple[str, int], Subject] = {}
    for subject_type, ids in by_type.items():
        describer = DESCRIBERS.get(subject_type)
        if describer is not None:
            found |= {(subject_type, pk): subject for pk, subject in describer(ids, actor).items()}
    return found


def team_names(ids: Iterable[int | None]) -> dict[int, TeamName]:
    """Teams with their street: one statement."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    fields = ("pk", "name", "tier", "place__path", "place__tier", "place__name", "place__parent__name")
    return {
        pk: TeamName(pk=pk, name=name, tier=tier, path=path, street=parent if place_tier == "COMMUNITY" else place)
        for pk, name, tier, path, place_tier, place, parent in Team.objects.filter(pk__in=wanted).values_list(*fields)
    }
