"""Two hands: whoever did the one may not do the other (boundaries, negative test 8)."""

from patrol_ops.core.refusals import Refused


def judge_other_hand(first: int | None, second: int | None, code: str) -> None:
    """Refuse with ``code`` when the same login stands on both sides."""
    if first is not None and first == second:
        raise Refused(code)
