"""Numbers people decide about the public site (settings, appendix A)."""

from patrol_ops.core.policy import parameter

# From one connection: a village hall in which everybody applies has only one.
APPLICATIONS_AN_HOUR = parameter("application.hourly_limit", 60, unit="portal.unit-times", minimum=5, maximum=1000)
OBJECTIONS_AN_HOUR = parameter("objection.hourly_limit", 60, unit="portal.unit-times", minimum=5, maximum=1000)
