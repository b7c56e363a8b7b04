"""What is typed before a ledger goes out, and how exports are looked through."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said, words
from patrol_ops.core.forms import OneChip
from patrol_ops.core.wording import say
from teams.forms.filters import InPlace
from teams.forms.teams import ReasonForm
from teams.models import Export
from teams.rules import ExportKind


class ExportForm(ReasonForm):
    """Why, and as what."""

    kind = Said(ExportKind, "export", label=_("方式"), widget=OneChip, initial=ExportKind.WORKBOOK)
    field_order = ("kind", "reason")


class ExportFilter(InPlace):
    """By kind, and whether names went out."""

    kind = django_filters.ChoiceFilter(label=_("方式"), empty_label=_("全部"))
    names = django_filters.ChoiceFilter(field_name="with_names", label=_("姓名"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Export

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words(ExportKind, "export"))
        self.offer("names", [("True", say("export.with-names")), ("False", say("export.masked"))])
