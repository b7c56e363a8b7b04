"""The insurance register: papers that run, end soon, have run out or were renewed, and who lacks what is required."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from funding import commands
from funding.models import Cover, InsurancePolicy
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft
from patrol_ops.core import clock, policy
from patrol_ops.core.access import Actor
from patrol_ops.demo.ground import District
from teams.models import Membership, Place, Team
from teams.rules import PlaceTier

DAY = dt.timedelta(days=1)
INSURER = "启明互助保险社"  # invented
REQUIRED_FOR = 4  # days since one street made accident cover a condition of duty
LATE = 2  # of each team there so many have not been named to the insurer


@dataclass
class Register:
    """Who keeps it: the office, and finance for pensions."""

    it: District
    count: int = 0

    @property
    def office(self) -> Actor:
        return self.it.staff["zongzhi"]

    def paper(
        self, kind: InsuranceKind, payer: Payer, starts_on: dt.date, last_day: dt.date, premium: str | None
    ) -> PolicyDraft:
        self.count += 1
        number = f"{kind[:1]}{starts_on:%Y}{self.count:05d}"
        return PolicyDraft(kind, INSURER, number, payer, Decimal(premium) if premium else None, starts_on, last_day)

    def accident(self, place: Place, last_day: dt.date, days: int = 365) -> InsurancePolicy:
        """For a year, unless it is said otherwise: entered in the first days of the district."""
        payer = Payer.DISTRICT if place.tier == PlaceTier.DISTRICT else Payer.STREET
        draft = self.paper(InsuranceKind.ACCIDENT, payer, last_day - (days - 1) * DAY, last_day, "120")
        return commands.enter_policy(actor=self.office, place_id=place.pk, draft=draft, at=self.it.at + 2 * DAY)

    def cover(self, paper: InsurancePolicy, teams: Iterable[Team]) -> None:
        at = self.it.at + 3 * DAY
        for team in teams:
            draft = CoverDraft(since=at.date(), team=team.pk)
            commands.cover_members(actor=self.office, policy_id=paper.pk, draft=draft, at=at)


def insure(it: District, now: dt.datetime) -> None:
    """Before the last days are told: whoever lacks cover where it is required does not walk in them."""
    register, today = Register(it), now.date()
    streets = [place for place in it.places.values() if place.tier == PlaceTier.STREET]
    brigade, teams = it.teams[it.path], [_teams(street) for street in streets[:4]]

    long = register.accident(it.places[it.path], it.founded + 640 * DAY, days=730)
    register.cover(long, [brigade])
    left = Cover.objects.filter(policy=long).order_by("-pk")[0]
    commands.end_cover(
        actor=register.office, cover_id=left.pk, until=today - 15 * DAY, at=clock.at(today - 16 * DAY, 15)
    )
    # The first street's ends within the month; its last teams have none.
    register.cover(register.accident(streets[0], today + 24 * DAY), teams[0][:-2])
    renewed = register.accident(streets[1], today - 20 * DAY)
    register.cover(renewed, teams[1])
    draft = register.paper(InsuranceKind.ACCIDENT, Payer.STREET, today - 19 * DAY, today + 345 * DAY, "126")
    commands.renew_policy(actor=register.office, policy_id=renewed.pk, draft=draft, at=clock.at(today - 26 * DAY, 10))
    register.cover(register.accident(streets[3], today - 6 * DAY), teams[3][:3])  # nobody has renewed it
    _require(register, streets[2], now)
    _pension(register, streets[0], now)


def _teams(street: Place) -> list[Team]:
    return list(Team.objects.active().under(street.path).order_by("place__path", "pk"))


def _require(register: Register, street: Place, now: dt.datetime) -> None:
    """One street has made it a condition of duty; of each team the last to come are not covered yet."""
    it, crews = register.it, dict[int, list[int]]()
    for team_id, member_id in (
        Membership.objects.open().under(street.path).order_by("pk").values_list("team_id", "member_id")
    ):
        crews.setdefault(team_id, []).append(member_id)
    covered = tuple(pk for crew in crews.values() for pk in (crew[:-LATE] if len(crew) > LATE + 1 else crew))
    paper = register.accident(street, now.date() + 200 * DAY)
    at = it.at + 3 * DAY
    draft = CoverDraft(since=at.date(), members=covered)
    commands.cover_members(actor=register.office, policy_id=paper.pk, draft=draft, at=at)
    since = now.date() - REQUIRED_FOR * DAY
    policy.set_policy_value(
        actor=it.staff["zhuren"],
        key="insurance.accident_required",
        value="1",
        since=since,
        path=street.path,
        at=clock.at(since, 8),
    )
    everybody = [pk for crew in crews.values() for pk in crew]
    commands.keep_cover_holds(actor=Actor.system("insurance"), member_ids=everybody, at=clock.at(since, 8, 1))


def _pension(register: Register, street: Place, now: dt.datetime) -> None:
    """Finance keeps the pensions of the first street's squadron."""
    at, finance = register.it.at + 5 * DAY, register.it.staff["caiwu"]
    draft = register.paper(InsuranceKind.PENSION, Payer.EMPLOYER, at.date(), at.date() + 1095 * DAY, None)
    paper = commands.enter_policy(actor=finance, place_id=street.pk, draft=draft, at=at)
    squadron = CoverDraft(since=at.date(), team=register.it.teams[street.path].pk)
    commands.cover_members(actor=finance, policy_id=paper.pk, draft=squadron, at=at)
