"""The ground's own pages: signing in and out, what is being typed, files."""

from django.urls import path

from patrol_ops.core import autosave, files, html, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("claim/", views.claim_login, name="claim-login"),
    path("password/", views.set_password, name="set-password"),
    path("autosave/", autosave.autosave, name="autosave"),
    path("files/<slug:key>/", files.serve, name="file"),
    path("type-size/", html.set_type_size, name="set-type-size"),
    path("offline/", html.offline, name="offline"),
    path("sw.js", html.service_worker, name="service-worker"),
]
