"""What of a team is still open: when it is to be dissolved."""

from discipline.models import Inspection, Rectification


def open_rectifications(team_id: int) -> int:
    return Rectification.objects.open().filter(team=team_id).count()


def unsigned_inspections(team_id: int) -> int:
    """Afterwards nobody could sign for the team, nor say why not."""
    unsigned = Inspection.objects.unsigned() | Inspection.objects.disputed()
    return unsigned.filter(team=team_id).count()
