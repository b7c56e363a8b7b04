"""What inspectors of the demo district look at."""

from discipline.rules import ChecklistDraft, ChecklistKind, ItemDraft

K = ChecklistKind


def _items(*rows: tuple[str, int]) -> tuple[ItemDraft, ...]:
    return tuple(ItemDraft(text, points) for text, points in rows)


CHECKLISTS = {
    "documents": ChecklistDraft(
        K.DOCUMENTS,
        "一查台账资料",
        _items(
            ("巡逻计划上墙，本月有效", 20),
            ("日志当天填写，内容具体", 30),
            ("民警和社区有工作记录", 20),
            ("一事一档，有头有尾", 30),
        ),
        asks_documents=True,
    ),
    "street": ChecklistDraft(
        K.STREET,
        "二查街面",
        _items(
            ("按计划的时间和路线在岗", 30), ("两人以上同行", 20), ("会讲岗位职责和上报程序", 30), ("装备齐全能用", 20)
        ),
        asks_insignia=True,
        min_interviews=3,
    ),
    "sites": ChecklistDraft(
        K.SITES,
        "三查单位和要害部位",
        _items(("值守人员在岗", 40), ("巡查签到本有记录", 30), ("学校周边上下学时段有人", 30)),
        min_sites=2,
    ),
    "unified": ChecklistDraft(
        K.SIX_UNIFIED,
        "六个统一",
        _items(("牌子", 1), ("名称", 1), ("职责", 1), ("台账", 1), ("标准", 1), ("考核", 1)),
    ),
    "mechanisms": ChecklistDraft(
        K.MECHANISMS,
        "五项机制",
        _items(("管理机制", 1), ("检查机制", 1), ("考核机制", 1), ("奖惩机制", 1), ("监督机制", 1)),
    ),
}
# The second version of the street's list waits for the head; a general one was never agreed to.
REVISED = ChecklistDraft(
    K.STREET,
    "二查街面",
    _items(
        ("按计划的时间和路线在岗", 30),
        ("两人以上同行", 20),
        ("会讲岗位职责和上报程序", 25),
        ("装备齐全能用", 15),
        ("亮证上岗", 10),
    ),
    asks_insignia=True,
    min_interviews=5,
)
GENERAL = ChecklistDraft(K.GENERAL, "冬季夜巡专项检查", _items(("夜间两班衔接", 50), ("反光背心和手电", 50)))
