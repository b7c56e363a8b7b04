"""What the check-up is asked: where, and which alarm."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from patrol_ops.core.forms import BareForm
from teams.rules import Alarm, known_path


@dataclass(frozen=True)
class HealthAsked:
    place: str
    alarm: Alarm | None


class HealthFilter(BareForm):
    """Nonsense asks for nothing in particular, and for no place that there is."""

    place = forms.CharField(required=False, max_length=12)
    alarm = forms.ChoiceField(required=False, choices=[(alarm.value, alarm.value) for alarm in Alarm])

    def asked(self) -> HealthAsked:
        self.is_valid()
        said = self.cleaned_data
        place = said.get("place", "?") if self.is_bound else ""
        alarm = said.get("alarm")
        return HealthAsked(
            place=place if not place or known_path(place) else "?", alarm=Alarm(alarm) if alarm else None
        )
