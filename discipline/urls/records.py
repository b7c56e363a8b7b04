"""Paths of records of inspections and their signatures, for pages and for the API."""

from typing import Any

from django.urls import path

from discipline.api import records as api
from discipline.views import book, records, signing

urlpatterns: list[Any] = [
    path("visits/<int:visit_id>/record/", records.record_inspection, name="record-inspection"),
    path("inspections/", book.list_inspections, name="list-inspections"),
    path("inspections/export/", book.export_inspections, name="export-inspections"),
    path("inspections/<int:inspection_id>/", signing.show_inspection, name="show-inspection"),
    path("inspections/<int:inspection_id>/amend/", records.amend_inspection, name="amend-inspection"),
    path("inspections/<int:inspection_id>/correct/", records.correct_inspection, name="correct-inspection"),
    path("inspections/<int:inspection_id>/photo/", records.attach_photo, name="attach-photo"),
    path("inspections/<int:inspection_id>/sign/", signing.sign_inspection, name="sign-inspection"),
    path("inspections/<int:inspection_id>/take-back/", signing.take_back_signature, name="take-back-signature"),
    path("inspections/<int:inspection_id>/countersign/", signing.countersign_inspection, name="countersign-inspection"),
    path("inspections/<int:inspection_id>/refuse/", signing.refuse_signature, name="refuse-signature"),
    path("inspections/<int:inspection_id>/decide/", signing.decide_dispute, name="decide-dispute"),
    path("inspections/<int:inspection_id>/print/", book.print_inspection, name="print-inspection"),
    path("teams/<int:team_id>/inspections/", book.team_inspections, name="team-inspections"),
    path("teams/<int:team_id>/inspections/print/", book.print_inspections, name="print-inspections"),
]
api_urlpatterns: list[Any] = [
    path("visits/<int:visit_id>/record/", api.RecordInspection.as_view(), name="record-inspection"),
    path("inspections/", api.Inspections.as_view({"get": "list"}), name="inspections"),
    path("inspections/<int:pk>/", api.Inspections.as_view({"get": "retrieve"}), name="inspection"),
    path("inspections/<int:inspection_id>/amend/", api.AmendInspection.as_view(), name="amend-inspection"),
    path("inspections/<int:inspection_id>/correct/", api.CorrectInspection.as_view(), name="correct-inspection"),
    path("inspections/<int:inspection_id>/sign/", api.SignInspection.as_view(), name="sign-inspection"),
    path("inspections/<int:inspection_id>/take-back/", api.TakeBackSignature.as_view(), name="take-back-signature"),
    path(
        "inspections/<int:inspection_id>/countersign/",
        api.CountersignInspection.as_view(),
        name="countersign-inspection",
    ),
    path("inspections/<int:inspection_id>/refuse/", api.RefuseSignature.as_view(), name="refuse-signature"),
    path("inspections/<int:inspection_id>/decide/", api.DecideDispute.as_view(), name="decide-dispute"),
]
