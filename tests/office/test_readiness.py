"""Who may walk, place by place: every number is right, opens its rows, and costs the same for few and many."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core import clock
from teams import commands as teams
from teams.rules import HoldKind, OverrideDraft
from tests.training.story import CLOCK, ISSUED, Training

DAY = dt.date(2026, 11, 18)
AT = clock.at(DAY, 9)


@pytest.fixture
def readied(district):
    """In the harbour one newcomer is certified and badged, another is not trained; Mara's certificate has run out and
    the station lets her walk today."""
    training = Training(district)
    training.until_certified("赵一")
    training.badge("赵一", ISSUED)
    training.newcomer("钱二", DAY)
    mara = district.members["mara"]
    teams.set_holds(actor=CLOCK, kind=HoldKind.CERTIFICATE, begins={mara: DAY}, at=AT)
    teams.override_fitness(
        actor=district.actor("piet"),
        team_id=district.teams["harbour"],
        member_id=mara,
        draft=OverrideDraft(DAY, DAY + dt.timedelta(days=1), "汛期巡堤"),
        at=AT,
    )
    with time_machine.travel(AT, tick=False):
        yield training


def cells(line: dict) -> dict[str, int]:
    return {cell["text"]: cell["value"] for cell in line["cells"]}


def test_the_numbers_of_a_place(readied, signed_in, piet) -> None:
    answer = signed_in(piet).get(reverse("office:show-readiness"))
    lines = {line["name"]: line for line in answer.context["lines"]}
    harbour = lines["港口社区"]

    # Five old members, the certified newcomer and the untrained one.
    assert (harbour["serving"], harbour["fit"]) == (7, 6)
    said = cells(harbour)
    # The newcomer, and the certified one, who still lacks two hours of this year.
    assert (said["应急放行"], said["培训缺口"], said["上岗证快到期"]) == (1, 2, 0)
    assert answer.context["total"]["serving"] == sum(line["serving"] for line in lines.values())


def test_certificates_that_end_soon_are_counted(readied, signed_in, piet) -> None:
    last_day = readied.certificate("赵一").last_day
    with time_machine.travel(clock.at(last_day - dt.timedelta(days=60), 9), tick=False):
        answer = signed_in(piet).get(reverse("office:show-readiness"))
    assert cells(next(x for x in answer.context["lines"] if x["name"] == "港口社区"))["上岗证快到期"] == 1


@pytest.mark.parametrize("who", ["gwen", "gus", "liz", "tess", "petra", "piet"])
def test_every_number_opens_its_rows(who, readied, signed_in, request) -> None:
    client = signed_in(request.getfixturevalue(who))
    answer = client.get(reverse("office:show-readiness"))
    addresses = {cell["url"] for line in answer.context["lines"] for cell in line["cells"]}
    addresses |= {line["url"] for line in answer.context["lines"]}
    assert len(addresses) > 8
    for address in sorted(addresses):
        assert client.get(address).status_code == 200, address


def test_whoever_has_no_desk_has_no_such_page(readied, signed_in, mara, tom) -> None:
    for user in (mara, tom):
        assert signed_in(user).get(reverse("office:show-readiness")).status_code == 404


@pytest.mark.parametrize("several", [1, 6])
def test_it_costs_the_same_for_few_and_many(several, district, signed_in, gwen, django_assert_max_num_queries) -> None:
    training = Training(district)
    for number in range(several):
        training.newcomer(f"新{'甲乙丙丁戊己'[number]}", DAY, number + 1)
    client = signed_in(gwen)
    with time_machine.travel(AT, tick=False), django_assert_max_num_queries(19):
        assert client.get(reverse("office:show-readiness")).status_code == 200


def test_the_situation_fetches_it_and_names_emergencies(readied, signed_in, piet) -> None:
    answer = signed_in(piet).get(reverse("office:situation"))
    text = answer.content.decode()
    assert f'hx-get="{reverse("office:show-readiness")}?place=' in text
    assert "公安应急放行" in text

    headers = {"HX-Request": "true", "HX-Target": "readiness-table"}
    part = signed_in(piet).get(reverse("office:show-readiness"), headers=headers)
    assert "<html" not in part.content.decode()


def test_the_same_by_api(readied, signed_in, piet, otto) -> None:
    said = signed_in(piet).get(reverse("api-office:show-readiness")).json()
    harbour = next(line for line in said["lines"] if line["name"] == "港口社区")
    assert (harbour["of"]["fit"], harbour["of"]["overrides"]) == (6, 1)
    assert signed_in(otto).get(reverse("api-office:show-readiness")).status_code == 404
