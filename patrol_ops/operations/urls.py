"""What machines ask that watch over this one."""

from django.urls import path

from patrol_ops.operations import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
    path("metrics/", views.metrics, name="metrics"),
]
