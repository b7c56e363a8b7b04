"""Of every command: who may, who finds nothing, that it is said once, and that a second time is no surprise."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import COMMANDS
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import NotPermitted, Refused
from tests.training.acts import ACTS, EVERYBODY, issue_certificates
from tests.training.saying import nothing_written
from tests.training.story import CLOCK
from training import commands
from training.models import Certificate

# Not told from what does not exist, but a no in words: one is not enrolled, or another tier's police.
IN_WORDS = {"check_in", "start_theory_test", "confirm_session"}


def test_no_command_is_forgotten():
    assert {name.rsplit(".", 1)[1] for name in COMMANDS if name.startswith("training.")} == ACTS.keys()


@pytest.mark.parametrize("name", ACTS)
def test_nobody_else_may(training, name):
    act = ACTS[name](training)
    run = getattr(commands, name)
    answers = NotPermitted if name not in IN_WORDS else (NotPermitted, Refused)
    with nothing_written():
        for key in EVERYBODY:
            if key not in act.may:
                with pytest.raises(answers):
                    run(actor=training.who(key, act.at.date()), at=act.at, **act.kwargs)
        for actor in (Actor.public(), *([] if isinstance(act.by, Actor) else [CLOCK])):
            if not (actor is CLOCK and name in ("enrol_members", "withdraw_enrolment", "revoke_certificate")):
                with pytest.raises(answers):
                    run(actor=actor, at=act.at, **act.kwargs)


@pytest.mark.parametrize("name", ACTS)
def test_it_is_done_and_said_once(training, name):
    act = ACTS[name](training)
    actor = act.by if isinstance(act.by, Actor) else training.who(act.by, act.at.date())
    before = set(JournalEntry.objects.values_list("pk", flat=True))
    getattr(commands, name)(actor=actor, at=act.at, **act.kwargs)

    (entry,) = JournalEntry.objects.exclude(pk__in=before).filter(act=f"training.{act.name}")
    assert (entry.at, entry.actor_id, entry.actor_kind) == (act.at, actor.person_id, actor.kind)
    assert not any("\u4e00" <= mark <= "\u9fff" for mark in str(entry.facts)), entry.facts


AGAIN = {
    # Said or made as often as one likes.
    "design_course", "revise_course", "attach_material", "add_question", "draft_plan", "plan_session", "note_cost",
    "check_in", "call_roll", "record_results",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ACTS.keys() - AGAIN))
def test_a_second_time_is_refused_and_writes_nothing(training, name):
    act = ACTS[name](training)
    actor = act.by if isinstance(act.by, Actor) else training.who(act.by, act.at.date())
    run = getattr(commands, name)
    run(actor=actor, at=act.at, **act.kwargs)
    with nothing_written(), pytest.raises((Refused, NotPermitted)):
        run(actor=actor, at=act.at + dt.timedelta(seconds=1), **act.kwargs)


def test_the_story_ends_with_a_certificate(training):
    issue_certificates(training)
    training.issue("赵一")
    assert Certificate.objects.get().number == "990102-2026-00001"
