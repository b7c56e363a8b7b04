"""Addresses of funding, for pages and for the API."""

from typing import Any

from django.urls import path

from funding import api, views

app_name = "funding"
_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}

urlpatterns = [
    path("insurance/", views.list_policies, name="list-policies"),
    path("insurance/print/", views.print_policies, name="print-policies"),
    path("insurance/enter/", views.enter_policy, name="enter-policy"),
    path("insurance/<int:policy_id>/", views.show_policy, name="show-policy"),
    path("insurance/<int:policy_id>/cover/", views.cover_members, name="cover-members"),
    path("insurance/<int:policy_id>/renew/", views.renew_policy, name="renew-policy"),
    path("insurance/<int:policy_id>/cancel/", views.cancel_policy, name="cancel-policy"),
    path("covers/<int:cover_id>/end/", views.end_cover, name="end-cover"),
    path("members/<int:member_id>/covers/", views.member_covers, name="member-covers"),
]
api_urlpatterns = [
    path("insurance/", api.Policies.as_view(_LIST), name="policies"),
    path("insurance/enter/", api.EnterPolicy.as_view(), name="enter-policy"),
    path("insurance/<int:pk>/", api.Policies.as_view(_ONE), name="policy"),
    path("insurance/<int:policy_id>/covers/", api.PolicyCovers.as_view(_LIST), name="policy-covers"),
    path("insurance/<int:policy_id>/cover/", api.CoverMembers.as_view(), name="cover-members"),
    path("insurance/<int:policy_id>/renew/", api.RenewPolicy.as_view(), name="renew-policy"),
    path("insurance/<int:policy_id>/cancel/", api.CancelPolicy.as_view(), name="cancel-policy"),
    path("covers/<int:cover_id>/end/", api.EndCover.as_view(), name="end-cover"),
    path("members/<int:member_id>/covers/", api.MemberCovers.as_view(), name="member-covers"),
]
