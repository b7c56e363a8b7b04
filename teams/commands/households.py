"""Ten-household units (ORG-28): founded, joined by consent and left by its withdrawal, rostered day by day."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.signin import normalise_phone
from teams.access import Permission
from teams.events import (
    HouseholdConsentWithdrawn,
    HouseholdCoordinatorNamed,
    HouseholdDaysRostered,
    HouseholdDutyChanged,
    HouseholdUnitFounded,
    HouseholdVolunteerAdded,
)
from teams.models import HouseholdDuty, HouseholdVolunteer, Team, TenHouseholdUnit
from teams.policy import TEN_HOUSEHOLD_SIZE
from teams.rules import (
    Form,
    Stage,
    VolunteerDraft,
    fair_turns,
    judge_duty_day,
    judge_household_unit,
    judge_roster,
    judge_volunteer,
)

# Turns of this long ago still count when the next ones are shared out.
REMEMBERED = dt.timedelta(days=90)


@command
def found_household_unit(*, actor: Actor, team_id: int, name: str, at: dt.datetime) -> TenHouseholdUnit:
    """A unit of neighbours under a voluntary detachment."""
    team = claim(Team, team_id, actor=actor, to=Permission.MANAGE_HOUSEHOLD_UNIT, related=("place",))
    name = judge_household_unit(name, Form(team.form), Stage(team.stage))
    if TenHouseholdUnit.objects.filter(team=team, name=name).exists():
        raise Refused("teams.household-unit-known", field="name")

    unit = TenHouseholdUnit.objects.create(team=team, name=name, founded_by_id=actor.person_id, founded_at=at)

    event = HouseholdUnitFounded(at=at, household_unit_id=unit.pk, team_id=team.pk)
    announce(event, actor=actor, path=team.place.path)
    return unit


def _unit(household_unit_id: int, actor: Actor) -> TenHouseholdUnit:
    to = Permission.MANAGE_HOUSEHOLD_UNIT
    return claim(TenHouseholdUnit, household_unit_id, actor=actor, to=to, related=("team__place",))


@command
def add_household_volunteer(
    *, actor: Actor, household_unit_id: int, draft: VolunteerDraft, at: dt.datetime
) -> HouseholdVolunteer:
    """Somebody who consented, on the day they did."""
    unit = _unit(household_unit_id, actor)
    names = list(HouseholdVolunteer.objects.filter(unit=unit).values_list("name", flat=True))
    size = TEN_HOUSEHOLD_SIZE.on(at.date(), unit.team.place.path)
    draft = judge_volunteer(draft, at.date(), names=names, size=size)
    phone = normalise_phone(draft.phone) if draft.phone else ""

    row = HouseholdVolunteer.objects.create(
        unit=unit,
        name=draft.name,
        phone=phone,
        consented_on=draft.consented_on,
        added_by_id=actor.person_id,
        added_at=at,
    )

    event = HouseholdVolunteerAdded(at=at, household_unit_id=unit.pk, team_id=unit.team_id, people=len(names) + 1)
    announce(event, actor=actor, path=unit.team.place.path)
    return row


def _volunteer(volunteer_id: int, actor: Actor) -> tuple[TenHouseholdUnit, HouseholdVolunteer]:
    """The volunteer behind the lock of their unit, so that everybody who changes a unit waits in one line."""
    unit_id = HouseholdVolunteer.objects.filter(pk=volunteer_id).values_list("unit_id", flat=True).first()
    unit = _unit(unit_id or 0, actor)
    row = HouseholdVolunteer.objects.filter(pk=volunteer_id, unit=unit).first()
    if row is None:  # withdrawn a moment ago
        raise NotPermitted
    return unit, row


@command
def withdraw_household_consent(*, actor: Actor, volunteer_id: int, at: dt.datetime) -> TenHouseholdUnit:
    """Name and phone are deleted at once, with the turns still to come; that somebody watched before stays a number."""
    unit, row = _volunteer(volunteer_id, actor)

    HouseholdDuty.objects.filter(volunteer=row, day__gte=at.date()).delete()
    row.delete()
    unit.withdrawn += 1
    unit.save()

    event = HouseholdConsentWithdrawn(at=at, household_unit_id=unit.pk, team_id=unit.team_id)
    announce(event, actor=actor, path=unit.team.place.path)
    return unit


@command
def name_household_coordinator(*, actor: Actor, volunteer_id: int, at: dt.datetime) -> HouseholdVolunteer:
    """One of ten is in charge (002 L17); another before is so no longer."""
    unit, row = _volunteer(volunteer_id, actor)
    if row.coordinates:
        raise Refused("teams.coordinates-already")

    HouseholdVolunteer.objects.filter(unit=unit, coordinates=True).update(coordinates=False)
    row.coordinates = True
    row.save()

    event = HouseholdCoordinatorNamed(at=at, household_unit_id=unit.pk, team_id=unit.team_id)
    announce(event, actor=actor, path=unit.team.place.path)
    return row


@command
def roster_household_days(
    *, actor: Actor, household_unit_id: int, first: dt.date, days: int, at: dt.datetime
) -> TenHouseholdUnit:
    """Days that nobody has yet are shared out fairly in turn; what stands, by hand or not, stays."""
    unit = _unit(household_unit_id, actor)
    turns: dict[int, list[dt.date]] = {
        pk: [] for pk in HouseholdVolunteer.objects.filter(unit=unit).order_by("pk").values_list("pk", flat=True)
    }
    judge_roster(first, days, at.date(), len(turns))
    last = first + dt.timedelta(days=days - 1)
    known = HouseholdDuty.objects.filter(unit=unit, day__gte=at.date() - REMEMBERED)
    taken = set()
    for day, volunteer_id in known.values_list("day", "volunteer_id"):
        taken.add(day)
        if volunteer_id is not None:
            turns[volunteer_id].append(day)
    span = [first + dt.timedelta(days=number) for number in range(days)]
    planned = fair_turns(turns, [day for day in span if day not in taken])
    if not planned:
        raise Refused("teams.roster-full", first=first, last=last)

    HouseholdDuty.objects.bulk_create(
        HouseholdDuty(unit=unit, day=day, volunteer_id=volunteer_id) for day, volunteer_id in planned
    )

    event = HouseholdDaysRostered(at=at, household_unit_id=unit.pk, team_id=unit.team_id, first=first, last=last)
    announce(event, actor=actor, path=unit.team.place.path)
    return unit


@command
def change_household_duty(
    *, actor: Actor, household_unit_id: int, day: dt.date, volunteer_id: int, at: dt.datetime
) -> HouseholdDuty:
    """Somebody else watches on that day."""
    unit = _unit(household_unit_id, actor)
    judge_duty_day(day, at.date())
    volunteer = HouseholdVolunteer.objects.filter(unit=unit, pk=volunteer_id).first()
    if volunteer is None:
        raise Refused("teams.volunteer-unknown", field="volunteer")

    row, _ = HouseholdDuty.objects.update_or_create(
        unit=unit, day=day, defaults={"volunteer": volunteer, "by_hand": True}
    )

    event = HouseholdDutyChanged(at=at, household_unit_id=unit.pk, team_id=unit.team_id, day=day)
    announce(event, actor=actor, path=unit.team.place.path)
    return row
