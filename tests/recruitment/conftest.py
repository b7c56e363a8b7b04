"""A campaign of the street of Lena's harbour: two places in the detachment of the academy."""

import pytest

from teams.models import Team
from tests.recruitment.story import Story


@pytest.fixture
def story(district):
    """Nothing has happened yet; each test says how far it goes. The academy may take two."""
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=8)
    return Story(district)
