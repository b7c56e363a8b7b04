"""The office's doors for programs: the same reports and commands as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty.access import Permission as Duty
from patrol_ops.core import clock, idempotency, notices, policy
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.api import ByCursor, actor_of, idempotency_key
from patrol_ops.core.forms import BareForm
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.office.api import shapes
from patrol_ops.office.forms import JournalFilter, MissingLogsFilter
from patrol_ops.office.reports import desk, journal, missing, policies, to_do
from patrol_ops.office.reports.situation import exceptions
from patrol_ops.office.reports.tally import Tally, sheet_of
from patrol_ops.office.reports.territory import Territory, territory_of
from teams.access import Permission as Teams

KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER)


def _asked(name: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY)


PLACE = _asked("place")
DAYS_ASKED = [_asked("first", OpenApiTypes.DATE), _asked("last", OpenApiTypes.DATE)]


def _said(form: BareForm) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form.cleaned_data


def _territory(request: Request, *permissions: str) -> Territory:
    """The place asked for; one out of reach is answered like one that does not exist."""
    asked = request.query_params.get("place", "")
    territory = territory_of(actor_of(request), asked, *permissions)
    if territory is None or (asked and territory.place != asked):
        raise NotPermitted
    return territory


def _page_by(*order: str) -> type[ByCursor]:
    return type("Page", (ByCursor,), {"ordering": order})


class Lines(generics.ListAPIView[Any]):
    """A list whose rows are worded a page at a time."""

    filter_backends: Sequence[Any] = ()

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(self.get_serializer(self.worded(list(rows)), many=True).data)


@extend_schema(parameters=[_asked("kind")])
class ToDo(Lines):
    """What waits for me, soonest first."""

    in_person = True
    serializer_class = shapes.LineOut
    pagination_class = _page_by("due_at", "pk")

    def get_queryset(self) -> Any:
        return to_do.waiting_for(self.actor, self.request.query_params.get("kind", ""))

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return to_do.lines(rows, self.actor)


class Situation(APIView):
    """Exceptions and figures of a place, counted now."""

    @extend_schema(parameters=[PLACE], responses=shapes.SituationOut)
    def get(self, request: Request) -> Response:
        territory = _territory(request, Duty.VIEW_PATROL_LOG, Teams.VIEW_TEAM)
        sheet = sheet_of(territory.place, clock.now(), with_members=False)
        below = [
            {"path": s.path, "name": s.name, **_counts(sheet.by_place.get(s.path, Tally()))} for s in territory.below
        ]
        body = {
            "place": territory.place,
            "name": territory.here.name,
            "today": sheet.today,
            "exceptions": exceptions(sheet).shown,
            "total": sheet.total,
            "days": sheet.days,
            "patrols_by_hour": sheet.hours,
            "below": below,
        }
        return Response(shapes.SituationOut(body).data)


def _counts(tally: Tally) -> dict[str, Any]:
    return dict(shapes.TallyOut(tally).data)


@extend_schema(parameters=[PLACE, _asked("team", OpenApiTypes.INT), _asked("state"), *DAYS_ASKED])
class MissingLogs(Lines):
    """Logs that are not filed: missing, or with ``state=in-time`` to come; of the last seven days if none are said."""

    serializer_class = shapes.MissingLogOut
    pagination_class = _page_by("path", "pk")

    def get_queryset(self) -> Any:
        territory = _territory(self.request, Duty.VIEW_PATROL_LOG, Teams.VIEW_TEAM)
        form, now = MissingLogsFilter(self.request.query_params), clock.now()
        _said(form)
        return missing.missing(form.wanted(territory.place, now.date()), now)

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return missing.missing_rows(rows, self.actor, clock.today())


@extend_schema(
    parameters=[
        PLACE,
        _asked("who"),
        _asked("act"),
        _asked("subject_type"),
        _asked("subject_id", OpenApiTypes.INT),
        *DAYS_ASKED,
    ]
)
class Journal(Lines):
    """Who did what to which, newest first; never counted."""

    serializer_class = shapes.JournalEntryOut
    pagination_class = _page_by("-at", "-id")

    def get_queryset(self) -> Any:
        if not self.actor.may(Permission.VIEW_JOURNAL):
            raise NotPermitted
        said = _said(JournalFilter(self.request.query_params))
        return journal.entries(self.actor, journal.asked_of(said))


class Notices(Lines):
    """My notices, newest first."""

    in_person = True
    serializer_class = shapes.NoticeOut
    pagination_class = _page_by("-at", "-pk")

    def get_queryset(self) -> Any:
        return desk.notices_of(self.actor)

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return desk.said(rows, self.actor)


class MarkNoticesRead(APIView):
    in_person = True

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        person_id = actor_of(request).person_id
        if person_id is not None:
            notices.mark_read(user_id=person_id, at=clock.now())
        return Response(status=204)


class PolicyValues(APIView):
    """The rules in force at a place today; a new value from a day on."""

    @extend_schema(parameters=[PLACE], responses=shapes.RuleOut(many=True))
    def get(self, request: Request) -> Response:
        territory = _territory(request, Permission.VIEW_POLICY)
        groups = policies.rules_at(territory.place, clock.today())
        return Response(shapes.RuleOut([rule for group in groups for rule in group.rules], many=True).data)

    @extend_schema(
        request=shapes.PolicyValueIn,
        responses={201: shapes.PolicyValueOut, 200: shapes.PolicyValueOut},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        form = shapes.PolicyValueIn(data=request.data)
        form.is_valid(raise_exception=True)
        said, actor, now = form.validated_data, actor_of(request), clock.now()
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door="office.set_policy_value",
            body=dict(said),
            at=now,
            act=lambda: policy.set_policy_value(
                actor=actor, key=said["key"], value=said["value"], since=said["since"], path=said["place"], at=now
            ),
        )
        body = {"id": answer.subject_id, "key": said["key"], "since": said["since"], "path": said["place"]}
        return Response(shapes.PolicyValueOut(body).data, status=200 if answer.replayed else 201)
