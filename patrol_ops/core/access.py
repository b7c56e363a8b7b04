"""Who acts, from which posts, and how far a permission reaches. The table itself is each app's ``access.GRANTS``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum


class Reach(Enum):
    """How far a grant goes: one's own rows, the post's team, its territory, everything."""

    SELF = "self"
    TEAM = "team"
    TERRITORY = "territory"
    ALL = "all"


class Permission(StrEnum):
    """What is allowed on the ground floor; roles are given it by ``teams.access``."""

    VIEW_JOURNAL = "core.view_journal"
    VIEW_POLICY = "core.view_policy"
    SET_POLICY_VALUE = "core.set_policy_value"
    VIEW_JOB = "core.view_job"
    CANCEL_JOB = "core.cancel_job"
    RETRY_JOB = "core.retry_job"
    START_ROUTINE = "core.start_routine"
    ISSUE_TOKEN = "core.issue_token"
    REVOKE_TOKEN = "core.revoke_token"
    VIEW_DELIVERY = "core.view_delivery"
    UNSUBSCRIBE_CHANNEL = "core.unsubscribe_channel"


# Two actors without a post, granted in the same table as roles are.
SYSTEM = "system"
PUBLIC = "public"

Grants = Mapping[StrEnum, Mapping[str, Reach]]
_GRANTS: dict[str, dict[str, Reach]] = {}


def register(grants: Grants) -> None:
    """Make an app's table known. A permission is granted in one place only."""
    for permission, roles in grants.items():
        if str(permission) in _GRANTS:
            raise ValueError(f"{permission} is granted twice")
        _GRANTS[str(permission)] = {str(role): reach for role, reach in roles.items()}


def granted(permission: str) -> Mapping[str, Reach]:
    """Roles that hold ``permission``, with their reach."""
    return _GRANTS.get(str(permission), {})


def all_grants() -> Mapping[str, Mapping[str, Reach]]:
    return _GRANTS


@dataclass(frozen=True)
class Post:
    """A role held somewhere: at a team, or over the territory ``path`` (division code, significant digits)."""

    role: str
    path: str = ""
    team_id: int | None = None
    deputy: bool = False


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a person with posts, the system, or the public."""

    kind: str
    person_id: int | None = None
    member_id: int | None = None
    name: str = ""
    posts: tuple[Post, ...] = field(default=())
    # Where a machine acts for the person: its token, and what that was given of what the posts grant.
    token_id: int | None = None
    allowed: frozenset[str] | None = None
    # One of the posts needs a second step of signing in, and the login has none yet.
    must_enrol: bool = False

    @classmethod
    def system(cls, name: str) -> Actor:
        """The system itself, named after the habit or the wiring that acts."""
        return cls(kind=SYSTEM, name=name, posts=(Post(SYSTEM),))

    @classmethod
    def public(cls) -> Actor:
        return cls(kind=PUBLIC, posts=(Post(PUBLIC),))

    @classmethod
    def nobody(cls) -> Actor:
        """Someone with no post: sees nothing, not everything."""
        return cls(kind="person")

    def reaches(self, permission: str) -> Iterator[tuple[Post, Reach]]:
        """The posts from which ``permission`` is held, with how far it goes from each."""
        if self.allowed is not None and str(permission) not in self.allowed:
            return
        roles = granted(permission)
        for post in self.posts:
            if post.role in roles:
                yield post, roles[post.role]

    def may(self, permission: str) -> bool:
        """Whether it is held anywhere at all; for menus and buttons. The guard is ``claim``."""
        return any(True for _ in self.reaches(permission))

    def holds(self, *roles: str) -> bool:
        return any(post.role in roles for post in self.posts)

    def roles_over(self, path: str) -> frozenset[str]:
        """The roles held over a territory that this place belongs to."""
        return frozenset(post.role for post in self.posts if post.path and covers(post.path, path))

    @property
    def is_person(self) -> bool:
        return self.kind == "person" and self.person_id is not None


# Longer than any path, so that nothing below a path equals its upper end.
PATH_WIDTH = 20


def path_range(path: str) -> tuple[str, str]:
    """The half-open range of division paths that begin with ``path``: one indexed range, whatever the collation."""
    if not (path.isascii() and path.isdigit()):
        raise ValueError("A path is made of digits.")
    # Code + 1 would let in a shorter neighbour: "410102" stands between "410101999" and "410102000".
    return path, path.ljust(PATH_WIDTH, "9")


def covers(path: str, other: str) -> bool:
    """Whether the territory ``path`` holds the place ``other``; the empty path holds everything."""
    return other.startswith(path)
