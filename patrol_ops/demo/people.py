"""Invented people: names, numbers that nobody has, ages, and who may sign in to try it."""

import datetime as dt
import random

from teams.rules import Role

PASSWORD = "xunfang-2026"
# One sign-in for each role: user name, name, role, digits of the place (6 district, 9 street, 12 community).
STAFF = (
    ("zhuren", "周正", Role.GOVERNANCE_HEAD, 6),
    ("zongzhi", "许静", Role.GOVERNANCE, 6),
    ("lingdao", "高远", Role.LEADING_GROUP, 6),
    ("fenju", "裴勇", Role.SUB_BUREAU, 6),
    ("ducha", "严明", Role.INSPECTOR, 6),
    ("peixun", "唐教", Role.TRAINER, 6),
    ("caiwu", "金娟", Role.FINANCE, 6),
    ("caishen", "钱立", Role.FINANCE_APPROVER, 6),
    ("shenji", "史清", Role.AUDITOR, 6),
    ("guanli", "管理员", Role.ADMINISTRATOR, 6),
    ("zhuangan", "谭思", Role.TOWNSHIP, 9),
    ("paichusuo", "方磊", Role.STATION_LIAISON, 9),
    ("minjing", "何平安", Role.COMMUNITY_OFFICER, 12),
    ("shequ", "魏兰", Role.VILLAGE, 12),
)
LEADER, MEMBER, CONTACT = "duizhang", "duiyuan", "baopian"

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红春梅建国志文海山云飞鹏宇浩然思雨晨阳立新永昌德"
    "成光荣家宝安康乐怡宁静和顺心诚信义仁礼智远达思齐若水清泉松柏青竹"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class People:
    """The same people every time, one after another; no two with the same number."""

    def __init__(self, seed: int = 990102) -> None:
        self.chance = random.Random(seed)  # invented people, no secrets
        self.count = 0

    def name(self) -> str:
        given = self.chance.choice(GIVEN)
        if self.chance.random() < 0.72:
            given += self.chance.choice(GIVEN)
        return self.chance.choice(SURNAMES) + given

    def identity(self, today: dt.date) -> str:
        """A well-formed number of the fictional district, of somebody between 19 and 58."""
        self.count += 1
        born = today - dt.timedelta(days=self.chance.randint(19 * 366, 58 * 365))
        body = f"990102{born:%Y%m%d}{self.count % 1000:03d}"
        return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]

    def phone(self) -> str:
        return f"199{self.count:08d}"
