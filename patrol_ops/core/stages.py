"""Life-cycles as tables that can be asked, and that can draw themselves."""

from collections.abc import Iterable, Mapping

from patrol_ops.core.refusals import WrongStage


class Moves:
    """A state machine: ``{"review": ({SUBMITTED}, REVIEWED)}``. ``None`` among the sources means: it may be new."""

    def __init__(self, table: Mapping[str, tuple[Iterable[str | None], str]]) -> None:
        self.table = {move: (frozenset(sources), target) for move, (sources, target) in table.items()}

    def after(self, move: str, stage: str | None) -> str:
        """The stage that ``move`` leads to from ``stage``; WrongStage when the table has no such arrow."""
        sources, target = self.table[move]
        if stage not in sources:
            raise WrongStage(move, stage or "")
        return str(target)

    def open_from(self, stage: str | None) -> frozenset[str]:
        """The moves that leave ``stage``: what buttons a page may offer."""
        return frozenset(move for move, (sources, _) in self.table.items() if stage in sources)

    def diagram(self) -> str:
        """A Mermaid state diagram, for the drawn docs."""
        lines = ["stateDiagram-v2"]
        for move, (sources, target) in self.table.items():
            for source in sorted(sources, key=lambda s: s or ""):
                lines.append(f"    {source or '[*]'} --> {target}: {move}")
        return "\n".join(lines)
