"""Forms: what is typed becomes a draft, a refusal stands at its field, and every field can be reached and heard."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from dataclasses import dataclass, field

import pytest
from django import forms
from django.http import Http404, QueryDict

from patrol_ops.core.forms import (
    BareForm,
    Chips,
    ClockField,
    DayField,
    Form,
    LongTextField,
    OneChip,
    Stepper,
    form_for,
)
from patrol_ops.core.html import is_key
from patrol_ops.core.idempotency import AnotherBody
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage


class Mode(enum.StrEnum):
    FOOT = "foot"
    BICYCLE = "bicycle"


@dataclass(frozen=True)
class WalkDraft:
    day: dt.date
    starts: dt.time
    mode: Mode
    places: int
    paid: decimal.Decimal
    text: str = ""
    insignia: bool = False
    ends: dt.time | None = None
    walked: tuple[int, ...] = field(default=())
    team_id: int = 0


LABELS = dict.fromkeys(("day", "starts", "mode", "places", "paid", "text", "insignia", "ends", "walked"), "名称")
TYPED = {"day": "2026-11-21", "starts": "18:00:30", "mode": "foot", "places": "3", "paid": "1.50", "walked": ["1", "3"]}


def make_walk_form() -> type[Form]:
    walked = forms.TypedMultipleChoiceField(choices=[(1, "王"), (3, "李")], coerce=int, required=False)
    return form_for(WalkDraft, LABELS, leave_out=("team_id",), walked=walked)


def test_form_for_makes_the_draft() -> None:
    form = make_walk_form()(TYPED)

    assert form.is_valid(), form.errors
    assert form.draft(team_id=7) == WalkDraft(
        day=dt.date(2026, 11, 21), starts=dt.time(18), mode=Mode.FOOT, places=3, paid=decimal.Decimal("1.50"),
        walked=(1, 3), team_id=7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed"),
    [("day", "2026-02-30"), ("day", "0001-01-01"), ("day", "9999-12-31"), ("starts", "25:00"), ("mode", "car"),
     ("places", "-1"), ("places", "1e9"), ("paid", "NaN"), ("walked", ["2"]), ("text", "x" * 201), ("day", ""),
     ("text", "a\x00b")],
)  # fmt: skip
def test_form_for_refuses_what_cannot_be(name: str, typed: object) -> None:
    form = make_walk_form()(TYPED | {name: typed})

    assert not form.is_valid()
    assert set(form.errors) == {name}
    assert form.status == 422


def test_form_for_wants_a_hand_where_types_do_not_say_enough() -> None:
    with pytest.raises(TypeError, match="walked"):
        form_for(WalkDraft, LABELS, leave_out=("team_id",))


class NoteForm(Form):
    day = DayField(label="日期")
    note = LongTextField(label="情况", required=False, help_text="不写姓名")
    walked = forms.MultipleChoiceField(
        label="谁参加了",
        choices=[("1", "王"), ("2", "李")],
        widget=Chips(notes={"1": "队长"}, closed={"2": "证已到期"}),
    )


GOOD = {"day": "2026-11-21", "walked": ["1"]}


def test_every_form_draws_a_key_of_its_own_and_keeps_it() -> None:
    first, second = NoteForm(), NoteForm()
    drawn = first["idempotency_key"].value()
    assert is_key(drawn)
    assert drawn != second["idempotency_key"].value()

    sent = NoteForm({**GOOD, "idempotency_key": drawn})
    assert sent.is_valid()
    assert sent.key == drawn
    assert f'value="{drawn}"' in str(sent["idempotency_key"])


def test_a_made_up_key_counts_as_none() -> None:
    form = NoteForm({**GOOD, "idempotency_key": "' or 1=1"})

    assert form.is_valid()
    assert form.key == ""


def test_refuse_puts_the_sentence_at_its_field() -> None:
    form = NoteForm(GOOD)
    assert form.is_valid()
    form.refuse(Refused("core.text-has-phone-number", field="note"))

    assert "手机号码" in form.errors["note"][0]
    assert form.status == 422


def test_refuse_speaks_for_the_whole_form_where_it_has_no_such_field() -> None:
    form = NoteForm(GOOD)
    assert form.is_valid()
    form.refuse(WrongStage("submit", "reviewed"))

    assert "情况已经变化" in form.non_field_errors()[0]
    assert form.status == 409


def test_refuse_hides_what_is_out_of_reach() -> None:
    form = NoteForm(GOOD)
    assert form.is_valid()
    with pytest.raises(Http404):
        form.refuse(NotPermitted())


@pytest.mark.parametrize("as_query", [True, False])
def test_refuse_draws_a_new_key_when_the_old_one_stands_for_another_text(as_query: bool) -> None:
    key = str(uuid.uuid4())
    typed = (
        QueryDict(f"day=2026-11-21&walked=1&idempotency_key={key}") if as_query else {**GOOD, "idempotency_key": key}
    )
    form = NoteForm(typed)
    assert form.is_valid()
    form.refuse(AnotherBody())

    fresh = form["idempotency_key"].value()
    assert is_key(fresh)
    assert fresh != key
    assert form["walked"].value() == ["1"]


def test_a_good_form_is_answered_by_200() -> None:
    assert NoteForm().status == 200
    assert NoteForm(GOOD).status == 200


def test_errors_and_help_are_tied_to_the_field() -> None:
    drawn = str(NoteForm({**GOOD, "day": "2026-13-01"})["day"].as_field_group())

    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_day_error"' in drawn
    assert 'id="id_day_error"' in drawn
    assert 'for="id_day"' in drawn
    assert 'aria-describedby="id_note_helptext"' in str(NoteForm()["note"].as_field_group())


def test_only_what_may_stay_empty_says_so() -> None:
    form = NoteForm()

    assert "选填" in str(form["note"].as_field_group())
    assert "选填" not in str(form["day"].as_field_group())
    assert " required" not in str(form)


@pytest.mark.parametrize(("name", "said"), [("day", "这一项还没有填。"), ("walked", "请至少选一项。")])
def test_an_empty_field_is_answered_kindly(name: str, said: str) -> None:
    assert NoteForm({**GOOD, name: ""}).errors[name] == [said]


def test_markup_in_any_field_is_plain_text() -> None:
    form = NoteForm({"day": "<script>", "note": "<img src=x onerror=alert(1)>", "walked": ["<b>"]})

    drawn = str(form)
    assert "<script>" not in drawn
    assert "<img" not in drawn
    assert "<b>" not in drawn
    assert "&lt;img src=x" in drawn


def test_long_text_keeps_one_kind_of_line_end() -> None:
    form = NoteForm({**GOOD, "note": "一\r\n二\r三"})

    assert form.is_valid()
    assert form.cleaned_data["note"] == "一\n二\n三"


def test_chips_close_with_a_reason() -> None:
    drawn = str(NoteForm()["walked"])

    assert "<small>队长</small>" in drawn
    assert "<small>证已到期</small>" in drawn
    assert drawn.count(" disabled") == 1


class SmallForm(BareForm):
    starts = ClockField(label="开始")
    count = forms.IntegerField(label="次数", min_value=0, max_value=9, widget=Stepper(unit="次"))
    mode = forms.ChoiceField(label="方式", choices=[("a", "步巡")], widget=OneChip)
    agreed = forms.BooleanField(label="同意")


def test_widgets_are_the_devices_own() -> None:
    form = SmallForm(initial={"starts": dt.time(18, 5), "count": 2})

    assert 'type="time"' in str(form["starts"])
    assert 'value="18:05"' in str(form["starts"])
    assert 'inputmode="numeric"' in str(form["count"])
    assert 'min="0"' in str(form["count"])
    assert "次" in str(form["count"])
    assert 'type="radio"' in str(form["mode"])
    assert 'type="date"' in str(NoteForm()["day"])
    assert "idempotency_key" not in str(form)


def test_a_checkbox_stands_inside_its_label() -> None:
    drawn = str(SmallForm()["agreed"].as_field_group())

    assert drawn.index("<label") < drawn.index("<input") < drawn.index("</label>")
