"""/metrics: how the service does, in the text form of Prometheus. Only for who sends the key of the installation.

With several web processes PROMETHEUS_MULTIPROC_DIR (an empty directory at each start) adds their requests together.
"""

import os
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from yhdyspinta.core.audit.queries import unsealed
from yhdyspinta.core.jobs.models import ScheduledRun, Work
from yhdyspinta.core.ui.pages import get
from yhdyspinta.site.backup.keeping import kept

STATES = ("queued", "running", "failed")


@get
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is measured; 404 without the key, as if the page were not there."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_KEY or not secrets.compare_digest(sent.encode(), settings.METRICS_KEY.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(House())
    requests: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(requests)  # type: ignore[no-untyped-call]  # typed in part
    told = generate_latest(registry) + generate_latest(requests)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class House(Collector):
    """What the databases know of the upkeep."""

    def collect(self) -> Iterator[Metric]:
        """The hook of prometheus_client."""
        info = GaugeMetricFamily("yhdyspinta_info", "The version that runs", labels=["version"])
        info.add_metric([settings.VERSION], 1)
        yield info
        yield from self._jobs()
        work = GaugeMetricFamily("yhdyspinta_work", "Work that people have asked for, by state", labels=["state"])
        counted = dict(Work.objects.order_by().values_list("state").annotate(Count("id")))
        for state in STATES:
            work.add_metric([state], counted.get(state, 0))
        yield work
        yield GaugeMetricFamily("yhdyspinta_unsealed_events", "Events not in the chain yet", value=unsealed().count())
        if settings.BACKUP_DIR:
            found = kept(settings.BACKUP_DIR) if settings.BACKUP_DIR.is_dir() else {}
            last = max(found).timestamp() if found else 0
            yield GaugeMetricFamily("yhdyspinta_backup_timestamp_seconds", "When the newest backup was taken; 0: there is none", value=last)  # fmt: skip

    def _jobs(self) -> Iterator[Metric]:
        done = GaugeMetricFamily("yhdyspinta_job_success_timestamp_seconds", "When a job last succeeded; 0: never", labels=["job"])  # fmt: skip
        failing = GaugeMetricFamily("yhdyspinta_job_failing", "1: the last run of the job failed", labels=["job"])
        ended = ScheduledRun.objects.filter(finished_at__isnull=False).order_by("name").values("name")
        fine, failed = Max("finished_at", filter=Q(failed=False)), Max("finished_at", filter=Q(failed=True))
        for row in ended.annotate(fine=fine, fails=failed):
            done.add_metric([row["name"]], row["fine"].timestamp() if row["fine"] else 0)
            failing.add_metric([row["name"]], bool(row["fails"] and (not row["fine"] or row["fails"] > row["fine"])))
        yield done
        yield failing
