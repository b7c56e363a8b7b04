"""How many people a team may still take (REC-13)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from recruitment.models import Applicant, CampaignPost
from recruitment.rules import HIRED, PLACE_TAKEN, CampaignStage
from teams.models import Membership, Team
from teams.queries import serving


def _serving(ids: set[int], day: dt.date, **only: bool) -> dict[int, int]:
    rows = Membership.objects.filter(serving(day), team__in=ids, **only).order_by()
    return dict(rows.values("team").annotate(n=Count("member", distinct=True)).values_list("team", "n"))


def places_to_offer(team_ids: Iterable[int], day: dt.date, *, besides: int | None = None) -> dict[int, int]:
    """By team: authorised minus those who serve under the standard, minus what other campaigns have already announced.

    Whoever came in with a legacy team takes no place here: they must win one themselves (REC-12). ``besides`` is a
    campaign that is not counted: the one that is being planned. Four statements.
    """
    ids = set(team_ids)
    regular = _serving(ids, day, legacy=False)
    posts = CampaignPost.objects.filter(team__in=ids).exclude(
        campaign__stage__in=[CampaignStage.DRAFT, CampaignStage.FINALISED, CampaignStage.CANCELLED]
    )
    if besides is not None:
        posts = posts.exclude(campaign=besides)
    announced = dict(posts.order_by().values("team").annotate(n=Sum("number")).values_list("team", "n"))
    hired = Applicant.objects.filter(post__in=posts, stage__in=sorted(HIRED)).order_by()
    filled = dict(hired.values("post__team").annotate(n=Count("pk")).values_list("post__team", "n"))
    authorised = dict(Team.objects.filter(pk__in=ids).values_list("pk", "authorised"))
    return {pk: authorised.get(pk, 0) - regular.get(pk, 0) - announced.get(pk, 0) + filled.get(pk, 0) for pk in ids}


def from_outside(applicants: QuerySet[Any]) -> QuerySet[Any]:
    """Those who do not serve in the team of their post: whoever does only changes from one row to the other."""
    there = Membership.objects.open().filter(
        team=OuterRef("post__team"), member__identity_index=OuterRef("identity_index")
    )
    return applicants.filter(~Exists(there))


def newcomers_free(team_ids: Iterable[int], day: dt.date) -> dict[int, int]:
    """By team: how many more may come from outside: authorised minus all who serve, minus recruits from outside
    the team on their way."""
    ids = set(team_ids)
    there = _serving(ids, day)
    coming = from_outside(Applicant.objects.filter(post__team__in=ids, stage__in=sorted(PLACE_TAKEN)))
    on_the_way = dict(coming.order_by().values("post__team").annotate(n=Count("pk")).values_list("post__team", "n"))
    authorised = dict(Team.objects.filter(pk__in=ids).values_list("pk", "authorised"))
    return {pk: authorised.get(pk, 0) - there.get(pk, 0) - on_the_way.get(pk, 0) for pk in ids}


def with_left(posts: Any) -> Any:
    """``left``: the number of each post minus who was selected, listed, offered or hired."""
    taken = Applicant.objects.filter(post=OuterRef("pk"), campaign=OuterRef("campaign"))
    taken = taken.filter(stage__in=sorted(PLACE_TAKEN | HIRED)).order_by()
    counted = Subquery(taken.values("post").annotate(n=Count("pk")).values("n"))
    return posts.annotate(left=F("number") - Coalesce(counted, 0))


def places_left(campaign_id: int) -> dict[int, int]:
    """By post of a campaign: one statement."""
    return dict(with_left(CampaignPost.objects.filter(campaign=campaign_id)).values_list("pk", "left"))
