"""People come in. Leaving and changing follow with the ledger of teams."""

import datetime as dt

from patrol_ops.core.signin import normalise_phone

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from teams import policy
from teams.access import Permission
from teams.events import MemberEnrolled
from teams.models import Hold, Member, Membership, Team
from teams.rules import (
    EmploymentClass,
    Form,
    HoldKind,
    MemberDraft,
    Stage,
    classes_of,
    initials_of,
    judge_enrolment,
    judge_identity,
    pinyin_of,
    transition_ends,
)


@command
def enrol_member(
    *, actor: Actor, team_id: int, draft: MemberDraft, at: dt.datetime, since: dt.date | None = None
) -> Member:
    """A newcomer, off duty until trained and badged; who comes from a legacy team serves under the transition (X50)."""
    team = claim(Team, team_id, actor=actor, to=Permission.ENROL_MEMBER, related=("place",))
    since = since or at.date()
    if since > at.date():
        raise Refused("teams.since-in-the-future", field="since")
    if team.stage == Stage.SUSPENDED:
        raise Refused("teams.team-suspended")
    values = ground.values_on(since, team.place.path, policy.AGE_MIN, policy.AGE_MAX, policy.TRANSITION_DAYS)
    number, born = judge_identity(draft.identity, at.date())
    ages = (values[policy.AGE_MIN.key], values[policy.AGE_MAX.key])
    judge_enrolment(draft, born, since, allowed=classes_of(Form(team.form)), ages=ages)
    phone = normalise_phone(draft.phone) if draft.phone else ""
    index = blind_index(number, "identity")
    if Member.objects.filter(identity_index=index).exists():
        raise Refused("teams.member-known", field="identity")

    name = draft.name.strip()
    contracted = draft.employment_class is not EmploymentClass.VOLUNTEER
    member = Member.objects.create(
        name=name,
        pinyin=pinyin_of(name),
        initials=initials_of(name),
        phone=phone,
        phone_index=blind_index(phone, "phone") if phone else "",
        identity=number if contracted else None,
        identity_index=index,
        birth_year=born.year,
    )
    Membership.objects.create(
        member=member, team=team, employment_class=draft.employment_class, since=since, main=True, legacy=draft.legacy
    )
    begins = transition_ends(since, values[policy.TRANSITION_DAYS.key]) if draft.legacy else since
    Hold.objects.bulk_create(
        Hold(member=member, kind=kind, since=begins, placed_at=at, placed_by_id=actor.person_id)
        for kind in (HoldKind.TRAINING, HoldKind.BADGE)
    )

    announce(
        MemberEnrolled(
            at=at,
            member_id=member.pk,
            team_id=team.pk,
            employment_class=draft.employment_class,
            legacy=draft.legacy,
        ),
        actor=actor,
        path=team.place.path,
    )
    return member
