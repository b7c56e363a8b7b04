"""Recruits: campaigns, applicants, vetting, public notices, objections, contracts."""
