"""What of recruiting needs somebody, on the situation page: each line opens exactly the rows it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.models import User
from patrol_ops.office.reports.recruiting import recruiting_of
from teams.models import Membership, Team
from tests.cast import District
from tests.office.conftest import TODAY
from tests.recruitment.story import PUBLISHED, Story

DISTRICT, STREET, HARBOUR = "990102", "990102001", "990102001001"


@pytest.fixture
def url() -> str:
    return reverse("office:situation")


@pytest.fixture
def recruiting(district: District) -> Story:
    """A campaign of the street: two wait for the police since October, one contract ends in December."""
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=8)
    story = Story(district)
    story.until_selected("赵一", "钱二", "孙三")
    return story


def lines_of(client: Client, url: str, state: str, **asked: str) -> list[dict[str, Any]]:
    return [line for line in client.get(url, asked).context["exceptions"] if line["state"] == state]


def test_recruits_whose_vetting_is_overdue(
    recruiting: Story, gwen: User, piet: User, tess: User, theo: User, signed_in: Callable[..., Client], url: str
) -> None:
    (line,) = lines_of(signed_in(piet), url, "审核超期")
    assert line["note"] == "2 人等待公安审核，最早应在 11月3日 办完"
    assert line["url"] == reverse("recruitment:list-vetting")
    assert lines_of(signed_in(gwen), url, "审核超期") == []  # she does not select
    (line,) = lines_of(signed_in(tess), url, "审核超期")
    assert signed_in(tess).get(line["url"]).status_code == 200
    assert lines_of(signed_in(theo), url, "审核超期") == []


def test_objections_without_an_answer(
    recruiting: Story, gwen: User, kai: User, signed_in: Callable[..., Client], url: str
) -> None:
    for name in ("赵一", "钱二"):
        recruiting.vet(name)
    recruiting.prepare()
    recruiting.publish()
    recruiting.object("钱二", PUBLISHED)
    (line,) = lines_of(signed_in(gwen), url, "异议超期")
    assert line["note"] == "1 件公示异议没有答复，最早应在 11月5日 答复"
    assert signed_in(gwen).get(line["url"]).context["page"].paginator.count == 1
    assert lines_of(signed_in(kai), url, "异议超期") == []


def test_contracts_that_end_within_sixty_days(
    recruiting: Story, gwen: User, theo: User, signed_in: Callable[..., Client], url: str
) -> None:
    for name in ("赵一", "钱二"):
        recruiting.vet(name)
    recruiting.prepare()
    recruiting.publish()
    recruiting.close_notice()
    recruiting.offer("赵一")
    recruiting.sign("赵一", ends_on=TODAY + dt.timedelta(days=60))
    (line,) = lines_of(signed_in(gwen), url, "合同快到期")
    assert line["note"] == "1 份合同在 60 天内到期，最早 1月17日"
    assert signed_in(gwen).get(line["url"]).context["page"].paginator.count == 1
    assert lines_of(signed_in(theo), url, "合同快到期") == []


def test_legacy_members_are_listed_with_the_day_the_transition_ends(
    district: District, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    client = signed_in(gwen)
    line = lines_of(client, url, "待正式录用", place=HARBOUR)[0]
    assert line["note"] == "5 名原有队伍转入的队员还没有正式录用，过渡期最早到 2月28日"
    assert client.get(line["url"]).context["page"].paginator.count == 5
    Membership.objects.filter(team=district.teams["harbour"]).update(legacy=False)
    assert lines_of(client, url, "待正式录用", place=HARBOUR) == []


def test_recruiting_costs_four_statements_whatever_the_rows(recruiting: Story, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        with django_assert_num_queries(2):
            recruiting_of(DISTRICT, clock.now())
        if recruiting.applicant("赵一").stage == "POLICE_REVIEW":
            recruiting.vet("赵一")


def test_a_list_of_legacy_members_goes_out_as_it_stands(
    district: District, piet: User, signed_in: Callable[..., Client]
) -> None:
    """The ledger of a filtered list asks for the same people."""
    client = signed_in(piet)
    for flag in ("legacy", "concurrent"):
        listed = client.get(reverse("teams:list-members"), {"place": STREET, "flag": flag})
        count = listed.context["page"].paginator.count
        assert count == (13 if flag == "legacy" else 0)
        page = client.get(reverse("teams:export-members"), {"place": STREET, "flag": flag})
        assert page.status_code == 200
        assert page.context["extent"].lines == count
