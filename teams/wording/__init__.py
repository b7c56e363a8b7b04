"""Every sentence of the first floor that Python must know."""

from teams.wording import base, ledger

__all__ = ["base", "ledger"]
