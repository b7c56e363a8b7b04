"""Somebody who has come through recruiting, in the district of the browser tests: hired into the Harbour team, with a
login of their own. ``python -m tests.journeys.recruited`` adds them to the database of the environment."""

from __future__ import annotations

import datetime as dt

import django

django.setup()

import time_machine  # noqa: E402
from django.db import transaction  # noqa: E402

from patrol_ops.core import clock, outbox, policy  # noqa: E402
from patrol_ops.core.access import Actor  # noqa: E402
from patrol_ops.core.models import User  # noqa: E402
from patrol_ops.core.signin import claim_login  # noqa: E402
from teams import commands  # noqa: E402
from teams.models import Place, Team  # noqa: E402
from teams.rules import AppointmentDraft, Role  # noqa: E402
from tests.cast import BUILDER, PASSWORD, District  # noqa: E402
from tests.recruitment.story import CLOSED, Story  # noqa: E402

RECRUIT, LOGIN = "赵一", "zhao"
DAY = dt.date(2026, 11, 18)


def district() -> District:
    """What a step of recruiting needs to know of what is there."""
    it = District()
    it.users = dict(User.objects.values_list("username", "pk"))
    it.places = dict(Place.objects.values_list("path", "pk"))
    it.teams = {"harbour": Team.objects.get(place__path="990102001001", form="FULL_TIME_PATROL").pk}
    return it


def main() -> None:
    there = district()
    with time_machine.travel(clock.at(DAY, 20), tick=False), transaction.atomic():
        gwen, team, at = there.actor("gwen"), there.teams["harbour"], clock.at(DAY, 8)
        commands.authorise_strength(actor=gwen, team_id=team, authorised=8, reason="增加夜班", at=at)
        # Certificates for three months: somebody's runs out while the old members still serve under the transition.
        policy.set_policy_value(actor=gwen, key="certificate.months", value="3", since=DAY, path="990102", at=at)
        story = Story(there, number=1, team="harbour")
        story.until_offered(RECRUIT)
        contract = story.sign(RECRUIT)
        at = clock.at(CLOSED, 16)
        post = commands.propose_leader(
            actor=BUILDER,
            team_id=team,
            member_id=contract.member_id,
            draft=AppointmentDraft(role=Role.MEMBER, since=CLOSED),
            at=at,
        )
        slip = commands.open_login(actor=BUILDER, appointment_id=post.pk, at=at)
        claim_login(actor=Actor.public(), code=slip.code, username=LOGIN, password=PASSWORD, at=at)
    while outbox.deliver():
        pass


if __name__ == "__main__":
    main()
