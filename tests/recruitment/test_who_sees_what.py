"""What few may read stands in no page that forgets to mask it, and in no store in plain words (X53, boundaries).

Who meets it on which page or at which address of the API is looked through where every address is walked as everybody
(``tests/house/test_crawl.py``).
"""

from __future__ import annotations

import logging

import pytest
import time_machine
from django.apps import apps
from django.db import models

from patrol_ops.core import clock
from patrol_ops.core.models import User
from recruitment.models import Applicant
from recruitment.reports import objections
from tests.house.marked import REASON, REFUSED, kinds_in, mark
from tests.house.worlds import DAY, routes


@pytest.fixture(autouse=True)
def _that_evening():
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


def test_a_page_that_forgets_to_mask_is_found(marked, monkeypatch, signed_in):
    monkeypatch.setattr(objections, "masked", lambda name: name)
    tess = signed_in(User.objects.get(username="tess"))
    page = next(route for route in routes() if route.name == "recruitment:list-objections")

    assert kinds_in(tess.get(*marked.paths(page)).content.decode()) == {"name"}


def test_no_store_holds_it_in_plain_words(worlds, caplog):
    """Journal, notices, outbox, jobs, exports, every other table: what is kept is encrypted; no log says it."""
    caplog.set_level(logging.DEBUG)
    story = mark(worlds).story
    found, looked = [], 0
    for model in apps.get_models():
        plain = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*plain) if plain else ():
            looked += 1
            found += [(model.__name__, kind) for kind in kinds_in(repr(row))]
    assert found == []
    assert looked > 500
    assert kinds_in(caplog.text) == set()
    assert Applicant.objects.get(pk=story.ids[REFUSED]).verdicts.get().reason == REASON
