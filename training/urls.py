"""Addresses of training, for pages and for the API."""

from typing import Any

app_name = "training"

urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
