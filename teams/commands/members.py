"""People come in and leave. Transfers and changes of class follow with the ledger of teams."""

import datetime as dt

from django.db import IntegrityError, transaction

from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from patrol_ops.core.signin import normalise_phone
from teams import policy
from teams.access import Permission
from teams.commands.logins import _close_if_last
from teams.events import MemberEnrolled, MembershipEnded
from teams.models import Appointment, Hold, Member, Membership, NumberBadge, Team
from teams.rules import (
    BadgeEnd,
    EmploymentClass,
    Form,
    HoldKind,
    LeavingKind,
    MemberDraft,
    Owed,
    Stage,
    classes_of,
    initials_of,
    judge_enrolment,
    judge_identity,
    judge_leaving,
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
    values = ground.values_on(at.date(), team.place.path, policy.AGE_MIN, policy.AGE_MAX, policy.TRANSITION_DAYS)
    number, born = judge_identity(draft.identity, at.date())
    ages = (values[policy.AGE_MIN.key], values[policy.AGE_MAX.key])
    judge_enrolment(draft, born, since, allowed=classes_of(Form(team.form)), ages=ages)
    phone = normalise_phone(draft.phone) if draft.phone else ""

    name = draft.name.strip()
    contracted = draft.employment_class is not EmploymentClass.VOLUNTEER
    member = Member(
        name=name,
        pinyin=pinyin_of(name),
        initials=initials_of(name),
        phone=phone,
        phone_index=blind_index(phone, "phone") if phone else "",
        identity=number if contracted else None,
        identity_index=blind_index(number, "identity"),
        birth_year=born.year,
    )
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:  # the same person, long known or enrolled elsewhere a moment ago
        raise Refused("teams.member-known", field="identity") from None
    Membership.objects.create(
        member=member,
        team=team,
        employment_class=draft.employment_class,
        since=since,
        legacy=draft.legacy,
        entered_by_id=actor.person_id,
        entered_at=at,
    )
    begins = transition_ends(at.date(), values[policy.TRANSITION_DAYS.key]) if draft.legacy else since
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


@command
def end_membership(
    *, actor: Actor, team_id: int, member_id: int, why: LeavingKind, until: dt.date, at: dt.datetime
) -> Membership:
    """Somebody leaves the team: posts in it end, with the last membership the badge is taken back (EQP-01)."""
    team = claim(Team, team_id, actor=actor, to=Permission.ENROL_MEMBER, related=("place",))
    open_rows = Membership.objects.select_related("member").select_for_update(of=("self",)).open()
    row: Membership | None = open_rows.filter(team=team, member_id=member_id).first()
    if row is None:
        raise Refused("teams.member-not-serving", field="member")
    judge_leaving(row.since, until, at.date())

    row.until, row.left_why, row.ended_at, row.ended_by_id = until, why, at, actor.person_id
    row.save()
    for post in Appointment.objects.filter(team=team, member_id=member_id, ended_at__isnull=True):
        post.until, post.ended_at, post.ended_by_id = max(until, post.since), at, actor.person_id
        post.save()
        obligations.cancel(kind=Owed.APPROVE_LEADER, subject_type="appointment", subject_id=post.pk, at=at)
    last = not Membership.objects.open().filter(member_id=member_id).exists()
    if last:
        NumberBadge.objects.current().filter(member_id=member_id).update(
            revoked_on=at.date(), revoked_why=BadgeEnd.RETURNED, revoked_by_id=actor.person_id
        )
    closed = row.member.user is not None and _close_if_last(row.member.user, at)

    event = MembershipEnded(
        at=at, member_id=member_id, team_id=team.pk, until=until, why=why, badge_revoked=last, login_closed=closed
    )
    announce(event, actor=actor, path=team.place.path)
    return row
