from patrol_ops.core.apps import RoomsConfig


class TeamsConfig(RoomsConfig):
    name = "teams"
