"""The public site's pages, by subject."""

from patrol_ops.portal.views.applications import (
    application_erased,
    copy_own_data,
    correct_application,
    decline_offer,
    erase_application,
    follow_application,
    submit_application,
    withdraw_application,
)
from patrol_ops.portal.views.certificates import check_certificate
from patrol_ops.portal.views.notices import follow_objection, list_notices, lodge_objection, show_notice
from patrol_ops.portal.views.pages import home, list_campaigns, privacy, show_campaign, teams, volunteer
from patrol_ops.portal.views.unsubscribing import unsubscribe_channel

__all__ = [
    "application_erased",
    "check_certificate",
    "copy_own_data",
    "correct_application",
    "decline_offer",
    "erase_application",
    "follow_application",
    "follow_objection",
    "home",
    "list_campaigns",
    "list_notices",
    "lodge_objection",
    "privacy",
    "show_campaign",
    "show_notice",
    "submit_application",
    "teams",
    "unsubscribe_channel",
    "volunteer",
    "withdraw_application",
]
