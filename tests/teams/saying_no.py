"""One way to expect a no."""

from collections.abc import Callable
from typing import Any

import pytest

from patrol_ops.core.refusals import Refused


def refused(code: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused:
    """``act`` says no with ``code``; the refusal, to look at its field and facts."""
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    assert no.value.code == code
    return no.value
