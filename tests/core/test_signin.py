"""Logins: by phone or name, opened by a slip, closed at once, guarded against guessing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from patrol_ops.core import autosave, signin
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import JournalEntry, LoginSlip, PolicyValue, User
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.signin import PhoneOrNameBackend, change_password, claim_login, normalise_phone, phone_index
from patrol_ops.core.wording import say

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

PHONE, PASSWORD, NEW = "13812345678", "harbour-wall-7", "lantern-street-9"
BACKEND = "patrol_ops.core.signin.PhoneOrNameBackend"


@pytest.fixture
def lena(make_user: Callable[..., User]) -> User:
    return make_user("lena", PASSWORD, phone=PHONE, phone_index=phone_index(PHONE))


@pytest.fixture
def slip(registries: None, at: dt.datetime) -> Callable[..., str]:
    @dataclass(frozen=True, kw_only=True)
    class SlipMade(Event):
        user_id: int

    @command
    def make(*, actor: Actor, user: User, at: dt.datetime) -> str:
        announce(SlipMade(at=at, user_id=user.pk), actor=actor)
        return signin.make_slip(user, None, at)

    return lambda user, at=at: make(actor=Actor.system("tests"), user=user, at=at)


@pytest.fixture
def close(registries: None) -> Callable[..., None]:
    @dataclass(frozen=True, kw_only=True)
    class LoginClosed(Event):
        user_id: int

    @command
    def close_it(*, actor: Actor, user: User, at: dt.datetime) -> None:
        announce(LoginClosed(at=at, user_id=user.pk), actor=actor)
        signin.close_login(user, at)

    return lambda user, at: close_it(actor=Actor.system("tests"), user=user, at=at)


def claim(code: str, at: dt.datetime, *, password: str = NEW, username: str | None = None) -> User:
    return claim_login(actor=Actor.public(), code=code, username=username, password=password, at=at)


# --- numbers and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "+8613812345678",
        "+86 138-1234-5678",
        "8613812345678",
        "008613812345678",
        "１３８１２３４５６７８",
        "(+86) 13812345678",
        "138\u200b12345678",
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalise_phone(typed) == PHONE


@pytest.mark.parametrize(
    "typed", ["", "1381234567", "138123456789", "12812345678", "0371-6612345", "lena", "8612345678901"]
)
def test_what_is_no_mobile_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused) as no:
        normalise_phone(typed, field="mobile")
    assert (no.value.code, no.value.field, no.value.facts) == ("core.phone-invalid", "mobile", {})


@pytest.mark.parametrize("typed", ["lena", "LENA", " lena ", PHONE, "+86 138 1234 5678"])
def test_signing_in_by_name_or_number(lena: User, typed: str) -> None:
    assert PhoneOrNameBackend().authenticate(None, username=typed, password=PASSWORD) == lena


def test_what_does_not_sign_in(lena: User, make_user: Callable[..., User]) -> None:
    make_user("closed", PASSWORD, is_active=False)
    make_user("unclaimed")
    backend = PhoneOrNameBackend()
    for name, password in (
        ("lena", "wrong"),
        ("lena", ""),
        ("", PASSWORD),
        (None, None),
        ("nobody", PASSWORD),
        ("13900000000", PASSWORD),
        ("closed", PASSWORD),
        ("unclaimed", ""),
        ("unclaimed", "!"),
        ("lena\x00", "wrong"),
        ("\x00", PASSWORD),
        ("x" * 5000, PASSWORD),
    ):
        assert backend.authenticate(None, username=name, password=password) is None


def test_a_name_that_looks_like_a_number_yields_to_its_owner(lena: User, make_user: Callable[..., User]) -> None:
    make_user(PHONE, "another-password-1")
    assert signin.find_login(PHONE) == lena


def test_an_unknown_name_costs_as_much_as_a_wrong_password(lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        original = signin.User.set_password
        monkeypatch.setattr(User, "set_password", lambda user, raw: (hashed.append(raw), original(user, raw))[1])
        PhoneOrNameBackend().authenticate(None, username="nobody", password="wrong")
    assert hashed == ["wrong"]


def test_a_closed_login_is_no_session(lena: User) -> None:
    backend = PhoneOrNameBackend()
    assert backend.get_user(lena.pk) == lena
    User.objects.update(is_active=False)
    assert backend.get_user(lena.pk) is None
    assert backend.get_user(0) is None


# --- slips ----------------------------------------------------------------------------------------------------------


def test_a_slip_is_told_once_and_kept_only_as_a_digest(lena: User, slip: Callable[..., str], at: dt.datetime) -> None:
    code = slip(lena)
    marks = code.replace("-", "")
    assert len(marks) == 10
    assert set(marks) <= set(signin.CODE_MARKS)
    assert not set("01258BILOSZ") & set(signin.CODE_MARKS)
    row = LoginSlip.objects.get()
    assert row.expires_at == at + dt.timedelta(hours=72)
    assert marks not in str(LoginSlip.objects.values().get())
    assert marks not in str(list(JournalEntry.objects.values()))


def test_a_slip_opens_the_login_once(make_user: Callable[..., User], slip: Callable[..., str], at: dt.datetime) -> None:
    mara = make_user("m-17", phone=PHONE, phone_index=phone_index(PHONE), is_active=False, closed_at=at)
    code = slip(mara)
    claimed = claim(code.lower().replace("-", " "), at, username=" Mara ")
    assert claimed == mara
    mara.refresh_from_db()
    assert (mara.username, mara.is_active, mara.closed_at, mara.opened_at) == ("mara", True, None, at)
    assert PhoneOrNameBackend().authenticate(None, username=PHONE, password=NEW) == mara
    entry = JournalEntry.objects.get(act="core.login_claimed")
    assert (entry.actor_kind, entry.subject_type, entry.subject_id) == ("public", "user", mara.pk)
    with pytest.raises(Refused):
        claim(code, at)
    assert JournalEntry.objects.filter(act="core.login_claimed").count() == 1


def test_wrong_used_void_and_expired_are_one_no(lena: User, slip: Callable[..., str], at: dt.datetime) -> None:
    void = slip(lena)
    used = slip(lena)
    claim(used, at)
    expired = slip(lena)
    for code, moment in ((void, at), (used, at), (expired, at + dt.timedelta(hours=72)), ("ACDEF-GHJKM", at), ("", at)):
        with pytest.raises(Refused) as no:
            claim(code, moment)
        assert (no.value.code, no.value.field, no.value.facts) == ("core.slip-unusable", "code", {})
    assert claim(expired, at + dt.timedelta(hours=71, minutes=59)) == lena


def test_how_long_a_slip_holds_is_policy(lena: User, slip: Callable[..., str], at: dt.datetime) -> None:
    PolicyValue.objects.create(key="login.slip_hours", value=2, since=at.date(), set_at=at)
    code = slip(lena)
    with pytest.raises(Refused):
        claim(code, at + dt.timedelta(hours=2))


@pytest.mark.parametrize(
    "name", ["ab", "x" * 31, "12345678", PHONE, "a b c", "<b>mara</b>", "110105199003071234", "豫a12345"]
)
def test_a_user_name_is_a_name(lena: User, slip: Callable[..., str], at: dt.datetime, name: str) -> None:
    code = slip(lena)
    with pytest.raises(Refused) as no:
        claim(code, at, username=name)
    assert no.value.code == "core.username-invalid"
    assert claim(code, at) == lena  # the slip is still good


def test_a_user_name_is_taken_once(
    lena: User, slip: Callable[..., str], at: dt.datetime, make_user: Callable[..., User]
) -> None:
    code = slip(make_user("otto"))
    with pytest.raises(Refused) as no:
        claim(code, at, username="LENA")
    assert (no.value.code, no.value.field) == ("core.username-taken", "username")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("x7-b", "short"),
        ("password", "common"),
        ("lena-harbour", "similar"),
        (PHONE, "similar"),
        ("9" + PHONE, "similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    lena: User, slip: Callable[..., str], at: dt.datetime, password: str, why: str
) -> None:
    User.objects.update(username="lena-harbour")
    code = slip(lena)
    with pytest.raises(Refused) as no:
        claim(code, at, password=password)
    assert (no.value.code, no.value.field) == ("core.password-weak", "new_password1")
    assert no.value.facts == {"why": f"core.password-too-{why}"}
    assert say(no.value.code, **no.value.facts).startswith("密码不够安全：")
    assert not JournalEntry.objects.filter(act="core.login_claimed").exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_with_one_slip_claim_once(
    lena: User, slip: Callable[..., str], at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    code = slip(lena)
    results = at_once(*[lambda: claim(code, at) for _ in range(4)])
    assert sum(result == lena for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_who_want_one_name_at_once(
    slip: Callable[..., str], at: dt.datetime, at_once: Callable[..., list[Any]], make_user: Callable[..., User]
) -> None:
    codes = [slip(make_user(f"m-{n}")) for n in range(4)]
    results = at_once(*[lambda code=code: claim(code, at, username="mara") for code in codes])
    assert sum(isinstance(result, User) for result in results) == 1
    assert [result.code for result in results if isinstance(result, Refused)] == ["core.username-taken"] * 3
    assert LoginSlip.objects.filter(used_at=None).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_slips_made_at_once_leave_one_open(
    lena: User, slip: Callable[..., str], at_once: Callable[..., list[Any]]
) -> None:
    codes = at_once(*[lambda: slip(lena) for _ in range(3)])
    assert all(isinstance(code, str) for code in codes), codes
    assert LoginSlip.objects.filter(used_at=None, cancelled_at=None).count() == 1


def test_slips_belong_inside_a_command(lena: User, at: dt.datetime) -> None:
    for act in (
        lambda: signin.make_slip(lena, None, at),
        lambda: signin.use_slip("x", at),
        lambda: signin.close_login(lena, at),
    ):
        with pytest.raises(RuntimeError, match="inside a command"):
            act()


def test_a_closed_login_ends_sessions_and_slips(
    lena: User, slip: Callable[..., str], close: Callable[..., None], at: dt.datetime
) -> None:
    client = Client()
    client.force_login(lena, backend=BACKEND)
    code = slip(lena)
    close(lena, at)
    lena.refresh_from_db()
    assert (lena.is_active, lena.closed_at) == (False, at)
    assert client.get("/autosave/").status_code == 401
    with pytest.raises(Refused):
        claim(code, at)
    User.objects.update(is_active=True)  # even so, the old session stays dead
    assert client.get("/autosave/").status_code == 401


# --- one's own password ---------------------------------------------------------------------------------------------


def change(user: User, at: dt.datetime, password: str = PASSWORD, new: str = NEW) -> User:
    return change_password(actor=Actor("person", user.pk), password=password, new_password=new, at=at)


def test_change_password_does_it_and_says_so_once(lena: User, at: dt.datetime) -> None:
    change(lena, at)
    assert PhoneOrNameBackend().authenticate(None, username="lena", password=NEW) == lena
    assert PhoneOrNameBackend().authenticate(None, username="lena", password=PASSWORD) is None
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.actor_id, entry.facts) == ("core.password_changed", lena.pk, {"user_id": lena.pk})


@pytest.mark.parametrize(
    ("password", "new", "field"), [("wrong", NEW, "password"), (PASSWORD, "short", "new_password1")]
)
def test_change_password_refused_writes_nothing(
    lena: User, at: dt.datetime, password: str, new: str, field: str
) -> None:
    with pytest.raises(Refused) as no:
        change(lena, at, password, new)
    assert no.value.field == field
    assert not JournalEntry.objects.exists()
    assert PhoneOrNameBackend().authenticate(None, username="lena", password=PASSWORD) == lena


def test_change_password_is_for_people(lena: User, at: dt.datetime) -> None:
    User.objects.update(is_active=False)
    for actor in (Actor.nobody(), Actor.public(), Actor.system("x"), Actor("person", lena.pk)):
        with pytest.raises(NotPermitted):
            change_password(actor=actor, password=PASSWORD, new_password=NEW, at=at)


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(at: dt.datetime) -> Any:
    with time_machine.travel(at, tick=False) as travel:
        yield travel


def sign_in(
    client: Client, username: str = "lena", password: str = PASSWORD, url: str = "/sign-in/", **more: Any
) -> Any:
    return client.post(url, {"username": username, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get("/autosave/?form=f&subject=s").status_code == 204


@pytest.mark.usefixtures("here")
class TestPages:
    def test_signing_in_goes_on_to_the_first_page(self, lena: User, client: Client) -> None:
        assert reverse("sign-in") == "/sign-in/"
        assert client.get("/sign-in/").status_code == 200
        answer = sign_in(client, PHONE)
        assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
        assert signed_in(client)
        assert client.get("/sign-in/").status_code == 302

    def test_a_wrong_password_is_said_at_the_form(self, lena: User, client: Client) -> None:
        answer = sign_in(client, password="wrong-password")
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors()
        assert "wrong-password" not in answer.content.decode()
        assert not signed_in(client)

    @pytest.mark.parametrize(
        ("wanted", "goes"),
        [
            ("/teams/3/", "/teams/3/"),
            ("https://evil.example/", None),
            ("//evil.example", None),
            ("/\\evil.example", None),
            ("javascript:alert(1)", None),
            ("", None),
        ],
    )
    def test_it_goes_on_only_within_this_site(self, lena: User, client: Client, wanted: str, goes: str | None) -> None:
        answer = sign_in(client, url=f"/sign-in/?next={wanted}")
        assert answer["Location"] == (goes or reverse("home"))
        answer = sign_in(Client(), next=wanted)
        assert answer["Location"] == (goes or reverse("home"))

    def test_a_session_lasts_as_long_as_policy_says(self, lena: User, client: Client, at: dt.datetime) -> None:
        sign_in(client)
        assert client.session.get_expiry_age() == 30 * 24 * 3600
        PolicyValue.objects.create(key="login.session_days", value=1, since=at.date(), set_at=at)
        other = Client()
        sign_in(other)
        assert other.session.get_expiry_age() == 24 * 3600

    def test_the_session_ends_then(self, lena: User, client: Client, here: Any) -> None:
        sign_in(client)
        here.shift(dt.timedelta(days=29))
        assert signed_in(client)
        here.shift(dt.timedelta(days=1, minutes=1))
        assert not signed_in(client)

    def test_signing_out_leaves_nothing_behind(self, lena: User, client: Client, at: dt.datetime) -> None:
        sign_in(client)
        autosave.keep(lena.pk, "f", "s", {"a": "b"}, 1, at)
        assert client.get("/sign-out/").status_code == 405
        answer = client.post("/sign-out/")
        assert answer["Location"] == "/sign-in/"
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert autosave.latest(lena.pk, "f", "s") is None
        assert not signed_in(client)

    def test_signing_in_renews_the_session_key(self, lena: User, client: Client) -> None:
        client.get("/sign-in/")
        before = client.session.session_key
        sign_in(client)
        assert client.session.session_key != before

    def test_claiming_by_the_page(self, lena: User, client: Client, slip: Callable[..., str]) -> None:
        code = slip(lena)
        assert code in client.get(f"/claim/?code={code}").content.decode()
        form = {"code": code, "username": "", "new_password1": NEW, "new_password2": NEW + "x"}
        assert client.post("/claim/", form).status_code == 422
        answer = client.post("/claim/", {**form, "new_password2": NEW})
        assert answer["Location"] == reverse("home")
        assert signed_in(client)
        assert client.session.get_expiry_age() == 30 * 24 * 3600

    def test_setting_a_password_keeps_this_session_and_ends_the_others(self, lena: User, client: Client) -> None:
        other = Client()
        sign_in(client)
        sign_in(other)
        assert client.get("/password/").status_code == 200
        form = {"password": "wrong", "new_password1": NEW, "new_password2": NEW}
        assert client.post("/password/", form).status_code == 422
        assert client.post("/password/", {**form, "password": PASSWORD}).status_code == 302
        assert signed_in(client)
        assert not signed_in(other)
        assert Client().get("/password/").status_code == 302

    def test_a_page_of_signing_in_is_cheap(
        self, lena: User, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(24):
            sign_in(client)
        with django_assert_max_num_queries(12):
            client.get("/password/")


# --- guessing -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
class TestGuessing:
    def test_after_eight_wrong_guesses_even_the_right_one_waits(self, lena: User, client: Client, here: Any) -> None:
        answers = [sign_in(client, password=f"guess-{n}").status_code for n in range(8)]
        assert answers == [422] * 7 + [429]
        answer = sign_in(client)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert not signed_in(client)
        here.shift(dt.timedelta(minutes=16))
        assert sign_in(client).status_code == 302

    def test_number_and_name_are_counted_together(self, lena: User, client: Client) -> None:
        for n in range(8):
            answer = sign_in(client, ["lena", PHONE, "+86" + PHONE, "LENA"][n % 4], f"guess-{n}")
        assert answer.status_code == 429

    def test_a_success_begins_the_count_anew(self, lena: User, client: Client) -> None:
        for n in range(7):
            sign_in(client, PHONE, f"guess-{n}")
        assert sign_in(client, PHONE).status_code == 302
        assert sign_in(Client(), PHONE, "guess").status_code == 422

    def test_another_address_and_another_login_go_on(self, lena: User, make_user: Callable[..., User]) -> None:
        make_user("otto", PASSWORD)
        for n in range(8):
            sign_in(Client(), password=f"guess-{n}")
        assert sign_in(Client(), "otto").status_code == 302
        assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302

    def test_no_number_name_password_or_code_stands_in_the_table(
        self, lena: User, client: Client, slip: Callable[..., str]
    ) -> None:
        sign_in(client, PHONE, "guess-secret")
        sign_in(client, "somebody", "guess-secret")
        form = {"code": "WRONG-CODE7", "username": "mara", "new_password1": NEW, "new_password2": NEW}
        client.post("/claim/?code=WRONG-CODE7", form)
        rows = list(AccessAttempt.objects.values())
        assert len(rows) == 3
        for secret in (PHONE, "lena", "somebody", "mara", "guess-secret", "WRONG-CODE7", NEW):
            assert secret not in str(rows)

    def test_wrong_codes_are_counted_by_address(
        self, lena: User, slip: Callable[..., str], here: Any, client: Client
    ) -> None:
        code = slip(lena)
        form = {"username": "", "new_password1": NEW, "new_password2": NEW}
        answers = [client.post("/claim/", {**form, "code": f"WRONG-{n}"}).status_code for n in range(8)]
        assert answers == [422] * 7 + [429]
        assert client.post("/claim/", {**form, "code": code}).status_code == 429
        assert Client().get("/claim/").status_code == 429
        assert sign_in(Client()).status_code == 302  # signing in is counted apart
        here.shift(dt.timedelta(minutes=16))
        assert client.post("/claim/", {**form, "code": code}).status_code == 302

    def test_wrong_old_passwords_are_counted(self, lena: User, client: Client) -> None:
        sign_in(client)
        form = {"new_password1": NEW, "new_password2": NEW}
        answers = [client.post("/password/", {**form, "password": f"guess-{n}"}).status_code for n in range(8)]
        assert answers == [422] * 7 + [429]
        assert client.post("/password/", {**form, "password": PASSWORD}).status_code == 429

    def test_a_machine_is_told_as_a_machine(self) -> None:
        answer = signin.locked_out(RequestFactory().post("/api/v1/x/"), None)
        assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
        assert answer["Retry-After"] == "900"
        assert b"core.locked-out" in answer.content

    def test_the_digest_is_keyed(self, lena: User, settings: Any) -> None:
        request = RequestFactory().post("/sign-in/", {"username": "lena"})
        digest = signin.indexed_name(request, None)
        assert len(digest) == 64
        assert digest == signin.indexed_name(request, {"username": PHONE})
        assert digest != signin.indexed_name(request, {"username": "otto"})
        settings.INDEX_KEY = "another"
        assert digest != signin.indexed_name(RequestFactory().post("/"), {"username": "lena"})
