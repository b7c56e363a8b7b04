"""The ground's own pages: signing in and out, what is being typed, files."""

from django.urls import path

from patrol_ops.core import autosave, files, html, second_step_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", second_step_views.sign_in_code, name="sign-in-code"),
    path("second-step/", second_step_views.show_second_step, name="show-second-step"),
    path("second-step/set-up/", second_step_views.enrol_second_step, name="enrol-second-step"),
    path("second-step/codes/", second_step_views.renew_recovery_codes, name="renew-recovery-codes"),
    path("second-step/off/", second_step_views.switch_off_second_step, name="switch-off-second-step"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("claim/", views.claim_login, name="claim-login"),
    path("password/", views.set_password, name="set-password"),
    path("autosave/", autosave.autosave, name="autosave"),
    path("files/<slug:key>/", files.serve, name="file"),
    path("type-size/", html.set_type_size, name="set-type-size"),
    path("offline/", html.offline, name="offline"),
    path("sw.js", html.service_worker, name="service-worker"),
]
