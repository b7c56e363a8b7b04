"""WeChat's built-in browser and Chrome 80 draw our pages: no newer script or style feature without a fallback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import django_htmx
import pytest

from tests.house.reading import ROOT

OWN_STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
OWN_SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
TABLER = ROOT / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"

# What came after Chrome 80, and since which version.
NEW_STYLES = {
    r"(?<![-\w])(?:row-|column-)?gap\s*:(?!\s*0)": "gap between flex items (84); grid-gap is old",
    r":(?:is|where|has)\(": "selector lists (88, 105)",
    r":focus-visible": "86; Chrome 80 drops the whole rule",
    r"(?<![-\w])inset(?:-inline|-block)?\s*:": "87",
    r"(?<![-\w])(?:margin|padding)-(?:inline|block)\s*:": "87",
    r"aspect-ratio\s*:": "88",
    r"\d(?:d|s|l)v[hw]\b": "108",
    r"@container|@layer|@property|@supports selector": "99 and later",
    r"color-mix\(|oklch\(|oklab\(|light-dark\(": "111 and later",
    r"accent-color\s*:|(?<![-\w])(?:translate|scale|rotate)\s*:": "93, 104",
    r"^\s*&": "nesting (112)",
    r"\d\s*<=?\s*width|width\s*[<>]": "ranges in media queries (104)",
}
NEW_SCRIPTS = {
    r"\?\?=|\|\|=|&&=": "logical assignment (85)",
    r"\?\.|\?\?": "80 itself; iOS 13.3 has neither",
    r"\.replaceAll\(": "85",
    r"\.at\(-?\d": "92",
    r"structuredClone|Object\.hasOwn|Promise\.any|crypto\.randomUUID|\.findLast": "92 and later",
    r"\.submitter\b": "81",
    r"^\s*(?:import|export)\s|^\s*await\s": "modules and top-level await",
    r"#\w+\s*[=(;]": "private names (84)",
    r"\d_\d": "numeric separators, easily forgotten",
    r"\.showModal\(|\.showPicker\(|\.requestSubmit\(|\.replaceChildren\(|navigator\.locks": "86 and later",
    r"new FormData\([^)]*,": "submitter argument (112)",
}
NEW_MARKUP = {
    r"<dialog\b": "needs script before 2022",
    r"\s(?:popover|inert|popovertarget)(?=[\s=>])": "102, 114",
    r"""class="[^"]*\b(?:[hv]stack|(?:row-|column-)?gap-\d)""": "gap between flex items (84): .po-buttons",
}


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/|{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", source, flags=re.S)


def found(path: Path, features: dict[str, str]) -> list[str]:
    source = without_comments(path.read_text("utf-8"))
    return [
        f"{path.relative_to(ROOT)}: {match.group().strip()!r}: {why}"
        for feature, why in features.items()
        for match in re.finditer(feature, source, re.M)
    ]


def test_our_styles_are_old_enough() -> None:
    assert OWN_STYLES
    assert [line for path in OWN_STYLES for line in found(path, NEW_STYLES)] == []


def test_our_scripts_are_old_enough() -> None:
    assert OWN_SCRIPTS
    assert [line for path in OWN_SCRIPTS for line in found(path, NEW_SCRIPTS)] == []


def test_our_templates_are_old_enough() -> None:
    assert [line for path in TEMPLATES for line in found(path, NEW_MARKUP)] == []


@pytest.mark.parametrize(
    ("features", "line"),
    [
        (NEW_STYLES, "a { gap: 1rem }"),
        (NEW_STYLES, ".x:has(b) { color: red }"),
        (NEW_STYLES, "a { inset: 0 }"),
        (NEW_STYLES, "a { height: 100dvh }"),
        (NEW_SCRIPTS, "a ??= b"),
        (NEW_SCRIPTS, "a?.b"),
        (NEW_SCRIPTS, "list.at(-1)"),
        (NEW_MARKUP, '<div class="d-flex gap-2">'),
        (NEW_MARKUP, "<div popover>"),
    ],
)
def test_the_search_bites(features: dict[str, str], line: str) -> None:
    assert any(re.search(feature, line, re.M) for feature in features)


# --- what we take from Tabler ---------------------------------------------------------------------------------------
# Tabler computes its colours with functions of 2023. static/css/app.css pins every one that a class of ours comes to
# need; this finds the next.

NEW_VALUE = re.compile(r"oklch|oklab|light-dark\(|color-mix")
UNREAD = re.compile(r":is\(|:where\(|:has\(|:focus-visible|dark|::file-selector")
Rule = tuple[str, list[tuple[str, str]]]


def rules(source: str) -> Iterator[Rule]:
    """Every innermost rule: its selectors and its declarations."""
    bare = re.sub(r"url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\)", "url()", without_comments(source))
    for selectors, body in re.findall(r"([^{};]+)\{([^{}]*)\}", bare):
        pairs = [declaration.partition(":")[::2] for declaration in body.split(";") if ":" in declaration]
        for selector in selectors.split(","):
            yield selector.strip(), [(name.strip(), value.strip()) for name, value in pairs]


def classes_of_ours() -> set[str]:
    said = {"form-control", "form-select", "form-check-input"}  # core.forms puts them on widgets
    for path in TEMPLATES:
        for names in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            said |= set(re.findall(r"(?<![\w-])[a-z][\w-]*", re.sub(r"{[{%].*?[%}]}", " ", names)))
    return {name for name in said if not name.startswith("po-")}


def is_new(value: str, variables: dict[str, str], seen: frozenset[str] = frozenset()) -> bool:
    """Whether ``value`` comes out as something Chrome 80 cannot read, through whatever variables."""
    if NEW_VALUE.search(value):
        return True
    names = set(re.findall(r"var\((--[\w-]+)", value)) - seen
    return any(is_new(variables.get(name, ""), variables, seen | {name}) for name in names)


def unreadable(tabler: str, own: str, classes: set[str]) -> list[str]:
    """Declarations of Tabler that our classes use, that Chrome 80 cannot read and that we do not say otherwise."""
    variables: dict[str, str] = {}
    for sheet in (tabler, own):
        for selector, pairs in rules(sheet):
            if ":root" in selector and "dark" not in selector:
                variables |= {name: value for name, value in pairs if name.startswith("--")}
    said = {(selector, name.split("-")[0]) for selector, pairs in rules(own) for name, _ in pairs}
    ours: list[Rule] = []
    local: dict[str, dict[str, str]] = {}
    for selector, pairs in rules(tabler):
        names = set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
        if names and names <= classes and not UNREAD.search(selector):
            ours.append((selector, pairs))
            first = re.split(r"[:\s>\[]", selector)[0]
            local.setdefault(first, {}).update({name: value for name, value in pairs if name.startswith("--")})
    return [
        f"{selector} {{ {name}: {value} }}"
        for selector, pairs in ours
        for name, value in pairs
        if not name.startswith("--")
        and (selector, name.split("-")[0]) not in said
        and is_new(value, variables | local.get(re.split(r"[:\s>\[]", selector)[0], {}))
    ]


def test_every_colour_we_take_from_tabler_is_pinned() -> None:
    if not TABLER.exists():
        pytest.fail("node_modules is missing: npm ci")
    own = (ROOT / "static" / "css" / "app.css").read_text("utf-8")

    assert unreadable(TABLER.read_text("utf-8"), own, classes_of_ours()) == []


def test_the_search_for_unpinned_colours_bites() -> None:
    tabler = (
        ":root{--a:oklch(1 0 0);--b:var(--a)}.card{color:var(--b)}.alert{--c:color-mix(in x,y);background:var(--c)}"
    )

    assert unreadable(tabler, "", {"card", "alert"}) == [".card { color: var(--b) }", ".alert { background: var(--c) }"]
    assert unreadable(tabler, ":root{--a:#fff}.alert{background:#eee}", {"card", "alert"}) == []


def test_every_class_of_ours_has_its_style() -> None:
    styled = {name for path in OWN_STYLES for name in re.findall(r"\.(po-[a-z-]+)", path.read_text("utf-8"))}
    whole = re.compile(r"(?<![\w/-])po-[a-z]+(?:-[a-z]+)*(?![-\w])")
    used = {name for path in TEMPLATES for name in whole.findall(path.read_text("utf-8"))}

    assert used - styled - {"po-js"} == set()


# --- weight ---------------------------------------------------------------------------------------------------------


def compressed(path: Path) -> bytes:
    return bytes(brotli.compress(path.read_bytes()))


def test_a_page_of_ours_is_light() -> None:
    """Tabler takes 56 kB of the 100 kB that a page may weigh compressed, htmx 15 kB; ours must leave room."""
    own = sum(len(compressed(ROOT / "static" / name)) for name in ("css/app.css", "js/app.js", "js/autosave.js"))
    both = len(compressed(TABLER)) + len(compressed(HTMX))

    assert own < 14_000
    assert own + both < 90_000
