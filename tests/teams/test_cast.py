"""The cast stands: everybody has the posts the stories rely on."""

import pytest

from patrol_ops.core.models import User
from teams.models import Member, Team


def test_everybody_is_in_place(lena, lena_actor, kai_actor, nora, actor, harbour, mara_member, at):
    assert lena.name == "李娜"
    assert [(post.role, post.team_id) for post in lena_actor.posts] == [("ldr", harbour.pk)]
    assert [(post.role, post.path) for post in kai_actor.posts] == [("cpo", "990102001001")]
    assert actor(nora).posts == ()
    fit = Member.objects.serving_in(harbour, at.date()).fit_for_duty(at.date())
    assert fit.count() == 5
    assert mara_member in fit


@pytest.mark.django_db(transaction=True)
def test_it_stands_in_real_transactions_too(harbour, lena, signed_in):
    assert Team.objects.active_on(lena.opened_at.date()).count() == 6
    assert signed_in(lena).session["_auth_user_id"] == str(lena.pk)


def test_new_rows_follow_those_of_the_cast(harbour):
    user = User.objects.create(username="new", name="new")
    assert User.objects.filter(pk__lt=user.pk).count() == User.objects.count() - 1
