from patrol_ops.core.apps import RoomsConfig


class TrainingConfig(RoomsConfig):
    name = "training"
