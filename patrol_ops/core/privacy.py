"""What must not be written down, and how names are shown to those who need no more (boundaries, negative tests 2, 3)."""

import re

from patrol_ops.core.refusals import Refused

# An 18-digit identity number: area, birth date, sequence, check digit; with the blanks people put between the groups.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9A-Za-z])")
# An 11-digit mobile number, with or without +86 and blanks.
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8}(?![0-9])")
# A plate: province character, letter, five or six marks, ending as plates of trailers, police, new energy do.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]\s?[A-HJ-NP-Za-hj-np-z]\s?[·•.\- ]?\s?"
    r"(?:[0-9A-HJ-NP-Za-hj-np-z]\s?){4,5}[0-9A-HJ-NP-Za-hj-np-z挂学警港澳]"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＹＺ－　＋", "0123456789XxABCDEFGHJKLMNPQRSTUVWYZ- +")


def judge_free_text(text: str, field: str) -> None:
    """Refuse text that holds an identity number, a mobile number or a plate."""
    plain = text.translate(_FULL_WIDTH)
    if _IDENTITY.search(plain):
        raise Refused("core.text-has-identity-number", field=field)
    if _MOBILE.search(plain):
        raise Refused("core.text-has-phone-number", field=field)
    plate = _PLATE.search(plain)
    if plate and any(mark.isdigit() for mark in plate.group()):
        raise Refused("core.text-has-plate", field=field)


def masked(name: str) -> str:
    """张伟 → 张*, 欧阳娜娜 → 欧***: the family name stays readable, nobody can be found by it."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*"


def masked_phone(phone: str) -> str:
    """13812345678 → 138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 8 else "****"
