"""What is typed about a list of old teams: the file, how its columns are taken, and decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row, Said, words
from patrol_ops.core.forms import BareForm, DayField
from patrol_ops.core.forms import Form as CoreForm
from patrol_ops.core.sheets.reading import MEGABYTES, Sheet, read_sheets
from patrol_ops.core.wording import say
from teams.commands.rosters import Correction
from teams.models import RosterRow
from teams.rules import EmploymentClass, Form
from teams.rules.rosters import Answer, Column, Question, UnitAnswer, Verdict

_LEFT = "-"
_FILE = forms.FileInput({"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"})


class SheetFile(forms.FileField):
    """A workbook or a text with columns; read at once, kept nowhere."""

    default_error_messages = {"required": _("请选择文件。"), "empty": _("文件是空的。")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(dict(_FILE.attrs)), max_length=200, **kwargs)


class _WithFile(OfferingForm):
    """A form that brings a list along."""

    def refuse_the_size(self) -> None:
        """The file was larger than the site takes, and by now it is gone from the request."""
        self.errors.pop("file", None)
        self.add_error("file", say("core.sheet-too-large", megabytes=MEGABYTES))

    def sheets(self) -> list[Sheet]:
        """What stands in the file; Refused in words."""
        return read_sheets(self.cleaned_data["file"])

    def digest(self) -> str:
        file = self.cleaned_data["file"]
        file.seek(0)
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()


class UploadRosterForm(_WithFile):
    file = SheetFile(
        label=_("花名册文件"),
        help_text=_(".xlsx 工作簿或 .csv 文本，20 MB 以内。表头、列的顺序、合并单元格都不用改。文件本身不保存。"),
    )
    place = Row(label=_("导入到哪里"))

    @property
    def title(self) -> str:
        return str(self.cleaned_data["file"].name or "")[:120]


class CorrectRosterForm(_WithFile):
    """The report's date, what to read where a class is missing, and one choice a column of each sheet."""

    report_on = DayField(label=_("填报日期"), help_text=_("按这一天计算年龄。"))
    default_class = Said(
        EmploymentClass, "class", label=_("没有写人员性质的，当作"), required=False, none=_("不能导入")
    )
    file = SheetFile(
        label=_("再选一次同一个文件"),
        required=False,
        help_text=_("只在您选用了原来「不导入」的列时需要：没有识别的列，内容没有保存。"),
    )

    def offer_columns(self, sheets: list[dict[str, Any]]) -> None:
        choices = [(_LEFT, _("不导入")), *words(Column, "roster-column")]
        for number, sheet in enumerate(sheets):
            for heading in sheet["headings"]:
                if not heading["never"]:
                    self.fields[f"column-{number}-{heading['at']}"] = forms.ChoiceField(
                        label=heading["text"] or _("第 {n} 列").format(n=heading["at"] + 1),
                        choices=choices,
                        initial=heading["column"] or _LEFT,
                        widget=forms.Select({"class": "form-select"}),
                    )
        self.sheet_names = [sheet["name"] for sheet in sheets]

    def column_groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for number, name in enumerate(self.sheet_names):
            yield name, [self[key] for key in self.fields if key.startswith(f"column-{number}-")]

    def plain_fields(self) -> list[forms.BoundField]:
        return [self["report_on"], self["default_class"]]

    def correction(self) -> Correction:
        said = self.cleaned_data
        columns: dict[tuple[int, int], Column | None] = {}
        for key, value in said.items():
            if key.startswith("column-"):
                _, number, at = key.split("-")
                columns[int(number), int(at)] = Column(value) if value != _LEFT else None
        return Correction(said["report_on"], said["default_class"] or None, columns)


class DecideRosterRowForm(BareForm):
    """``answer`` holds the question with its answer, so that a button is enough: ``SECOND_POST:TAKE``."""

    answer = forms.RegexField(r"^[A-Z_]{1,20}:[A-Z_]{1,20}$")

    def answers(self) -> dict[Question, Answer]:
        question, answer = self.cleaned_data["answer"].split(":")
        try:
            return {Question(question): Answer(answer)}
        except ValueError:
            return {}


class DecideRosterUnitForm(CoreForm):
    answer = Said(UnitAnswer, "unit-answer", required=False)
    hamlet = forms.CharField(label=_("自然村(院落)名称"), max_length=20, required=False)
    form = Said(Form, "form", required=False)


class RosterRowFilter(django_filters.FilterSet):
    verdict = django_filters.ChoiceFilter(label=_("处理"), empty_label=_("全部"))

    class Meta:
        model = RosterRow
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["verdict"].extra["choices"] = words(Verdict, "verdict")
