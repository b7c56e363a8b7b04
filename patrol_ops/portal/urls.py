"""Paths of the public site, for pages and for the API."""

from typing import Any

from django.urls import path

from patrol_ops.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("teams/", views.teams, name="teams"),
]
api_urlpatterns: list[Any] = []
