import pytest

from tests.discipline.story import Supervision


@pytest.fixture
def supervision(district):
    """Nothing has happened yet; each test says how far it goes."""
    return Supervision(district)
