"""Nobody who reads English meets an untranslated sentence, and nothing is translated that nobody says."""

from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A small repository with one module and one page."""
    (tmp_path / "duty").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "duty" / "wording.py").write_text(
        "from django.utils.translation import gettext_lazy as _, pgettext\n"
        'SENTENCES = {"a": _("数值要在 {minimum} 到 "\n    "{maximum} 之间。"), "b": pgettext("动词", "记录")}\n',
        "utf-8",
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}<h1>{% translate "写日志" %}</h1>{{ x|default:_("没有") }}\n'
        '{% include "c.html" with title=_("巡防队") %}\n'
        "{% blocktranslate trimmed with n=x %}\n  共 {{ n }} 人\n{% endblocktranslate %}\n",
        "utf-8",
    )
    return tmp_path


def test_every_message_of_the_product_is_translated() -> None:
    assert messages.check() == []


def test_extract_finds_what_modules_and_templates_say(repo: Path) -> None:
    said = messages.extract(repo)

    assert set(said) == {
        (None, "数值要在 {minimum} 到 {maximum} 之间。"),
        ("动词", "记录"),
        (None, "写日志"),
        (None, "没有"),
        (None, "巡防队"),
        (None, "共 %(n)s 人"),
    }
    assert said[None, "共 %(n)s 人"].places == ["templates/page.html:3"]


def test_add_translates_and_compiles(repo: Path) -> None:
    assert messages.main(["add", "写日志", "Write the log", "巡防队", "Patrol team"], repo) == 0
    assert messages.main(["add", "记录", "Record", "--context", "动词"], repo) == 0

    compiled = polib.mofile(str(messages.catalogue_path(repo).with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {
        "写日志": "Write the log",
        "巡防队": "Patrol team",
        "记录": "Record",
    }
    assert [entry.msgid for entry in messages.load(repo)] == sorted(["写日志", "巡防队", "记录"])


def test_import_reads_lines_and_missing_lists_the_rest(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "pairs.tsv").write_text("写日志\tWrite the log\n\n没有\tNone\n巡防队\tPatrol team\n", "utf-8")

    messages.main(["import", str(repo / "pairs.tsv")], repo)
    messages.main(["missing"], repo)

    listed = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert sorted(listed) == sorted(["数值要在 {minimum} 到 {maximum} 之间。", "记录", "共 %(n)s 人"])


@pytest.mark.parametrize(
    ("english", "complaint"),
    [
        ("", "empty"),
        ("In all people", "placeholders differ"),
        ("In all %(m)s people", "placeholders differ"),
        ("共 %(n)s people", "still Chinese"),
    ],
)
def test_check_sees_a_bad_translation(repo: Path, english: str, complaint: str) -> None:
    messages.add([("共 %(n)s 人", english)], repo)

    assert any(line.startswith(complaint) and "共 %(n)s 人" in line for line in messages.check(repo))


def test_check_sees_what_is_missing_fuzzy_left_over_or_unmarked(repo: Path) -> None:
    messages.add([("写日志", "Write the log"), ("旧话", "Old words")], repo)
    with messages.editing(repo) as catalogue:
        catalogue.find("写日志").flags.append("fuzzy")
    (repo / "templates" / "bare.html").write_text(
        '<p>没有标记</p>{% include "c.html" with title="也没有" %}{# 注释 #}{% comment %}说明{% endcomment %}', "utf-8"
    )

    problems = messages.check(repo)

    assert "obsolete: '旧话'" in problems
    assert any(line.startswith("fuzzy: '写日志'") for line in problems)
    assert any(line.startswith("missing: '没有'") for line in problems)
    assert [line.split(" ")[3] for line in problems if line.startswith("not marked")] == [
        "'<p>没有标记</p>'",
        "'include",
    ]
    assert messages.main(["check"], repo) == 1


def test_check_wants_chinese_message_ids(repo: Path) -> None:
    (repo / "templates" / "english.html").write_text('{% translate "Save" %}', "utf-8")

    assert any("message id is not Chinese: 'Save'" in line for line in messages.check(repo))


def test_prune_drops_what_nobody_says(repo: Path) -> None:
    messages.add([("写日志", "Write the log"), ("旧话", "Old words")], repo)

    assert messages.prune(repo) == 1
    assert [entry.msgid for entry in messages.load(repo)] == ["写日志"]


def test_add_passes_over_a_module_in_the_middle_of_an_edit(repo: Path) -> None:
    (repo / "duty" / "broken.py").write_text("def (", "utf-8")

    messages.add([("写日志", "Write the log")], repo)

    assert messages.load(repo).find("写日志").msgstr == "Write the log"
