from patrol_ops.core.apps import RoomsConfig


class OfficeConfig(RoomsConfig):
    name = "patrol_ops.office"
    label = "office"
