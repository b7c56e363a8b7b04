"""What many teams lack comes in pages; the sums stay those of all of them (EQP-14)."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
import time_machine
from django.urls import reverse

from teams.models import Equipment, Member, Membership, Team
from teams.rules.equipment import EquipmentKind
from tests.teams.equipping import AT, DAY

PLACES = ("990102001001", "990102001", "990102002001")


@pytest.fixture(autouse=True)
def many(district):
    """Sixty teams more, with people and pieces by chance."""
    chance = Random(7)
    first = Team.objects.get(pk=district.teams["harbour"])
    made = []
    for number in range(60):
        team = Team.objects.get(pk=first.pk)
        team.pk, team._state.adding = None, True
        team.name, team.hamlet, team.form = f"第{number}小队", f"第{number}屯", "VOLUNTARY_PATROL"
        team.place_id = district.places[chance.choice(PLACES)]
        made.append(team)
    people = Member.objects.bulk_create(
        Member(name=f"人{n}", pinyin="r", initials="r", identity_index=f"many{n}", birth_year=1990) for n in range(40)
    )
    for team in Team.objects.bulk_create(made):
        for member in chance.sample(people, chance.randint(0, 9)):
            Membership.objects.create(
                member=member, team=team, employment_class="VOLUNTEER", since=DAY, main=False, entered_at=AT
            )
        Equipment.objects.bulk_create(
            Equipment(team=team, kind=chance.choice((EquipmentKind.ARMBAND, EquipmentKind.RADIO)), stage="IN_STOCK",
                condition="GOOD", acquired_on=DAY, stocked_at=AT)
            for _ in range(chance.randint(0, 9))
        )  # fmt: skip
    with time_machine.travel(AT, tick=False):
        yield


def lacks() -> list[tuple[str, int, str, int]]:
    """An armband for each who serves, and one means of communication: street, missing pieces, place, team."""
    found = []
    for team in Team.objects.filter(stage="ACTIVE").select_related("place").order_by("place__path", "hamlet", "pk"):
        posts = Membership.objects.filter(team=team, since__lte=DAY, until__isnull=True)
        heads = posts.values("member").distinct().count()
        stock = Counter(Equipment.objects.filter(team=team).values_list("kind", flat=True))
        uniforms = 0 if team.tier == "DETACHMENT" else posts.filter(employment_class="FULL_TIME").count()
        missing = max(heads - stock["ARMBAND"], 0) + uniforms + (0 if stock["RADIO"] else 1)
        found.append((team.place.path[:9], missing, team.place.path, team.pk))
    return found


@pytest.mark.req("EQP-14")
def test_pages_are_the_whole_list_and_say_its_sums(gus, signed_in, django_assert_max_num_queries) -> None:
    whole = lacks()
    client, shown = signed_in(gus), []
    for number in (1, 2):
        with django_assert_max_num_queries(12):
            answer = client.get(reverse("teams:list-equipment-gaps") + f"?page={number}")
        assert answer.context["total"] == sum(row[1] for row in whole)
        for street in answer.context["streets"]:
            assert street["missing"] == sum(row[1] for row in whole if row[0] == street["path"])
            shown += [(street["path"], line["gap"].missing, line["gap"].team_id) for line in street["lines"]]
        assert len(shown) == min(50 * number, len(whole))
    assert shown == [
        (street, missing, pk) for street, missing, _, pk in sorted(whole, key=lambda row: (row[0], -row[1], row[2]))
    ]


@pytest.mark.req("EQP-14")
def test_the_same_by_api(gus, signed_in) -> None:
    client, address = signed_in(gus), reverse("api-teams:equipment-gaps")
    expected = [(pk, missing) for _, missing, _, pk in lacks() if missing]
    said = [client.get(f"{address}?page={number}").json() for number in (1, 2)]
    assert [answer["count"] for answer in said] == [len(expected)] * 2
    assert [(row["team_id"], row["missing"]) for answer in said for row in answer["results"]] == expected
    assert client.get(f"{address}?page=9").status_code == 404
