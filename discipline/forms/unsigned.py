"""What of the records that wait for a signature is shown."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from discipline.models import Inspection
from discipline.reports.unsigned import FIRST_HOURS, LAST_HOURS, waiting_since
from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace
from patrol_ops.core.forms import BareForm


class UnsignedFilter(InPlace):
    over = django_filters.ChoiceFilter(method="waits", label=_("等了多久"), empty_label=_("不限"))

    class Meta:
        model = Inspection
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = (FIRST_HOURS, LAST_HOURS)
        self.offer("over", [(str(n), now_("超过 {n} 小时").format(n=n)) for n in hours])

    def waits(self, queryset: Any, name: str, value: str) -> Any:
        return waiting_since(queryset, int(value), clock.now())
