"""What discipline makes due and shows further down; the lower floors name nobody."""

import datetime as dt

from django.urls import reverse

from discipline.access import Permission
from discipline.reports.files import may_read_inspection_files, may_read_rectification_files
from discipline.reports.left import open_rectifications, unsigned_inspections
from discipline.rules import Owed
from patrol_ops.core import files
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import SCHEDULED_STEPS, Kind, Step, register
from patrol_ops.core.sockets import Panel, plug, plug_figure

_DAY = dt.timedelta(days=1)


def _visit(row: Obligation) -> str:
    return reverse("discipline:show-visit", args=[row.subject_id])


def _coming(row: Obligation) -> str:
    # The team's own list: a number in an address would count what the team is not to know of (INS-04).
    return reverse("discipline:list-coming")


def _coverage(row: Obligation) -> str:
    return reverse("discipline:show-coverage") + f"?place={row.path}"


def _checklist(row: Obligation) -> str:
    return reverse("discipline:show-checklist", args=[row.subject_id])


def _inspection(row: Obligation) -> str:
    return reverse("discipline:show-inspection", args=[row.subject_id])


def _rectification(row: Obligation) -> str:
    return reverse("discipline:show-rectification", args=[row.subject_id])


def _review(row: Obligation) -> str:
    return reverse("discipline:show-review", args=[row.subject_id])


_BEFORE = tuple(step for step in SCHEDULED_STEPS if step.name in ("7-days", "1-day", "same-day"))
register(Kind(name=Owed.MAKE_VISIT, steps=SCHEDULED_STEPS, notice="discipline.remind-visit", url=_visit))
register(
    Kind(
        name=Owed.MAKE_UNSEEN_VISIT,
        steps=tuple(step for step in SCHEDULED_STEPS if not step.level),
        notice="discipline.remind-visit",
        url=_visit,
        secret=True,
    )
)
register(Kind(name=Owed.RECEIVE_VISIT, steps=_BEFORE, notice="discipline.remind-coming", url=_coming))
register(
    Kind(
        name=Owed.COVER_AREA,
        steps=(
            Step("14-days", -14 * _DAY, at_hour=8),
            Step("7-days", -7 * _DAY, at_hour=8),
            Step("overdue", 1 * _DAY, at_hour=8),
            Step("escalated", 1 * _DAY, level=1, at_hour=8),
        ),
        notice="discipline.remind-coverage",
        url=_coverage,
    )
)
_WAITS = (
    Step("asked", -60 * _DAY),
    Step("last-day", -1 * _DAY),
    Step("overdue", 0 * _DAY),
    Step("escalated", 2 * _DAY, level=1),
)
for _name, _sentence, _url in (
    (Owed.AGREE_CHECKLIST, "discipline.remind-checklist", _checklist),
    (Owed.DECIDE_DISPUTE, "discipline.remind-dispute", _inspection),
    (Owed.ISSUE_RECTIFICATION, "discipline.remind-issue", _inspection),
    (Owed.ACKNOWLEDGE_RECTIFICATION, "discipline.remind-acknowledge", _rectification),
    (Owed.DECIDE_EXTENSION, "discipline.remind-extension", _rectification),
    (Owed.RECHECK_RECTIFICATION, "discipline.remind-recheck", _rectification),
    (Owed.DECIDE_REVIEW, "discipline.remind-review", _review),
):
    register(Kind(name=_name, steps=_WAITS, notice=_sentence, url=_url))
# LOG-04: due a day after it was signed; 24 and 72 hours after that both sides hear of it, then the next role up.
_SIGNATURE = (
    Step("asked", -1 * _DAY),
    Step("24-hours", 0 * _DAY),
    Step("72-hours", 2 * _DAY),
    Step("escalated", 2 * _DAY, level=1),
)
for _name, _sentence, _steps in (
    (Owed.SIGN_INSPECTION, "discipline.remind-sign", _SIGNATURE[1:]),
    (Owed.COUNTERSIGN_INSPECTION, "discipline.remind-countersign", _SIGNATURE),
    (Owed.FOLLOW_SIGNATURE, "discipline.remind-unsigned", _SIGNATURE[1:3]),
):
    register(Kind(name=_name, steps=_steps, notice=_sentence, url=_inspection))
register(Kind(name=Owed.RECTIFY, steps=SCHEDULED_STEPS, notice="discipline.remind-rectify", url=_rectification))
register(
    Kind(
        name=Owed.FOLLOW_RECTIFICATION,
        steps=(Step("overdue-1", 1 * _DAY, at_hour=8), Step("overdue-7", 7 * _DAY, at_hour=8)),
        notice="discipline.remind-overdue",
        url=_rectification,
    )
)

files.register_scope("inspection", may_read_inspection_files)
files.register_scope("rectification", may_read_rectification_files)
plug(Panel("team", "discipline.panel.supervision", "discipline:team-inspections", Permission.VIEW_INSPECTION))
plug_figure("before-dissolving", "discipline.open-rectifications", open_rectifications)
plug_figure("before-dissolving", "discipline.unsigned-inspections", unsigned_inspections)
