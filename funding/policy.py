"""What people decide about insurance (settings, appendix A)."""

from patrol_ops.core.policy import parameter

# CON-03: 1 makes accident cover a condition of duty, from a day on and at a place; 0 does not.
ACCIDENT_REQUIRED = parameter("insurance.accident_required", 0, minimum=0, maximum=1)
