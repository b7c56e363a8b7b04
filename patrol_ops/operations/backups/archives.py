"""One file with everything but the keys: the database, the uploads, and a manifest against which both are checked."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection

from patrol_ops.core import clock, secrets
from patrol_ops.operations import readiness
from patrol_ops.operations.backups import engines
from patrol_ops.operations.backups.engines import Failed

PRODUCT, FORMAT = "patrol-ops", 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
PROBE = "patrol-ops backup"
UNTOUCHED = "Nothing was written."
_PIECE = 1024 * 1024


# --- out ------------------------------------------------------------------------------------------------------------


def write(target: Path) -> dict[str, Any]:
    """Appears under its name only once it is whole, and is nobody else's to read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as room:
            dumped = Path(room) / DATABASE
            tables = engines.dump(dumped)
            with open(draft, "xb", opener=_private) as out:
                with tarfile.open(fileobj=out, mode="w") as tar:
                    digests = {DATABASE: _add(tar, dumped, DATABASE)}
                    # After the database: a file is on the disk before its row is, and goes after it.
                    for path, name in _uploads():
                        with suppress(FileNotFoundError):  # forgotten at this very moment
                            digests[name] = _add(tar, path, name)
                    manifest = _manifest(tables, digests)
                    _add_text(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                out.flush()
                os.fsync(out.fileno())
        os.replace(draft, target)
    except FileExistsError:
        raise Failed(f"{draft} is there already: another backup runs, or one was broken off. Remove it then.") from None
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return manifest


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _uploads() -> Iterator[tuple[Path, str]]:
    folder = Path(settings.MEDIA_ROOT)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, FILES + path.relative_to(folder).as_posix()


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    about = tarfile.TarInfo(name)
    about.size, about.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        read = _Digested(file)
        tar.addfile(about, read)
    return read.digest.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    body = text.encode()
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(body), 0o600
    tar.addfile(about, io.BytesIO(body))


class _Digested:
    """A file that is digested while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        digest = self.digest
        digest.update(piece)
        return piece


def _manifest(tables: dict[str, str], digests: dict[str, str]) -> dict[str, Any]:
    return {
        "product": PRODUCT,
        "format": FORMAT,
        "version": settings.VERSION,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "keys": "SECRET_KEY, FIELD_KEYS and INDEX_KEY are not in here. Without the last two this cannot be read.",
        # Whether they are the same is seen before anything is written; neither says anything about them.
        "known_by": {"index": secrets.blind_index(PROBE, "backup"), "field": secrets.encrypt(PROBE).hex()},
        "migrations": engines.applied(),
        "tables": tables,
        "files": digests,
    }


# --- and back -------------------------------------------------------------------------------------------------------


def read(source: Path) -> dict[str, Any]:
    """Looks through the whole of it and writes nothing: its manifest, once all is as that says."""
    found: dict[str, str] = {}
    manifest: Any = None
    with _opened(source) as tar:
        for about in tar:
            content = tar.extractfile(about) if about.isreg() else None
            if content is None or not _is_tame(about.name) or about.name in found:
                raise Failed(f"{source} holds what no backup holds: {about.name[:60]!r}. {UNTOUCHED}")
            if about.name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                found[about.name] = _digest(content)
    if not isinstance(manifest, dict) or manifest.get("product") != PRODUCT:
        raise Failed(f"{source} is no backup of this product. {UNTOUCHED}")
    _judge(manifest)
    wrong = sorted(n for n in found.keys() | manifest["files"].keys() if found.get(n) != manifest["files"].get(n))
    if wrong:
        raise Failed(f"{source} is damaged: {', '.join(wrong[:5])}. {UNTOUCHED}")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, mode="r:") as tar:
            yield tar
    except FileNotFoundError:
        raise Failed(f"{source} is not there.") from None
    except (tarfile.TarError, OSError, ValueError, EOFError):
        raise Failed(f"{source} is damaged, or no backup of this product. {UNTOUCHED}") from None


def _is_tame(name: str) -> bool:
    path = PurePosixPath(name)
    known = name in (MANIFEST, DATABASE) or name.startswith(FILES)
    return known and not path.is_absolute() and ".." not in path.parts


def _digest(content: IO[bytes]) -> str:
    read = _Digested(content)
    while read.read(_PIECE):
        pass
    return read.digest.hexdigest()


def _judge(manifest: dict[str, Any]) -> None:
    """Newer, of the other database, or under other keys: said before anything is touched."""
    newer = {tuple(row) for row in manifest.get("migrations", ())} - readiness.wanted()
    if manifest.get("format") != FORMAT or newer:
        version = manifest.get("version")
        raise Failed(f"This backup was made by a newer version ({version}). Install that one first. {UNTOUCHED}")
    if manifest["engine"] != connection.vendor:
        raise Failed(f"This is a backup of {manifest['engine']}; here is {connection.vendor}. {UNTOUCHED}")
    known = manifest["known_by"]
    if known["index"] != secrets.blind_index(PROBE, "backup"):
        raise Failed(f"INDEX_KEY is not the one under which this was made: nobody would be found again. {UNTOUCHED}")
    try:
        secrets.decrypt(bytes.fromhex(known["field"]))
    except (InvalidTag, ValueError):
        raise Failed(f"No key of FIELD_KEYS opens this: personal fields could not be read. {UNTOUCHED}") from None


def bring_back(source: Path, manifest: dict[str, Any]) -> None:
    """Into an empty database and an empty folder, and then looked at again."""
    folder = Path(settings.MEDIA_ROOT)
    if not engines.is_empty():
        raise Failed(f"The database is not empty. Restore into a new one. {UNTOUCHED}")
    if folder.is_dir() and any(folder.iterdir()):
        raise Failed(f"The folder of uploads (MEDIA_ROOT) is not empty. Move it away first. {UNTOUCHED}")
    beside = Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else None
    with tarfile.open(source, mode="r:") as tar, tempfile.TemporaryDirectory(dir=beside, prefix=".restore-") as room:
        dumped = Path(room) / DATABASE
        _unpack(tar, DATABASE, dumped)
        wrong = engines.load(dumped, manifest["tables"])
        for name, digest in manifest["files"].items():
            if name != DATABASE:
                path = folder / name.removeprefix(FILES)
                path.parent.mkdir(parents=True, exist_ok=True)
                _unpack(tar, name, path)
                with path.open("rb") as file:
                    wrong += [name] if _digest(file) != digest else []
    if wrong:
        raise Failed(f"What was restored is not what was backed up: {', '.join(wrong[:5])}. Do not use it.")


def _unpack(tar: tarfile.TarFile, name: str, into: Path) -> None:
    content = tar.extractfile(name)
    assert content is not None
    with open(into, "wb", opener=_private) as out:
        while piece := content.read(_PIECE):
            out.write(piece)
