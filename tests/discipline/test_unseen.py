"""INS-04, negative test 5: a visit that is not announced leaves no trace for those it is about. Whatever they ask, the
answer is the same, byte by byte, with and without it."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
import time_machine

from discipline.access import Permission
from discipline.models import Inspection, Visit
from discipline.rules import Organiser
from patrol_ops.core.models import Notice, Obligation
from tests.discipline.lives import DAY, HIDDEN, clock_of_the_tests, forgotten, lived, read_by, told_to
from tests.discipline.story import HELD, Supervision
from tests.house.test_crawl import browser, post, without_addresses
from tests.house.worlds import World, routes

pytestmark = [pytest.mark.req("INS-04")]

# Leader, deputy and member of the team; the village, the community's officer; and whoever passes by.
INSPECTED = ("lena", "dora", "mara", "vera", "kai", "")
# The leader on both databases, the others where all is walked: they read the same weeks, one after the other.
READERS = [
    pytest.param(INSPECTED[:1], id="leader"),
    pytest.param(INSPECTED[1:3], marks=pytest.mark.once, id="team"),
    pytest.param(INSPECTED[3:], marks=pytest.mark.once, id="place"),
]
NAMED = ("visit_id", "round_id", "series_id")


@pytest.fixture
def weeks(request):
    """The people of both worlds; each time it is asked, nothing has happened yet."""
    built = request.getfixturevalue("_built")
    return lambda: Supervision(built)


@pytest.fixture(autouse=True)
def _that_evening():
    with time_machine.travel(clock_of_the_tests(), tick=False):
        yield


def differences(one, other):
    """Where two readings part, in a few words each."""
    found = []
    for path in sorted(one.keys() | other.keys()):
        a, b = one.get(path), other.get(path)
        if a == b:
            continue
        if a is None or b is None:
            found.append((path, "only with" if a is None else "only without"))
            continue
        if isinstance(a[2], str) and isinstance(b[2], str) and a[2] != b[2]:
            at = next((i for i, (x, y) in enumerate(zip(a[2], b[2], strict=False)) if x != y), 0)
            found.append((path, a[0], b[0], a[2][max(at - 60, 0) : at + 80], b[2][max(at - 60, 0) : at + 80]))
        else:
            found.append((path, a[:2], b[:2], a[2], b[2]))
    return found


@pytest.mark.parametrize("keys", READERS)
def test_every_address_answers_the_same(worlds, weeks, keys):
    with forgotten():
        life = lived(weeks())
        without = {key: read_by(key, worlds[0], life) for key in keys}
    for key in keys:
        assert len(without[key]) > (300 if key else 5), key
    with forgotten():
        same = lived(weeks(), *HIDDEN.values())
        hidden = Visit.objects.filter(announced=False)
        assert hidden.filter(team=weeks().team_id).count() > 15
        assert Notice.objects.filter(user=weeks().district.users["ivo"], template="discipline.remind-visit").exists()
        assert same == life
        with_them = {key: read_by(key, worlds[0], same) for key in keys}
    parted = {key or "public": differences(without[key], with_them[key]) for key in keys}
    assert {key: said for key, said in parted.items() if said} == {}


@pytest.mark.parametrize("name", HIDDEN)
def test_nobody_is_told_and_nothing_is_counted(worlds, weeks, name):
    """Rows of the ground for these people, what waits for them, and the numbers of what is recorded afterwards."""
    found = []
    for happen in ((), (HIDDEN[name],)):
        with forgotten():
            life = lived(weeks(), *happen)
            books = list(Inspection.objects.order_by("pk").values_list("pk", "number", "team_id"))
            waits = Obligation.objects.open().filter(team_id=weeks().team_id)
            lines = sorted(waits.values_list("due_at", "kind", "subject_type", "subject_id", "period"))
            found.append((life, told_to(*INSPECTED), books, lines))
    assert found[0] == found[1]


@pytest.mark.parametrize("keys", READERS)
def test_its_number_is_answered_like_one_that_nothing_has(worlds, weeks, keys):
    """Whoever guesses the number of a hidden visit, round or plan learns nothing, by no door and no act."""
    with forgotten():
        life = lived(weeks(), *HIDDEN.values())
        visit = Visit.objects.filter(announced=False, round__isnull=False).first()
        series = Visit.objects.filter(announced=False, series__isnull=False).first()
        real = {"visit_id": visit.pk, "round_id": visit.round_id, "series_id": series.series_id}
        there = World(worlds[0].ids | life.ids | real)
        nothing = World(worlds[0].ids | life.ids | dict.fromkeys(real, 987_654))
        asked = [route for route in routes() if _wants(route) & set(NAMED)]
        assert asked
        for client in (browser(key) for key in keys if key):
            for route in asked:
                for ask in (partial(_get, client, route), partial(post, client, route)):
                    one, other = ask(there), ask(nothing)
                    assert one.status_code == other.status_code, route.name
                    assert without_addresses(one) == without_addresses(other), route.name
                    # What is sent with it is read before any number is looked at.
                    assert one.status_code in (400, 403, 404, 405), route.name


def _get(client, route, it):
    return client.get(it.path(route))


def _wants(route):
    return {World.key_of(route) if want == "pk" else want for want in route.wants}


def test_once_it_is_recorded_both_sides_read_it(worlds, weeks):
    """From that moment, and not before, the team reads the record like any other."""
    it = weeks()
    with forgotten():
        it.agreed()
        it.plan(announced=False)
        lena = it.who("lena")

        def seen():
            return list(Inspection.objects.visible_to(lena, Permission.VIEW_INSPECTION).values_list("pk", flat=True))

        before = seen()
        it.record()
        assert seen() == [*before, it.inspection_id]
        assert not Visit.objects.visible_to(lena, Permission.VIEW_COMING).filter(pk=it.visit_id).exists()


def test_the_comparison_bites(worlds, weeks):
    """An announced visit does show: somewhere a page of the leader's is another."""
    with forgotten():
        it = weeks()
        life = lived(it)
        without = read_by("lena", worlds[0], life)
        it.plan("tess", organised_by=Organiser.TOWNSHIP, starts_at=dt.datetime.combine(HELD + 3 * DAY, dt.time(9)))
        assert differences(without, read_by("lena", worlds[0], life)) != []
