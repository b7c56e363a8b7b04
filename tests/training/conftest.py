import pytest

from tests.training.story import HELD, Training
from tests.training.walking import ask, on, see, send, tell  # noqa: F401


@pytest.fixture
def training(district):
    """Nothing has happened yet; each test says how far it goes."""
    return Training(district)


@pytest.fixture
def enrolled(training):
    """Lena, Mara and somebody new are enrolled in a session of the harbour's community; it has not begun."""
    for key in ("lena", "mara"):
        training.members[key] = training.district.members[key]
    training.until_planned("赵一")
    training.enrol("lena", "mara", "赵一")
    return training


@pytest.fixture
def running(enrolled, on):  # noqa: F811
    """The roll is open since nine."""
    enrolled.begin()
    on(HELD, 9, 5)
    return enrolled
