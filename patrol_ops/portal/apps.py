from patrol_ops.core.apps import RoomsConfig


class PortalConfig(RoomsConfig):
    name = "patrol_ops.portal"
    label = "portal"
