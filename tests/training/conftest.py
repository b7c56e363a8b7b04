import pytest

from tests.training.story import Training


@pytest.fixture
def training(district):
    """Nothing has happened yet; each test says how far it goes."""
    return Training(district)
