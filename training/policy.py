"""Numbers people decide about training (settings, appendix A; X29, X30)."""

from patrol_ops.core.policy import parameter

PRE_DUTY_HOURS = parameter("training.pre_duty_hours", 16, unit="core.unit-hours", minimum=4, maximum=80)
ANNUAL_HOURS = parameter("training.annual_hours", 24, unit="core.unit-hours", minimum=4, maximum=120)
GRACE_DAYS = parameter("training.grace_days", 60, unit="core.unit-days", minimum=0, maximum=120)
# TRN-07: what an hour of each mode counts, and how much of a year meetings may make up.
FACTOR_CLASS = parameter("training.factor_class", 100, unit="core.unit-percent", minimum=0, maximum=100)
FACTOR_MEETING = parameter("training.factor_meeting", 50, unit="core.unit-percent", minimum=0, maximum=100)
FACTOR_SPECIAL_TOPIC = parameter("training.factor_special_topic", 100, unit="core.unit-percent", minimum=0, maximum=100)
FACTOR_OFF_JOB = parameter("training.factor_off_job", 100, unit="core.unit-percent", minimum=0, maximum=100)
MEETING_SHARE = parameter("training.meeting_share", 25, unit="core.unit-percent", minimum=0, maximum=100)
NEWCOMER_DAYS = parameter("training.newcomer_days", 30, unit="core.unit-days", minimum=1, maximum=120)
CONFIRM_DAYS = parameter("training.confirm_days", 3, unit="core.unit-working-days", minimum=1, maximum=22)
THEORY_QUESTIONS = parameter("training.theory_questions", 20, unit="core.unit-questions", minimum=4, maximum=100)
THEORY_MARK = parameter("training.theory_mark", 80, unit="core.unit-percent", minimum=50, maximum=100)
THEORY_MINUTES = parameter("training.theory_minutes", 30, unit="core.unit-minutes", minimum=5, maximum=180)
THEORY_ATTEMPTS = parameter("training.theory_attempts", 3, unit="core.unit-times", minimum=1, maximum=10)
CERTIFICATE_MONTHS = parameter("certificate.months", 24, unit="core.unit-months", minimum=3, maximum=60)
RENEWAL_DAYS = parameter("certificate.renewal_days", 3, unit="core.unit-days", minimum=1, maximum=20)
REACTIVATION_MONTHS = parameter("certificate.reactivation_months", 12, unit="core.unit-months", minimum=0, maximum=48)
ISSUE_DAYS = parameter("certificate.issue_days", 5, unit="core.unit-working-days", minimum=1, maximum=22)

FACTORS = {
    "CLASS": FACTOR_CLASS,
    "MEETING": FACTOR_MEETING,
    "SPECIAL_TOPIC": FACTOR_SPECIAL_TOPIC,
    "OFF_JOB": FACTOR_OFF_JOB,
}
