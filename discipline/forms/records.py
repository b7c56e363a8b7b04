"""What an inspector types outdoors: the record in its parts, valid together, refused at the right field, one draft."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from discipline.forms.record_rows import MOST, FindingRow, InterviewRow, RowSet, SiteRow
from discipline.models import ChecklistRevision
from discipline.rules import MOST_PEOPLE, Answer, DocumentAnswer, DocumentKind, RecordDraft, Verdict
from patrol_ops.core.choices import Judged, words
from patrol_ops.core.forms import ClockField, DayField, Form, LongTextField, OneChip, Stepper
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import with_row_added
from patrol_ops.core.wording import say

MOST_DOCUMENTS = 2000
_DAY = dt.timedelta(days=1)


class _Count(Judged, forms.IntegerField):
    pass


def _people(label: Any, help_text: Any = "") -> _Count:
    return _Count(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=Stepper({"min": 0, "max": MOST_PEOPLE}, unit=_("人")),
    )


class RecordForm(Form):
    """The record without its rows. Items of the checklist and papers are fields of their own, named as rules name
    them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32_000)
    day = DayField(label=_("检查日期"))
    begun = ClockField(label=_("几点开始"))
    ended = ClockField(label=_("几点结束"), required=False, help_text=_("不填就按提交的时间。"))
    present = _people(_("到场人数"))
    worn = _people(_("按规定佩戴标识的"))
    certified = _people(_("带上岗证的"), _("没有查看就不填。"))
    summary = LongTextField(label=_("总的印象"), required=False, max_length=500)
    reason = LongTextField(
        label=_("为什么更正"), min_length=2, max_length=300, help_text=_("原来的记录不会改动，两份都会保留。")
    )

    def __init__(self, *args: Any, revision: ChecklistRevision, documents: bool, reasoned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reasoned:
            del self.fields["reason"]
        self.items = list(enumerate((item["text"] for item in revision.items), 1))
        self.kinds = list(DocumentKind) if documents else []
        made = dict(self._made(revision.asks_documents))
        for field in made.values():
            field.widget.attrs.setdefault("class", "" if isinstance(field.widget, OneChip) else "form-control")
        self.fields |= made
        for name in ("present", "worn"):
            # Drawn as needed where the checklist asks for it; what is missing the rule says.
            self.fields[name].required = revision.asks_insignia

    def _made(self, papers_due: bool) -> Iterator[tuple[str, forms.Field]]:
        verdicts = words(Verdict, "verdict")
        for number, text in self.items:
            yield (
                f"answers-{number}-verdict",
                forms.TypedChoiceField(
                    label=f"{number}. {text}",
                    choices=verdicts,
                    coerce=Verdict,
                    widget=OneChip,
                    error_messages={"required": _("这一项还没有选。")},
                ),
            )
            yield f"answers-{number}-remark", forms.CharField(label=_("说明"), required=False, max_length=200)
        for kind in self.kinds:
            for name, label in (("kept", _("实有")), ("due", _("应有"))):
                yield (
                    f"documents-{kind}-{name}",
                    forms.IntegerField(
                        label=label,
                        required=papers_due,
                        error_messages={"required": _("这一项还没有填。")},
                        min_value=0,
                        max_value=MOST_DOCUMENTS,
                        widget=Stepper({"min": 0, "max": MOST_DOCUMENTS}, unit=_("份")),
                    ),
                )
            yield f"documents-{kind}-remark", forms.CharField(label=_("说明"), required=False, max_length=200)

    @property
    def item_rows(self) -> list[dict[str, Any]]:
        return [
            {"number": number, "verdict": self[f"answers-{number}-verdict"], "remark": self[f"answers-{number}-remark"]}
            for number, _text in self.items
        ]

    @property
    def document_rows(self) -> list[dict[str, Any]]:
        return [
            {"code": f"document-kind.{kind}", **{n: self[f"documents-{kind}-{n}"] for n in ("kept", "due", "remark")}}
            for kind in self.kinds
        ]

    def answers(self) -> dict[int, Answer]:
        said = self.cleaned_data
        return {n: Answer(said[f"answers-{n}-verdict"], said[f"answers-{n}-remark"]) for n, _text in self.items}

    def documents(self) -> dict[DocumentKind, DocumentAnswer] | None:
        """Those of which something was counted; None where nothing was."""
        said, found = self.cleaned_data, {}
        for kind in self.kinds:
            kept, due = (said[f"documents-{kind}-{name}"] for name in ("kept", "due"))
            if kept is not None or due is not None:
                found[kind] = DocumentAnswer(kept or 0, due or 0, said[f"documents-{kind}-remark"])
        return found or None

    def begun_at(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["begun"])

    def ended_at(self, now: dt.datetime) -> dt.datetime:
        """``now`` is naive and local. Past midnight it is the next day's; left empty, it is the moment of sending."""
        ended = self.cleaned_data["ended"]
        if ended is None:
            return now.replace(second=0, microsecond=0)
        at = dt.datetime.combine(self.cleaned_data["day"], ended)
        return at if at >= self.begun_at() else at + _DAY


@dataclass(frozen=True)
class Problem:
    """Something to be put right: what, where (an element's id, empty for the whole), in words."""

    label: str
    where: str
    text: str


class RecordForms:
    """All parts as one form."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        revision: ChecklistRevision,
        initial: dict[str, Any],
        rows: dict[str, list[dict[str, Any]]],
        documents: bool = False,
        reasoned: bool = False,
    ) -> None:
        grown = self._grown(data)
        self.grown = grown is not None
        said = grown or data
        shows = documents or revision.asks_documents
        self.main = RecordForm(said, initial=initial, revision=revision, documents=shows, reasoned=reasoned)
        self.rows: dict[str, Any] = {
            name: RowSet.of(row, MOST[name])(said, initial=rows.get(name), prefix=name)
            for name, row in (("interviews", InterviewRow), ("sites", SiteRow), ("findings", FindingRow))
        }
        self.errors_at: dict[str, list[str]] = {name: [] for name in self.rows}
        if self.grown:
            self._leave_unchecked()

    @staticmethod
    def _grown(data: QueryDict | None) -> QueryDict | None:
        """With one more row, where a button asked for one."""
        if data is None:
            return None
        return next((found for name, most in MOST.items() if (found := with_row_added(data, name, most))), None)

    def _leave_unchecked(self) -> None:
        for rows in self.rows.values():
            rows._errors, rows._non_form_errors = [], ErrorList()
        for form in (self.main, *(form for rows in self.rows.values() for form in rows.forms)):
            form._errors = ErrorDict()

    def is_valid(self) -> bool:
        valid = [self.main.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        for name, rows in self.rows.items():
            if rows.non_form_errors():
                self.errors_at[name] = [say("core.malformed")]
        return all(valid)

    def refuse(self, refused: Refused) -> None:
        """``sites-0-name`` is the field ``name`` of the first site that says something."""
        prefix, _dash, rest = (refused.field or "").partition("-")
        number, _dash, field = rest.partition("-")
        if prefix in self.rows and number.isdigit():
            form = self.rows[prefix].speaking()[int(number)]
            form.add_error(field if field in form.fields else None, say(refused.code, **refused.facts))
        elif prefix in self.rows:
            self.errors_at[prefix].append(say(refused.code, **refused.facts))
        else:
            if refused.code == "discipline.checklist-changed":
                data = self.main.data.copy()  # type: ignore[attr-defined]  # a QueryDict
                # The new items stand before the reader now: what is sent next is an answer to them.
                data["version"] = str(self.main.initial.get("version", 0))
                self.main.data = data
            self.main.refuse(self._at_its_field(refused))

    def _at_its_field(self, refused: Refused) -> Refused:
        """The same no where this form has what the rule speaks of."""
        field = {"begun_at": "begun", "ended_at": "ended", "version": None}.get(refused.field or "", refused.field)
        if field == refused.field:
            return refused
        moved = Refused(refused.code, field=field, **refused.facts)
        moved.status = refused.status
        return moved

    @property
    def status(self) -> int:
        if self.grown or not self.main.is_bound:
            return 200
        return self.main.status if self.main.status != 200 else 422 if self.problems else 200

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong in what was sent, with the way to it."""
        found = [Problem("", "", str(text)) for text in self.main.non_field_errors()]
        if any(field.errors for field in self.main.hidden_fields()):
            found.append(Problem("", "", say("core.malformed")))
        found += _in(self.main, "")
        for name, rows in self.rows.items():
            title = str(TITLES[name])
            found += [Problem(title, f"rows-{name}", text) for text in self.errors_at[name]]
            for number, form in enumerate(rows.forms, 1):
                found += [Problem(title, "", str(text)) for text in form.non_field_errors()]
                found += _in(form, f"{title} {number}")
        return found

    def draft(self, now: dt.datetime) -> RecordDraft:
        main = self.main.cleaned_data
        return RecordDraft(
            begun_at=self.main.begun_at(),
            ended_at=self.main.ended_at(now),
            answers=self.main.answers(),
            present=main["present"],
            worn=main["worn"],
            certified=main["certified"],
            documents=self.main.documents(),
            interviews=tuple(form.draft() for form in self.rows["interviews"].speaking()),
            sites=tuple(form.draft() for form in self.rows["sites"].speaking()),
            findings=tuple(form.draft() for form in self.rows["findings"].speaking()),
            summary=main["summary"],
            version=main["version"] or 0,
        )

    def body(self, draft: RecordDraft) -> list[Any]:
        """What makes two sendings the same: what was typed, not the moment at which it came."""
        typed = draft if self.main.cleaned_data["ended"] else dataclasses.replace(draft, ended_at=draft.begun_at)
        return [typed, self.main.cleaned_data.get("reason", "")]


TITLES = {"interviews": _("群众访问"), "sites": _("查看的点位"), "findings": _("发现的问题")}


def _in(form: Any, title: str) -> list[Problem]:
    return [
        Problem(
            f"{title} · {field.label}" if title else str(field.label),
            field.id_for_label or field.auto_id,
            str(field.errors[0]),
        )
        for field in form.visible_fields()
        if field.errors
    ]
