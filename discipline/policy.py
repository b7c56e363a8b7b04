"""Numbers people decide about inspections and rectification (settings, appendix A)."""

from patrol_ops.core.policy import parameter
from teams.rules import Tier

TOWNSHIP_TEAM = parameter("inspection.township_team", 1, unit="core.unit-months", minimum=1, maximum=12)
VILLAGE_TEAM = parameter("inspection.village_team", 3, unit="core.unit-months", minimum=1, maximum=12)
DECIDE_DAYS = parameter("inspection.decide_days", 5, unit="core.unit-working-days", minimum=1, maximum=22)
RECTIFY_DAYS = parameter("rectification.days", 30, unit="core.unit-days", minimum=1, maximum=180)
ACKNOWLEDGE_DAYS = parameter("rectification.acknowledge_days", 3, unit="core.unit-working-days", minimum=1, maximum=22)
RECHECK_DAYS = parameter("rectification.recheck_days", 5, unit="core.unit-working-days", minimum=1, maximum=22)
EXTENSION_DAYS = parameter("rectification.extension_days", 30, unit="core.unit-days", minimum=1, maximum=90)

# How often a team of each tier is to be inspected; a brigade like a township's team.
FREQUENCY = {Tier.BRIGADE: TOWNSHIP_TEAM, Tier.SQUADRON: TOWNSHIP_TEAM, Tier.DETACHMENT: VILLAGE_TEAM}
