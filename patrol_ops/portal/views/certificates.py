"""The page behind the code on a certificate (TRN-05)."""

from django.http import HttpResponse

from patrol_ops.core import clock
from patrol_ops.core.html import Request, page
from patrol_ops.core.public import public_page
from patrol_ops.portal.reports.certificates import check_certificate as report


@public_page()
def check_certificate(request: Request, certificate_key: str) -> HttpResponse:
    found = report(request.actor, certificate_key, clock.today())
    return page(request, "portal/check_certificate.html", {"found": found})
