"""What must not be written down, and how names are shown to those who need no more (negative tests 2 and 3)."""

import re
import unicodedata

from patrol_ops.core.refusals import Refused

_GAP = r"[ \-.·_/]?"
# An 18-digit identity number: area, birth date, sequence, check mark; blanks and hyphens between, as people write it.
# The date inside tells it from an order number of the same length; a wrong check mark does not make it harmless.
_IDENTITY = re.compile(
    rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}[0-9]){{2}}"
    rf"{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}[0-9]|3{_GAP}[01])"
    rf"(?:{_GAP}[0-9]){{3}}{_GAP}[0-9X](?![0-9A-Z])",
    re.IGNORECASE,
)
# An 11-digit mobile number, with or without +86, blanks or hyphens between.
_MOBILE = re.compile(rf"(?<![0-9])(?:\+?86[ \-]?)?1[3-9][0-9](?:{_GAP}[0-9]){{8}}(?![0-9])")
# A plate: province character, letter, five marks, six for new energy; the last may say police, trailer, Hong Kong …
_PLATE = re.compile(
    r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]\s?[A-Z]|WJ\s?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?)"
    r"\s?[·•.\-]?\s?((?:[0-9A-Z]\s?){4,5}(?:[0-9A-Z]|挂|学|警|港|澳|使|领|应急))(?![0-9A-Z])",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def plain(text: str) -> str:
    """Full-width, circled and invisible characters said plainly, so that a trick of the keyboard hides nothing."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("—", "-").replace("–", "-")


def judge_free_text(text: str, field: str) -> None:
    """Refuse text that holds an identity number, a mobile number or a plate."""
    said = plain(text)
    if _IDENTITY.search(said):
        raise Refused("core.text-has-identity-number", field=field)
    if _MOBILE.search(said):
        raise Refused("core.text-has-phone-number", field=field)
    if any(sum(mark.isdigit() for mark in plate.group(1)) >= 2 for plate in _PLATE.finditer(said)):
        raise Refused("core.text-has-plate", field=field)


def masked(name: str) -> str:
    """张伟 → 张*, 欧阳娜娜 → 欧***: the family name stays readable, nobody can be found by it."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*"


def masked_phone(phone: str) -> str:
    """13812345678 → 138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 8 else "****"
