"""Uploads: kind sniffed from the bytes, size bounded, metadata gone, served only through the subject's scope.

Beside them what the product itself made for somebody, for a term.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Callable
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps, UnidentifiedImageError

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import inside
from patrol_ops.core.html import Request
from patrol_ops.core.models import StoredFile
from patrol_ops.core.policy import parameter
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import seal, unseal
from patrol_ops.core.sheets.writing import XLSX

PHOTOS_ALLOWED = parameter("photos.allowed", False)
MEGABYTES = 10
MAX_BYTES = MEGABYTES * 1024 * 1024
MAX_PIXELS = 50_000_000
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf", XLSX: "xlsx"}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}

# Whether this actor may read the files of this subject.
Reader = Callable[[Actor, int], bool]
_READERS: dict[str, Reader] = {}
_TERMS: dict[str, dt.timedelta] = {}


class TooLarge(FileUploadHandler):
    """Lets files pass up to the bound of the whole site; what is larger is neither kept nor held in memory.

    It stands first among the handlers; whoever asks for a file that is gone is told by ``too_large``.
    """

    limit = 21 * 1024 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.limit:
            assert self.request is not None
            self.request.META["patrol.file_too_large"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was larger than anything the site takes."""
    return bool(request.POST is not None and request.META.get("patrol.file_too_large"))


def register_scope(subject_type: str, reader: Reader, *, term: dt.timedelta | None = None) -> None:
    """Say who reads the files of a kind of subject, and for how long they are kept if not as long as it; a kind nobody
    spoke for is read by nobody."""
    if _READERS.setdefault(subject_type, reader) is not reader:
        raise ValueError(f"{subject_type} has two readers")
    if term is not None:
        _TERMS[subject_type] = term


def store(
    upload: UploadedFile[Any] | IO[bytes],
    subject_type: str,
    subject_id: int,
    actor: Actor,
    at: dt.datetime,
    title: str,
    path: str = "",
) -> StoredFile:
    """Keep an upload for a subject, inside the command that wants it; ``path`` is the place whose policy holds."""
    inside("store()")
    if subject_type not in _READERS:
        raise ValueError(f"Nobody may read files of {subject_type}")
    upload.seek(0)
    body = upload.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise Refused("core.file-too-large", field="file", megabytes=MEGABYTES)
    content_type = sniff(body)
    if content_type is None:
        raise Refused("core.file-kind", field="file")
    if content_type in _FORMATS:
        if not PHOTOS_ALLOWED.on(at.date(), path):
            raise Refused("core.photos-off", field="file")
        body = _bare_picture(body, content_type)
    key = uuid.uuid4().hex
    default_storage.save(_place(key), ContentFile(body))
    return StoredFile.objects.create(
        key=key,
        digest=hashlib.sha256(body).hexdigest(),
        content_type=content_type,
        size=len(body),
        title=title.strip()[:120],
        subject_type=subject_type,
        subject_id=subject_id,
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
    )


def keep(
    made: IO[bytes], subject_type: str, subject_id: int, content_type: str, title: str, at: dt.datetime
) -> StoredFile:
    """Keep for its term what the product itself made, inside the command that wants it. It may hold what stands
    encrypted in the database, so it is encrypted here, too."""
    inside("keep()")
    if subject_type not in _TERMS:
        raise ValueError(f"Files of {subject_type} have no term")
    key = uuid.uuid4().hex
    made.seek(0)
    body = made.read()
    default_storage.save(_place(key), ContentFile(seal(body)))
    return StoredFile.objects.create(
        key=key,
        digest=hashlib.sha256(body).hexdigest(),
        content_type=content_type,
        size=len(body),
        title=title[:120],
        subject_type=subject_type,
        subject_id=subject_id,
        uploaded_at=at,
    )


def _over(now: dt.datetime) -> QuerySet[StoredFile]:
    """What has been kept for its term."""
    over = Q(pk__in=())
    for subject_type, term in _TERMS.items():
        over |= Q(subject_type=subject_type, uploaded_at__lte=now - term)
    return StoredFile.objects.filter(over)


def sniff(body: bytes) -> str | None:
    """What the bytes are, whatever the name or the browser says."""
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    return None


def _bare_picture(body: bytes, content_type: str) -> bytes:
    """The same picture drawn anew: where and with what it was taken is gone."""
    kind = _FORMATS[content_type]
    try:
        with Image.open(io.BytesIO(body), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused("core.file-too-many-pixels", field="file")
            upright = ImageOps.exif_transpose(picture)
            clear = content_type != "image/jpeg" and upright.has_transparency_data
            pixels = upright.convert("RGBA" if clear else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("core.file-too-many-pixels", field="file") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Refused("core.file-broken", field="file") from None
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    bare.save(out, kind, quality=85)
    return out.getvalue()


def _place(key: str) -> str:
    return f"{key[:2]}/{key}"


@require_safe
def serve(request: Request, key: str) -> HttpResponseBase:
    """The file, for whoever may read its subject; for anybody else there is none."""
    row = StoredFile.objects.filter(key=key).first()
    reader = _READERS.get(row.subject_type) if row else None
    if row is None or reader is None or not reader(request.actor, row.subject_id):
        raise Http404
    term = _TERMS.get(row.subject_type)
    if term is not None and row.uploaded_at <= clock.now() - term:
        raise Http404
    try:
        stream: IO[bytes] = default_storage.open(_place(row.key))
    except FileNotFoundError:
        raise Http404 from None
    if term is not None:
        with stream:
            stream = io.BytesIO(unseal(stream.read()))
    name = f"{row.title or row.key[:8]}.{_ENDINGS[row.content_type]}"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=row.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store" if term is not None else "private, max-age=300"
    return response


def sweep(now: dt.datetime) -> int:
    """Remove what has been kept for its term, and what a rolled-back command left on the disk: files of yesterday and
    before that no row knows."""
    removed = 0
    for row in list(_over(now)):
        row.delete()
        default_storage.delete(_place(row.key))
        removed += 1
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    for folder in folders:
        keys = default_storage.listdir(folder)[1]
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        for key in keys:
            place = f"{folder}/{key}"
            old = default_storage.get_modified_time(place) < now - dt.timedelta(days=1)
            if old and len(key) == 32 and key not in known:
                default_storage.delete(place)
                removed += 1
    return removed
