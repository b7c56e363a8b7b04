from patrol_ops.core.apps import RoomsConfig


class RecruitmentConfig(RoomsConfig):
    name = "recruitment"
