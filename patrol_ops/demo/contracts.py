"""What becomes of the contracts of the oldest campaign: probation passed, one ended, some that end soon."""

from __future__ import annotations

import datetime as dt

from patrol_ops.demo.ground import District
from recruitment import commands
from recruitment.models import Contract
from recruitment.rules import ContractEndDraft, ContractKind, EndReason, RenewalDraft, months_after

DAY = dt.timedelta(days=1)


def go_on(it: District, now: dt.datetime) -> None:
    """CON-01: by the office, in the last days."""
    office, today = it.staff["zongzhi"], now.date()
    oldest = Contract.objects.order_by("signed_on", "pk")
    passed, agreed = oldest.filter(kind=ContractKind.LABOUR)[:2]
    commands.end_probation(actor=office, contract_id=passed.pk, at=now - 3 * DAY)
    commands.end_contract(
        actor=office, contract_id=agreed.pk, draft=ContractEndDraft(today + 9 * DAY, EndReason.AGREED), at=now - DAY
    )
    # Of those signed for a season one goes on for another half year; of the others it is to be said.
    season = oldest.filter(kind=ContractKind.SERVICE)[0]
    assert season.ends_on is not None
    signed = now - 2 * DAY
    draft = RenewalDraft(
        signed_on=signed.date(),
        ends_on=months_after(season.ends_on, 6),
        asked_fixed=False,
        both_signed=True,
    )
    commands.renew_contract(actor=office, contract_id=season.pk, draft=draft, at=signed)
