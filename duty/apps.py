from patrol_ops.core.apps import RoomsConfig


class DutyConfig(RoomsConfig):
    name = "duty"
