"""What turnover is asked for: where, from when until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import BareForm, DayField
from patrol_ops.core.refusals import Refused
from teams.rules import judge_period, known_path


@dataclass(frozen=True)
class TurnoverAsked:
    place: str
    first: dt.date
    last: dt.date


class TurnoverFilter(BareForm):
    """The last twelve months, unless days are given."""

    place = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    first = DayField(label=_("从哪天"), required=False)
    last = DayField(label=_("到哪天"), required=False)

    def asked(self, today: dt.date) -> TurnoverAsked:
        """Refused where the days are none, or in no order; a place that is none holds nobody."""
        if not self.is_valid():
            raise Refused("teams.period-odd", field="last")
        said = self.cleaned_data
        last = said["last"] or today
        first = said["first"] or (last - dt.timedelta(days=365))
        judge_period(first, last, today)
        place = said["place"]
        return TurnoverAsked(place if not place or known_path(place) else "?", first, last)
