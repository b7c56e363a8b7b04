"""The repository speaks of itself: no machine's paths, no registry, nothing left undone, drawings fresh."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from patrol_ops.management import drawing
from patrol_ops.management.commands import draw_house
from tests.house.reading import ROOT, tracked

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    "npmjs" + ".org",
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmmirror" + ".com",
    "tuna.tsinghua" + ".edu",
]
PATHS = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/opt/" + "wheels", "../sha" + "red"]
UNDONE = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:"]
# The office's first page is called that; requirements and decisions quote it in words.
TEXTS = {".py", ".md", ".html", ".txt", ".toml", ".yml", ".yaml", ".json", ".js", ".css", ".sh", ".in", ".po", ""}


def lines_with(words: list[str], paths: Iterator[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            found += [f"{path.name}:{number} {word}" for word in words if re.search(rf"(?<!\w){re.escape(word)}", line)]
    return found


def texts() -> Iterator[Path]:
    return (path for path in tracked() if path.suffix in TEXTS and path.name != "LICENSE")


def test_no_file_names_a_registry() -> None:
    """Lock files name digests; where packages come from is the machine's own setting."""
    assert lines_with(REGISTRIES, texts()) == []


def test_no_file_names_a_machines_path() -> None:
    assert lines_with(PATHS, texts()) == []


def test_nothing_is_left_undone() -> None:
    code = (path for path in texts() if path.suffix in {".py", ".html", ".js", ".css", ".sh"})

    assert lines_with(UNDONE, code) == []


def test_looking_through_the_files_bites(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(f"see {PATHS[0]}main\nfrom {REGISTRIES[0]}\n")

    assert len(lines_with([*PATHS, *REGISTRIES], iter([page]))) == 2


def test_the_drawings_are_fresh() -> None:
    call_command("draw_house", "--check")


def test_a_stale_drawing_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_house, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"grants\.md"):
        call_command("draw_house", "--check")

    call_command("draw_house")
    call_command("draw_house", "--check")

    (tmp_path / "grants.md").write_text("typed by hand")
    with pytest.raises(CommandError, match=r"grants\.md"):
        call_command("draw_house", "--check")


def test_every_machine_is_drawn() -> None:
    drawn = drawing.drawings()["stages.md"]

    assert drawing.machines()
    assert drawn.count("```mermaid") == len(drawing.machines())


def test_every_room_and_file_of_the_tree_is_where_the_house_says() -> None:
    for name in ("docs/house.md", "docs/glossary.md", "docs/underway.md", "CHANGELOG.md", "README.md", "LICENSE"):
        assert (ROOT / name).is_file(), name
    assert list((ROOT / "docs" / "adr").glob("[0-9][0-9][0-9][0-9]-*.md"))


def test_every_decision_record_has_the_same_four_parts() -> None:
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        text = path.read_text("utf-8")
        assert re.match(r"# \d{4} ", text), path.name
        for part in ("## Why", "## What", "## Instead of"):
            assert part in text, f"{path.name} lacks {part}"


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} → {target}"


def test_nothing_installs_from_outside_the_locks() -> None:
    """Every pin carries its digest; a second resolver never runs on somebody's machine."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = re.findall(r"^(\S+)==(\S+)", (ROOT / name).read_text("utf-8"), re.M)
        digests = (ROOT / name).read_text("utf-8").count("--hash=sha256:")
        assert pins
        assert digests >= len(pins)
