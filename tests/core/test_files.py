"""Uploads: what they are, how large, what is taken out of them, and who is handed them."""

from __future__ import annotations

import datetime as dt
import io
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client, RequestFactory
from PIL import Image, PngImagePlugin

from patrol_ops.core import clock, files
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import PolicyValue, StoredFile, User
from patrol_ops.core.refusals import Refused

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"
Store = Callable[..., StoredFile]


@pytest.fixture
def store(registries: None, at: dt.datetime) -> Store:
    @dataclass(frozen=True, kw_only=True)
    class PaperFiled(Event):
        file_id: int

    @command
    def file_paper(*, actor: Actor, body: bytes, at: dt.datetime, name: str, title: str, fail: bool) -> StoredFile:
        upload = SimpleUploadedFile(name, body, content_type="text/html")
        row = files.store(upload, "paper", 7, actor, at, title, path="410101")
        announce(PaperFiled(at=at, file_id=row.pk), actor=actor)
        if fail:
            raise Refused("tests.no")
        return row

    def do(body: bytes, name: str = "x.html", title: str = "收据", fail: bool = False) -> StoredFile:
        return file_paper(actor=Actor.system("tests"), body=body, at=at, name=name, title=title, fail=fail)

    files.register_scope("paper", lambda actor, subject_id: actor.person_id == 5 and subject_id == 7)
    return do


@pytest.fixture
def photos(at: dt.datetime) -> None:
    PolicyValue.objects.create(key="photos.allowed", value=True, since=at.date(), set_at=at, path="410101")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 128)[: len(mode)]).save(out, kind, **more)
    return out.getvalue()


def with_exif(kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (34.0, 44.0, 1.0)
    return picture(kind, exif=exif.tobytes())


def on_disk(row: StoredFile, settings: Any) -> bytes:
    return (Path(settings.MEDIA_ROOT) / row.key[:2] / row.key).read_bytes()


def test_a_paper_is_kept_as_it_is(store: Store, settings: Any) -> None:
    row = store(PDF)
    assert on_disk(row, settings) == PDF
    assert (row.content_type, row.size, row.subject_type, row.subject_id) == ("application/pdf", len(PDF), "paper", 7)
    assert len(row.digest) == 64


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photographs_are_off_by_default(store: Store, kind: str) -> None:
    with pytest.raises(Refused) as no:
        store(picture(kind))
    assert no.value.code == "core.photos-off"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_where_it_was_taken(store: Store, photos: None, settings: Any, kind: str) -> None:
    before = with_exif(kind)
    assert b"SecretCamera" in before
    body = on_disk(store(before), settings)
    assert b"SecretCamera" not in body
    with Image.open(io.BytesIO(body)) as kept:
        assert kept.format == kind
        assert dict(kept.getexif()) == {}
        assert kept.size == (60, 40)


def test_other_marks_go_too(store: Store, photos: None, settings: Any) -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Secret Person")
    body = on_disk(store(picture("PNG", pnginfo=note, icc_profile=b"secret profile")), settings)
    assert b"Secret" not in body
    assert b"secret profile" not in body
    body = on_disk(store(picture("JPEG", comment=b"Secret Person")), settings)
    assert b"Secret" not in body
    body = on_disk(store(picture("JPEG") + b"Secret tail <script>"), settings)
    assert b"Secret tail" not in body


def test_a_photograph_stands_upright(store: Store, photos: None, settings: Any) -> None:
    with Image.open(io.BytesIO(on_disk(store(with_exif("JPEG", orientation=6)), settings))) as kept:
        assert kept.size == (40, 60)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("WEBP", "RGBA"), ("JPEG", "CMYK")]
)
def test_pictures_of_every_mode(store: Store, photos: None, settings: Any, kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (1, 2, 3, 128)).convert(mode).save(out, kind)
    with Image.open(io.BytesIO(on_disk(store(out.getvalue()), settings))) as kept:
        assert kept.mode == ("RGBA" if mode in {"RGBA", "P"} else "RGB")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<script>alert(1)</script>",
        b"MZ\x90",
        b"GIF89a",
        b"PK\x03\x04",
        b"<svg xmlns='x'/>",
        b" %PDF-1.7",
        b"RIFFxxxxAVI ",
    ],
)
def test_what_is_neither_picture_nor_paper_is_refused(store: Store, photos: None, body: bytes) -> None:
    with pytest.raises(Refused) as no:
        store(body, name="photo.jpg")
    assert (no.value.code, no.value.field) == ("core.file-kind", "file")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(store: Store, photos: None, kind: str) -> None:
    body = picture(kind, size=(300, 300))
    with pytest.raises(Refused) as no:
        store(body[: len(body) // 2])
    assert no.value.code == "core.file-broken"


def test_a_name_of_another_kind_opens_nothing(store: Store, photos: None) -> None:
    with pytest.raises(Refused) as no:
        store(b"\xff\xd8\xff" + b"%PDF-1.7 not a picture")
    assert no.value.code == "core.file-broken"


def test_too_large_is_refused(store: Store) -> None:
    assert store(PDF + b" " * (files.MAX_BYTES - len(PDF))).size == files.MAX_BYTES
    with pytest.raises(Refused) as no:
        store(PDF + b" " * files.MAX_BYTES)
    assert (no.value.code, no.value.facts) == ("core.file-too-large", {"megabytes": 10})


@pytest.mark.parametrize("size", [(8000, 7000), (10_000, 10_000), (60_000, 60_000)])
def test_a_bomb_of_pixels_is_refused(store: Store, photos: None, size: tuple[int, int]) -> None:
    small = picture("PNG", size=(1, 1))
    header = b"IHDR" + struct.pack(">II", *size) + small[24:29]
    bomb = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
    with pytest.raises(Refused) as no:
        store(bomb)
    assert no.value.code == "core.file-too-many-pixels"


def test_a_kind_of_subject_nobody_reads_stores_nothing(store: Store) -> None:
    files._READERS.clear()
    with pytest.raises(ValueError, match="Nobody may read"):
        store(PDF)
    files.register_scope("paper", lambda actor, subject_id: True)
    with pytest.raises(ValueError, match="two readers"):
        files.register_scope("paper", lambda actor, subject_id: False)


def test_what_a_rolled_back_command_left_is_swept_later(store: Store, settings: Any) -> None:
    kept = store(PDF)
    with pytest.raises(Refused):
        store(PDF, fail=True)
    root = Path(settings.MEDIA_ROOT)
    assert sum(path.is_file() for path in root.rglob("*")) == 2
    assert files.sweep(clock.now()) == 0  # it may belong to a command that still runs
    past = (clock.now() - dt.timedelta(days=2)).timestamp()
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (past, past))
    assert files.sweep(clock.now()) == 1
    assert on_disk(kept, settings) == PDF


def test_sweeping_nothing_is_fine(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "never-made")
    assert files.sweep(clock.now()) == 0


class TestServe:
    def get(self, key: str, person: int | None = 5) -> Any:
        request: Any = RequestFactory().get(f"/files/{key}/")
        request.actor = Actor("person", person)
        return files.serve(request, key)

    def test_whoever_may_read_the_subject_is_handed_the_file(self, store: Store) -> None:
        answer = self.get(store(PDF).key)
        assert b"".join(answer.streaming_content) == PDF
        answer.close()
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Disposition"].endswith(".pdf")
        assert "private" in answer["Cache-Control"]

    def test_a_title_is_only_a_name(self, store: Store) -> None:
        answer = self.get(store(PDF, title='a"\r\nSet-Cookie: x=1; /../../etc').key)
        answer.close()
        assert "Set-Cookie" not in answer.headers
        assert "\n" not in answer["Content-Disposition"]

    def test_out_of_reach_is_like_nothing(self, store: Store) -> None:
        key = store(PDF).key
        for person in (6, None):
            with pytest.raises(Http404):
                self.get(key, person)
        with pytest.raises(Http404):
            self.get("0" * 32)
        files._READERS.clear()
        with pytest.raises(Http404):
            self.get(key)

    def test_a_lost_file_is_not_found(self, store: Store, settings: Any) -> None:
        row = store(PDF)
        (Path(settings.MEDIA_ROOT) / row.key[:2] / row.key).unlink()
        with pytest.raises(Http404):
            self.get(row.key)

    def test_the_door_is_closed_to_strangers(self, store: Store, client: Client, make_user: Any) -> None:
        key = store(PDF).key
        assert client.get(f"/files/{key}/").status_code == 302
        client.force_login(make_user("otto"), backend="patrol_ops.core.signin.PhoneOrNameBackend")
        assert client.get(f"/files/{key}/").status_code == 404
        assert client.get("/files/..%2f..%2fetc%2fpasswd/").status_code == 404
        assert client.post(f"/files/{key}/").status_code == 405


def test_the_uploader_is_remembered(registries: None, at: dt.datetime, make_user: Callable[..., User]) -> None:
    lena = make_user("lena")
    files.register_scope("paper", lambda actor, subject_id: True)

    @dataclass(frozen=True, kw_only=True)
    class PaperKept(Event):
        file_id: int

    @command
    def keep_paper(*, actor: Actor, at: dt.datetime) -> StoredFile:
        row = files.store(io.BytesIO(PDF), "paper", 1, actor, at, "x" * 300)
        announce(PaperKept(at=at, file_id=row.pk), actor=actor)
        return row

    with time_machine.travel(at, tick=False):
        row = keep_paper(actor=Actor("person", lena.pk), at=at)
    assert (row.uploaded_by_id, row.uploaded_at, len(row.title)) == (lena.pk, at, 120)
    with pytest.raises(RuntimeError, match="inside a command"):
        files.store(io.BytesIO(PDF), "paper", 1, Actor.nobody(), at, "")
