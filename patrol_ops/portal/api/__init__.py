"""The public site by API: the same reports, the same commands, the same limits; nobody is asked who they are."""

from patrol_ops.portal.api.applications import (
    CorrectApplication,
    DeclineOffer,
    EraseApplication,
    FollowApplication,
    SubmitApplication,
    WithdrawApplication,
)
from patrol_ops.portal.api.certificates import CheckCertificate
from patrol_ops.portal.api.objections import FollowObjection, LodgeObjection
from patrol_ops.portal.api.reading import ListCampaigns, ListNotices, ShowCampaign, ShowNotice

__all__ = [
    "CheckCertificate",
    "CorrectApplication",
    "DeclineOffer",
    "EraseApplication",
    "FollowApplication",
    "FollowObjection",
    "ListCampaigns",
    "ListNotices",
    "LodgeObjection",
    "ShowCampaign",
    "ShowNotice",
    "SubmitApplication",
    "WithdrawApplication",
]
