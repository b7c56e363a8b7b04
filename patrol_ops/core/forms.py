"""The form's side of the ground: syntax only. Widgets for a thumb, drafts out of what is typed, refusals in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import types
import typing
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.idempotency import AnotherBody, is_key
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import say

# --- widgets --------------------------------------------------------------------------------------------------------


class DayInput(forms.DateInput):
    """The device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The device's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """Day and time in one."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Stepper(forms.NumberInput):
    """A number between two large buttons; without script it is a plain number field."""

    template_name = "django/forms/widgets/stepper.html"

    def __init__(self, attrs: dict[str, Any] | None = None, unit: str | Promise | None = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class Chips(forms.CheckboxSelectMultiple):
    """Several of a few, by tapping; plain checkboxes underneath.

    A choice may carry a second line (``notes={value: text}``) and may be closed (``closed={value: reason}``).
    """

    template_name = "django/forms/widgets/chips.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        notes: Mapping[Any, str] | None = None,
        closed: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.notes: Mapping[Any, str] = notes or {}
        self.closed: Mapping[Any, str] = closed or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        plain = getattr(value, "value", value)
        option["note"] = self.closed.get(plain, self.notes.get(plain, ""))
        if plain in self.closed:
            option["attrs"]["disabled"] = True
            option["closed"] = True
        return option


class OneChip(forms.RadioSelect):
    """One of a few, by tapping; plain radio buttons underneath."""

    template_name = "django/forms/widgets/chips.html"


class LongTextInput(forms.Textarea):
    """A few lines that grow with the text."""

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int = 3) -> None:
        super().__init__({"rows": rows, "data-grows": "", **(attrs or {})})


# --- fields ---------------------------------------------------------------------------------------------------------

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


class DayField(forms.DateField):
    """A day of this age: what lies outside would break calendars further on."""

    widget = DayInput
    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class ClockField(forms.TimeField):
    """A time of day, to the minute."""

    widget = ClockInput

    def to_python(self, value: Any) -> dt.time | None:
        time = super().to_python(value)
        return time.replace(second=0, microsecond=0) if time else None


class LongTextField(forms.CharField):
    """Plain text of several lines; both doors keep one kind of line end."""

    widget = LongTextInput

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (Chips, ""),
    (OneChip, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


# What is said of an empty field, unless the form says it better.
_UNFILLED: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.MultipleChoiceField, _("请至少选一项。")),
    (forms.ChoiceField, _("请选择一项。")),
    (forms.Field, _("这一项还没有填。")),
)


class BareForm(forms.Form):
    """Looks like ours, says no like a colleague; for filters and parts of a form."""

    # A browser's own bubble is in the browser's language and says less than we do.
    use_required_attribute = False
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._refused: Refused | None = None
        for field in self.fields.values():
            css = next(css for kind, css in _CLASSES if isinstance(field.widget, kind))
            for kind, sentence in _UNFILLED:
                plain = forms.Field.default_error_messages["required"]
                if isinstance(field, kind) and field.error_messages.get("required") == plain:
                    field.error_messages["required"] = sentence
            if css and css not in str(field.widget.attrs.get("class", "")):
                field.widget.attrs["class"] = f"{css} {field.widget.attrs.get('class', '')}".strip()

    def refuse(self, refused: Refused) -> None:
        """Put a command's no in words, at its field if this form has it. Out of reach is Http404."""
        if isinstance(refused, NotPermitted):
            raise Http404 from refused
        self._refused = refused
        if isinstance(refused, AnotherBody):
            # An answer was lost and the text went on growing: what is sent next is another submission.
            data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            data[self.add_prefix("idempotency_key")] = str(uuid.uuid4())
            self.data = data
        self.add_error(refused.field if refused.field in self.fields else None, say(refused.code, **refused.facts))

    @property
    def status(self) -> int:
        """What the answer with this form on it has to be: 200, 422, or the refusal's own."""
        if self._refused is not None:
            return self._refused.status
        return 422 if self.is_bound and self.errors else 200


class Form(BareForm):
    """A form that writes. ``draft()`` gives the frozen value its command takes; ``key`` makes it count once."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, initial=lambda: str(uuid.uuid4()))

    def clean_idempotency_key(self) -> str:
        """A key as we drew it, or none: a made-up one protects nobody."""
        key = str(self.cleaned_data.get("idempotency_key") or "")
        return key if is_key(key) else ""

    @property
    def key(self) -> str:
        return str(self.cleaned_data.get("idempotency_key", ""))


# --- a form out of a draft ------------------------------------------------------------------------------------------


def _int(**kwargs: Any) -> forms.Field:
    return forms.IntegerField(widget=Stepper({"min": 0}), min_value=0, max_value=100_000, **kwargs)


_FIELDS: dict[Any, Callable[..., forms.Field]] = {
    str: lambda **kwargs: forms.CharField(max_length=200, **kwargs),
    int: _int,
    bool: lambda **kwargs: forms.BooleanField(**{**kwargs, "required": False}),
    dt.date: DayField,
    dt.time: ClockField,
    dt.datetime: lambda **kwargs: forms.DateTimeField(widget=MomentInput, **kwargs),
    decimal.Decimal: lambda **kwargs: forms.DecimalField(max_digits=12, decimal_places=2, **kwargs),
}


def _field(name: str, annotation: Any, required: bool, label: Any) -> forms.Field:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union) and type(None) in arguments:
        return _field(name, next(a for a in arguments if a is not type(None)), False, label)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        choices = [(member.value, say(str(member.value))) for member in annotation]
        return forms.TypedChoiceField(
            choices=choices, coerce=annotation, required=required, label=label, empty_value=None
        )
    if annotation not in _FIELDS:
        raise TypeError(f"{name}: a field for {annotation} is written by hand")
    return _FIELDS[annotation](required=required, label=label)


def form_for(
    draft: type[Any], labels: Mapping[str, Any], *, leave_out: Sequence[str] = (), **by_hand: forms.Field
) -> type[Form]:
    """A form out of a frozen dataclass, where its fields say enough; ``by_hand`` gives those that do not.

    ``labels`` names every field people see. Fields in ``leave_out`` are handed to ``draft(**more)`` by the view.
    """
    hints = typing.get_type_hints(draft)
    fields: dict[str, forms.Field] = {}
    for item in dataclasses.fields(draft):
        if item.name in leave_out:
            continue
        bare = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
        fields[item.name] = by_hand.get(item.name) or _field(item.name, hints[item.name], bare, labels[item.name])

    def make(self: Form, **more: Any) -> Any:
        known = {name: self.cleaned_data[name] for name in fields}
        return draft(**{name: tuple(v) if isinstance(v, list) else v for name, v in known.items()}, **more)

    return type(f"{draft.__name__.removesuffix('Draft')}Form", (Form,), {**fields, "draft": make})
