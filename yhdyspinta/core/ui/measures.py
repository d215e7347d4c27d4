"""What is measured of requests: no address and no person. Answering a survey is not measured at all."""

from prometheus_client import Histogram

SECONDS = Histogram(
    "yhdyspinta_request_seconds",
    "Seconds that requests took, by part of the service, method and class of status",
    ("part", "method", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5),
)
