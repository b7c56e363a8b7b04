"""Which pages and lists there are, and who opens each: every address of the product that answers a reading request."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from patrol_ops.core import clock

# In the order in which they are tried: the first whose page answers opens it.
ROLES = (
    "head",
    "office",
    "station-1",
    "township-1",
    "officer-1-1",
    "leader",
    "inspector",
    "trainer",
    "admin",
    "auditor",
)
COUNTY = "990102"
BACKEND = "patrol_ops.core.signin.PhoneOrNameBackend"
# Drawn by a library, not by us; or an answer that is no page: a file, a picture, a redirect.
SKIPPED = ("api-schema", "api-docs", "limit-", "service-worker", "set-language", "show-components")
EXPORTS = ("export", "print")
LEADERS = 64


Route = tuple[str, str, list[str]]


def routes(patterns: list[Any] | None = None, before: str = "/", space: str = "") -> Iterator[Route]:
    """Name, path with its wants in angle brackets, the wants."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path, pattern.namespace or space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}:{pattern.name}" if space else pattern.name, path, list(pattern.pattern.converters)


def sessions() -> dict[str, str]:
    """A session of each role, and of some leaders: the cookie's value by name."""
    users = apps.get_model("core", "User").objects
    found = {}
    leaders = users.filter(username__startswith=f"{COUNTY}-leader-").order_by("-pk")[:LEADERS]
    named = {f"leader-{n}": user for n, user in enumerate(leaders)} | {"leader": leaders[0]}
    named |= {role: users.get(username=f"{COUNTY}-{role}") for role in ROLES if role != "leader"}
    for name, user in named.items():
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.create()
        found[name] = str(store.session_key)
    return found


def samples(team_id: int) -> dict[str, Any]:
    """An id for each want, of the team whose leader asks wherever that can be."""
    found: dict[str, Any] = {"team_id": team_id}
    team = apps.get_model("teams", "Team").objects.get(pk=team_id)
    found["place_id"] = team.place_id
    for want, model, own in (
        ("member_id", "teams.Membership", {"team": team_id}),
        ("log_id", "duty.PatrolLog", {"team": team_id}),
        ("certificate_id", "training.Certificate", {"team": team_id}),
        ("inspection_id", "discipline.Inspection", {"team": team_id}),
        ("appointment_id", "teams.Appointment", {"team": team_id}),
        ("unit_id", "teams.Unit", {"place__path": COUNTY}),
        ("area_id", "teams.PatrolArea", {"responsible_team": team_id}),
        ("campaign_id", "recruitment.Campaign", {"stage": "OPEN"}),
        ("applicant_id", "recruitment.Applicant", {"stage": "SUBMITTED"}),
        ("checklist_id", "discipline.Checklist", {}),
        ("visit_id", "discipline.Visit", {"team": team_id}),
    ):
        field = "member_id" if want == "member_id" else "pk"
        row = apps.get_model(model).objects.filter(**own).order_by("-pk").values_list(field, flat=True).first()
        if row is not None:
            found[want] = row
    return found


def led() -> list[dict[str, Any]]:
    """The teams of those leaders, in their order: id, area, two who may walk."""
    leads = apps.get_model("teams", "Appointment").objects.filter(role="ldr", member__user__username__startswith=COUNTY)
    found = []
    for team in leads.order_by("-member__user__pk").values_list("team_id", flat=True)[:LEADERS]:
        area = apps.get_model("teams", "AreaDesignation").objects.get(team=team).area_id
        serving = apps.get_model("teams", "Membership").objects.filter(team=team).order_by("pk")
        found.append({"id": team, "area": area, "members": list(serving.values_list("member_id", flat=True)[:2])})
    return found


def main() -> None:
    django.setup()
    logging.disable()
    keys = sessions()
    clients = {}
    for role in ROLES:
        clients[role] = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
        clients[role].cookies["sessionid"] = keys[role]
    mine = led()
    given = samples(mine[0]["id"])
    pages, exports, left = [], [], []
    known = [route for route in routes() if not any(part in route[0] for part in SKIPPED)]
    for number, (name, path, wants) in enumerate(known, 1):
        if number % 40 == 0:
            print(
                f"  [{100 * number // len(known):3}%] {number} of {len(known)} addresses", file=sys.stderr, flush=True
            )
        tries = [given]
        if wants == ["pk"]:  # of the API: whichever row it means
            tries = [{"pk": value} for value in dict.fromkeys(given.values())]
        long = any(part in name for part in EXPORTS)
        found = _opened(clients, path, wants, tries, once=long or "--quick" in sys.argv)
        if found is None:
            left.append(name)
        else:
            kind = exports if long else pages
            kind.append({"name": name, "path": found[0], "roles": found[1]})
    found = {"keys": keys, "today": clock.today().isoformat(), "teams": mine, "pages": pages, "exports": exports}
    json.dump(found | {"left": left}, sys.stdout)


def _opened(
    clients: dict[str, Client], path: str, wants: list[str], tries: list[dict[str, Any]], *, once: bool
) -> tuple[str, list[str]] | None:
    """The address and the roles that read it (``once``: the first of them), if anybody does with what there is."""
    for values in tries:
        if not set(wants) <= set(values):
            continue
        filled = path
        for want in wants:
            start = filled.index("<")
            filled = f"{filled[:start]}{values[want]}{filled[filled.index('>') + 1 :]}"
        roles: list[str] = []
        for role, client in clients.items():
            status = client.get(filled).status_code
            if status == 405:  # only written to
                return None
            if status in (200, 500):  # what fails, or takes too long, is seen when it is measured
                roles.append(role)
                if once:
                    break
        if roles:
            return filled, roles
    return None


if __name__ == "__main__":
    main()
