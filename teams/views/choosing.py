"""A form asks for teams: which of them its page lists, and what it says about the others."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from patrol_ops.core.html import Request
from teams import reports
from teams.models import Team


def offer_teams(request: Request, form: Any, field: str, teams: Any, *, near: Team) -> dict[str, Any]:
    """Offers ``field`` of the form some of ``teams``, whatever is chosen among them; hands back the page's context.

    ``?find=`` looks for teams by name, and whatever of the field stands in the address stays chosen.
    """
    said = request.POST if request.method == "POST" else request.GET
    chosen = {int(text) for text in said.getlist(field) if text.isascii() and text.isdigit() and len(text) <= 18}
    choice = reports.teams_to_choose(teams, near=near.place.path, find=request.GET.get("find", "")[:60], chosen=chosen)
    form.offer(field, choice.rows)
    form.initial[field] = sorted(chosen)
    form.fields[field].help_text = _said(choice) or form.fields[field].help_text
    return {"choice": choice, "choice_field": field}


def _said(choice: reports.TeamChoice) -> str:
    if not choice.rows:
        return _("没有找到名称里有「{find}」的队伍。").format(find=choice.find) if choice.find else ""
    if not choice.more:
        return ""
    return _("只列出 {n} 支，本街道的在前。其他队伍请在上面按名称查找。").format(n=len(choice.rows))
