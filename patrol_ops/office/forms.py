"""The filters of the lists, and the form by which a number is decided. Syntax only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.channels.own import ChannelDraft, WishesDraft
from patrol_ops.core.channels.rules import Kind
from patrol_ops.core.choices import Said
from patrol_ops.core.events import kinds
from patrol_ops.core.forms import BareForm, Chips, DayField, Form, OneChip, Stepper
from patrol_ops.core.policy import Parameter
from patrol_ops.core.secrets import blind_index
from patrol_ops.core.tokens import TokenDraft
from patrol_ops.core.wording import codes, say
from patrol_ops.office.reports.channels import OwnWishes
from patrol_ops.office.reports.jobs import WANTED_STAGES
from patrol_ops.office.reports.missing import Wanted
from patrol_ops.office.reports.tally import DAYS

IN_TIME = "in-time"


class PlaceField(forms.RegexField):
    """The digits of a division; whether it is within reach is asked elsewhere."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^(?:[0-9]{6}|[0-9]{9}|[0-9]{12})$", required=False, **kwargs)


class MissingLogsFilter(BareForm):
    """Logs that are past their time, or those that are still to come."""

    place = PlaceField()
    team = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    first = DayField(label=_("从"), required=False)
    last = DayField(label=_("到"), required=False)
    state = forms.ChoiceField(label=_("情况"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("缺交")), (IN_TIME, _("还没到期"))]  # type: ignore[attr-defined]

    def wanted(self, path: str, today: dt.date) -> Wanted:
        """What is asked for; without days, the last seven. An answer that cannot be read asks for nothing."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        last = said.get("last") or today
        first = said.get("first") or min(last, today) - dt.timedelta(days=DAYS - 1)
        return Wanted(path, first, last, team_id=said.get("team"), in_time=said.get("state") == IN_TIME)


class JournalFilter(BareForm):
    """By who, what, about what, when and where."""

    place = PlaceField()
    who = forms.CharField(
        label=_("谁"), required=False, max_length=40, widget=forms.TextInput({"placeholder": _("姓名、拼音或编号")})
    )
    act = forms.ChoiceField(label=_("做了什么"), required=False)
    subject_type = forms.ChoiceField(label=_("对象"), required=False)
    subject_id = forms.IntegerField(
        label=_("对象编号"), required=False, min_value=1, max_value=2**62, widget=forms.NumberInput
    )
    first = DayField(label=_("从"), required=False)
    last = DayField(label=_("到"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = sorted((say(kind), kind) for kind in kinds())
        subjects = {event.subject_field.removesuffix("_id") for event in kinds().values()} - {""}
        types = sorted((say(f"subject.{name}"), name) for name in subjects)
        self.fields["act"].choices = [("", _("全部")), *((kind, text) for text, kind in acts)]  # type: ignore[attr-defined]
        self.fields["subject_type"].choices = [("", _("全部")), *((name, text) for text, name in types)]  # type: ignore[attr-defined]


class JobFilter(BareForm):
    """Whose work, and how far it is."""

    whose = forms.ChoiceField(label=_("谁的"), required=False)
    state = forms.ChoiceField(label=_("进度"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [("", _("全部")), ("mine", _("我自己的"))]  # type: ignore[attr-defined]
        states = [(name, say(f"office.jobs-{name}")) for name in WANTED_STAGES]
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]


class TokenForm(Form):
    """A name, an end, and what of one's own permissions the machine may use."""

    name = forms.CharField(label=_("用在哪里"), max_length=60, help_text=_("写清哪个系统、做什么，以后才认得出。"))
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=100_000)
    permissions = forms.MultipleChoiceField(
        label=_("允许做什么"), widget=Chips, help_text=_("只选用得着的。令牌能做的，永远不会多于您自己能做的。")
    )

    def __init__(self, *args: Any, groups: list[tuple[str, list[tuple[str, str]]]], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = {"min": 1, "max": most, "class": "form-control"}
        self.fields["days"].widget = Stepper(bounds, unit=say("core.unit-days"))
        self.fields["permissions"].choices = groups  # type: ignore[attr-defined]

    def draft(self) -> TokenDraft:
        said = self.cleaned_data
        return TokenDraft(name=said["name"], permissions=tuple(said["permissions"]), days=said["days"])


class PolicyValueForm(Form):
    """A value, the day it begins, and where. The parameter says which kind of value it is."""

    value = forms.CharField(label=_("新数值"), max_length=60)
    since = DayField(label=_("从哪一天起"))
    path = forms.ChoiceField(label=_("适用范围"), required=False)

    def __init__(self, *args: Any, parameter: Parameter[Any], places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = say(parameter.unit) if parameter.unit else None
        if isinstance(parameter.default, bool):
            self.fields["value"] = forms.ChoiceField(
                label=_("新数值"),
                widget=OneChip,
                choices=[("true", say("office.yes")), ("false", say("office.no"))],
            )
        elif isinstance(parameter.default, int):
            bounds = {"min": parameter.minimum, "max": parameter.maximum, "class": "form-control"}
            self.fields["value"].widget = Stepper(
                {name: value for name, value in bounds.items() if value is not None}, unit=unit
            )
        elif parameter.words:
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("新数值"),
                widget=Chips,
                required=False,
                choices=[(code, say(parameter.words + code)) for code in codes(parameter.words)],
            )
            self.initial["value"] = str(self.initial.get("value") or "").split(",")
        self.fields["path"].choices = places  # type: ignore[attr-defined]
        self.fields["path"].required = all(path for path, _name in places)
        if len(places) == 1:
            self.fields["path"].widget = forms.HiddenInput()

    def clean_value(self) -> str:
        """Several choices are one value with commas."""
        value = self.cleaned_data["value"]
        return ",".join(value) if isinstance(value, list) else str(value)


# --- being told outside ---------------------------------------------------------------------------------------------


class ChannelForm(Form):
    """A kind and an address. Which kinds there are is the operator's to say."""

    kind = Said(Kind, "channel-kind", label=_("用什么方式"), widget=OneChip)
    address = forms.CharField(
        label=_("地址"),
        max_length=300,
        help_text=_(
            "电子邮件填邮箱地址；短信填手机号码；企业微信和钉钉填群机器人的地址，群里只留您自己"
            "(钉钉机器人加签的，空一格再写密钥)。"
        ),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, Said)
        kind.offer([Kind(way) for way in offered])

    def draft(self) -> ChannelDraft:
        return ChannelDraft(self.cleaned_data["kind"], self.cleaned_data["address"])

    @property
    def sealed(self) -> str:
        """What a repeat is known by: an address stands in no digest that could be guessed."""
        return blind_index(f"{self.cleaned_data['kind']}:{self.cleaned_data['address']}", "submission")


class ChannelCodeForm(BareForm):
    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("六位数字。"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def _hours(first: Any) -> list[tuple[str, Any]]:
    return [("", first), *((str(hour), f"{hour:02d}:00") for hour in range(24))]


def _hour(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, **kwargs)


class WishesForm(Form):
    """When, and in which language; what is left open follows the district."""

    digest_hour = _hour(
        _("什么时候提醒"), choices=lambda: _hours(_("有事就提醒")), help_text=_("选一个钟点，就每天合成一条。")
    )
    quiet_from = _hour(_("我的免打扰从"), choices=lambda: _hours(_("按本地规定")))
    quiet_until = _hour(_("到"), choices=lambda: _hours(_("按本地规定")))
    language = forms.ChoiceField(label=_("用什么语言"), widget=OneChip, choices=settings.LANGUAGES)

    def __init__(self, *args: Any, wishes: OwnWishes, reading: str, **kwargs: Any) -> None:
        row = wishes.row
        held = {name: getattr(row, name) for name in ("digest_hour", "quiet_from", "quiet_until")} if row else {}
        super().__init__(*args, initial={**held, "language": row.language if row else reading}, **kwargs)

    def draft(self) -> WishesDraft:
        said = self.cleaned_data
        return WishesDraft(said["language"], said["digest_hour"], said["quiet_from"], said["quiet_until"])
