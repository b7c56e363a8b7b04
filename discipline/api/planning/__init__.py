"""Checklists, rounds, visits, plans that repeat and coverage by API: the same scopes, the same commands."""

from discipline.api.planning.checklists import AgreeChecklist, Checklists, ProposeChecklist, RetireChecklist
from discipline.api.planning.coverage import Coverage, CoverageTeams
from discipline.api.planning.rounds import CancelRound, PlanRound, ReportRound, Rounds
from discipline.api.planning.series import BeginSeries, EndSeries, Series
from discipline.api.planning.visits import CancelVisit, ComingVisits, PlanVisit, RescheduleVisit, Visits

__all__ = [
    "AgreeChecklist",
    "BeginSeries",
    "CancelRound",
    "CancelVisit",
    "Checklists",
    "ComingVisits",
    "Coverage",
    "CoverageTeams",
    "EndSeries",
    "PlanRound",
    "PlanVisit",
    "ProposeChecklist",
    "ReportRound",
    "RescheduleVisit",
    "RetireChecklist",
    "Rounds",
    "Series",
    "Visits",
]
