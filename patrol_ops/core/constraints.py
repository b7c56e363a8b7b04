"""What the database itself knows of our rules. Names are kept within what both databases allow."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q


def only(field: str, values: Iterable[Any] | type[StrEnum]) -> models.CheckConstraint:
    """The field holds one of ``values``."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": sorted(str(v) for v in values)}), name=f"%(app_label)s_%(class)s_{field}_known"
    )


def together(*fields: str, name: str) -> models.CheckConstraint:
    """All of ``fields`` are set, or none is."""
    every = Q(**{f"{f}__isnull": False for f in fields})
    none = Q(**{f"{f}__isnull": True for f in fields})
    return models.CheckConstraint(condition=every | none, name=f"%(app_label)s_%(class)s_{name}_together")


def when(field: str, value: str, then: Q, name: str) -> models.CheckConstraint:
    """A row in this stage has what the stage demands."""
    return models.CheckConstraint(condition=~Q(**{field: str(value)}) | then, name=f"%(app_label)s_%(class)s_{name}")


def two_hands(first: str, second: str) -> models.CheckConstraint:
    """The same login never stands on both sides."""
    free = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return models.CheckConstraint(condition=free | ~Q(**{first: F(second)}), name="%(app_label)s_%(class)s_two_hands")


def ordered(first: str, second: str, name: str) -> models.CheckConstraint:
    """``second``, where set, is not before ``first``. Ends are exclusive: one that equals its beginning never was."""
    return models.CheckConstraint(
        condition=Q(**{f"{second}__isnull": True}) | Q(**{f"{second}__gte": F(first)}),
        name=f"%(app_label)s_%(class)s_{name}_ordered",
    )
