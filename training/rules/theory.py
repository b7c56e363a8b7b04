"""The online test of pre-duty theory: a bank of questions, drawn by lot over all topics, marked by the machine."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from training.rules.courses import Topic


@dataclass(frozen=True)
class QuestionDraft:
    """One right answer of two to five; ``answer`` counts from 0."""

    topic: Topic
    text: str
    options: tuple[str, ...]
    answer: int


@dataclass(frozen=True)
class Asked:
    """A question as it can be drawn."""

    pk: int
    topic: str


def judge_question(draft: QuestionDraft) -> None:
    if not 4 <= len(draft.text.strip()) <= 300:
        raise Refused("training.question-odd", field="text")
    judge_free_text(draft.text, "text")
    said = [option.strip() for option in draft.options]
    if not 2 <= len(said) <= 5 or any(not 1 <= len(option) <= 120 for option in said):
        raise Refused("training.options-odd", field="options")
    if len(set(said)) != len(said):
        raise Refused("training.options-same", field="options")
    if not 0 <= draft.answer < len(said):
        raise Refused("training.answer-odd", field="answer")


def draw(bank: Sequence[Asked], number: int, seed: int) -> tuple[int, ...]:
    """``number`` questions, as evenly over the topics as the bank allows; the same seed draws the same. Fewer than
    ``number`` in the bank, or a topic without a question, is refused: such a test would prove nothing."""
    if len(bank) < number:
        raise Refused("training.bank-too-small", number=number)
    lot = random.Random(seed)
    piles = {topic: sorted(row.pk for row in bank if row.topic == topic) for topic in Topic}
    if not all(piles.values()):
        raise Refused("training.bank-too-small", number=number)
    for pile in piles.values():
        lot.shuffle(pile)
    drawn: list[int] = []
    while len(drawn) < number:
        for topic in Topic:
            if piles[topic] and len(drawn) < number:
                drawn.append(piles[topic].pop())
    lot.shuffle(drawn)
    return tuple(drawn)


def score(answers: Mapping[int, int], right: Mapping[int, int]) -> int:
    """Right answers of all that were asked, in per cent, rounded down."""
    return sum(answers.get(pk) == answer for pk, answer in right.items()) * 100 // len(right)
