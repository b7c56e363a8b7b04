"""What is signed with whom, when, and how long a probation may last."""

import dataclasses
import datetime as dt

import pytest

from recruitment.rules import KINDS_OF, ContractDraft, ContractKind, judge_contract, longest_probation
from teams.rules import EmploymentClass
from tests.teams.saying import refused

LAST = dt.date(2026, 11, 17)
TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)
FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER
K = ContractKind
DRAFT = ContractDraft(
    kind=K.LABOUR,
    signed_on=TODAY,
    starts_on=TODAY,
    ends_on=dt.date(2029, 11, 19),
    probation_until=None,
    both_signed=True,
    duties_signed=True,
)


def judged(employment_class=FULL, today=TODAY, **values):
    draft = dataclasses.replace(DRAFT, **values)
    return judge_contract(draft, employment_class, notice_last_day=LAST, today=today)


@pytest.mark.req("X07")
@pytest.mark.parametrize("employment_class", list(EmploymentClass))
@pytest.mark.parametrize("kind", list(ContractKind))
def test_each_class_signs_its_kind(employment_class, kind):
    lawful = {(FULL, K.LABOUR), (PART, K.PART_TIME_LABOUR), (PART, K.SERVICE), (VOLUNTEER, K.VOLUNTEER)}
    assert ((employment_class, kind) in lawful) == (kind in KINDS_OF[employment_class])
    if (employment_class, kind) in lawful:
        judged(employment_class, kind=kind)
    else:
        no = refused("recruitment.contract-kind", judged, employment_class, kind=kind)
        assert no.field == "kind"


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"both_signed": False}, "recruitment.not-both-signed", "both_signed"),
        ({"duties_signed": False}, "recruitment.duties-unsigned", "duties_signed"),
        ({"signed_on": LAST}, "recruitment.signed-before-notice", "signed_on"),
        ({"signed_on": LAST - DAY}, "recruitment.signed-before-notice", "signed_on"),
        ({"signed_on": TODAY + DAY}, "recruitment.signed-in-the-future", "signed_on"),
        ({"starts_on": TODAY - DAY}, "recruitment.start-odd", "starts_on"),
        ({"starts_on": dt.date(2026, 12, 21)}, "recruitment.start-odd", "starts_on"),
        ({"ends_on": TODAY}, "recruitment.end-odd", "ends_on"),
        ({"ends_on": TODAY - DAY}, "recruitment.end-odd", "ends_on"),
    ],
)
def test_what_cannot_be_recorded(values, code, field):
    assert refused(code, judged, **values).field == field


@pytest.mark.parametrize(
    "values",
    [
        {}, {"signed_on": LAST + DAY, "starts_on": LAST + DAY}, {"starts_on": dt.date(2026, 12, 20)},
        {"ends_on": TODAY + DAY}, {"ends_on": None},
    ],
)  # fmt: skip
def test_a_contract_at_its_bounds(values):
    judged(**values)


START = dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "longest"),
    [
        # Labour Contract Law, article 19: below three months none.
        (START, dt.date(2027, 3, 1), None),
        (START, dt.date(2027, 5, 30), None),
        # From three months on, one month.
        (START, dt.date(2027, 5, 31), dt.date(2027, 3, 31)),
        (START, dt.date(2028, 2, 28), dt.date(2027, 3, 31)),
        # From a year on, two.
        (START, dt.date(2028, 2, 29), dt.date(2027, 4, 30)),
        (START, dt.date(2030, 2, 27), dt.date(2027, 4, 30)),
        # From three years on, and without an end, six.
        (START, dt.date(2030, 2, 28), dt.date(2027, 8, 31)),
        (START, dt.date(2040, 2, 28), dt.date(2027, 8, 31)),
        (START, None, dt.date(2027, 8, 31)),
        # Over month ends and leap days: never a day more than the months have.
        (dt.date(2027, 1, 31), dt.date(2027, 12, 31), dt.date(2027, 2, 27)),
        (dt.date(2028, 1, 31), dt.date(2028, 12, 31), dt.date(2028, 2, 28)),
        (dt.date(2028, 2, 29), dt.date(2029, 2, 27), dt.date(2028, 4, 28)),
        (dt.date(2028, 2, 29), dt.date(2029, 2, 26), dt.date(2028, 3, 28)),
        (dt.date(2027, 12, 31), None, dt.date(2028, 6, 29)),
    ],
)
def test_the_longest_lawful_probation(starts_on, ends_on, longest):
    assert longest_probation(starts_on, ends_on) == longest


def test_a_probation_within_the_law():
    judged(probation_until=TODAY)
    judged(probation_until=dt.date(2027, 5, 19))
    no = refused("recruitment.probation-too-long", judged, probation_until=dt.date(2027, 5, 20))
    assert (no.field, no.facts) == ("probation_until", {"longest": dt.date(2027, 5, 19)})
    no = refused("recruitment.probation-too-long", judged, probation_until=TODAY - DAY)
    assert no.field == "probation_until"


@pytest.mark.parametrize(
    ("employment_class", "values"),
    [
        (FULL, {"ends_on": dt.date(2027, 2, 18)}),
        (PART, {"kind": K.PART_TIME_LABOUR}),
        (PART, {"kind": K.SERVICE}),
        (VOLUNTEER, {"kind": K.VOLUNTEER}),
    ],
)
def test_where_there_is_no_probation(employment_class, values):
    no = refused("recruitment.no-probation", judged, employment_class, probation_until=TODAY + DAY, **values)
    assert no.field == "probation_until"
    judged(employment_class, **values)
