"""Paths of checklists, rounds, visits, plans that repeat and coverage, for pages and for the API."""

from typing import Any

from django.urls import path

from discipline.api import planning as api
from discipline.views import checklists, coming, coverage, planning, rounds, series, visits

_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}

urlpatterns: list[Any] = [
    path("checklists/", checklists.list_checklists, name="list-checklists"),
    path("checklists/propose/", checklists.propose_checklist, name="propose-checklist"),
    path("checklists/<int:checklist_id>/", checklists.show_checklist, name="show-checklist"),
    path("checklists/<int:checklist_id>/agree/", checklists.agree_checklist, name="agree-checklist"),
    path("checklists/<int:checklist_id>/retire/", checklists.retire_checklist, name="retire-checklist"),
    path("rounds/", rounds.list_rounds, name="list-rounds"),
    path("rounds/plan/", rounds.plan_round, name="plan-round"),
    path("rounds/<int:round_id>/", rounds.show_round, name="show-round"),
    path("rounds/<int:round_id>/report/", rounds.report_round, name="report-round"),
    path("rounds/<int:round_id>/cancel/", rounds.cancel_round, name="cancel-round"),
    path("visits/", visits.list_visits, name="list-visits"),
    path("visits/plan/", planning.plan_visit, name="plan-visit"),
    path("visits/<int:visit_id>/", visits.show_visit, name="show-visit"),
    path("visits/<int:visit_id>/reschedule/", visits.reschedule_visit, name="reschedule-visit"),
    path("visits/<int:visit_id>/cancel/", visits.cancel_visit, name="cancel-visit"),
    path("coming/", coming.list_coming, name="list-coming"),
    path("series/", series.list_series, name="list-series"),
    path("series/begin/", series.begin_series, name="begin-series"),
    path("series/<int:series_id>/end/", series.end_series, name="end-series"),
    path("coverage/", coverage.show_coverage, name="show-coverage"),
]

api_urlpatterns: list[Any] = [
    path("checklists/", api.Checklists.as_view(_LIST), name="checklists"),
    path("checklists/propose/", api.ProposeChecklist.as_view(), name="propose-checklist"),
    path("checklists/<int:pk>/", api.Checklists.as_view(_ONE), name="checklist"),
    path("checklists/<int:checklist_id>/agree/", api.AgreeChecklist.as_view(), name="agree-checklist"),
    path("checklists/<int:checklist_id>/retire/", api.RetireChecklist.as_view(), name="retire-checklist"),
    path("rounds/", api.Rounds.as_view(_LIST), name="rounds"),
    path("rounds/plan/", api.PlanRound.as_view(), name="plan-round"),
    path("rounds/<int:pk>/", api.Rounds.as_view(_ONE), name="round"),
    path("rounds/<int:round_id>/report/", api.ReportRound.as_view(), name="report-round"),
    path("rounds/<int:round_id>/cancel/", api.CancelRound.as_view(), name="cancel-round"),
    path("visits/", api.Visits.as_view(_LIST), name="visits"),
    path("visits/plan/", api.PlanVisit.as_view(), name="plan-visit"),
    path("visits/<int:pk>/", api.Visits.as_view(_ONE), name="visit"),
    path("visits/<int:visit_id>/reschedule/", api.RescheduleVisit.as_view(), name="reschedule-visit"),
    path("visits/<int:visit_id>/cancel/", api.CancelVisit.as_view(), name="cancel-visit"),
    path("coming/", api.ComingVisits.as_view(), name="coming"),
    path("series/", api.Series.as_view(_LIST), name="series"),
    path("series/begin/", api.BeginSeries.as_view(), name="begin-series"),
    path("series/<int:series_id>/end/", api.EndSeries.as_view(), name="end-series"),
    path("coverage/", api.Coverage.as_view(), name="coverage"),
    path("coverage/teams/", api.CoverageTeams.as_view(_LIST), name="coverage-teams"),
]
