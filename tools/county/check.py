"""What is there, counted, against what the county must have; and that the loader broke no rule of the product."""

from __future__ import annotations

from tools.county.bulk import fetch
from tools.county.shape import FULL_TIME_PEOPLE, MASS_PEOPLE, MASS_TEAMS, Shape, Span, full_time_rows, volunteer_rows


class Wrong(Exception):
    """The county is not what it should be."""


def expected(shape: Shape, span: Span, counties: int) -> dict[str, int]:
    days = len(list(span.days()))
    return {
        "teams": counties * shape.teams,
        "people": counties * shape.people,
        "logs": counties * shape.teams * days,
        "logs of a year": counties * shape.teams * 365,
        "walkers": counties * (volunteer_rows(shape, span) + full_time_rows(shape, span)),
        "owed logs": counties * shape.teams * days,
        "certificates": counties * shape.people,
    }


COUNTS = {
    "teams": "SELECT count(*) FROM teams_team",
    "people": "SELECT count(*) FROM teams_member",
    "logs": "SELECT count(*) FROM duty_patrollog",
    "logs of a year": "SELECT count(*) FROM duty_patrollog WHERE day > %(last)s - 365",
    "walkers": "SELECT count(*) FROM duty_patrolwalker",
    "owed logs": "SELECT count(*) FROM core_obligation WHERE kind = 'duty.submit_patrol_log'",
    "certificates": "SELECT count(*) FROM training_certificate",
}
# What the database was not asked while the rows came in; each must find nothing.
BROKEN = {
    "a walker of a log of another team": (
        "SELECT 1 FROM duty_patrolwalker w JOIN duty_patrol p ON p.id = w.patrol_id JOIN duty_patrollog l"
        " ON l.id = p.log_id LEFT JOIN teams_membership m ON m.member_id = w.member_id AND m.team_id = l.team_id"
        " WHERE m.id IS NULL AND l.day = %(last)s LIMIT 1"
    ),
    "a patrol without its log": (
        "SELECT 1 FROM duty_patrol p LEFT JOIN duty_patrollog l ON l.id = p.log_id WHERE l.id IS NULL LIMIT 1"
    ),
    "a log reviewed by its author": "SELECT 1 FROM duty_patrollog WHERE reviewed_by_id = submitted_by_id LIMIT 1",
    "a log without a patrol that does not say why": (
        "SELECT 1 FROM duty_patrollog l LEFT JOIN duty_patrol p ON p.log_id = l.id"
        " WHERE p.id IS NULL AND l.no_patrol = '' LIMIT 1"
    ),
    "an unfit walker": ("SELECT 1 FROM teams_hold h JOIN duty_patrolwalker w ON w.member_id = h.member_id LIMIT 1"),
}


def check(shape: Shape, span: Span, counties: int) -> dict[str, int]:
    """The counts; ``Wrong`` where one of them, or a rule, does not hold."""
    values = {"last": span.last}
    found = {name: int(fetch(sql, values)[0][0]) for name, sql in COUNTS.items()}  # type: ignore[arg-type]
    wanted = expected(shape, span, counties)
    if found != wanted:
        raise Wrong(f"counted {found}, wanted {wanted}")
    for what, sql in BROKEN.items():
        if fetch(sql, values):  # type: ignore[arg-type]
            raise Wrong(what)
    if shape.scale == 1:
        # Document 001, as printed.
        assert shape.full_time_teams == 13
        assert sum(shape.full_time_sizes) == FULL_TIME_PEOPLE
        assert (shape.mass_teams, sum(shape.mass_sizes)) == (MASS_TEAMS, MASS_PEOPLE)
    return found
