"""Numbers people decide about teams and members (settings, appendix A)."""

from patrol_ops.core.policy import parameter

BRIGADE_STRENGTH = parameter("strength.brigade", 80, unit="core.unit-people", minimum=1, maximum=2000)
SQUADRON_MINIMUM = parameter("strength.squadron.min", 15, unit="core.unit-people", minimum=1, maximum=2000)
DETACHMENT_MINIMUM = parameter("strength.detachment.min", 5, unit="core.unit-people", minimum=1, maximum=2000)
AGE_MIN = parameter("age.min", 18, unit="core.unit-years", minimum=18, maximum=30)
AGE_MAX = parameter("age.max", 60, unit="core.unit-years", minimum=40, maximum=80)
TRANSITION_DAYS = parameter("legacy.transition_days", 180, unit="core.unit-days", minimum=1, maximum=730)
STATEMENT_DAYS = parameter("duty_statement.days", 14, unit="core.unit-days", minimum=1, maximum=90)
TEN_HOUSEHOLD_SIZE = parameter("ten_household.size", 10, unit="core.unit-people", minimum=2, maximum=30)
IDLE_DAYS = parameter("member.idle_days", 90, unit="core.unit-days", minimum=14, maximum=730)
LEDGER_STALE_DAYS = parameter("ledger.stale_days", 180, unit="core.unit-days", minimum=30, maximum=730)
APPROVAL_DAYS = parameter("approval.police_days", 5, unit="core.unit-working-days", minimum=1, maximum=30)
DORMANT_WARN = parameter("team.dormant_warn", 14, unit="core.unit-days", minimum=3, maximum=180)
DORMANT_DAYS = parameter("team.dormant_days", 30, unit="core.unit-days", minimum=7, maximum=366)
REVIVAL_PLAN_DAYS = parameter("team.revival_plan_days", 10, unit="core.unit-days", minimum=1, maximum=90)
OVERRIDE_DAYS = parameter("fitness.override_days", 3, unit="core.unit-days", minimum=1, maximum=7)
CONCURRENT_WARN = parameter("concurrent.warn", 2, unit="core.unit-teams", minimum=2, maximum=10)
COMMUNICATION_MINIMUM = parameter("equipment.communication_minimum", 1, unit="core.unit-pieces", minimum=0, maximum=50)
# X25: whoever sets this to 1 has the legal sign-off for restricted kit in hand.
RESTRICTED_ENABLED = parameter("equipment.restricted_enabled", False)
UNIFORM_MONTHS = parameter("equipment.uniform_months", 24, unit="core.unit-months", minimum=6, maximum=120)
ARMBAND_MONTHS = parameter("equipment.armband_months", 12, unit="core.unit-months", minimum=3, maximum=120)
AUTHORISATION_DAYS = parameter("equipment.authorisation_days", 365, unit="core.unit-days", minimum=1, maximum=731)
