"""What was measured, as ratios: ours by the limit of the same run; how each grows from a tenth to four counties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

READ_RATIO, ACT_RATIO, GROWTH = 3.0, 4.0, 1.3
READ_STATEMENTS, ACT_STATEMENTS = 12, 24
MORNING_SECONDS, WORKER_MIB = 60, 300


def lines(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Each page at each size: p50, p95, by the 50-row page; statements; growth of the median."""
    sizes = list(results)
    yield f"{'':46}" + "".join(f"{size + ' counties':>34}" for size in sizes)
    head = "".join(f"{'p50':>9}{'p95':>9}{'ratio':>7}{'SQL':>5}{'kB':>4}" for _ in sizes)
    yield f"{'page':40}{'role':>6}{head}{'growth':>8}"
    for name in results[sizes[-1]]["limits"]:
        yield _line(name, "", [results[size]["limits"].get(name) for size in sizes], results, sizes, "rows")
    for kind, limit in (("pages", "rows"), ("acts", "insert")):
        names = dict.fromkeys(name for size in sizes for name in results[size][kind])
        for name in sorted(names):
            rows = [results[size][kind].get(name) for size in sizes]
            role = next((row.get("role", "") for row in rows if row), "")
            yield _line(name, role, rows, results, sizes, limit)
    for size in sizes:
        run = results[size]
        yield f"{size}: a worker takes up to {run['memory']} MiB"
        yield f"{size}: asked for the first time, {_firsts(run)}"
        if morning := run.get("morning"):
            yield f"{size}: the morning run takes {morning['total']} s, {morning['mib']} MiB"
        for name, row in run["exports"].items():
            said = f"{row['p50'] / 1000:.1f} s, {row['size'] / 1000:.0f} kB, {row['before_mib']} → {row['mib']} MiB"
            yield f"{size}: export {name} {said}"


def _firsts(run: dict[str, Any]) -> str:
    """The slowest first answers: what is kept is counted then, whatever else has to be loaded, too."""
    slowest = sorted(run["pages"].items(), key=lambda page: -page[1]["first"])[:12]
    return ", ".join(f"{name} {row['first'] / 1000:.1f} s" for name, row in slowest)


def _line(
    name: str, role: str, rows: list[Any], results: dict[str, dict[str, Any]], sizes: list[str], limit: str
) -> str:
    cells = []
    for size, row in zip(sizes, rows, strict=True):
        if row is None:
            cells.append(f"{'–':>34}")
            continue
        ratio = row["p50"] / (row.get("limit") or results[size]["limits"][limit]["p50"])
        cells.append(f"{row['p50']:9.1f}{row['p95']:9.1f}{ratio:7.2f}{row['statements']:5.0f}{row['size'] / 1000:4.0f}")
    grown = f"{rows[-1]['p50'] / rows[0]['p50']:8.2f}" if rows[0] and rows[-1] else f"{'–':>8}"
    return f"{name[:40]:40}{role[:6]:>6}" + "".join(cells) + grown


def misses(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is beyond the bounds, in words."""
    sizes = list(results)
    county = results.get("1", results[sizes[-1]])
    for name, row in sorted(county["pages"].items(), key=lambda page: -page[1]["p50"] / page[1]["limit"]):
        if row["p50"] > READ_RATIO * row["limit"]:
            said = f"{row['p50'] / row['limit']:.1f} × the 50-row page (at most {READ_RATIO:g})"
            yield f"{name}: {said}; {row['sql']:.0f} of {row['p50']:.0f} ms in SQL, as {row['role']}"
    for name, row in county["pages"].items():
        most = max(each["statements"] for each in row["roles"].values())
        if most > READ_STATEMENTS:
            yield f"{name}: {most:.0f} statements (at most {READ_STATEMENTS})"
    for name, row in county["acts"].items():
        ratio = row["p50"] / county["limits"]["insert"]["p50"]
        if ratio > ACT_RATIO:
            yield f"{name}: {ratio:.1f} × the bare insert (at most {ACT_RATIO:g})"
        if row["statements"] > ACT_STATEMENTS:
            yield f"{name}: {row['statements']:.0f} statements (at most {ACT_STATEMENTS})"
    small, large = results[sizes[0]], results[sizes[-1]]
    for name, row in large["pages"].items():
        before = small["pages"].get(name)
        # By the limit of the same moment: other work on the machine is no growth.
        if before and (grown := (row["p50"] / row["limit"]) / (before["p50"] / before["limit"])) > GROWTH:
            yield f"{name}: grows {grown:.1f} × (at most {GROWTH:g})"
    for size in sizes:
        yield from (f"{what} at {size}" for what in results[size]["failed"])
        total = results[size].get("morning", {"total": 0})["total"]
        if total > MORNING_SECONDS:
            yield f"morning run at {size}: {total} s (at most {MORNING_SECONDS})"
        if results[size]["memory"] > WORKER_MIB:
            yield f"a worker at {size}: {results[size]['memory']} MiB (at most {WORKER_MIB})"


def draw(results: dict[str, dict[str, Any]], to: Path) -> None:
    """The growth of each page, as lines over the sizes: a picture that says which ones climb."""
    sizes = [float(size) for size in results]
    width, height, pad = 640, 360, 40
    top = max(row["p50"] for run in results.values() for row in run["pages"].values())
    drawn = []
    for name in results[next(reversed(results))]["pages"]:
        rows = [run["pages"].get(name) for run in results.values()]
        if any(row is None for row in rows):
            continue
        points = " ".join(
            f"{pad + (width - 2 * pad) * n / max(len(sizes) - 1, 1):.0f},"
            f"{height - pad - (height - 2 * pad) * row['p50'] / top:.0f}"
            for n, row in enumerate(rows)
        )
        climbs = rows[-1]["p50"] > GROWTH * rows[0]["p50"]
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{"#c92a2a" if climbs else "#868e96"}">'
            f"<title>{name}</title></polyline>"
        )
    marks = "".join(
        f'<text x="{pad + (width - 2 * pad) * n / max(len(sizes) - 1, 1):.0f}" y="{height - 12}" '
        f'text-anchor="middle">{size:g}</text>'
        for n, size in enumerate(sizes)
    )
    to.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><text x="{pad}" y="20">ms (p50), up to {top:.0f}; over counties</text>'
        f"{''.join(drawn)}{marks}</svg>\n",
        encoding="utf-8",
    )
