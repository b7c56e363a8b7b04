"""The pages of the top storey."""

from patrol_ops.office.views.desk import mark_notices_read, notices
from patrol_ops.office.views.home import home
from patrol_ops.office.views.jobs import cancel_job, job_problems, jobs, retry_job, show_job
from patrol_ops.office.views.journal import journal
from patrol_ops.office.views.policy_values import list_policy_values, set_policy_value
from patrol_ops.office.views.readiness import show_readiness
from patrol_ops.office.views.situation import list_missing_logs, situation
from patrol_ops.office.views.to_do import review_selected, to_do
from patrol_ops.office.views.tokens import issue_token, list_tokens, revoke_token

__all__ = [
    "cancel_job",
    "home",
    "issue_token",
    "job_problems",
    "jobs",
    "journal",
    "list_missing_logs",
    "list_policy_values",
    "list_tokens",
    "mark_notices_read",
    "notices",
    "retry_job",
    "review_selected",
    "revoke_token",
    "set_policy_value",
    "show_job",
    "show_readiness",
    "situation",
    "to_do",
]
