"""What training makes due and shows further down; the lower floors name nobody."""

import datetime as dt

from django.urls import reverse

from patrol_ops.core import files
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import Kind, Step, register
from patrol_ops.core.sockets import Panel, plug
from training.access import Permission
from training.reports.material import may_read_material
from training.rules import REMINDED_BEFORE, Owed

_DAY = dt.timedelta(days=1)


def _plan(row: Obligation) -> str:
    return reverse("training:show-plan", args=[row.subject_id])


def _newcomer(row: Obligation) -> str:
    return reverse("teams:show-member", args=[row.subject_id])


def _session(row: Obligation) -> str:
    return reverse("training:show-session", args=[row.subject_id])


def _issue(row: Obligation) -> str:
    return reverse("training:issue-certificates")


def _certificate(row: Obligation) -> str:
    return reverse("training:show-certificate", args=[row.subject_id])


def _hours(row: Obligation) -> str:
    return reverse("training:list-shortages") + f"?team={row.subject_id}"


_WAITS = (
    Step("asked", -60 * _DAY),
    Step("last-day", -1 * _DAY),
    Step("overdue", 0 * _DAY),
    Step("escalated", 2 * _DAY, level=1),
)
for _name, _sentence, _url in (
    (Owed.APPROVE_TRAINING_PLAN, "training.remind-plan", _plan),
    (Owed.CONFIRM_SESSION, "training.remind-confirm", _session),
):
    register(Kind(name=_name, steps=_WAITS, notice=_sentence, url=_url))
# Newcomers and certificates come in heaps: nobody is told of each at once, only when time runs out.
for _name, _sentence, _url in (
    (Owed.ISSUE_CERTIFICATE, "training.remind-issue", _issue),
    (Owed.TRAIN_NEWCOMER, "training.remind-newcomer", _newcomer),
):
    register(Kind(name=_name, steps=(Step("soon", -7 * _DAY), *_WAITS[1:]), notice=_sentence, url=_url))
# Appendix B: 60, 30 and 7 days before; hours of a year on 1 October and 1 December (days before 1 January).
_ENDS = (*(Step(f"{days}-days", -days * _DAY) for days in REMINDED_BEFORE), Step("overdue", 0 * _DAY))
register(Kind(name=Owed.RENEW_CERTIFICATE, steps=_ENDS, notice="training.remind-renewal", url=_certificate))
register(
    Kind(
        name=Owed.COLLECT_HOURS,
        steps=(
            Step("october", -92 * _DAY),
            Step("december", -31 * _DAY),
            Step("overdue", 0 * _DAY),
            Step("escalated", 14 * _DAY, level=1),
        ),
        notice="training.remind-hours",
        url=_hours,
    )
)
files.register_scope("course_revision", may_read_material)
plug(Panel("member", "training.panel.training", "training:member-training", Permission.VIEW_CERTIFICATE))
plug(Panel("team", "training.panel.training", "training:team-training", Permission.VIEW_CERTIFICATE))
