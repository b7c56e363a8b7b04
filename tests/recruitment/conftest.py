"""A campaign of the street of Lena's harbour: two places in the detachment of the academy."""

import pytest

from teams.models import Team
from tests.recruitment.doors import (  # noqa: F401 - fixtures
    applied,
    ask,
    on,
    see,
    selected,
    send,
    shortlisted,
    tell,
)
from tests.recruitment.story import Story


@pytest.fixture
def story(district):
    """Nothing has happened yet; each test says how far it goes. The academy may take two."""
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=8)
    return Story(district)


@pytest.fixture
def other_story(district):
    """The same in the other street: one place in the willow."""
    Team.objects.filter(pk=district.teams["willow"]).update(authorised=8)
    return Story(
        district, number=1, street="990102002", team="willow", office="theo", police="pia", assessors=("gus", "otto")
    )
