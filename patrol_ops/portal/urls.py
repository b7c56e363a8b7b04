"""Paths of the public site, for pages and for the API."""

from django.urls import path

from patrol_ops.portal import api, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("teams/", views.teams, name="teams"),
    path("privacy/", views.privacy, name="privacy"),
    path("volunteer/", views.volunteer, name="volunteer"),
    path("campaigns/", views.list_campaigns, name="list-campaigns"),
    path("campaigns/<int:campaign_id>/", views.show_campaign, name="show-campaign"),
    path("campaigns/<int:campaign_id>/apply/", views.submit_application, name="submit-application"),
    path("applications/erased/", views.application_erased, name="application-erased"),
    path("applications/<str:secret>/", views.follow_application, name="follow-application"),
    path("applications/<str:secret>/correct/", views.correct_application, name="correct-application"),
    path("applications/<str:secret>/withdraw/", views.withdraw_application, name="withdraw-application"),
    path("applications/<str:secret>/decline/", views.decline_offer, name="decline-offer"),
    path("applications/<str:secret>/erase/", views.erase_application, name="erase-application"),
    path("applications/<str:secret>/data/", views.copy_own_data, name="copy-own-data"),
    path("notices/", views.list_notices, name="list-notices"),
    path("notices/<int:notice_id>/", views.show_notice, name="show-notice"),
    path("notices/<int:notice_id>/object/", views.lodge_objection, name="lodge-objection"),
    path("objections/<str:secret>/", views.follow_objection, name="follow-objection"),
    path("certificates/<str:certificate_key>/", views.check_certificate, name="check-certificate"),
    path("unsubscribe/<str:unsubscribe_token>/", views.unsubscribe_channel, name="unsubscribe-channel"),
]
# Open to whoever knocks: each view says so itself (api.doors.Open).
api_urlpatterns = [
    path("campaigns/", api.ListCampaigns.as_view(), name="list-campaigns"),
    path("campaigns/<int:campaign_id>/", api.ShowCampaign.as_view(), name="show-campaign"),
    path("campaigns/<int:campaign_id>/apply/", api.SubmitApplication.as_view(), name="submit-application"),
    path("applications/<str:secret>/", api.FollowApplication.as_view(), name="follow-application"),
    path("applications/<str:secret>/correct/", api.CorrectApplication.as_view(), name="correct-application"),
    path("applications/<str:secret>/withdraw/", api.WithdrawApplication.as_view(), name="withdraw-application"),
    path("applications/<str:secret>/decline/", api.DeclineOffer.as_view(), name="decline-offer"),
    path("applications/<str:secret>/erase/", api.EraseApplication.as_view(), name="erase-application"),
    path("notices/", api.ListNotices.as_view(), name="list-notices"),
    path("notices/<int:notice_id>/", api.ShowNotice.as_view(), name="show-notice"),
    path("notices/<int:notice_id>/object/", api.LodgeObjection.as_view(), name="lodge-objection"),
    path("objections/<str:secret>/", api.FollowObjection.as_view(), name="follow-objection"),
    path("certificates/<str:certificate_key>/", api.CheckCertificate.as_view(), name="check-certificate"),
]
