"""Every page has its stem: one word for URL, view, template and test; every template and menu entry leads somewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from patrol_ops import menu
from patrol_ops.core import sockets
from patrol_ops.core.access import all_grants
from tests.house.reading import PACKAGES, ROOT, STOREYS

TEMPLATES = ROOT / "templates"
# Answers that are no page of their own, by URL name: why there is no template of that name.
NO_PAGE: dict[str, str] = {}
# Views that the ground answers under a shorter word.
ANSWERED_BY = {"file": "serve"}
# What the framework asks for by name.
BY_NAME = {"base.html", "404.html", "500.html", "403.html", "400.html", "403_csrf.html", "429.html"}


@dataclass(frozen=True)
class Route:
    name: str
    namespace: str
    view: Any

    @property
    def stem(self) -> str:
        return self.name.replace("-", "_")

    @property
    def full(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name


def routes(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield Route(pattern.name or "", namespace, pattern.callback)


def ours() -> list[Route]:
    """Pages and acts of our own; the library's views (schema, language) are not ours to name."""
    return [route for route in routes() if (route.view.__module__ or "").split(".")[0] in PACKAGES]


def pages() -> list[Route]:
    return [route for route in ours() if not route.namespace.startswith("api-")]


@cache
def said_in_tests() -> str:
    folders = [path for path in (ROOT / "tests").rglob("*.py") if "house" not in path.parts]
    return "\n".join(path.read_text("utf-8") for path in folders)


def test_every_path_has_a_name_and_a_view_of_that_stem() -> None:
    assert ours()
    for route in pages():
        assert route.name, route.view
        assert route.view.__name__ == ANSWERED_BY.get(route.full, route.stem), (
            f"{route.full} is answered by {route.view.__name__}"
        )


def test_no_name_is_given_twice() -> None:
    names = [route.full for route in ours() if route.name]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def draws(route: Route) -> bool:
    """Whether the view draws a page: an act or a part that only answers another page has no template."""
    source = Path(__import__(route.view.__module__, fromlist=["_"]).__file__ or "").read_text("utf-8")
    body = re.search(rf"^def {route.stem}\(.*?(?=^\S|\Z)", source, re.S | re.M)
    return body is not None and re.search(r"(?<![\w.])page\(", body.group()) is not None


def test_every_page_has_the_template_of_its_stem() -> None:
    missing = []
    for route in pages():
        app = route.namespace or "core"
        if route.full in NO_PAGE or not draws(route):
            continue
        if not (TEMPLATES / app / f"{route.stem}.html").exists():
            missing.append(f"{route.full} → templates/{app}/{route.stem}.html")

    assert missing == []


def test_every_path_is_walked_by_a_test() -> None:
    """By its name, its stem, or for the API the command's: ``duty:submit-patrol-log``, ``submit_patrol_log``."""
    unwalked = [
        r.full for r in ours() if r.full not in said_in_tests() and not re.search(rf"\b\w*{r.stem}", said_in_tests())
    ]

    assert unwalked == []


def used_templates() -> str:
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    sources += [path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}]
    return "\n".join(path.read_text("utf-8") for path in sources)


def test_every_template_is_used() -> None:
    said = used_templates()
    left = [
        name for path in TEMPLATES.rglob("*") if path.is_file()
        for name in [str(path.relative_to(TEMPLATES))]
        if name not in said and name not in BY_NAME and not name.startswith("django/")
    ]  # fmt: skip

    assert left == []


def test_every_template_can_be_read() -> None:
    for path in TEMPLATES.rglob("*.html"):
        get_template(str(path.relative_to(TEMPLATES)))


STYLED = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle=|\son[a-z]+=|javascript:""", re.I
)
REMOTE = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!\{)""", re.I)


def test_templates_keep_to_the_content_security_policy() -> None:
    """No inline script, no inline style, nothing from another machine."""
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}" for path in TEMPLATES.rglob("*.html")
        for pattern in (STYLED, REMOTE) for match in pattern.finditer(path.read_text("utf-8"))
    ]  # fmt: skip

    assert found == []


@pytest.mark.parametrize(
    "line", ["<script>go()</script>", '<a style="x">', '<b onclick="x()">', '<script src="https://cdn.example/x.js">']
)
def test_templates_keep_to_the_content_security_policy_bites(line: str) -> None:
    assert STYLED.search(line) or REMOTE.search(line)


def test_every_writing_form_is_guarded_and_works_without_javascript() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for form in re.finditer(r"<form\b[^>]*>.*?</form>", path.read_text("utf-8"), re.S):
            if re.search(r'method="post"', form.group(), re.I):
                assert "csrf_token" in form.group(), path.relative_to(ROOT)


def test_every_menu_entry_leads_somewhere() -> None:
    for entry in menu.ENTRIES:
        assert reverse(entry.url_name), entry.url_name


def test_every_panel_leads_somewhere_and_is_granted() -> None:
    for panel in sockets._PANELS:
        assert panel.permission in all_grants(), panel
        assert any(route.full == panel.url_name for route in ours()), panel


def test_every_url_namespace_is_an_app() -> None:
    assert {route.namespace.removeprefix("api-") for route in ours()} <= {"", *STOREYS}
