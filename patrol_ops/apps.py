"""The roof, last in INSTALLED_APPS: when all stands, connect."""

from importlib import import_module

from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "patrol_ops"
    label = "roof"

    def ready(self) -> None:
        # What in one sibling follows from another, and how a worker is woken.
        import_module("patrol_ops.wiring")
        # A worker goes on with the demo's history wherever it was begun.
        import_module("patrol_ops.demo.history")
