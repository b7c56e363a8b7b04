"""The product's addresses, and the limits."""

from django.urls import include, path

from tools.bench import limits

urlpatterns = [
    path("limits/empty/", limits.empty, name="limit-empty"),
    path("limits/rows/", limits.rows, name="limit-rows"),
    path("limits/aggregate/", limits.aggregate, name="limit-aggregate"),
    path("limits/insert/", limits.insert, name="limit-insert"),
    path("", include("patrol_ops.urls")),
]
handler400 = "patrol_ops.core.html.bad_request"
handler404 = "patrol_ops.core.html.not_found"
