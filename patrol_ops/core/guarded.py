"""Forms for whoever comes: a field that only machines fill, and a signed mark of when the form was opened.

Whatever a guard finds, the form comes back with what was typed and a sentence: never a success that wrote nothing.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from patrol_ops.core import clock
from patrol_ops.core.forms import Form
from patrol_ops.core.wording import say

AT_LEAST, AT_MOST = 2, 24 * 3600
_MARK = re.compile(r"[0-9]{1,12}")


class GuardInput(forms.Widget):
    """Both in one: the mark in a hidden field, and a text field out of sight of people and their screen readers."""

    template_name = "django/forms/widgets/guard.html"
    is_hidden = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_opened", "")), str(data.get(f"{name}_website", ""))]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_opened" not in data

    def format_value(self, value: Any) -> Any:
        """The mark alone is drawn: what stood in the other field does not come back."""
        return value[0] if isinstance(value, list) else value


class GuardField(forms.Field):
    widget = GuardInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class GuardedForm(Form):
    """A public form that writes. Its guard is drawn with ``form.hidden_fields``."""

    guard = GuardField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guard"].initial = self._fresh()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened, website = cleaned.pop("guard", None) or ["", ""]
        code = self._judge(opened, website)
        if code == "core.form-too-old":
            self._mark_anew()
        if code:
            self.add_error(None, say(code))
        return cleaned

    def _judge(self, opened: str, website: str) -> str:
        try:
            said = self._signer().unsign(opened)
        except signing.BadSignature:
            return "core.form-too-old"
        open_for = clock.now().timestamp() - int(said) if _MARK.fullmatch(said) else AT_MOST + 1
        if open_for > AT_MOST:
            return "core.form-too-old"
        return "core.form-too-quick" if website or open_for < AT_LEAST else ""

    def _signer(self) -> signing.Signer:
        """A mark of one form opens no other."""
        return signing.Signer(salt=f"patrol_ops.guarded.{type(self).__name__}")

    def _fresh(self) -> str:
        return self._signer().sign(str(int(clock.now().timestamp())))

    def _mark_anew(self) -> None:
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[f"{self.add_prefix('guard')}_opened"] = self._fresh()
        self.data = data
