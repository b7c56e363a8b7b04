import pytest
from django.urls import NoReverseMatch
from django.urls import reverse as real

from discipline import plugs, reactions
from tests.discipline.story import Supervision


@pytest.fixture
def supervision(district):
    """Nothing has happened yet; each test says how far it goes."""
    return Supervision(district)


@pytest.fixture(autouse=True)
def _pages_to_come(monkeypatch):
    """An obligation knows where it is done before that page stands."""

    def reverse(name, args=()):
        try:
            return real(name, args=args)
        except NoReverseMatch:
            return "/" + "/".join((name.replace(":", "/"), *map(str, args)))

    for room in (plugs, reactions):
        monkeypatch.setattr(room, "reverse", reverse)
