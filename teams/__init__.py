"""The first floor: places, teams, people, roles, holds."""
