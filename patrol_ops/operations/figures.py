"""How the work behind the requests stands: what waits, what failed, how old it is, when the clock was heard of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db.models import Count, Min, Q

from patrol_ops.core import clock
from patrol_ops.core.models import Delivery, Heartbeat, Job, Obligation, OutboxMessage, Outside
from patrol_ops.core.outbox import ALARM_AFTER

Values = list[tuple[Mapping[str, str], float]]


def figures() -> Iterator[tuple[str, str, Values]]:
    """Name, what it says, and the value by its labels."""
    now = clock.now()
    late = Q(due_at__lte=now)

    outbox = OutboxMessage.objects.aggregate(
        all=Count("pk"), oldest=Min("happened_at"), stuck=Count("pk", filter=Q(attempts__gte=ALARM_AFTER))
    )
    yield "outbox_messages", "Consequences that wait.", [({}, outbox["all"])]
    yield "outbox_stuck", f"Of them failed {ALARM_AFTER} times and more.", [({}, outbox["stuck"])]
    yield "outbox_oldest_seconds", "How long the oldest has waited.", [({}, _age(outbox["oldest"], now))]

    jobs = dict(Job.objects.exclude(stage="done").order_by().values_list("stage").annotate(Count("pk")))
    stages: Values = [({"stage": stage}, jobs.get(stage, 0)) for stage in ("queued", "running", "failed")]
    yield "jobs", "Long work by its stage.", stages

    owed = Obligation.objects.open()
    yield "obligations_overdue", "What is open past its day.", [({}, owed.filter(late).count())]

    told = Delivery.objects.filter(taken_at__isnull=True).count()
    yield "deliveries_waiting", "Notices not yet taken up by a message outside.", [({}, told)]
    outside = dict(Outside.objects.exclude(stage="SENT").order_by().values_list("stage").annotate(Count("pk")))
    sending: Values = [({"stage": stage.lower()}, outside.get(stage, 0)) for stage in ("WAITING", "SENDING", "FAILED")]
    yield "messages_outside", "Messages on their way out, by stage.", sending

    beat = Heartbeat.objects.aggregate(at=Min("at"))["at"]
    yield "last_beat_timestamp_seconds", "When the clock was last heard of by a worker.", [({}, _moment(beat))]


def _age(moment: dt.datetime | None, now: dt.datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _moment(moment: dt.datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
