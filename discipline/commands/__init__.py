"""The only writers of inspections, rectification and reviews."""

from discipline.commands.answering import (
    accept_rectification,
    acknowledge_rectification,
    ask_extension,
    attach_evidence,
    note_progress,
    send_back_rectification,
    submit_rectification,
)
from discipline.commands.checklists import agree_checklist, propose_checklist, retire_checklist
from discipline.commands.records import amend_inspection, attach_photo, correct_inspection, record_inspection
from discipline.commands.rectifications import (
    assign_rechecker,
    decide_extension,
    issue_rectification,
    limit_rectification,
    withdraw_rectification,
)
from discipline.commands.reviews import (
    decide_review,
    end_coordination,
    follow_up_coordination,
    open_review,
    propose_review,
    record_coordination,
    send_back_review,
)
from discipline.commands.rounds import cancel_round, plan_round, report_round
from discipline.commands.series import begin_series, end_series, plan_series_visits, watch_areas
from discipline.commands.signing import (
    countersign_inspection,
    decide_dispute,
    refuse_signature,
    sign_inspection,
    take_back_signature,
)
from discipline.commands.standing import call_off_visits, hand_over_rectifications, take_up_duties
from discipline.commands.visits import cancel_visit, plan_visit, reschedule_visit

__all__ = [
    "accept_rectification",
    "acknowledge_rectification",
    "agree_checklist",
    "amend_inspection",
    "ask_extension",
    "assign_rechecker",
    "attach_evidence",
    "attach_photo",
    "begin_series",
    "call_off_visits",
    "cancel_round",
    "cancel_visit",
    "correct_inspection",
    "countersign_inspection",
    "decide_dispute",
    "decide_extension",
    "decide_review",
    "end_coordination",
    "end_series",
    "follow_up_coordination",
    "hand_over_rectifications",
    "issue_rectification",
    "limit_rectification",
    "note_progress",
    "open_review",
    "plan_round",
    "plan_series_visits",
    "plan_visit",
    "propose_checklist",
    "propose_review",
    "record_coordination",
    "record_inspection",
    "refuse_signature",
    "report_round",
    "reschedule_visit",
    "retire_checklist",
    "send_back_rectification",
    "send_back_review",
    "sign_inspection",
    "submit_rectification",
    "take_back_signature",
    "take_up_duties",
    "watch_areas",
    "withdraw_rectification",
]
