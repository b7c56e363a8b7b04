"""Which app answers which path, for pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from patrol_ops.core.gallery import show_components
from patrol_ops.office.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("patrol_ops.core.urls")),
    path("", include("patrol_ops.operations.urls")),
    path("language/", login_not_required(set_language), name="set-language"),
    path("", include("patrol_ops.office.urls")),
    path("public/", include("patrol_ops.portal.urls")),
    path("teams/", include("teams.urls")),
    path("recruitment/", include("recruitment.urls")),
    path("training/", include("training.urls")),
    path("duty/", include("duty.urls")),
    path("discipline/", include("discipline.urls")),
    path("funding/", include("funding.urls")),
    path("api/v1/", include("patrol_ops.api")),
]
if settings.DEBUG:
    urlpatterns.append(path("components/", show_components, name="show-components"))

handler400 = "patrol_ops.core.html.bad_request"
handler403 = "patrol_ops.core.html.forbidden"
handler404 = "patrol_ops.core.html.not_found"
handler500 = "patrol_ops.core.html.server_error"
