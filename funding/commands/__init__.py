"""Everything that changes in the insurance register changes here."""

from funding.commands.cover_holds import keep_cover_holds
from funding.commands.insurance import cancel_policy, cover_members, end_cover, enter_policy, renew_policy

__all__ = ["cancel_policy", "cover_members", "end_cover", "enter_policy", "keep_cover_holds", "renew_policy"]
