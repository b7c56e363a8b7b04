"""What is typed beside a record: a picture, a statement, a decision; and what a signature carries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.files import MEGABYTES
from patrol_ops.core.forms import BareForm, Form, LongTextField, OneChip
from patrol_ops.core.refusals import Refused


class SeenForm(BareForm):
    """The digest of the text that was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class StatementForm(Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = LongTextField(
        label=_("为什么不签字"),
        max_length=1000,
        help_text=_("写清楚哪一条不符合实际。综治办主任会看您写的和记录一起裁定。"),
    )

    def show_again(self, digest: str) -> None:
        """The record as it stands now is before the reader: what is sent next is about that."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = digest
        self.data = data


class DecisionForm(Form):
    upheld = forms.TypedChoiceField(
        label=_("裁定"),
        choices=[("yes", _("记录有效")), ("no", _("记录无效"))],
        coerce=lambda value: value == "yes",
        widget=OneChip,
    )
    decision = LongTextField(label=_("理由"), max_length=1000, help_text=_("双方都会看到。"))


class PhotoForm(Form):
    title = forms.CharField(label=_("照片或材料的名称"), max_length=60, help_text=_("只写地方和事情，不写人名。"))
    file = forms.FileField(label=_("文件"))

    def __init__(self, *args: Any, photos: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        allowed = (
            _("PDF 或照片，最多 {n} MB。照片里不要拍到群众的脸、门牌和车牌。")
            if photos
            else _("PDF，最多 {n} MB。本地没有开放照片。")
        )
        field.help_text = str(allowed).format(n=MEGABYTES)
        field.widget.attrs["accept"] = (
            "application/pdf,image/jpeg,image/png,image/webp" if photos else "application/pdf"
        )

    def refuse_the_size(self) -> None:
        self.refuse(Refused("core.file-too-large", field="file", megabytes=MEGABYTES))
