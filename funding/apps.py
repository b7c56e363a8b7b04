from patrol_ops.core.apps import RoomsConfig


class FundingConfig(RoomsConfig):
    name = "funding"
