"""Paths of equipment, for pages and for the API."""

from typing import Any

from django.urls import path

from teams import api, views

urlpatterns = [
    path("<int:team_id>/equipment/", views.team_equipment, name="team-equipment"),
    path("<int:team_id>/equipment/print/", views.print_equipment, name="print-equipment"),
    path("<int:team_id>/equipment/stock/", views.stock_equipment, name="stock-equipment"),
    path("<int:team_id>/equipment/issue/", views.issue_equipment, name="issue-equipment"),
    path("<int:team_id>/equipment/take-back/", views.take_back_equipment, name="take-back-equipment"),
    path("<int:team_id>/equipment/scrap/", views.scrap_equipment, name="scrap-equipment"),
    path("<int:team_id>/equipment/move/", views.move_equipment, name="move-equipment"),
    path("<int:team_id>/equipment/authorise/", views.authorise_kit, name="authorise-kit"),
    path("members/<int:member_id>/equipment/", views.member_equipment, name="member-equipment"),
    path(
        "kit-authorisations/<int:authorisation_id>/withdraw/",
        views.withdraw_kit_authorisation,
        name="withdraw-kit-authorisation",
    ),
    path("equipment/gaps/", views.list_equipment_gaps, name="list-equipment-gaps"),
    path("equipment/standards/", views.list_equipment_standards, name="list-equipment-standards"),
    path("equipment/standards/propose/", views.propose_equipment_standard, name="propose-equipment-standard"),
    path(
        "equipment/standards/<int:equipment_standard_id>/agree/",
        views.agree_equipment_standard,
        name="agree-equipment-standard",
    ),
]
_LIST: Any = {"get": "list"}
api_urlpatterns = [
    path("equipment/", api.Pieces.as_view(_LIST), name="equipment-list"),
    path("equipment/<int:pk>/", api.Pieces.as_view({"get": "retrieve"}), name="equipment"),
    path("equipment-issues/", api.EquipmentIssues.as_view(_LIST), name="equipment-issues"),
    path("equipment-gaps/", api.EquipmentGaps.as_view(), name="equipment-gaps"),
    path("equipment-standards/", api.EquipmentStandards.as_view(_LIST), name="equipment-standards"),
    path("equipment-standards/propose/", api.ProposeEquipmentStandard.as_view(), name="propose-equipment-standard"),
    path(
        "equipment-standards/<int:equipment_standard_id>/agree/",
        api.AgreeEquipmentStandard.as_view(),
        name="agree-equipment-standard",
    ),
    path("teams/<int:team_id>/equipment/stock/", api.StockEquipment.as_view(), name="stock-equipment"),
    path("teams/<int:team_id>/equipment/issue/", api.IssueEquipment.as_view(), name="issue-equipment"),
    path("teams/<int:team_id>/equipment/take-back/", api.TakeBackEquipment.as_view(), name="take-back-equipment"),
    path("teams/<int:team_id>/equipment/scrap/", api.ScrapEquipment.as_view(), name="scrap-equipment"),
    path("teams/<int:team_id>/equipment/move/", api.MoveEquipment.as_view(), name="move-equipment"),
    path("teams/<int:team_id>/equipment/authorise/", api.AuthoriseKit.as_view(), name="authorise-kit"),
    path("kit-authorisations/", api.KitAuthorisations.as_view(_LIST), name="kit-authorisations"),
    path(
        "kit-authorisations/<int:authorisation_id>/withdraw/",
        api.WithdrawKitAuthorisation.as_view(),
        name="withdraw-kit-authorisation",
    ),
]
