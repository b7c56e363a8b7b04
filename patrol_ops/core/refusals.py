"""The expected ways of saying no. Anything else that is raised is a bug."""

from typing import Any


class Refused(Exception):
    """A rule says no: a code from ``wording``, the field it concerns, and the plain facts of the sentence."""

    status = 422

    def __init__(self, code: str, /, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class NotPermitted(Refused):
    """Out of reach; answered exactly like something that does not exist."""

    status = 404

    def __init__(self) -> None:
        super().__init__("core.not-found")


class WrongStage(Refused):
    """The thing has moved on since the page was drawn."""

    status = 409

    def __init__(self, move: str, stage: str) -> None:
        super().__init__("core.wrong-stage", move=move, stage=stage)


class Stale(Refused):
    """It was based on something that somebody has changed since."""

    status = 409

    def __init__(self) -> None:
        super().__init__("core.stale")
