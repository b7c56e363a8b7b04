"""Two years of daily work: logs, who walked, reviews, what was due, the journal. Set by set, inside the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from patrol_ops.core import clock
from tools.county.bulk import ask, count_on, trusting, without_indexes
from tools.county.ground import Squad
from tools.county.shape import SHIFTS, Span, shift_days

STEPS = 12
# The last days wait for their review.
UNREVIEWED_DAYS = 3
# A hazard in so many logs.
HAZARD_EVERY = 20


def _at(moment: str) -> str:
    """``moment``: a date and time of day, local, as the database keeps it."""
    return f"(({moment}) AT TIME ZONE '{clock.now().tzinfo}')"


TABLES = """
CREATE TEMP TABLE county_team (
    n int PRIMARY KEY, team_id bigint, path varchar, tier varchar, mass bool, leader bigint, reviewer bigint,
    reviewer_role varchar, area bigint);
CREATE TEMP TABLE county_day (n int PRIMARY KEY, day date, dom int);
CREATE TEMP TABLE county_slot (dom int, member bigint, team_n int);
CREATE TEMP TABLE county_daily (i int, member bigint, team_n int);
"""

LOGS = f"""
INSERT INTO duty_patrollog (id, team_id, day, stage, version, no_patrol, no_patrol_note, hand_over, late,
    first_submitted_at, submitted_by_id, submitted_at, reviewed_by_id, reviewed_at)
SELECT d.n * %(teams)s + t.n + 1, t.team_id, d.day, CASE WHEN d.day > %(read)s THEN 'SUBMITTED' ELSE 'REVIEWED' END,
    1, CASE WHEN t.mass AND d.dom > 28 THEN 'REST' ELSE '' END, '', '', (d.n + t.n) %% 97 = 0,
    s.at, t.leader, s.at,
    CASE WHEN d.day > %(read)s THEN NULL ELSE t.reviewer END,
    CASE WHEN d.day > %(read)s THEN NULL ELSE s.at + interval '14 hours' END
FROM county_day d CROSS JOIN county_team t
CROSS JOIN LATERAL (SELECT {_at("d.day + time '21:00' + ((d.n * 7 + t.n) %% 50) * interval '1 minute'")} AS at) s
ORDER BY d.n, t.n
"""
PATROLS = f"""
INSERT INTO duty_patrol (id, log_id, number, started_at, ended_at, area_id, mode, post, joint)
SELECT d.n * %(teams)s + t.n + 1, d.n * %(teams)s + t.n + 1, 1, {_at("d.day + time '18:30'")},
    {_at("d.day + time '20:30'")}, t.area, 'FOOT', '', false
FROM county_day d CROSS JOIN county_team t WHERE NOT (t.mass AND d.dom > 28)
ORDER BY d.n, t.n
"""
VOLUNTEERS = """
INSERT INTO duty_patrolwalker (patrol_id, member_id, insignia)
SELECT d.n * %(teams)s + s.team_n + 1, s.member, (s.member + d.n) %% 50 <> 0
FROM county_day d JOIN county_slot s ON s.dom = d.dom
ORDER BY d.n, s.team_n
"""
PROFESSIONALS = """
INSERT INTO duty_patrolwalker (patrol_id, member_id, insignia)
SELECT d.n * %(teams)s + s.team_n + 1, s.member, true
FROM county_day d JOIN county_daily s ON (d.n + s.i) %% 7 < 5
ORDER BY d.n, s.team_n
"""
REVIEWS = """
INSERT INTO duty_reviewstep (log_id, verdict, reason, by_id, at)
SELECT id, 'REVIEWED', '', reviewed_by_id, reviewed_at FROM duty_patrollog WHERE reviewed_at IS NOT NULL ORDER BY id
"""
HAZARDS = """
INSERT INTO duty_logentry (log_id, number, kind, place, category, topic, material, text, told_to, reference, stage,
    owner_id, due_on, outcome, closed_by_id, closed_at)
SELECT l.id, 1, 'HAZARD', '路口', 'MEDIUM', '', '', '路灯不亮', '', '', CASE WHEN l.day > %(read)s - 12 THEN 'OPEN' ELSE
    'CLOSED' END, l.submitted_by_id, l.day + 7, CASE WHEN l.day > %(read)s - 12 THEN '' ELSE '已修好' END,
    CASE WHEN l.day > %(read)s - 12 THEN NULL ELSE l.submitted_by_id END,
    CASE WHEN l.day > %(read)s - 12 THEN NULL ELSE l.submitted_at + interval '5 days' END
FROM duty_patrollog l WHERE l.id %% %(hazard)s = 0 AND l.no_patrol = '' ORDER BY l.id
"""
OWED_LOGS = f"""
INSERT INTO core_obligation (
    kind, subject_type, subject_id, period, team_id, path, role, created_at, due_at, settled_at)
SELECT 'duty.submit_patrol_log', 'team', t.team_id, to_char(d.day, 'YYYY-MM-DD'), t.team_id, t.path, 'ldr',
    {_at("d.day + time '00:01'")}, {_at("d.day + 1 + time '10:00'")}, l.submitted_at
FROM county_day d CROSS JOIN county_team t JOIN duty_patrollog l ON l.id = d.n * %(teams)s + t.n + 1
ORDER BY d.n, t.n
"""
OWED_REVIEWS = """
INSERT INTO core_obligation (
    kind, subject_type, subject_id, period, team_id, path, role, created_at, due_at, settled_at)
SELECT 'duty.review_patrol_log', 'patrol_log', l.id, '1', l.team_id, t.path, t.reviewer_role, l.submitted_at,
    l.submitted_at + interval '3 days', l.reviewed_at
FROM duty_patrollog l JOIN county_team t ON t.team_id = l.team_id ORDER BY l.id
"""
OWED_RENEWALS = """
INSERT INTO core_obligation (kind, subject_type, subject_id, period, team_id, path, role, user_id, created_at, due_at)
SELECT 'training.renew_certificate', 'certificate', c.id, '', c.team_id, c.path, 'ldr', NULL, c.issued_at,
    ((c.last_day + 1)::timestamp AT TIME ZONE %(zone)s)
FROM training_certificate c ORDER BY c.id
"""
JOURNAL = """
INSERT INTO core_journalentry (
    at, actor_kind, actor_id, actor_name, act, subject_type, subject_id, team_id, path, facts)
SELECT l.submitted_at, 'person', l.submitted_by_id, '', 'duty.patrol_log_submitted', 'patrol_log', l.id, l.team_id,
    t.path, jsonb_build_object('patrol_log_id', l.id, 'team_id', l.team_id, 'day', l.day, 'late', l.late, 'version', 1)
FROM duty_patrollog l JOIN county_team t ON t.team_id = l.team_id ORDER BY l.id
"""
JOURNAL_OF_REVIEWS = """
INSERT INTO core_journalentry (
    at, actor_kind, actor_id, actor_name, act, subject_type, subject_id, team_id, path, facts)
SELECT l.reviewed_at, 'person', l.reviewed_by_id, '', 'duty.patrol_log_reviewed', 'patrol_log', l.id, l.team_id,
    t.path, jsonb_build_object('patrol_log_id', l.id, 'team_id', l.team_id, 'day', l.day)
FROM duty_patrollog l JOIN county_team t ON t.team_id = l.team_id WHERE l.reviewed_at IS NOT NULL ORDER BY l.id
"""


def tell(squads: Sequence[Squad], span: Span, say: Callable[[str], None]) -> None:
    """From the first day to yesterday; today's logs are owed by the clock as ever."""
    ask(TABLES)
    _copy_teams(squads)
    ask(
        "INSERT INTO county_day SELECT n, %s::date + n, extract(day FROM %s::date + n)::int"
        " FROM generate_series(0, %s) n",
        [span.first, span.first, (span.last - span.first).days],
    )
    ask("ANALYZE county_team; ANALYZE county_day; ANALYZE county_slot; ANALYZE county_daily")
    values = {
        "teams": len(squads),
        "read": span.today - dt.timedelta(days=UNREVIEWED_DAYS + 1),
        "hazard": HAZARD_EVERY,
        "zone": str(clock.now().tzinfo),
    }
    with trusting(), without_indexes(say):
        for what, sql in (
            ("logs", LOGS),
            ("patrols", PATROLS),
            ("volunteers who walked", VOLUNTEERS),
            ("professionals who walked", PROFESSIONALS),
            ("reviews", REVIEWS),
            ("hazards", HAZARDS),
            ("logs that were owed", OWED_LOGS),
            ("reviews that were owed", OWED_REVIEWS),
            ("renewals that are owed", OWED_RENEWALS),
            ("the journal of logs", JOURNAL),
            ("the journal of reviews", JOURNAL_OF_REVIEWS),
        ):
            rows = _run(sql, values)
            say(f"{rows:>9,} {what}")
    count_on("duty_patrollog", "duty_patrol")


def _run(sql: str, values: dict[str, object]) -> int:
    return ask(sql, values)  # type: ignore[arg-type]


def _copy_teams(squads: Sequence[Squad]) -> None:
    roles = {"BRIGADE": "psb", "SQUADRON": "psl", "DETACHMENT": "cpo"}
    _insert(
        "county_team",
        [
            (n, s.team_id, s.path, s.tier.value, s.mass, s.leader, s.reviewer, roles[s.tier], s.area_id)
            for n, s in enumerate(squads)
        ],
    )
    slots, daily = [], []
    for n, squad in enumerate(squads):
        for index, member in enumerate(squad.members):
            if squad.mass:
                slots += [(day, member, n) for day in shift_days(index, len(squad.members))]
            else:
                daily.append((index, member, n))
    assert len(slots) == len(SHIFTS) * sum(len(squad.members) for squad in squads if squad.mass)
    _insert("county_slot", slots)
    _insert("county_daily", daily)


def _insert(table: str, rows: Sequence[tuple[object, ...]]) -> None:
    for first in range(0, len(rows), 2000):
        some = rows[first : first + 2000]
        marks = ", ".join(["(" + ", ".join(["%s"] * len(some[0])) + ")"] * len(some))
        ask(f"INSERT INTO {table} VALUES {marks}", [value for row in some for value in row])
