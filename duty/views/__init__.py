"""The pages of duty."""

from duty.views.afterwards import (
    add_addendum,
    follow_up_entry,
    list_procedure_cards,
    open_backfill,
    return_patrol_log,
    review_patrol_log,
    write_procedure_card,
)
from duty.views.figures import list_team_figures
from duty.views.reading import (
    list_log_entries,
    list_patrol_logs,
    print_month,
    print_patrol_log,
    show_patrol_log,
    team_logs,
    today,
)
from duty.views.writing import mend_patrol_log, submit_patrol_log

__all__ = [
    "add_addendum",
    "follow_up_entry",
    "list_log_entries",
    "list_patrol_logs",
    "list_procedure_cards",
    "list_team_figures",
    "mend_patrol_log",
    "open_backfill",
    "print_month",
    "print_patrol_log",
    "return_patrol_log",
    "review_patrol_log",
    "show_patrol_log",
    "submit_patrol_log",
    "team_logs",
    "today",
    "write_procedure_card",
]
