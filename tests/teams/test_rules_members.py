"""Identity, age, employment, badges and standing."""

import datetime as dt

import pytest

from patrol_ops.core.refusals import Refused
from teams.rules import (
    EmploymentClass,
    Form,
    HoldKind,
    MemberDraft,
    age_on,
    classes_of,
    initials_of,
    joined_on,
    judge_enrolment,
    judge_identity,
    judge_leaving,
    judge_person_name,
    judge_return,
    next_badge_number,
    pinyin_of,
    standing,
    transition_ends,
)
from tests.cast import identity
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)


def _ending_in_x():
    return next(number for number in (identity(n) for n in range(100, 400)) if number.endswith("X"))


def test_an_identity_number_is_read_with_its_birth_date():
    number = identity(123, born="19921231")
    assert judge_identity(number, TODAY) == (number, dt.date(1992, 12, 31))
    with_x = _ending_in_x()
    assert judge_identity(with_x.lower(), TODAY)[0] == with_x
    assert judge_identity(f" {with_x[:6]} {with_x[6:14]}-{with_x[14:]} ", TODAY)[0] == with_x
    assert judge_identity("".join(chr(ord(c) + 0xFEE0) for c in number), TODAY)[0] == number
    assert judge_identity(identity(1, born="20040229"), TODAY)[1] == dt.date(2004, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        identity(5)[:17],
        identity(5)[:17] + str((int(identity(5)[17].replace("X", "9")) + 1) % 10),
        "0" + identity(5)[1:],
        identity(5, born="20050229"),
        identity(5, born="19851301"),
        identity(5, born="18991231"),
        identity(5, born="20261119"),
        "X" * 18,
        # The same number in the digits of another script would pass for another person.
        identity(5)[0] + "".join(chr(0x0660 + int(d)) for d in identity(5)[1:17]) + identity(5)[17],
        "<script>alert(1)</script>",
    ],
)
def test_what_is_no_identity_number(text):
    refused("teams.identity-invalid", judge_identity, text, TODAY)


def test_any_single_wrong_digit_is_found():
    number = identity(77)
    for index in range(17):
        for digit in "0123456789":
            if digit != number[index]:
                with pytest.raises(Refused):
                    judge_identity(number[:index] + digit + number[index + 1 :], TODAY)


@pytest.mark.parametrize(
    ("day", "born", "age"),
    [
        (dt.date(2026, 11, 18), dt.date(2008, 11, 18), 18),
        (dt.date(2026, 11, 17), dt.date(2008, 11, 18), 17),
        (dt.date(2026, 2, 28), dt.date(2008, 2, 29), 17),
        (dt.date(2026, 3, 1), dt.date(2008, 2, 29), 18),
        (dt.date(2028, 2, 29), dt.date(2008, 2, 29), 20),
    ],
)
def test_age_on_the_day(day, born, age):
    assert age_on(day, born) == age


def _draft(**values):
    whole = {"name": "张伟", "phone": "", "identity": "", "employment_class": EmploymentClass.FULL_TIME, **values}
    return MemberDraft(**whole)


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        (dt.date(2008, 11, 18), True),
        (dt.date(2008, 11, 19), False),
        (dt.date(1966, 11, 18), True),
        (dt.date(1965, 11, 19), True),
        (dt.date(1965, 11, 18), False),
    ],
)
def test_the_age_gates_count_full_years(born, fits):
    allowed = frozenset(EmploymentClass)
    if fits:
        judge_enrolment(_draft(), born, TODAY, allowed=allowed, ages=(18, 60))
    else:
        no = refused("teams.age-out-of-bounds", judge_enrolment, _draft(), born, TODAY, allowed=allowed, ages=(18, 60))
        assert no.facts == {"minimum": 18, "maximum": 60}


@pytest.mark.req("ORG-27", "ORG-34", "X07")
@pytest.mark.parametrize(
    ("form", "classes"),
    [
        (Form.FULL_TIME_PATROL, {EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME}),
        (Form.VOLUNTARY_PATROL, {EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER}),
        (Form.SECURITY_CONTRACT, {EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME}),
    ],
)
def test_each_form_has_its_classes(form, classes):
    born = dt.date(1990, 1, 1)
    assert classes_of(form) == classes
    for employment_class in EmploymentClass:
        draft = _draft(employment_class=employment_class)
        if employment_class in classes:
            judge_enrolment(draft, born, TODAY, allowed=classes_of(form), ages=(18, 60))
        else:
            refused(
                "teams.class-not-of-form", judge_enrolment, draft, born, TODAY, allowed=classes_of(form), ages=(18, 60)
            )


@pytest.mark.parametrize("name", ["张伟", "欧阳娜娜", "买买提·吐尔逊", "Li Wei", " 张伟 "])
def test_names_of_people(name):
    assert judge_person_name(name) == name.strip()


@pytest.mark.parametrize("name", ["", "  ", "长" * 41, "<b>张伟</b>", "张伟1", "张\n伟", "张伟;"])
def test_what_is_no_name(name):
    refused("teams.person-name-invalid", judge_person_name, name)


def test_names_are_searched_by_sound():
    assert (pinyin_of("李伟"), initials_of("李伟")) == ("liwei", "lw")
    assert (pinyin_of("Li Wei"), initials_of("欧阳 娜")) == ("liwei", "oyn")


@pytest.mark.req("EQP-01")
@pytest.mark.parametrize(
    ("path", "last", "following"),
    [
        ("990102001001", None, "99010200100001"),
        ("990102001", "99010200100041", "99010200100042"),
        ("990102", None, "99010200000001"),
        ("990102001", "99010200199998", "99010200199999"),
    ],
)
def test_badge_numbers_only_go_up(path, last, following):
    assert next_badge_number(path, last) == following


def test_a_full_series_of_badges():
    refused("teams.badge-series-full", next_badge_number, "990102001", "99010200199999")


@pytest.mark.req("X50")
def test_the_transition_counts_from_the_day_of_coming_in():
    assert transition_ends(dt.date(2026, 9, 1), 180) == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], "ACTIVE"),
        ([HoldKind.LEAVE], "ON_LEAVE"),
        ([HoldKind.BADGE], "TRAINEE"),
        ([HoldKind.TRAINING, HoldKind.LEAVE], "TRAINEE"),
        ([HoldKind.DISCIPLINE, HoldKind.TRAINING], "SUSPENDED"),
    ],
)
def test_standing_is_what_the_open_holds_say(kinds, said):
    assert standing(kinds) == said


@pytest.mark.parametrize(
    ("until", "fits"), [(TODAY - 9 * DAY, True), (TODAY, True), (TODAY + DAY, False), (TODAY - 10 * DAY, False)]
)
def test_leaving_lies_between_coming_and_today(until, fits):
    since = TODAY - 9 * DAY
    if fits:
        judge_leaving(since, until, TODAY)
    else:
        refused("teams.leaving-date-odd", judge_leaving, since, until, TODAY)


@pytest.mark.parametrize(
    ("legacy", "said", "day"),
    [
        (False, None, (2026, 9, 1)),
        (False, dt.date(2019, 5, 1), (2019, 5, 1)),
        (True, dt.date(2019, 5, 1), (2019, 5, 1)),
        (True, None, None),
    ],
)
def test_the_day_of_joining_is_what_is_known_of_it(legacy, said, day):
    assert joined_on(dt.date(2026, 9, 1), legacy, said) == (dt.date(*day) if day else None)


def test_nobody_comes_back_before_they_were_out():
    for since in (TODAY, TODAY + dt.timedelta(days=1)):
        judge_return(TODAY, since)
        judge_return(None, since)
    assert refused("teams.returned-before-leaving", judge_return, TODAY, TODAY - dt.timedelta(days=1)).field == "since"
