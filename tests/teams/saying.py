"""How the tests of commands expect a no, and read what was said."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import Refused


def refused(code: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused:
    """``act`` says no with ``code``; the refusal, to look at its field and facts."""
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    assert no.value.code == code
    return no.value


def said(act: str, at: dt.datetime) -> list[JournalEntry]:
    """What the journal says of ``act`` at that moment."""
    return list(JournalEntry.objects.filter(act=act, at=at))
