"""One row a slot of a scheduled job; the unique pair makes it run once however many workers there are."""

from django.db import models


class ScheduledRun(models.Model):
    """A slot of a job: begun, finished or failed, with its result in words for the operator."""

    name = models.CharField(max_length=60)
    slot = models.DateTimeField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=400, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-slot", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="jobs_slot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"
