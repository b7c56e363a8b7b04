"""What must not be written down is found however it is typed; what is harmless passes."""

import pytest

from patrol_ops.core.privacy import judge_free_text, masked, masked_phone
from patrol_ops.core.refusals import Refused

IDENTITY, PHONE, PLATE = "core.text-has-identity-number", "core.text-has-phone-number", "core.text-has-plate"


def judged(text: str) -> str | None:
    try:
        judge_free_text(text, "summary")
    except Refused as refused:
        return refused.code
    return None


def test_the_refusal_names_the_field_and_repeats_nothing() -> None:
    with pytest.raises(Refused) as no:
        judge_free_text("电话13812345678", "summary")
    assert (no.value.field, no.value.facts) == ("summary", {})
    assert "138" not in str(no.value)


@pytest.mark.parametrize(
    "text",
    [
        "110105199003071234",
        "身份证11010519900307123X,男",
        "身份证 11010519900307123x。",
        "110105 19900307 1234",
        "110105-19900307-123X",
        "1 1 0 1 0 5 1 9 9 0 0 3 0 7 1 2 3 4",
        "１１０１０５１９９００３０７１２３Ｘ",
        "110105·20050930·0016",
        "110105.19900307.1234",
        "11010519\u200b900307\u200b1234",
        "①①0105199003071234",
        "sfz110105199003071234",
        "110105—19900307—1234",
        "410101201512310019在场",
        "一人110105199003071234 一人在场",
    ],
)
def test_identity_numbers_are_found(text: str) -> None:
    assert judged(text) == IDENTITY


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "电话:138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "+8613812345678",
        "+86 138 1234 5678",
        "8613812345678",
        "tel13812345678转",
        "19912345678联系",
        "138\u200b12345678",
        "13812345678,13912345678",
        "微信同号 166.1234.5678",
    ],
)
def test_mobile_numbers_are_found(text: str) -> None:
    assert judged(text) == PHONE


@pytest.mark.parametrize(
    "text",
    [
        "豫A12345",
        "豫A·12345",
        "豫A-12345",
        "豫 A 12345",
        "豫a1b2c3",
        "豫Ａ１２３４５",
        "豫AD12345",  # new energy
        "豫A12345D",
        "京A·D12345",
        "豫A1234警",
        "豫A1234学",
        "豫A1234挂",
        "粤Z1234港",
        "粤Z1234澳",
        "豫X1234应急",
        "WJ豫12345",
        "一辆豫A12345停在门口",
        "豫A1 2 3 4 5",
        "新BF3690",
    ],
)
def test_plates_are_found(text: str) -> None:
    assert judged(text) == PLATE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "巡逻2次,一切正常。",
        "拨打110,民警到场",
        "119、120、12345热线",
        "18:00–22:00 巡逻,08:30-09:15 站岗",
        "2026年11月21日",
        "2026-11-21 18:30:00",
        "1990-2026",
        "A12栋3单元1802室",
        "1、3、5、7、9、11、13、15栋楼",
        "检查1 3 5 7 9 11 13 15栋",
        "编号1101051990030712345",  # 19 digits
        "1381234567812345678",  # 19 digits
        "订单202611180800123456",  # 18 digits, no birth date
        "流水号DD20261118000000123456789",
        "单号138123456789",  # 12 digits
        "1381234567",  # 10 digits
        "01381234567 8",
        "座机0371-6612345",
        "110105199013071234",  # a 13th month: some other number
        "110105199003321234",  # a 32nd day
        "豫A区、川B座",
        "宁A12栋",
        "新C3楼",
        "京A",
        "在桂A大道巡逻100米",
        "云A 123",
        "豫A1234567",
        "沪ABCDE",
        "¥1,234.50",
        "第410101001001号社区",
        "GB 11643-1999",
        "3.14159265358979",
    ],
)
def test_harmless_text_passes(text: str) -> None:
    assert judged(text) is None


def test_long_text_is_judged_quickly_enough_to_end() -> None:
    assert judged("1 " * 30_000) is None
    assert judged("豫A " * 20_000) is None
    assert judged("无事。" * 5_000 + "13812345678") == PHONE


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张伟", "张*"), ("欧阳娜娜", "欧***"), ("李", "*"), ("", "*"), ("阿卜杜拉·买买提", "阿*******")],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize(("phone", "shown"), [("13812345678", "138****5678"), ("12345", "****"), ("", "****")])
def test_phones_are_masked(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
