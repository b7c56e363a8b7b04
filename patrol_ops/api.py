"""Which app answers which path, for the API; the schema and its docs beside it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from discipline.urls import api_urlpatterns as discipline
from duty.urls import api_urlpatterns as duty
from funding.urls import api_urlpatterns as funding
from patrol_ops.office.urls import api_urlpatterns as office
from patrol_ops.portal.urls import api_urlpatterns as portal
from recruitment.urls import api_urlpatterns as recruitment
from teams.urls import api_urlpatterns as teams
from training.urls import api_urlpatterns as training

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("teams/", include((teams, "api-teams"))),
    path("recruitment/", include((recruitment, "api-recruitment"))),
    path("training/", include((training, "api-training"))),
    path("duty/", include((duty, "api-duty"))),
    path("discipline/", include((discipline, "api-discipline"))),
    path("funding/", include((funding, "api-funding"))),
    path("office/", include((office, "api-office"))),
    path("portal/", include((portal, "api-portal"))),
]
