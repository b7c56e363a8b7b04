"""The product's own addresses, and at public ones a form and pages that do what no public page should."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.template import RequestContext, Template
from django.urls import include, path

from patrol_ops.core import clock
from patrol_ops.core.forms import LongTextField
from patrol_ops.core.guarded import GuardedForm
from patrol_ops.core.html import done
from patrol_ops.core.limits import TooMany, origin_of, spend
from patrol_ops.core.public import public_form, public_page

SENT: list[str] = []
DRAWN: list[str] = []
MOST = 3

FORM = Template(
    """{% extends "layouts/public.html" %}{% load public %}
    {% block robots %}noindex, nofollow{% endblock %}
    {% block scripts %}{% include "components/public_form_scripts.html" only %}{% endblock %}
    {% block title %}写一句{% endblock %}{% block heading %}写一句{% endblock %}
    {% block content %}
    <form method="post" action="{% public_url 'write' %}" data-once data-autosave="write" data-subject="-">
    {% csrf_token %}{% include "components/error_summary.html" with form=form only %}
    {% include "components/saved.html" only %}{% for field in form.hidden_fields %}{{ field }}{% endfor %}
    {% for field in form.visible_fields %}{{ field.as_field_group }}{% endfor %}
    <button class="btn btn-primary" type="submit">提交</button></form>{% endblock %}"""
)
TAKEN = Template('{% extends "layouts/public.html" %}{% block heading %}收到了{% endblock %}')


class WriteForm(GuardedForm):
    name = forms.CharField(label="称呼", max_length=20)
    text = LongTextField(label="内容")


def draw(template: Template, request: Any, status: int = 200, **context: Any) -> HttpResponse:
    return HttpResponse(template.render(RequestContext(request, context)), status=status)


@public_form
def write(request: Any) -> HttpResponse:
    form = WriteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            spend("write", origin_of(request), at=clock.now(), most=MOST)
        except TooMany as refused:
            form.refuse(refused)
        else:
            SENT.append(form.cleaned_data["text"])
            return done(request, "taken")
    return draw(FORM, request, form.status, form=form)


@public_page()
def taken(request: Any) -> HttpResponse:
    return draw(TAKEN, request)


@public_page("page", "q")
def shown(request: Any) -> HttpResponse:
    """Says all it knows of whoever asks."""
    DRAWN.append(request.get_full_path())
    if request.GET.get("q") == "nothing":
        raise Http404
    known = sorted(request.META.items()), request.COOKIES, dict(request.headers), request.GET, hasattr(request, "user")
    return HttpResponse(f"{known} {request.actor.kind}")


@public_page()
def personal(request: Any) -> HttpResponse:
    return HttpResponse(get_token(request))


@public_page()
def with_cookie(request: Any) -> HttpResponse:
    answer = HttpResponse("x")
    answer.set_cookie("a", "b")
    return answer


handler404 = "patrol_ops.core.html.not_found"
urlpatterns = [
    path("public/write/", write, name="write"),
    path("public/taken/", taken, name="taken"),
    path("public/shown/", shown, name="shown"),
    path("public/personal/", personal, name="personal"),
    path("public/with-cookie/", with_cookie, name="with-cookie"),
    path("", include("patrol_ops.urls")),
]
