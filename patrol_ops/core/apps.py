"""Every app opens its rooms when Django starts, so that what it registers is known."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

ROOMS = ("wording", "access", "policy", "events", "reactions", "plugs", "tasks")


class RoomsConfig(AppConfig):
    """Base of our app configs. Itself it is nobody's: Django takes the one config of an app that does not say so."""

    default = False
    rooms: tuple[str, ...] = ROOMS

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def ready(self) -> None:
        for room in self.rooms:
            name = f"{self.name}.{room}"
            if find_spec(name) is not None:
                import_module(name)


class CoreConfig(RoomsConfig):
    """The ground has no rooms; these modules declare parameters, events, sentences and tasks."""

    name = "patrol_ops.core"
    label = "core"
    rooms = (
        "wording",
        "access",
        "policy",
        "calendar",
        "kept",
        "second_step",
        "signin",
        "tokens",
        "files",
        "channels.own",
        "tasks",
    )
