"""Stages, hands, refusals, sockets, the clock and the sentences."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import pytest
import time_machine
from django.utils import translation

from patrol_ops.core import clock, events, policy, sockets, wording
from patrol_ops.core.access import Actor, Permission, Post, Reach, register
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.stages import Moves


class S(StrEnum):
    SUBMITTED = "tests.submitted"
    RETURNED = "tests.returned"
    REVIEWED = "tests.reviewed"


MOVES = Moves(
    {
        "submit": ({None, S.RETURNED}, S.SUBMITTED),
        "return": ({S.SUBMITTED}, S.RETURNED),
        "review": ({S.SUBMITTED}, S.REVIEWED),
    }
)


@pytest.mark.parametrize(
    ("move", "stage", "target"),
    [
        ("submit", None, S.SUBMITTED),
        ("submit", S.RETURNED, S.SUBMITTED),
        ("return", "tests.submitted", S.RETURNED),  # as the database gives it
        ("review", S.SUBMITTED, S.REVIEWED),
    ],
)
def test_a_move_leads_where_the_table_says(move: str, stage: str | None, target: str) -> None:
    assert MOVES.after(move, stage) == target
    assert type(MOVES.after(move, stage)) is str


@pytest.mark.parametrize(
    ("move", "stage"), [("submit", S.REVIEWED), ("submit", S.SUBMITTED), ("review", None), ("review", S.RETURNED)]
)
def test_a_move_without_an_arrow_is_refused(move: str, stage: str | None) -> None:
    with pytest.raises(WrongStage) as no:
        MOVES.after(move, stage)
    assert no.value.status == 409


def test_what_is_open_from_a_stage() -> None:
    assert MOVES.open_from(None) == {"submit"}
    assert MOVES.open_from(S.SUBMITTED) == {"return", "review"}
    assert MOVES.open_from(S.REVIEWED) == frozenset()


def test_a_table_draws_itself() -> None:
    assert MOVES.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> tests.submitted: submit",
        "    tests.returned --> tests.submitted: submit",
        "    tests.submitted --> tests.returned: return",
        "    tests.submitted --> tests.reviewed: review",
    ]


def test_two_hands_are_two_people() -> None:
    with pytest.raises(Refused) as no:
        judge_other_hand(5, 5, "tests.same-hand")
    assert no.value.code == "tests.same-hand"
    judge_other_hand(5, 6, "tests.same-hand")
    judge_other_hand(None, None, "tests.same-hand")
    judge_other_hand(None, 5, "tests.same-hand")


def test_a_refusal_may_tell_any_fact() -> None:
    refused = Refused("tests.no", field="day", code="410101", name="x")
    assert (refused.code, refused.field, refused.facts) == ("tests.no", "day", {"code": "410101", "name": "x"})
    assert (refused.status, NotPermitted().status) == (422, 404)
    assert NotPermitted().code == "core.not-found"


def test_the_clock_is_local() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 17, 16, 30, tzinfo=dt.UTC), tick=False):
        assert clock.today() == dt.date(2026, 11, 18)
        assert clock.now().isoformat() == "2026-11-18T00:30:00+08:00"
        assert clock.start_of(clock.today()) == dt.datetime(2026, 11, 17, 16, tzinfo=dt.UTC)
        assert clock.at(clock.today(), 22, 15).isoformat() == "2026-11-18T22:15:00+08:00"
        assert clock.local(dt.datetime(2026, 11, 18, 1, tzinfo=dt.UTC)).hour == 9


class TestSockets:
    @pytest.fixture(autouse=True)
    def _own(self, registries: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sockets, "_PANELS", [])
        monkeypatch.setattr(sockets, "_FIGURES", {})
        register({"tests.see": {"leader": Reach.TEAM}})  # type: ignore[dict-item]

    def test_a_panel_is_shown_to_who_may_open_it(self) -> None:
        panel = sockets.Panel("team", "tests.panel", "tests:panel", "tests.see")
        sockets.plug(panel)
        leader = Actor("person", 1, posts=(Post("leader", team_id=1),))
        assert sockets.panels("team", leader) == [panel]
        assert sockets.panels("team", Actor.nobody()) == []
        assert sockets.panels("member", leader) == []

    def test_figures_answer_by_key(self) -> None:
        sockets.plug_figure("dissolving", "duty.open_logs", lambda team_id: team_id * 2)
        sockets.plug_figure("dissolving", "training.open", lambda team_id: 0)
        assert sockets.figures("dissolving", team_id=4) == {"duty.open_logs": 8, "training.open": 0}
        assert sockets.figures("nothing", team_id=4) == {}


class TestWording:
    @pytest.fixture(autouse=True)
    def _own(self, registries: None) -> None:
        wording.register({"tests.late": "{team} was due on {day}: {stage}, {n}", "tests.stage": "back"})

    def test_facts_are_put_in_words(self) -> None:
        with translation.override("en"):
            said = wording.say("tests.late", team="Harbour", day=dt.date(2026, 11, 18), stage="tests.stage", n=None)
        assert said.startswith("Harbour was due on ")
        assert "2026-11-18" not in said
        assert said.endswith(": back, —")

    def test_facts_that_were_written_down_read_the_same(self, at: dt.datetime) -> None:
        for lively, written in ((at.date(), at.date().isoformat()), (at, at.isoformat())):
            assert wording.say("tests.late", day=lively) == wording.say("tests.late", day=written)

    def test_a_day_is_said_in_the_readers_language(self) -> None:
        assert "2026年11月18日" in wording.say("tests.late", day=dt.date(2026, 11, 18))

    def test_a_missing_fact_leaves_a_gap_and_an_unknown_code_itself(self) -> None:
        assert wording.say("tests.late").startswith("… was due on …")
        assert wording.say("tests.unknown", day=1) == "tests.unknown"
        assert not wording.known("tests.unknown")

    def test_braces_in_a_fact_are_only_text(self) -> None:
        assert wording.say("tests.late", team="{day.__class__}").startswith("{day.__class__} was")

    def test_a_code_is_worded_once(self) -> None:
        with pytest.raises(ValueError, match=r"tests\.late"):
            wording.register({"tests.late": "again"})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_ground_has_words_for_all_it_says(language: str) -> None:
    own = [kind for kind in events.kinds() if kind.startswith("core.")]
    codes: list[Any] = [*own, *Permission, "login.slip_hours", "login.session_days", "photos.allowed"]
    codes += [p.unit for p in policy.parameters().values() if p.unit.startswith("core.")]
    with translation.override(language):
        assert [code for code in codes if not wording.known(str(code))] == []
