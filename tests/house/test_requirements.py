"""A mark on a test claims a requirement that exists; the list of what is proven is drawn from the marks."""

from pathlib import Path

import pytest

from tools import requirements


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Two core requirements and an optional one, a decision, an exclusion, and a test file."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs" / "requirements.md").write_text(
        "### 1.7 Logs\n| ID | Area | App | Fit | The software must | Who |\n|---|---|---|---|---|---|\n"
        "| LOG-01 | logs | duty | C | Daily log. | x |\n| LOG-02 | logs | duty | C | Another. | x |\n"
        "| LOG-03 | logs | duty | O | Perhaps. | x |\n",
        "utf-8",
    )
    (tmp_path / "docs" / "decisions.md").write_text("| X51 | one log a day |\n", "utf-8")
    (tmp_path / "docs" / "boundaries.md").write_text("| E09 | never |\n", "utf-8")
    return tmp_path


def write(repo: Path, body: str) -> None:
    (repo / "tests" / "test_it.py").write_text(f"import pytest\n{body}", "utf-8")


def test_every_mark_claims_a_requirement_that_exists() -> None:
    assert requirements.faults() == []


def test_the_register_is_read_whole() -> None:
    register = requirements.register()

    assert len(register) == 351
    assert len({r.area for r in register.values()}) == 21
    assert {r.fit for r in register.values()} == {"C", "O", "A"}
    assert register["LOG-01"].fit == "C"


def test_marks_are_found_on_functions_classes_modules_and_cases(repo: Path) -> None:
    write(
        repo,
        'pytestmark = pytest.mark.req("X51")\n'
        '@pytest.mark.req("LOG-01", "LOG-02")\ndef test_a(): ...\n'
        '@pytest.mark.req("LOG-03")\nclass TestB:\n    def test_b(self): ...\n',
    )

    found = requirements.marks(repo)

    assert {number: len(tests) for number, tests in found.items()} == {"X51": 2, "LOG-01": 1, "LOG-02": 1, "LOG-03": 1}


def test_the_list_says_what_is_proven_and_what_is_not_yet(repo: Path) -> None:
    write(repo, '@pytest.mark.req("LOG-01")\ndef test_a(): ...\n')

    said = list(requirements.report(repo))

    assert "\nLogs: 1 of 2" in said
    assert "  not yet  LOG-02" in said
    assert said[-1] == "Core requirements proven by a marked test: 1 of 2"


@pytest.mark.parametrize(("number", "why"), [("E09", "is excluded"), ("LOG-99", "does not exist")])
def test_a_mark_that_claims_too_much_is_a_fault(repo: Path, number: str, why: str) -> None:
    write(repo, f'@pytest.mark.req("{number}")\ndef test_a(): ...\n')

    assert requirements.faults(repo) == [f"{number} {why}: tests/test_it.py::test_a"]
