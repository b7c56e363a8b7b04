"""Answers of duty that are not rows."""

from duty.reports.book import BookDay, month_book
from duty.reports.days import DayState, TeamToday, team_today
from duty.reports.figures import (
    LogFigures,
    TeamFigures,
    hours_served,
    log_figures,
    logs_by_day,
    missing_logs,
    open_entries,
    patrols_by_hour,
    patrols_of,
    team_figures,
)
from duty.reports.ledger import LedgerLine, TeamLedger, team_ledger, walkers_since
from duty.reports.left import entries_left, last_logs, logs_left
from duty.reports.showing import PatrolShown, WalkerShown, answers_for, patrols_shown, reaches
from duty.reports.starts import AreaChoice, LogStart, PatrolStart, areas_of, log_start, recent_logs, rows_of

__all__ = [
    "AreaChoice",
    "BookDay",
    "DayState",
    "LedgerLine",
    "LogFigures",
    "LogStart",
    "PatrolShown",
    "PatrolStart",
    "TeamFigures",
    "TeamLedger",
    "TeamToday",
    "WalkerShown",
    "answers_for",
    "areas_of",
    "entries_left",
    "hours_served",
    "last_logs",
    "log_figures",
    "log_start",
    "logs_by_day",
    "logs_left",
    "missing_logs",
    "month_book",
    "open_entries",
    "patrols_by_hour",
    "patrols_of",
    "patrols_shown",
    "reaches",
    "recent_logs",
    "rows_of",
    "team_figures",
    "team_ledger",
    "team_today",
    "walkers_since",
]
