"""What only a person can say of a list: what becomes of an open row, and whether it comes in at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from patrol_ops.core import jobs, obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams import reports
from teams.access import Permission
from teams.commands.staging import KEPT_FOR, _judge_again, _open
from teams.events import RosterConfirmed, RosterDecided, RosterDiscarded
from teams.models import Roster, RosterRow, RosterUnit
from teams.rules import Form, Owed, Role, judge_name
from teams.rules.rosters import (
    ANSWERS,
    ROSTER_MOVES,
    Answer,
    Question,
    UnitAnswer,
    Verdict,
    judge_confirming,
    judge_discarding,
)

IMPORT = "teams.import_roster"


@command
def decide_roster_row(
    *, actor: Actor, roster_id: int, row_id: int, answers: Mapping[Question, Answer], at: dt.datetime
) -> Roster:
    """Say what becomes of a row that only a person can judge."""
    roster = _open(actor, roster_id, Permission.UPLOAD_ROSTER)
    row = RosterRow.objects.filter(roster=roster, pk=row_id).first()
    if row is None or not answers:
        raise Refused("teams.roster-row-gone")
    for question, answer in answers.items():
        if question not in row.questions or answer not in ANSWERS[question]:
            raise Refused("teams.roster-answer-odd", field="answer")

    row.answers = {**row.answers, **{str(question): str(answer) for question, answer in answers.items()}}
    row.save(update_fields=["answers"])
    _judge_again(roster, at)

    announce(RosterDecided(at=at, roster_id=roster.pk, rows=1), actor=actor, path=roster.path)
    return roster


@command
def decide_roster_unit(
    *,
    actor: Actor,
    roster_id: int,
    unit_id: int,
    at: dt.datetime,
    answer: UnitAnswer | None = None,
    hamlet: str = "",
    form: Form | None = None,
) -> Roster:
    """X49: a second unit joins the community's detachment, stands beside it, or stays out; or a unit's form."""
    roster = _open(actor, roster_id, Permission.UPLOAD_ROSTER)
    unit = RosterUnit.objects.filter(roster=roster, pk=unit_id).first()
    if unit is None:
        raise Refused("teams.roster-row-gone")
    if answer is UnitAnswer.APART:
        hamlet = hamlet.strip()
        judge_name(hamlet, "hamlet")
        if RosterUnit.objects.filter(roster=roster, path=unit.path, hamlet=hamlet).exclude(pk=unit.pk).exists():
            raise Refused("teams.team-known", field="hamlet")
        if reports.hamlet_is_taken(unit.path, hamlet):
            raise Refused("teams.team-known", field="hamlet")

    if answer is not None:
        unit.answer, unit.hamlet = str(answer), hamlet if answer is UnitAnswer.APART else ""
    if form is not None:
        unit.chosen_form = str(form)
    unit.save()
    _judge_again(roster, at)

    announce(RosterDecided(at=at, roster_id=roster.pk, rows=unit.listed), actor=actor, path=roster.path)
    return roster


@command
def leave_open_rows_out(*, actor: Actor, roster_id: int, at: dt.datetime) -> Roster:
    """Whatever nobody has decided stays out of it; it can come in with another list."""
    roster = _open(actor, roster_id, Permission.UPLOAD_ROSTER)
    RosterUnit.objects.filter(roster=roster, asked=True).update(answer=UnitAnswer.LEAVE, hamlet="")
    rows = list(RosterRow.objects.filter(roster=roster, verdict=Verdict.DECIDE).defer("texts"))
    for row in rows:
        row.answers = {**row.answers, **{question: _quietest(question) for question in row.questions}}
    RosterRow.objects.bulk_update(rows, ["answers"], batch_size=200)
    _judge_again(roster, at)

    announce(RosterDecided(at=at, roster_id=roster.pk, rows=len(rows)), actor=actor, path=roster.path)
    return roster


def _quietest(question: str) -> str:
    """The answer that changes nothing: out of it, as it was, an ordinary member."""
    offered = ANSWERS[Question(question)]
    return str(next(answer for answer in (Answer.LEAVE, Answer.KEEP, Answer.MEMBER) if answer in offered))


@command
def confirm_roster(*, actor: Actor, roster_id: int, at: dt.datetime) -> Roster:
    """It comes in as shown: a job does it step by step. What makes teams is confirmed by the head of the office."""
    roster = claim(Roster, roster_id, actor=actor, to=Permission.CONFIRM_ROSTER)
    roster.stage = ROSTER_MOVES.after("confirm", roster.stage)
    figures = reports.roster_figures(roster)
    to_bring_in = figures[Verdict.NEW] + figures[Verdict.CHANGED]
    judge_confirming(
        makes_teams=roster.makes_teams,
        heads_the_office=actor.holds(Role.GOVERNANCE_HEAD),
        uploaded_by=roster.uploaded_by_id,
        confirmed_by=actor.person_id,
        open_questions=figures[Verdict.DECIDE],
        to_bring_in=to_bring_in,
    )

    job = jobs.start_job(IMPORT, {"roster_id": roster.pk}, actor=actor, at=at, path=roster.path, total=to_bring_in)
    roster.confirmed_by_id, roster.confirmed_at, roster.job = actor.person_id, at, job
    roster.save()
    obligations.settle(Owed.CONFIRM_ROSTER, subject_type="roster", subject_id=roster.pk, at=at)

    announce(RosterConfirmed(at=at, roster_id=roster.pk, rows=to_bring_in), actor=actor, path=roster.path)
    return roster


@command
def discard_roster(*, actor: Actor, roster_id: int, at: dt.datetime) -> Roster:
    """Put it away: by a person, or by the clock after a day. What was staged is gone."""
    roster = claim(Roster, roster_id, actor=actor, to=Permission.DISCARD_ROSTER, related=("job",))
    since = roster.confirmed_at or roster.uploaded_at
    judge_discarding(
        roster.stage,
        by_the_clock=actor.kind == "system",
        old=since + KEPT_FOR <= at,
        job_ended=roster.job is not None and roster.job.stage in (jobs.FAILED, jobs.CANCELLED),
    )
    roster.stage = ROSTER_MOVES.after("discard", roster.stage)

    RosterRow.objects.filter(roster=roster).delete()
    roster.ended_at = at
    roster.save()
    obligations.cancel(kind=Owed.CONFIRM_ROSTER, subject_type="roster", subject_id=roster.pk, at=at)

    announce(RosterDiscarded(at=at, roster_id=roster.pk), actor=actor, path=roster.path)
    return roster
