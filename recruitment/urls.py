"""Paths of recruiting, for pages and for the API."""

from typing import Any

from django.urls import path

from recruitment import api, views

app_name = "recruitment"
urlpatterns = [
    path("standards/", views.list_standards, name="list-standards"),
    path("standards/propose/", views.propose_standard, name="propose-standard"),
    path("standards/<int:standard_id>/agree/", views.agree_standard, name="agree-standard"),
    path("campaigns/", views.list_campaigns, name="list-campaigns"),
    path("campaigns/plan/", views.plan_campaign, name="plan-campaign"),
    path("campaigns/<int:campaign_id>/", views.show_campaign, name="show-campaign"),
    path("campaigns/<int:campaign_id>/redraft/", views.redraft_campaign, name="redraft-campaign"),
    path("campaigns/<int:campaign_id>/submit/", views.submit_campaign, name="submit-campaign"),
    path("campaigns/<int:campaign_id>/return/", views.return_campaign, name="return-campaign"),
    path("campaigns/<int:campaign_id>/approve-police/", views.approve_campaign_police, name="approve-campaign-police"),
    path("campaigns/<int:campaign_id>/approve/", views.approve_campaign, name="approve-campaign"),
    path("campaigns/<int:campaign_id>/cancel/", views.cancel_campaign, name="cancel-campaign"),
    path("campaigns/<int:campaign_id>/finalise/", views.finalise_campaign, name="finalise-campaign"),
    path("campaigns/<int:campaign_id>/assessors/name/", views.name_assessor, name="name-assessor"),
    path("campaigns/<int:campaign_id>/poster/", views.print_poster, name="print-poster"),
    path("campaigns/<int:campaign_id>/select/", views.select_recruits, name="select-recruits"),
    path("campaigns/<int:campaign_id>/applicants/", views.list_applicants, name="list-applicants"),
    path("applicants/<int:applicant_id>/", views.show_applicant, name="show-applicant"),
    path("applicants/<int:applicant_id>/screen/", views.screen_applicant, name="screen-applicant"),
    path("applicants/<int:applicant_id>/call-up/", views.call_up_reserve, name="call-up-reserve"),
    path("applicants/<int:applicant_id>/facts/", views.supply_facts, name="supply-facts"),
    path("applicants/<int:applicant_id>/reject/", views.reject_recruit, name="reject-recruit"),
    path("applicants/<int:applicant_id>/vet-again/", views.vet_again, name="vet-again"),
    path("score-sheets/<int:score_sheet_id>/", views.score_applicant, name="score-applicant"),
]
_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}
api_urlpatterns = [
    path("standards/", api.Standards.as_view(_LIST), name="standards"),
    path("standards/propose/", api.ProposeStandard.as_view(), name="propose-standard"),
    path("standards/<int:standard_id>/agree/", api.AgreeStandard.as_view(), name="agree-standard"),
    path("campaigns/", api.Campaigns.as_view(_LIST), name="campaigns"),
    path("campaigns/plan/", api.PlanCampaign.as_view(), name="plan-campaign"),
    path("campaigns/<int:pk>/", api.Campaigns.as_view(_ONE), name="campaign"),
    path("campaigns/<int:campaign_id>/redraft/", api.RedraftCampaign.as_view(), name="redraft-campaign"),
    path("campaigns/<int:campaign_id>/submit/", api.SubmitCampaign.as_view(), name="submit-campaign"),
    path("campaigns/<int:campaign_id>/return/", api.ReturnCampaign.as_view(), name="return-campaign"),
    path(
        "campaigns/<int:campaign_id>/approve-police/",
        api.ApproveCampaignPolice.as_view(),
        name="approve-campaign-police",
    ),
    path("campaigns/<int:campaign_id>/approve/", api.ApproveCampaign.as_view(), name="approve-campaign"),
    path("campaigns/<int:campaign_id>/cancel/", api.CancelCampaign.as_view(), name="cancel-campaign"),
    path("campaigns/<int:campaign_id>/finalise/", api.FinaliseCampaign.as_view(), name="finalise-campaign"),
    path("campaigns/<int:campaign_id>/assessors/name/", api.NameAssessor.as_view(), name="name-assessor"),
    path("campaigns/<int:campaign_id>/ranking/", api.Ranking.as_view(), name="ranking"),
    path("campaigns/<int:campaign_id>/select/", api.SelectRecruits.as_view(), name="select-recruits"),
    path("applicants/", api.Applicants.as_view(_LIST), name="applicants"),
    path("applicants/<int:pk>/", api.Applicants.as_view(_ONE), name="applicant"),
    path("applicants/<int:applicant_id>/screen/", api.ScreenApplicant.as_view(), name="screen-applicant"),
    path("applicants/<int:applicant_id>/call-up/", api.CallUpReserve.as_view(), name="call-up-reserve"),
    path("applicants/<int:applicant_id>/facts/", api.SupplyFacts.as_view(), name="supply-facts"),
    path("applicants/<int:applicant_id>/reject/", api.RejectRecruit.as_view(), name="reject-recruit"),
    path("applicants/<int:applicant_id>/vet-again/", api.VetAgain.as_view(), name="vet-again"),
    path("score-sheets/", api.ScoreSheets.as_view(_LIST), name="score-sheets"),
    path("score-sheets/<int:pk>/", api.ScoreSheets.as_view(_ONE), name="score-sheet"),
    path("score-sheets/<int:score_sheet_id>/submit/", api.SubmitScoreSheet.as_view(), name="submit-score-sheet"),
]
