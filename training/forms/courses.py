"""What is typed of a course, its papers and its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.files import MEGABYTES
from patrol_ops.core.forms import Form, LongTextField, OneChip, Stepper
from patrol_ops.core.refusals import Refused
from training.models import CourseRevision
from training.rules import CourseDraft, Programme, QuestionDraft, Topic

OPTIONS = ("option_1", "option_2", "option_3", "option_4", "option_5")


def _minutes(label: Any) -> forms.IntegerField:
    stepper = Stepper({"min": 0, "step": 10}, unit=_("分钟"))
    return forms.IntegerField(label=label, min_value=0, max_value=4800, initial=0, widget=stepper)


class CourseForm(Form):
    programme = Said(Programme, "programme", label=_("类别"), widget=OneChip, help_text=_("以后不能改。"))
    title = forms.CharField(label=_("课程名称"), max_length=60)
    aim = LongTextField(label=_("培训目标"), max_length=500, required=False)
    law = _minutes(_("法律法规"))
    duties = _minutes(_("岗位职责"))
    procedures = _minutes(_("工作规范和程序"))
    finding = _minutes(_("发现问题和隐患的方法"))
    pass_mark = forms.IntegerField(
        label=_("合格线"),
        required=False,
        min_value=1,
        max_value=100,
        widget=Stepper({"min": 1, "max": 100}, unit=_("分")),
        help_text=_("不填就不打分，到场满五分之四的时间就算通过。"),
    )
    theory = forms.BooleanField(label=_("还要通过在线考试"), required=False)

    def draft(self, programme: Programme | None = None) -> CourseDraft:
        said = self.cleaned_data
        return CourseDraft(
            programme=programme or said["programme"],
            title=said["title"],
            aim=said["aim"],
            minutes=(said["law"], said["duties"], said["procedures"], said["finding"]),
            pass_mark=said["pass_mark"],
            theory=said["theory"],
        )


class RevisionForm(CourseForm):
    """The programme stays as it is."""

    programme = None  # type: ignore[assignment]  # how Django takes a field away


def as_it_stands(revision: CourseRevision) -> dict[str, Any]:
    names = ("title", "aim", "law", "duties", "procedures", "finding", "pass_mark", "theory")
    return {name: getattr(revision, name) for name in names}


class MaterialForm(Form):
    title = forms.CharField(label=_("材料名称"), max_length=60)
    file = forms.FileField(label=_("文件"), help_text=_("PDF 或图片，最多 {n} MB。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = str(field.help_text).format(n=MEGABYTES)

    def refuse_the_size(self) -> None:
        self.refuse(Refused("core.file-too-large", field="file", megabytes=MEGABYTES))


class QuestionForm(Form):
    topic = Said(Topic, "topic", label=_("部分"), widget=OneChip)
    text = LongTextField(label=_("题目"), max_length=300)
    option_1 = forms.CharField(label=_("选项 1"), max_length=120)
    option_2 = forms.CharField(label=_("选项 2"), max_length=120)
    option_3 = forms.CharField(label=_("选项 3"), max_length=120, required=False)
    option_4 = forms.CharField(label=_("选项 4"), max_length=120, required=False)
    option_5 = forms.CharField(label=_("选项 5"), max_length=120, required=False)
    answer = forms.TypedChoiceField(
        label=_("正确的选项"), coerce=int, widget=OneChip, choices=[(n, str(n)) for n in range(1, 6)]
    )

    def draft(self) -> QuestionDraft:
        """Options left empty are none; the answer is counted among those that were written."""
        said = self.cleaned_data
        written = [(number, said[name]) for number, name in enumerate(OPTIONS, 1) if said[name]]
        numbers = [number for number, _text in written]
        right = said["answer"]
        return QuestionDraft(
            topic=said["topic"],
            text=said["text"],
            options=tuple(text for _number, text in written),
            answer=numbers.index(right) if right in numbers else -1,
        )
