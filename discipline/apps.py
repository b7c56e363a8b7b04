from patrol_ops.core.apps import RoomsConfig


class DisciplineConfig(RoomsConfig):
    name = "discipline"
