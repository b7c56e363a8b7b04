"""Personal fields: unreadable in the database, found by the blind index, rotated without loss."""

from __future__ import annotations

import base64
import os
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from patrol_ops.core import secrets
from patrol_ops.core.models import Autosave, User
from patrol_ops.core.secrets import blind_index, decrypt, encrypt


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def raw(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("plain", ["13812345678", "张伟", "", "x" * 5000, "\x00"])
def test_what_is_encrypted_comes_back(plain: str) -> None:
    assert decrypt(encrypt(plain)) == plain


def test_the_same_text_never_looks_the_same() -> None:
    assert len({encrypt("13812345678") for _ in range(20)}) == 20


def test_the_first_key_writes_and_every_key_reads(settings: Any) -> None:
    old, new = new_key(), new_key()
    settings.FIELD_KEYS = [old]
    stored = encrypt("13812345678")
    settings.FIELD_KEYS = [new, old]
    assert decrypt(stored) == "13812345678"
    again = encrypt("13812345678")
    settings.FIELD_KEYS = [new]
    assert decrypt(again) == "13812345678"
    with pytest.raises(InvalidTag):
        decrypt(stored)


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    stored = bytearray(encrypt("13812345678"))
    stored[position] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(stored))


def test_a_key_of_another_length_is_refused(settings: Any) -> None:
    settings.FIELD_KEYS = [base64.b64encode(b"short").decode()]
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_the_blind_index_is_keyed_and_apart_by_kind(settings: Any) -> None:
    index = blind_index("13812345678", "phone")
    assert index == blind_index("13812345678", "phone")
    assert len(index) == 64
    assert index != blind_index("13812345678", "identity")
    assert index != blind_index("13812345679", "phone")
    settings.INDEX_KEY = "another"
    assert index != blind_index("13812345678", "phone")


@pytest.mark.django_db
def test_a_field_stands_encrypted_and_reads_plain() -> None:
    User.objects.create(username="lena", name="lena", phone="13812345678")
    stored = raw("core_user", "phone")
    assert b"138" not in stored
    assert decrypt(stored) == "13812345678"
    assert User.objects.get().phone == "13812345678"
    assert User.objects.values_list("phone", flat=True).get() == "13812345678"
    User.objects.update(phone="13912345678")
    assert decrypt(raw("core_user", "phone")) == "13912345678"
    lena = User.objects.get()
    lena.phone = "13712345678"
    User.objects.bulk_update([lena], ["phone"])
    assert decrypt(raw("core_user", "phone")) == "13712345678"


@pytest.mark.django_db
def test_an_empty_field_stays_empty() -> None:
    assert User().phone == ""
    User.objects.create(username="lena", name="lena")
    assert raw("core_user", "phone") == b""
    assert User.objects.get().phone == ""


@pytest.mark.django_db
def test_bytes_do_not_slip_past_the_encryption() -> None:
    with pytest.raises(TypeError, match="takes text"):
        User.objects.create(username="lena", name="lena", phone=b"13812345678")


@pytest.mark.django_db
def test_a_json_field_stands_encrypted_and_reads_plain(at: Any) -> None:
    lena = User.objects.create(username="lena", name="lena")
    payload = {"summary": "巡逻", "walked": [1, 2], "none": None}
    Autosave.objects.create(user=lena, form="f", subject="s", payload=payload, revision=1, at=at)
    stored = raw("core_autosave", "payload")
    assert "巡逻".encode() not in stored
    assert Autosave.objects.get().payload == payload


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__gt", "phone__in"])
def test_asking_an_encrypted_field_is_a_mistake(lookup: str) -> None:
    with pytest.raises(TypeError, match="blind index"):
        User.objects.filter(**{lookup: ["1"] if lookup.endswith("in") else "1"}).exists()


@pytest.mark.django_db
def test_whether_it_is_known_may_be_asked() -> None:
    assert not User.objects.filter(phone__isnull=True).exists()


def test_a_migration_sees_plain_bytes() -> None:
    for model, name in ((User, "phone"), (Autosave, "payload")):
        assert model._meta.get_field(name).deconstruct()[1] == "django.db.models.BinaryField"
    assert secrets.EncryptedTextField().deconstruct()[2] == []
