"""How a view answers: whole pages and parts, redirects that scripts understand, and every way of saying no."""

from __future__ import annotations

import copy
import datetime as dt
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from patrol_ops.core import autosave, html
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage

KEY = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture
def ask() -> Callable[..., Any]:
    """A request as the middleware leaves it, signed in by nobody."""

    def make(
        method: str = "get", path: str = "/teams/", data: Any = None, htmx: str | None = None, **headers: str
    ) -> Any:
        if htmx is not None:
            headers |= {"HX-Request": "true", "HX-Target": htmx}
        request = getattr(RequestFactory(), method)(path, data or {}, headers=headers)
        request.htmx = HtmxDetails(request)
        request.actor = Actor.nobody()
        request.user = User()
        return request

    return make


@pytest.fixture
def sample(settings: Any, tmp_path: Path) -> str:
    """A page with one part."""
    (tmp_path / "sample.html").write_text(
        "{% load partials %}<html>{% partialdef rows inline %}<ul id='rows'>{{ word }}</ul>{% endpartialdef %}</html>"
    )
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    return "sample.html"


def test_page_is_whole_for_a_plain_request(ask: Any, sample: str) -> None:
    response = page(ask(), sample, {"word": "<b>"}, part="rows", status=422)

    assert response.content.decode() == "<html><ul id='rows'>&lt;b&gt;</ul></html>"
    assert response.status_code == 422
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in response["Vary"].split(",")}


def test_page_is_the_part_that_htmx_asks_for(ask: Any, sample: str) -> None:
    for parts in ("rows", ("other", "rows")):
        assert page(ask(htmx="rows"), sample, {"word": "x"}, part=parts).content == b"<ul id='rows'>x</ul>"


def test_page_is_whole_when_htmx_asks_for_another_part_or_restores_history(ask: Any, sample: str) -> None:
    assert page(ask(htmx="elsewhere"), sample, part="rows").content.startswith(b"<html>")
    restored = ask(htmx="rows", **{"HX-History-Restore-Request": "true"})
    assert page(restored, sample, part="rows").content.startswith(b"<html>")


@pytest.mark.django_db
def test_done_redirects_and_says_which_form_was_taken(ask: Any, make_user: Any, at: dt.datetime) -> None:
    request = ask("post", data={"idempotency_key": KEY})
    request.user = make_user("lena")
    autosave.keep(request.user.pk, "form", "1", {"idempotency_key": [KEY]}, 1, at)
    autosave.keep(request.user.pk, "form", "2", {"idempotency_key": [str(uuid.UUID(int=7))]}, 1, at)

    response = done(request, "sign-in")

    assert autosave.latest(request.user.pk, "form", "1") is None
    assert autosave.latest(request.user.pk, "form", "2")

    assert (response.status_code, response["Location"]) == (302, reverse("sign-in"))
    assert response.cookies[html.SENT_COOKIE].value == KEY


@pytest.mark.parametrize("headers", [{"htmx": "form"}, {"X-Kept-Form": "1"}])
def test_done_tells_scripts_where_to_go(ask: Any, headers: dict[str, str]) -> None:
    response = done(ask("post", **headers), "file", key="abc")

    assert response.status_code == 200
    assert response["HX-Redirect"] == reverse("file", kwargs={"key": "abc"})
    assert html.SENT_COOKIE not in response.cookies


@pytest.mark.parametrize("made_up", ["", "x", "'; drop", KEY.upper(), "6f9619ff8b864d01b42d00cf4fc964ff"])
def test_done_repeats_no_made_up_key(ask: Any, made_up: str) -> None:
    assert html.SENT_COOKIE not in done(ask("post", data={"idempotency_key": made_up}), "sign-in").cookies


@pytest.mark.parametrize("good", [KEY, str(uuid.UUID(int=7))])
def test_is_key(good: str) -> None:
    assert html.is_key(good)


# --- refusals -------------------------------------------------------------------------------------------------------


def refusing(refused: Refused) -> Callable[..., HttpResponse]:
    @answering_refusals
    def view(request: Request) -> HttpResponse:
        raise refused

    return view


def test_answering_refusals_lets_a_good_answer_pass(ask: Any) -> None:
    @answering_refusals
    def view(request: Request, number: int) -> HttpResponse:
        return HttpResponse(str(number))

    assert view(ask(), number=7).content == b"7"


def test_answering_refusals_hides_what_is_out_of_reach(ask: Any) -> None:
    with pytest.raises(Http404):
        refusing(NotPermitted())(ask())


@pytest.mark.parametrize(
    ("refused", "status", "said"),
    [
        (WrongStage("review", "reviewed"), 409, "情况已经变化"),
        (Refused("core.policy-out-of-bounds", minimum=1, maximum=9), 422, "数值要在 1 到 9 之间。"),
    ],
)
def test_answering_refusals_says_why(ask: Any, refused: Refused, status: int, said: str) -> None:
    response = refusing(refused)(ask("post", Referer="http://testserver/duty/logs/7/?tab=2"))

    assert response.status_code == status
    assert said in response.content.decode()
    assert 'href="/duty/logs/7/?tab=2"' in response.content.decode()


def test_answering_refusals_leads_nobody_to_another_site(ask: Any) -> None:
    response = refusing(WrongStage("a", "b"))(ask("post", Referer="https://evil.example/x"))

    assert "evil.example" not in response.content.decode()


def test_answering_refusals_speaks_at_the_top_of_the_page_for_htmx(ask: Any) -> None:
    response = refusing(WrongStage("a", "b"))(ask("post", htmx="row-7"))

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#said"
    assert response.content.decode().count("<html") == 0


# --- when something is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handler", "exception", "status", "said"),
    [
        (html.bad_request, SuspiciousOperation("x"), 400, "没有读懂"),
        (html.bad_request, RequestDataTooBig("x"), 413, "内容太大"),
        (html.forbidden, PermissionError("secret"), 403, "这里看不了"),
        (html.not_found, Http404("secret"), 404, "没有找到"),
    ],
)
def test_errors_are_designed_pages_and_problems(
    ask: Any, handler: Callable[[HttpRequest, Exception], HttpResponse], exception: Exception, status: int, said: str
) -> None:
    drawn = handler(ask(), exception)
    assert drawn.status_code == status
    assert said in drawn.content.decode()
    assert "secret" not in drawn.content.decode()

    problem = handler(ask(path="/api/v1/x/"), exception)
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["status"] == problem.status_code == status


def test_server_error_needs_no_database(ask: Any) -> None:
    response = html.server_error(ask())

    assert response.status_code == 500
    assert "系统出了问题" in response.content.decode()


def post_stale(client: Client, **headers: str) -> str:
    body = {"csrfmiddlewaretoken": "stale", "note": 'a "quoted" <b>', "walked": ["1", "2"]}
    response = client.post(reverse("autosave"), body, headers=headers)
    assert response.status_code == 403
    return str(response.content.decode())


def test_csrf_failure_keeps_what_was_typed_on_a_page_of_ours() -> None:
    drawn = post_stale(Client(enforce_csrf_checks=True), Origin="http://testserver")

    assert '<input type="hidden" name="note" value="a &quot;quoted&quot; &lt;b&gt;">' in drawn
    assert '<input type="hidden" name="walked" value="2">' in drawn
    assert "stale" not in drawn


def test_csrf_failure_offers_nothing_of_another_site() -> None:
    for headers in ({"Origin": "https://evil.example"}, {}):
        drawn = post_stale(Client(enforce_csrf_checks=True), **headers)
        assert "quoted" not in drawn


def test_csrf_failure_never_repeats_a_password() -> None:
    client = Client(enforce_csrf_checks=True)
    body = {"username": "lena", "password": "geheim"}
    response = client.post(reverse("sign-in"), body, headers={"Origin": "http://testserver"})

    assert response.status_code == 403
    assert "geheim" not in response.content.decode()
    assert 'name="username"' not in response.content.decode()


# --- small doors ----------------------------------------------------------------------------------------------------


def test_set_type_size_is_remembered_and_leads_back() -> None:
    client = Client()
    response = client.post(reverse("set-type-size"), {"size": "large", "next": "/sign-in/?next=/"})

    assert response["Location"] == "/sign-in/?next=/"
    assert 'class="po-large"' in client.get(reverse("sign-in")).content.decode()

    client.post(reverse("set-type-size"), {"size": "normal"})
    assert "po-large" not in client.get(reverse("sign-in")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_set_type_size_leads_nobody_away(elsewhere: str) -> None:
    assert Client().post(reverse("set-type-size"), {"next": elsewhere})["Location"] == "/"


def test_service_worker_knows_its_files() -> None:
    response = Client().get(reverse("service-worker"))
    first, worker = response.content.decode().split("\n", 1)

    files = json.loads(first.removeprefix("const FILES = ").removesuffix(";"))
    assert files[0] == reverse("offline")
    assert {Path(name).name.split(".")[0] for name in files[1:]} >= {"tabler", "app", "autosave"}
    assert "PAGES_CACHE" in worker
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"


def test_offline_says_so_and_names_nobody(make_user: Callable[..., User]) -> None:
    client = Client()
    client.force_login(make_user("lena", name="李娜"), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    drawn = client.get(reverse("offline")).content.decode()

    assert "未联网" in drawn
    assert "李娜" not in drawn
