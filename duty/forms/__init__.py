"""The forms of duty: syntax, today's choices, drafts."""

from duty.forms.afterwards import AddendumForm, BackfillForm, OutcomeForm, ProcedureCardForm, ReturnForm
from duty.forms.figures import FiguresForm
from duty.forms.filters import LogEntryFilter, PatrolLogFilter
from duty.forms.logs import LogForms
from duty.forms.parts import PatrolForm
from duty.forms.rows import in_words, row_of_entry, with_row_added

__all__ = [
    "AddendumForm",
    "BackfillForm",
    "FiguresForm",
    "LogEntryFilter",
    "LogForms",
    "OutcomeForm",
    "PatrolForm",
    "PatrolLogFilter",
    "ProcedureCardForm",
    "ReturnForm",
    "in_words",
    "row_of_entry",
    "with_row_added",
]
