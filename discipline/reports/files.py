"""Who reads the pictures and papers of records and rectifications: whoever reads the record."""

from discipline.access import Permission
from discipline.models import Inspection, Rectification
from patrol_ops.core.access import Actor


def may_read_inspection_files(actor: Actor, inspection_id: int) -> bool:
    return Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION).filter(pk=inspection_id).exists()


def may_read_rectification_files(actor: Actor, rectification_id: int) -> bool:
    return Rectification.objects.visible_to(actor, Permission.VIEW_RECTIFICATION).filter(pk=rectification_id).exists()
