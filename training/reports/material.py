"""Who reads the papers of a course."""

from patrol_ops.core.access import Actor
from training.access import Permission
from training.models import Course, CourseRevision


def may_read_material(actor: Actor, revision_id: int) -> bool:
    """The reader of stored files of a course: whoever may read the course."""
    courses = Course.objects.visible_to(actor, Permission.VIEW_COURSE)
    return CourseRevision.objects.filter(pk=revision_id, course__in=courses.values("pk")).exists()
