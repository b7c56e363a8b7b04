"""How often doors without sign-in were used."""

from django.db import models


class DoorUse(models.Model):
    """Uses of a door from one place within an hour. Not a fact (core.limits)."""

    door = models.CharField(max_length=60)
    origin = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "origin", "hour"], name="core_door_use_one")]

    def __str__(self) -> str:
        return f"{self.door} {self.count}"
