"""How certificates and shortages are looked for, and who is picked for a new one."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace, Said, words
from patrol_ops.core.forms import BareForm, Form, OneChip
from patrol_ops.core.wording import say
from training.models import Certificate
from training.reports.certificates import SOON_DAYS, holders_matching
from training.reports.team_lacks import KINDS
from training.rules import REVOKED_BY_HAND, RevokedWhy

STATES = ("valid", "soon", "suspended", "expired", "ended", "today")


class CertificateFilter(InPlace):
    """Those in people's hands, unless others are asked for."""

    q = django_filters.CharFilter(method="of_holder", label=_("姓名或编号"))
    state = django_filters.ChoiceFilter(method="so_far", label=_("状态"), empty_label=_("现在持有的"))
    team = django_filters.NumberFilter(method="in_team", label=_("队伍"), widget=forms.HiddenInput)

    class Meta(InPlace.Meta):
        model = Certificate

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words(STATES, "certificate-filter"))
        self.filters["q"].extra["widget"] = forms.TextInput(
            {"placeholder": say("teams.search-member"), "type": "search"}
        )

    def of_holder(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(member__in=holders_matching(value))

    def in_team(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(team_id_now=int(value)) if 0 < value < 2**63 else queryset.none()

    def so_far(self, queryset: Any, name: str, value: str) -> Any:
        day = clock.today()
        if value == "valid":
            return queryset.filter(stage="VALID", last_day__gte=day)
        if value == "soon":
            return queryset.ending(day, SOON_DAYS)
        if value == "suspended":
            return queryset.filter(stage="SUSPENDED")
        if value == "expired":
            return queryset.filter(stage="EXPIRED") | queryset.lapsed(day)
        if value == "ended":
            return queryset.filter(stage__in=("REVOKED", "RENEWED"))
        return queryset.current().filter(issued_at__date=day)

    def filter_queryset(self, queryset: Any) -> Any:
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.current()


class Picked(forms.Field):
    """Ids that were ticked; whether they may be picked is the command's to say."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[int]:
        said = [text for text in value or [] if str(text).isascii() and str(text).isdigit() and len(str(text)) < 19]
        if not said:
            raise forms.ValidationError(say("training.none-picked"))
        return sorted({int(text) for text in said})


class PickForm(Form):
    """``members``: who gets a certificate, or a new one."""

    members = Picked(label=_("队员"))

    @property
    def picked(self) -> list[int]:
        return list(self.cleaned_data["members"])


class RevocationForm(Form):
    why = Said(RevokedWhy, "revoked-why", label=_("原因"), widget=OneChip)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        assert isinstance(field, Said)
        field.offer(REVOKED_BY_HAND)


class ShortageFilter(BareForm):
    """Asked of a report, so a plain form: where, of which team, lacking what."""

    place = forms.CharField(required=False, widget=forms.HiddenInput)
    team = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False, label=_("缺什么"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("全部")), *words(KINDS, "shortage")]  # type: ignore[attr-defined]

    def question(self) -> dict[str, Any] | None:
        """What is asked; None where it cannot be understood, which finds nobody."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        place = said["place"]
        if place and not (place.isascii() and place.isdigit() and len(place) in (6, 9, 12)):
            return None
        return {"path": place, "team_id": said["team"], "kind": said["kind"]}
