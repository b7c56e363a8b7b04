"""``manage.py begin``: a real district from a list and a name, and nothing half begun."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, LoginSlip, User
from patrol_ops.core.signin import claim_login
from teams import reports
from teams.models import Appointment, Place
from teams.rules import Role
from tests.cast import PASSWORD, PLACES

pytestmark = pytest.mark.django_db
HEAD = "code,name,tier,parent,population\n"
LIST = HEAD + "\n".join(",".join(row) for row in PLACES)
DISTRICT = "990102000000,启明区,district,,1\n"


@pytest.fixture
def begin(tmp_path):
    def act(text=LIST, encoding="utf-8", **options):
        path = tmp_path / "divisions.csv"
        path.write_bytes(text.encode(encoding))
        said = StringIO()
        whole = {"divisions": str(path), "username": "ada", "name": "艾达", **options}
        call_command("begin", **whole, stdout=said)
        return said.getvalue()

    return act


def code_in(said):
    return re.search(r"Code\s+(\S+)", said).group(1)


def test_begin_loads_the_divisions_and_opens_the_first_login(begin, at):
    said = begin(address="https://patrol.example")

    assert "https://patrol.example/claim/" in said
    assert Place.objects.count() == 6
    user = claim_login(actor=Actor.public(), code=code_in(said), username=None, password=PASSWORD, at=at)
    assert user.username == "ada"
    (post,) = reports.actor_for(user, Appointment.objects.get().since).posts
    assert (post.role, post.path) == (Role.ADMINISTRATOR, "990102")
    assert set(JournalEntry.objects.values_list("actor_name", flat=True)) == {"begin", ""}
    assert code_in(said) not in str(list(JournalEntry.objects.values_list("facts", flat=True)))


def test_begin_reads_what_a_spreadsheet_writes(begin):
    begin(encoding="utf-8-sig")
    assert Place.objects.filter(path="990102001001", name="港口社区").exists()


def test_begin_again_before_anybody_signed_in_gives_a_new_slip(begin, at):
    first, second = code_in(begin()), code_in(begin())

    assert first != second
    assert LoginSlip.objects.filter(cancelled_at__isnull=True).count() == 1
    claim_login(actor=Actor.public(), code=second, username=None, password=PASSWORD, at=at)
    assert User.objects.count() == 1


def test_begin_again_when_it_has_begun_is_refused_kindly(begin, at):
    claim_login(actor=Actor.public(), code=code_in(begin()), username=None, password=PASSWORD, at=at)
    for username in ("ada", "bob"):
        with pytest.raises(CommandError, match="has begun"):
            begin(username=username)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "990102000000,启明区,district,,x\n", "Line 2: This line cannot be read"),
        (HEAD + DISTRICT + "990102001000,锦川街道,street,990103000000,1\n", "Line 3: The parent"),
        (
            HEAD + DISTRICT + "99010200100,锦川街道,street,990102000000,1\n",
            "Line 3: The division",
        ),
        (HEAD + DISTRICT + DISTRICT, "Line 3: The list holds"),
        (HEAD + DISTRICT + "990102001001,港口社区,community,990102001000,1\n", "Line 3: The parent"),
        (HEAD, "exactly one district"),
        ("", "exactly one district"),
        ("a,b\n1,2\n", "Line 2: This line cannot be read"),
    ],
)
def test_begin_with_a_wrong_list_says_the_line_and_writes_nothing(begin, text, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        begin(text)
    assert (Place.objects.count(), User.objects.count(), JournalEntry.objects.count()) == (0, 0, 0)


def test_begin_with_a_file_that_is_not_there_or_in_another_encoding(begin, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        begin(divisions=str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="not UTF-8"):
        begin(encoding="gb18030")
    assert Place.objects.count() == 0


@pytest.mark.parametrize(("options", "said"), [({"username": "1"}, "user name"), ({"name": "<b>"}, "name has 1 to 40")])
def test_begin_with_an_odd_name_writes_nothing(begin, options, said):
    with pytest.raises(CommandError, match=said):
        begin(**options)
    assert (Place.objects.count(), User.objects.count()) == (0, 0)
