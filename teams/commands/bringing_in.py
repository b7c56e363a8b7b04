"""The people of a confirmed list come in, a hundred at a time. Only the job calls these.

Every step looks anew at what is known: what somebody else has written since the preview is never written twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from teams.commands.absorbing import _confirmed
from teams.commands.appointments import propose_leader
from teams.commands.memberships import _begin, _described, _end, _hold_until_ready, _open_row
from teams.events import (
    ClassChanged,
    MemberCorrected,
    MemberEnrolled,
    RosterBroughtIn,
    RosterRowsBroughtIn,
    SecondPostAdded,
)
from teams.models import (
    LegacyUnit,
    Member,
    Membership,
    Place,
    Roster,
    RosterRow,
    RosterUnit,
    Team,
)
from teams.policy import TRANSITION_DAYS
from teams.reports.rosters import Staged, known_people, people_of
from teams.rules import (
    AppointmentDraft,
    EmploymentClass,
    LeavingKind,
    Role,
    initials_of,
    judge_no_new_contract,
    pinyin_of,
    transition_ends,
)
from teams.rules.rosters import Change, KnownPerson, Person, RosterStage, Verdict, key_of

AT_A_TIME = 100


@dataclass
class Brought:
    """What a step did. ``problems`` are rows that could not come in after all: row, code, facts."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    problems: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@command
def bring_in_rows(*, actor: Actor, roster_id: int, unit_id: int, second_posts: bool, at: dt.datetime) -> Brought:
    """The next people of a unit: those who serve there first of all, or in a second round those with another post.

    Two lists of one district take turns, so nobody is made twice.
    """
    roster = _confirmed(roster_id, actor)
    unit = RosterUnit.objects.select_related("team__place").get(pk=unit_id, roster=roster)
    Place.objects.select_for_update().get(path=roster.path[:6])
    waiting = RosterRow.objects.to_bring_in().filter(unit=unit, main=not second_posts)
    rows = list(waiting.order_by("sheet", "row")[:AT_A_TIME])
    team = unit.team
    assert team is not None
    staged = [Staged(row.pk, row.sheet, row.row, row.texts, row.hidden, row.formula) for row in rows]
    people = {person.row_id: person for person, _ in people_of(roster, staged, at.date())}
    understood = [person for person in people.values() if person.refused is None]
    known = known_people(understood, at.date())
    step = _Step(roster, team, actor, at)
    fresh = []
    for row in rows:
        person = people[row.pk]
        there = known.get(key_of(person))
        try:
            if person.refused is not None:
                raise person.refused
            if there is None:
                fresh.append((row, person))
            else:
                step.known(row, person, there)
        except Refused as no:
            step.brought.problems.append((_where(roster, row), no.code, dict(no.facts)))
    step.new(fresh)
    step.posts()
    brought = step.brought
    brought.rows = len(rows)
    RosterRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    LegacyUnit.objects.filter(team=team, name=unit.name).update(heads_after=F("heads_after") + brought.added)

    announce(
        RosterRowsBroughtIn(at=at, roster_id=roster.pk, team_id=team.pk, added=brought.added, changed=brought.changed),
        actor=actor,
        path=unit.path,
    )
    return brought


def _where(roster: Roster, row: RosterRow) -> str:
    return f"{roster.sheets[row.sheet]['name']} {row.row}"


class _Step:
    """One step's writing: members, memberships, holds, corrections, and leaders to be approved."""

    def __init__(self, roster: Roster, team: Team, actor: Actor, at: dt.datetime) -> None:
        self.roster, self.team, self.actor, self.at = roster, team, actor, at
        self.brought = Brought()
        self.to_lead: list[tuple[RosterRow, int]] = []
        self.begins = transition_ends(at.date(), TRANSITION_DAYS.on(at.date(), team.place.path))

    def new(self, rows: list[tuple[RosterRow, Person]]) -> None:
        """People without a file: all of them in three statements, and a line of the journal each."""
        for row, _ in rows:
            row.main = True  # also where the row of the first post could not come in
        members = Member.objects.bulk_create(_member(person) for _, person in rows)
        Membership.objects.bulk_create(
            self._membership(member.pk, row, person) for member, (row, person) in zip(members, rows, strict=True)
        )
        self._hold([member.pk for member in members])
        for member, (row, person) in zip(members, rows, strict=True):
            self._enrolled(member.pk, _class_of(person))
            if row.post:
                self.to_lead.append((row, member.pk))

    def known(self, row: RosterRow, person: Person, there: KnownPerson) -> None:
        """Somebody with a file: a further post, a return, or what the list says otherwise."""
        if self.team.pk not in there.serves:
            if there.serves and row.main:  # enrolled elsewhere since somebody looked at the preview
                raise Refused("teams.roster-changed-meanwhile")
            row.main = not there.serves
            self._membership(there.member_id, row, person).save()
            if there.serves:
                event = SecondPostAdded(
                    at=self.at, member_id=there.member_id, team_id=self.team.pk, employment_class=_class_of(person)
                )
                announce(event, actor=self.actor, path=self.team.place.path)
                self.brought.added += 1
            else:
                self._hold([there.member_id], known=True)
                self._enrolled(there.member_id, _class_of(person))
        self._correct(row, person, there)
        if row.post:
            self.to_lead.append((row, there.member_id))

    def _membership(self, member_id: int, row: RosterRow, person: Person) -> Membership:
        return Membership(
            member_id=member_id,
            team=self.team,
            employment_class=_class_of(person),
            since=self.at.date(),
            joined_on=person.joined_on,
            main=row.main,
            legacy=True,
            entered_by_id=self.roster.confirmed_by_id,
            entered_at=self.at,
        )

    def _hold(self, member_ids: list[int], *, known: bool = False) -> None:
        """X50: they serve under the transition; on its last day the holds begin that everybody else begins with."""
        _hold_until_ready(member_ids, self.begins, self.roster.confirmed_by_id, self.at, known=known)

    def _enrolled(self, member_id: int, employment_class: str) -> None:
        event = MemberEnrolled(
            at=self.at, member_id=member_id, team_id=self.team.pk, employment_class=employment_class, legacy=True
        )
        announce(event, actor=self.actor, path=self.team.place.path)
        self.brought.added += 1

    def _correct(self, row: RosterRow, person: Person, there: KnownPerson) -> None:
        member = Member.objects.select_for_update().get(pk=there.member_id)
        if Change.NAME in row.changes:
            member.name, member.pinyin, member.initials = person.name, pinyin_of(person.name), initials_of(person.name)
        if Change.PHONE in row.changes:
            member.phone, member.phone_index = person.phone, blind_index(person.phone, "phone")
        member.save()
        here = Membership.objects.open().filter(member=member, team=self.team)
        if Change.JOINED in row.changes:
            here.filter(joined_on__isnull=True).update(joined_on=person.joined_on)
        if Change.CLASS in row.changes:
            self._change_class(member, person)
        fields = tuple(change for change in row.changes if change != Change.POST)
        if fields:
            event = MemberCorrected(at=self.at, member_id=member.pk, team_id=self.team.pk, fields=fields)
            announce(event, actor=self.actor, path=self.team.place.path)
            self.brought.changed += 1

    def _change_class(self, member: Member, person: Person) -> None:
        """ORG-34: a dated event, as by hand; who comes under a contract is known by the number from then on."""
        before = _open_row(self.team, member.pk)
        after, day = _class_of(person), self.at.date()
        judge_no_new_contract(before.employment_class, after, legacy=before.legacy)
        if person.employment_class is not EmploymentClass.VOLUNTEER and person.identity:
            Member.objects.filter(pk=member.pk, identity__isnull=True).update(identity=person.identity)
        _end(before, day, LeavingKind.CLASS_CHANGED, self.actor, self.at)
        _begin(before, self.team, day, after, self.actor, self.at)
        event = ClassChanged(
            at=self.at,
            member_id=member.pk,
            team_id=self.team.pk,
            on=day,
            before=before.employment_class,
            employment_class=after,
        )
        announce(event, actor=self.actor, path=self.team.place.path)

    def posts(self) -> None:
        """Leaders and deputies are proposed; the managing police unit approves them as any other (5.2)."""
        for row, member_id in self.to_lead:
            draft = AppointmentDraft(role=Role.LEADER, since=self.at.date(), deputy=row.post == "DEPUTY")
            try:
                propose_leader(actor=self.actor, team_id=self.team.pk, member_id=member_id, draft=draft, at=self.at)
            except Refused as no:
                self.brought.problems.append((_where(self.roster, row), no.code, dict(no.facts)))


def _class_of(person: Person) -> str:
    assert person.employment_class is not None
    return str(person.employment_class)


def _member(person: Person) -> Member:
    assert person.birth_year is not None
    return _described(
        Member(birth_year=person.birth_year),
        name=person.name,
        phone=person.phone,
        identity=person.identity,
        employment_class=_class_of(person),
    )


@command
def finish_roster(*, actor: Actor, roster_id: int, added: int, changed: int, at: dt.datetime) -> Roster:
    """Everything that could come in is in; what was staged is gone."""
    roster = _confirmed(roster_id, actor)
    rows = RosterRow.objects.filter(roster=roster)
    if rows.to_bring_in().exists():
        raise Refused("teams.roster-not-done")
    left = rows.exclude(verdict=Verdict.SAME).count()

    rows.delete()
    roster.stage, roster.ended_at = RosterStage.BROUGHT_IN, at
    roster.save()

    announce(
        RosterBroughtIn(at=at, roster_id=roster.pk, added=added, changed=changed, left=left),
        actor=actor,
        path=roster.path,
    )
    return roster
