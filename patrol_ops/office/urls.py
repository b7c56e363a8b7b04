"""Paths to pages and to the API."""

from django.urls import URLPattern

app_name = "office"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
