"""Checking a certificate by API: valid or not, as on the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.portal.api.doors import Open
from patrol_ops.portal.reports.certificates import check_certificate as report


class CertificateCheckOut(serializers.Serializer[Any]):
    """``issued_by``: the district, of a certificate that holds; else empty."""

    valid = serializers.BooleanField()
    day = serializers.DateField()
    issued_by = serializers.CharField(allow_blank=True)


class CheckCertificate(Open):
    """By the key in the printed code. An unknown key is answered like one that does not hold."""

    @extend_schema(responses=CertificateCheckOut)
    def get(self, request: Request, certificate_key: str) -> Response:
        return Response(CertificateCheckOut(report(actor_of(request), certificate_key, clock.today())).data)
