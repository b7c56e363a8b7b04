"""Numbers people decide about recruiting (settings, appendix A)."""

from patrol_ops.core.policy import parameter

# X28, X52: never below five, whatever is decided.
NOTICE_DAYS = parameter("notice.days", 7, unit="core.unit-working-days", minimum=5, maximum=30)
SCREENING_DAYS = parameter("screening.days", 5, unit="core.unit-working-days", minimum=1, maximum=30)
OBJECTION_DAYS = parameter("objection.days", 5, unit="core.unit-working-days", minimum=1, maximum=30)
CONTRACT_DAYS = parameter("contract.days", 10, unit="core.unit-working-days", minimum=1, maximum=22)
VETTING_MONTHS = parameter("vetting.holds_months", 12, unit="core.unit-months", minimum=1, maximum=24)
# REC-03: below this share of local residents a campaign is told of; nobody is turned away for it.
LOCAL_SHARE_WARN = parameter("recruitment.local_share_warn", 50, unit="core.unit-percent", minimum=0, maximum=100)
# How long data of people who were not hired are kept (boundaries, section 4).
APPLICANT_MONTHS = parameter("retention.applicant_months", 6, unit="core.unit-months", minimum=1, maximum=12)
RESERVE_MONTHS = parameter("retention.reserve_months", 12, unit="core.unit-months", minimum=1, maximum=12)
OBJECTION_MONTHS = parameter("retention.objection_months", 12, unit="core.unit-months", minimum=1, maximum=24)
