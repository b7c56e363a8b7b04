"""What of a team is still open: when it is to be dissolved, and as a flag on its page."""

from discipline.access import Permission
from discipline.models import Inspection, Rectification
from patrol_ops.core.access import Actor


def open_rectifications(team_id: int) -> int:
    return Rectification.objects.open().filter(team=team_id).count()


def under_rectification(actor: Actor, team_id: int) -> int:
    """ORG-30: how many are open, for whoever may read them; whoever may not costs no statement."""
    if not actor.may(Permission.VIEW_RECTIFICATION):
        return 0
    rows = Rectification.objects.visible_to(actor, Permission.VIEW_RECTIFICATION).open()
    return int(rows.filter(team=team_id).count())


def unsigned_inspections(team_id: int) -> int:
    """Afterwards nobody could sign for the team, nor say why not."""
    unsigned = Inspection.objects.unsigned() | Inspection.objects.disputed()
    return unsigned.filter(team=team_id).count()
