"""What of a team is still open when it is to be dissolved."""

from discipline.models import Rectification


def open_rectifications(team_id: int) -> int:
    return Rectification.objects.open().filter(team=team_id).count()
