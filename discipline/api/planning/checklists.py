"""Checklists by API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.models import Checklist
from discipline.reports import checklists as reports
from discipline.rules import MOST_INTERVIEWS, MOST_ITEMS, ChecklistDraft, ChecklistKind, ItemDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, NothingIn, Oldest, Said, heard, once, status_of


class ItemOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    points = serializers.IntegerField()


class VersionOut(serializers.Serializer[Any]):
    """``agreed_at`` is empty as long as the version waits."""

    version = serializers.IntegerField()
    title = serializers.CharField()
    items = ItemOut(many=True)
    asks_documents = serializers.BooleanField()
    asks_insignia = serializers.BooleanField()
    min_interviews = serializers.IntegerField()
    min_sites = serializers.IntegerField()
    proposed_at = serializers.DateTimeField()
    agreed_at = serializers.DateTimeField(allow_null=True)


class ChecklistRow(serializers.Serializer[Any]):
    """``current``: the version in force; ``waiting``: the one that waits to be agreed to."""

    id = serializers.IntegerField(source="row.pk")
    place_id = serializers.IntegerField(source="row.place_id")
    kind = serializers.CharField(source="row.kind")
    title = serializers.CharField(source="shown.title")
    retired_at = serializers.DateTimeField(source="row.retired_at", allow_null=True)
    current = VersionOut(allow_null=True)
    waiting = VersionOut(allow_null=True)


class ChecklistOut(ChecklistRow):
    versions = VersionOut(source="revisions", many=True)


class Checklists(Lines):
    """Those of the district, with their versions."""

    queryset = Checklist.objects.none()
    pagination_class = Oldest
    line, whole = ChecklistRow, ChecklistOut

    def rows(self) -> Any:
        return reports.checklists_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return [reports.checklist_line(row) for row in rows]

    def file(self, row: Any) -> Any:
        return reports.checklist_line(row)


class ItemIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=120)
    points = serializers.IntegerField(min_value=0, max_value=100, default=1)


class ProposeChecklistIn(serializers.Serializer[Any]):
    """With ``checklist_id`` the next version of that one."""

    place_id = Key()
    checklist_id = Key(required=False, allow_null=True, default=None)
    kind = Said(ChecklistKind)
    title = serializers.CharField(max_length=60)
    items = ItemIn(many=True)
    asks_documents = serializers.BooleanField(default=False)
    asks_insignia = serializers.BooleanField(default=False)
    min_interviews = serializers.IntegerField(min_value=0, max_value=MOST_INTERVIEWS, default=0)
    min_sites = serializers.IntegerField(min_value=0, max_value=MOST_ITEMS, default=0)

    def draft(self) -> ChecklistDraft:
        said = {k: v for k, v in self.validated_data.items() if k not in ("place_id", "checklist_id", "items")}
        return ChecklistDraft(items=tuple(ItemDraft(**item) for item in self.validated_data["items"]), **said)


class ProposeChecklist(APIView):
    """In force once another hand has agreed."""

    @extend_schema(request=ProposeChecklistIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(ProposeChecklistIn, request), clock.now()
        place_id, own = said.validated_data["place_id"], said.validated_data["checklist_id"]
        draft = said.draft()
        answer = once(
            request,
            "discipline.propose_checklist",
            [place_id, own, draft],
            lambda: (
                commands.propose_checklist(
                    actor=actor_of(request), place_id=place_id, draft=draft, at=now, checklist_id=own
                ).checklist
            ),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class _Step(APIView):
    """A step without words."""

    command: Callable[..., Any]

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, checklist_id: int) -> Response:
        type(self).command(actor=actor_of(request), checklist_id=checklist_id, at=clock.now())
        return Response(IdOut({"id": checklist_id}).data)


class AgreeChecklist(_Step):
    command = commands.agree_checklist


class RetireChecklist(_Step):
    command = commands.retire_checklist
