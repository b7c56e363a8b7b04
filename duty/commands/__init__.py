"""The only writers of duty."""

from duty.commands.afterwards import add_addendum, follow_up_entry, hand_up_entries, open_backfill
from duty.commands.cards import write_procedure_card
from duty.commands.daily import lock_patrol_log, owe_daily_logs
from duty.commands.review import return_patrol_log, review_patrol_log
from duty.commands.submit import submit_patrol_log

__all__ = [
    "add_addendum",
    "follow_up_entry",
    "hand_up_entries",
    "lock_patrol_log",
    "open_backfill",
    "owe_daily_logs",
    "return_patrol_log",
    "review_patrol_log",
    "submit_patrol_log",
    "write_procedure_card",
]
