"""Addresses of inspections, rectification and reviews, for pages and for the API."""

from typing import Any

from discipline.urls import planning, records, rectifications

app_name = "discipline"

urlpatterns: list[Any] = [*planning.urlpatterns, *records.urlpatterns, *rectifications.urlpatterns]
api_urlpatterns: list[Any] = [*planning.api_urlpatterns, *records.api_urlpatterns, *rectifications.api_urlpatterns]
