"""The tables of the ground say what they are without saying whom they concern."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from patrol_ops.core import models

DAY = dt.date(2026, 11, 18)
LENA = models.User(pk=3, username="lena", name="张伟", phone="13812345678")


ROWS = [
    LENA,
    models.LoginSlip(pk=1, user=LENA, code_digest="d" * 64),
    models.AccessToken(pk=1, owner=LENA, name="张伟", prefix="po_"),
    models.SecondStep(user=LENA, key="张伟"),
    models.RecoveryCode(pk=1, user=LENA, digest="d" * 64),
    models.Autosave(user=LENA, form="f", subject="s", payload={"text": "张伟"}, revision=1),
    models.IdempotencyKey(user=LENA, key="k", door="d"),
    models.DoorUse(door="object", origin="o" * 64, count=1),
    models.JournalEntry(pk=1, act="core.login_claimed", facts={"user_id": 3}),
    models.OutboxMessage(kind="k", reaction="r", facts={"name": "张伟"}),
    models.PolicyValue(key="k", since=DAY),
    models.CalendarDay(day=DAY, name="张伟"),
    models.Obligation(kind="k", subject_type="team", subject_id=1, user=LENA),
    models.Reminder(obligation_id=1, step="due", user=LENA),
    models.Notice(pk=1, user=LENA, template="t", facts={"name": "张伟"}),
    models.Channel(pk=1, user=LENA, kind="EMAIL", address="zhangwei@example.org"),
    models.Wishes(user=LENA, language="zh-hans"),
    models.Outside(kind="EMAIL"),
    models.Delivery(notice_id=1, channel_id=1),
    models.Heartbeat(part="beat"),
    models.Job(pk=1, kind="k", facts={"name": "张伟"}),
    models.JobProblem(job_id=1, row="2", code="c", facts={"name": "张伟"}),
    models.StoredFile(key="k" * 32, title="张伟"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_what_a_row_is_called_tells_nobodys_name(row: object) -> None:
    said = str(row)
    assert said
    assert "object (" not in said
    assert "张伟" not in said
    assert "1381" not in said


def test_every_table_of_the_ground_is_asked() -> None:
    assert {type(row) for row in ROWS} == set(apps.get_app_config("core").get_models())
