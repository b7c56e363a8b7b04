"""What comes after a log: reasons, addenda, outcomes, cards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import (
    DayField,
    Form,
    LongTextField,
    Stepper,
)


class ReturnForm(Form):
    """Why a log goes back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = LongTextField(label=_("退回的理由"), max_length=300)


class AddendumForm(Form):
    text = LongTextField(label=_("补充的内容"), max_length=1000)


class OutcomeForm(Form):
    outcome = LongTextField(label=_("处理结果"), max_length=300)


class BackfillForm(Form):
    day = DayField(label=_("开放补报的日期"))
    reason = LongTextField(label=_("理由"), max_length=300)


class ProcedureCardForm(Form):
    title = forms.CharField(label=_("标题"), max_length=60)
    steps = LongTextField(label=_("怎么做(一行一步)"), max_length=2000)
    never = LongTextField(label=_("不允许(一行一条)"), max_length=1000)
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=99, initial=0, widget=Stepper)
