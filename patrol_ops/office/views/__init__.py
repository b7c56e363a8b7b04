"""The pages of the top storey."""

from patrol_ops.office.views.channels import (
    add_channel,
    confirm_channel,
    list_channels,
    list_deliveries,
    remove_channel,
    renew_channel_code,
    set_wishes,
    switch_channel,
)
from patrol_ops.office.views.desk import mark_notices_read, notices
from patrol_ops.office.views.home import home
from patrol_ops.office.views.jobs import cancel_job, job_problems, jobs, retry_job, show_job, start_routine
from patrol_ops.office.views.journal import journal
from patrol_ops.office.views.policy_values import list_policy_values, set_policy_value
from patrol_ops.office.views.readiness import show_readiness
from patrol_ops.office.views.situation import list_missing_logs, situation
from patrol_ops.office.views.to_do import review_selected, to_do
from patrol_ops.office.views.tokens import issue_token, list_tokens, revoke_token

__all__ = [
    "add_channel",
    "cancel_job",
    "confirm_channel",
    "home",
    "issue_token",
    "job_problems",
    "jobs",
    "journal",
    "list_channels",
    "list_deliveries",
    "list_missing_logs",
    "list_policy_values",
    "list_tokens",
    "mark_notices_read",
    "notices",
    "remove_channel",
    "renew_channel_code",
    "retry_job",
    "review_selected",
    "revoke_token",
    "set_policy_value",
    "set_wishes",
    "show_job",
    "show_readiness",
    "situation",
    "start_routine",
    "switch_channel",
    "to_do",
]
