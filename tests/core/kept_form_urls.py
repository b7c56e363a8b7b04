"""The product's own addresses and one form beside them, for trying in a browser what happens to what is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from patrol_ops.core import gallery
from patrol_ops.core.html import done, page

TAKEN: list[str] = []


def form(request: HttpRequest) -> HttpResponse:
    sample: Any = gallery.SampleForm(request.POST or None, initial=gallery.first_values())
    if request.method == "POST" and sample.is_valid():
        TAKEN.append(sample.key)
        return done(request, "taken")
    context = gallery.sample_content() | {"form": sample}
    return page(request, "core/show_components.html", context, status=sample.status)


def taken(request: HttpRequest) -> HttpResponse:
    return page(request, "core/refused.html", {"sentence": f"TAKEN {len(TAKEN)}"})


urlpatterns = [
    path("form/", form, name="form"),
    path("taken/", taken, name="taken"),
    path("", include("patrol_ops.urls")),
]
