"""The rules in force at a place, and the act of deciding a new value."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency, policy
from patrol_ops.core.access import Permission
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import known, say
from patrol_ops.office.forms import PolicyValueForm
from patrol_ops.office.reports import policies as report
from patrol_ops.office.views.territory import open_territory, place_context


@require_safe
def list_policy_values(request: Request) -> HttpResponse:
    """Every number in force here today: since when, by whom, what comes, what was before."""
    territory = open_territory(request, Permission.VIEW_POLICY)
    context = {
        **place_context(territory),
        "here": territory.here.name,
        "groups": report.rules_at(territory.place, clock.today()),
        "names": {"": _("全部地方"), **{spot.path: spot.name for spot in territory.spots}},
        "may_decide": policy.may_decide_at(request.actor, territory.place),
    }
    return page(request, "office/list_policy_values.html", context)


@require_http_methods(["GET", "POST"])
def set_policy_value(request: Request, key: str) -> HttpResponse:
    """Decide one number from a day on; what is past stays as it was decided then."""
    territory = open_territory(request, Permission.SET_POLICY_VALUE)
    parameter = policy.parameters().get(key)
    paths = report.deciding_places(request.actor, territory, key)
    if parameter is None or not paths:
        raise Http404
    names = {"": _("全部地方"), **{spot.path: spot.name for spot in territory.spots}}
    now = clock.now()
    path = territory.place if territory.place in paths else paths[0]
    current = parameter.on(now.date(), path)
    initial = {
        "value": str(current).lower() if isinstance(current, bool) else current,
        "since": now.date(),
        "path": path,
    }
    form = PolicyValueForm(
        request.POST or None, initial=initial, parameter=parameter, places=[(p, names[p]) for p in paths]
    )

    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("value", "since", "path")}
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door="office.set_policy_value",
                body={"key": key, **said},
                at=now,
                act=lambda: policy.set_policy_value(actor=request.actor, key=key, **said, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已设定「{name}」。").format(name=say(f"policy.{key}")))
            return done(request, "office:list-policy-values")

    why = f"policy-why.{key}"
    context = {
        "form": form,
        "name": say(f"policy.{key}"),
        "why": say(why) if known(why) else "",
        "current": report.spoken(parameter, current),
        "default": report.spoken(parameter, parameter.default),
        "bounds": parameter.minimum is not None,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "unit": say(parameter.unit) if parameter.unit else "",
        "place_name": names[path],
    }
    return page(request, "office/set_policy_value.html", context, status=form.status)
