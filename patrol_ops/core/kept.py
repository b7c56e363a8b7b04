"""Sums over many rows, kept between one write and the next (ADR 0015).

A report marked ``@kept`` is counted once for all web servers, and again as soon as anything it rests on was written: by
whom, through which door and in which order does not matter, for it is the statements that are noticed, and they count
once they are committed. What only the passing of time changes may be a minute late. Without a shared store, and inside
a transaction, nothing is kept and every question is counted anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import uuid
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from redis.exceptions import RedisError

from patrol_ops.core.access import Actor

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

SHARED = "shared"
KEPT_FOR = 60  # seconds
RESTS_ON: dict[str, frozenset[str]] = {}
_RESTED_ON: set[str] = set()
_WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)')


def is_on() -> bool:
    """Whether web servers and workers share a store (``CACHE_URL``)."""
    return SHARED in settings.CACHES


def kept(*rests_on: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a report answers. ``rests_on``: the apps, or single tables, whose rows it reads; all of them.

    Its arguments are plain values, moments (which count by the minute) and whoever asks; its answer says codes and
    numbers, no sentence in anybody's language.
    """

    def keeping(report: Callable[P, R]) -> Callable[P, R]:
        name = f"{report.__module__}.{report.__qualname__}"
        RESTS_ON[name] = frozenset(rests_on)
        _RESTED_ON.update(rests_on)

        @wraps(report)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            # Inside a transaction a report may read what is never committed.
            if not is_on() or connection.in_atomic_block:
                return report(*args, **kwargs)
            store = caches[SHARED]
            try:
                key = _key(name, _editions(store, rests_on), args, kwargs)
                found: tuple[R] | None = store.get(key)
                if found is not None:
                    return found[0]
            except RedisError:
                logger.warning("the shared store does not answer: a report is counted anew")
                return report(*args, **kwargs)
            counted = report(*args, **kwargs)
            _quietly(partial(store.set, key, (counted,), KEPT_FOR))
            return counted

        return answer

    return keeping


def _key(name: str, editions: Iterable[str], args: Iterable[Any], kwargs: dict[str, Any]) -> str:
    asked = (name, *editions, *map(_plain, args), *((word, _plain(value)) for word, value in sorted(kwargs.items())))
    return f"kept:{hashlib.sha256(repr(asked).encode()).hexdigest()}"


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.replace(second=0, microsecond=0).isoformat()
    if isinstance(value, Actor):
        allowed = None if value.allowed is None else sorted(value.allowed)
        return value.kind, value.person_id, value.member_id, value.posts, allowed
    if value is None or isinstance(value, (str, int, dt.date)):
        return value
    raise TypeError(f"nothing is kept by {type(value).__name__}")


# --- what was written ------------------------------------------------------------------------------------------------


def _editions(store: BaseCache, names: Iterable[str]) -> list[str]:
    """A word for each name that changes with every write; one trip, unless somebody asks for the first time."""
    known: dict[str, str] = store.get_many([_edition(name) for name in names])
    return [known.get(_edition(name)) or store.get_or_set(_edition(name), _word, None) or "" for name in names]


def _edition(name: str) -> str:
    return f"kept:edition:{name}"


def _word() -> str:
    return uuid.uuid4().hex


def forget(name: str) -> None:
    """What rests on this app or table is counted anew from now on, in every process."""
    if is_on():
        _quietly(lambda: caches[SHARED].set(_edition(name), _word(), None))


def _quietly(act: Callable[[], Any]) -> None:
    try:
        act()
    except RedisError:
        logger.warning("the shared store does not answer: what is kept is forgotten within %d seconds", KEPT_FOR)


_FORGET: dict[str, Callable[[], None]] = {}


def _notice(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Stands around every statement. A write is forgotten about once it is committed, once a transaction."""
    result = execute(sql, params, many, context)
    if is_on() and (wrote := _WRITES.match(sql)):
        table = wrote[1]
        for name in {table, table.partition("_")[0]} & _RESTED_ON:
            act = _FORGET.setdefault(name, partial(forget, name))
            # One that waits goes with the savepoints around it, and this statement is within those that are still open.
            if not any(waiting[1] is act for waiting in connection.run_on_commit):
                transaction.on_commit(act, robust=True)
    return result


def _stand_by(connection: Any, **_: object) -> None:
    if _notice not in connection.execute_wrappers:  # a connection that is opened again keeps them
        connection.execute_wrappers.append(_notice)


connection_created.connect(_stand_by, dispatch_uid="kept")
