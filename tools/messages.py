"""Every message that people read, in Simplified Chinese, has a careful English translation; without GNU gettext.

python tools/messages.py missing                    what still wants a translation
python tools/messages.py add "中文" "English" …      one or more pairs (--context C for pgettext)
python tools/messages.py import FILE.tsv            the same from lines of 中文<TAB>English
python tools/messages.py check                      fails while anything is missing, fuzzy, different or left over
python tools/messages.py prune                      drops what no page and no module says any more
python tools/messages.py compile                    .po to .mo
"""

import argparse
import ast
import contextlib
import fcntl
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType
from django.utils.translation.template import blankout, templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("patrol_ops", "teams", "recruitment", "training", "duty", "discipline", "funding")
TEMPLATES = ("templates",)
SKIPPED = {"migrations", "__pycache__"}

CHINESE = re.compile(r"[\u3400-\u9fff]")
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")
# What a call says, by its name: positions of context, message and plural.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}

Key = tuple[str | None, str]


@dataclass
class Message:
    """Something the product says: its id, its plural if it has one, and where it is said."""

    key: Key
    plural: str | None = None
    places: list[str] = field(default_factory=list)


def _python_calls(source: str, origin: str) -> Iterator[tuple[Message, int]]:
    tree = ast.parse(source, origin)
    names = {name: name for name in _CALLS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname: alias.name for alias in node.names if alias.asname and alias.name in _CALLS}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in names:
            message = _said(node, _CALLS[names[called]])
            if message:
                yield message, node.lineno


def _said(node: ast.Call, positions: tuple[int | None, int, int | None]) -> Message | None:
    def text(position: int | None) -> str | None:
        if position is None or position >= len(node.args):
            return None
        argument = node.args[position]
        return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None

    context, singular, plural = (text(position) for position in positions)
    return Message((context, singular), plural) if singular else None


_TEMPLATE_CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\((?:[^'\")]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*\)")


def _template_calls(source: str, origin: str) -> Iterator[tuple[Message, int]]:
    code = templatize(source, origin)
    for match in _TEMPLATE_CALL.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        call = ast.parse("gettext" + match.group()[1:] if match.group()[0] == "_" else match.group(), mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            message = _said(call, _CALLS[call.func.id])
            if message:
                yield message, line


def _files(root: Path, folders: tuple[str, ...], patterns: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for pattern in patterns:
            for path in sorted((root / folder).rglob(pattern)):
                if not SKIPPED & set(path.relative_to(root).parts):
                    yield path


def _templates(root: Path) -> Iterator[Path]:
    return _files(root, TEMPLATES, ("*.html", "*.txt"))


def extract(root: Path = ROOT, lenient: bool = False) -> dict[Key, Message]:
    """Every message of our modules and templates; ``lenient`` passes over a file that cannot be read right now."""
    found: dict[Key, Message] = {}
    for path in [*_files(root, SOURCES, ("*.py",)), *_templates(root)]:
        source = path.read_text("utf-8")
        origin = str(path.relative_to(root))
        read = _python_calls if path.suffix == ".py" else _template_calls
        try:
            calls = list(read(source, origin))
        except SyntaxError:
            if not lenient:
                raise
            continue
        for message, line in calls:
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.append(f"{origin}:{line}")
    return found


_HIDDEN = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S
)
_MARKED = re.compile(r"(?:^\s*trans(?:late)?\s+|_\()(?:\"[^\"]*\"|'[^']*')\)?")


def unmarked(root: Path = ROOT) -> list[str]:
    """Chinese that stands in a template without being marked for translation."""
    problems = []
    for path in _templates(root):
        source = _HIDDEN.sub(lambda match: blankout(match.group(), "S"), path.read_text("utf-8"))
        for token in Lexer(source).tokenize():
            contents = "" if token.token_type == TokenType.COMMENT else token.contents
            if token.token_type != TokenType.TEXT:
                contents = _MARKED.sub("", contents)
            for offset, text in enumerate(contents.splitlines()):
                if CHINESE.search(text):
                    line = (token.lineno or 0) + offset
                    problems.append(f"not marked: {path.relative_to(root)}:{line} {text.strip()[:60]!r}")
    return problems


def catalogue_path(root: Path = ROOT) -> Path:
    return root / "locale" / "en" / "LC_MESSAGES" / "django.po"


def load(root: Path = ROOT) -> polib.POFile:
    path = catalogue_path(root)
    if path.exists():
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
    catalogue = polib.POFile(encoding="utf-8", wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "Patrol Ops",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def _replace(path: Path, write: Callable[[str], None]) -> None:
    """Write beside ``path`` and move over it: a reader sees the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    write(name)
    os.chmod(name, 0o644)
    os.replace(name, path)


@contextlib.contextmanager
def editing(root: Path = ROOT) -> Iterator[polib.POFile]:
    """The catalogue under a lock; sorted and replaced in one step at the end."""
    lock_path = root / "var" / "messages.lock"
    lock_path.parent.mkdir(exist_ok=True)
    with lock_path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = load(root)
        yield catalogue
        catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        _replace(catalogue_path(root), catalogue.save)
        compile_all(root)


def add(pairs: list[tuple[str, str]], root: Path = ROOT, context: str | None = None) -> None:
    """Put translations in, or over what stood there."""
    said = extract(root, lenient=True)
    with editing(root) as catalogue:
        entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
        for message, english in pairs:
            entry = entries.get((context, message))
            if entry is None:
                entry = polib.POEntry(msgid=message, msgctxt=context)
                entries[context, message] = entry
                catalogue.append(entry)
            plural = said[context, message].plural if (context, message) in said else None
            if plural:
                entry.msgid_plural, entry.msgstr_plural = plural, dict.fromkeys((0, 1), english)
            else:
                entry.msgstr = english
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


def prune(root: Path = ROOT) -> int:
    said = extract(root)
    with editing(root) as catalogue:
        left_over = [entry for entry in catalogue if entry.obsolete or (entry.msgctxt, entry.msgid) not in said]
        for entry in left_over:
            catalogue.remove(entry)
    return len(left_over)


def _faults(message: Message, entry: polib.POEntry | None) -> Iterator[str]:
    if entry is None:
        yield "missing"
        return
    translations = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not translations or not all(text.strip() for text in translations):
        yield "empty"
        return
    if entry.fuzzy:
        yield "fuzzy"
    places = sorted(set(_PLACES.findall(message.key[1])) | set(_PLACES.findall(message.plural or "")))
    for text in translations:
        if sorted(set(_PLACES.findall(text))) != places:
            yield f"placeholders differ ({', '.join(places) or 'none'}) in {text!r}"
        if CHINESE.search(text):
            yield f"still Chinese in {text!r}"


def missing(root: Path = ROOT) -> list[Message]:
    known = {(entry.msgctxt, entry.msgid): entry for entry in load(root) if not entry.obsolete}
    return [m for m in extract(root).values() if next(_faults(m, known.get(m.key)), "") in ("missing", "empty")]


def check(root: Path = ROOT) -> list[str]:
    """Everything that is wrong, a line each; nothing when all is well."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in load(root)}
    said = extract(root)
    problems = unmarked(root)
    for key, message in said.items():
        if not CHINESE.search(key[1]) and re.search("[A-Za-z]", key[1]):
            problems.append(f"message id is not Chinese: {key[1]!r} ({message.places[0]})")
        problems += [f"{fault}: {key[1]!r} ({message.places[0]})" for fault in _faults(message, known.get(key))]
    left_over = [key for key, entry in known.items() if entry.obsolete or key not in said]
    return problems + [f"obsolete: {msgid!r}" for _, msgid in left_over]


def compile_all(root: Path = ROOT) -> None:
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(str(path), encoding="utf-8")
        _replace(path.with_suffix(".mo"), catalogue.save_as_mofile)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Lines of 中文<TAB>English; ``\\n`` inside stands for a new line, empty lines are passed over."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    pairs = [tuple(part.replace("\\n", "\n") for part in line.split("\t")) for line in lines]
    wrong = [pair for pair in pairs if len(pair) != 2]
    if wrong:
        raise SystemExit(f"Not 中文<TAB>English: {wrong[0]!r}")
    return [(pair[0], pair[1]) for pair in pairs]


def main(arguments: list[str], root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=("check", "missing", "add", "import", "prune", "compile"))
    parser.add_argument("texts", nargs="*")
    parser.add_argument("--context")
    given = parser.parse_args(arguments)
    if given.act == "add":
        if not given.texts or len(given.texts) % 2:
            parser.error("pairs are wanted: 中文 English …")
        add(list(zip(given.texts[::2], given.texts[1::2], strict=True)), root, given.context)
    elif given.act == "import":
        add([pair for name in given.texts for pair in read_pairs(Path(name))], root, given.context)
    elif given.act == "prune":
        print(f"{prune(root)} dropped")
    elif given.act == "compile":
        compile_all(root)
    elif given.act == "missing":
        for message in missing(root):
            print(message.key[1].replace("\n", "\\n"), message.places[0], sep="\t")
    else:
        problems = check(root)
        print("\n".join(problems) or "Every message is translated.")
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
