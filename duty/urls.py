"""Paths of duty, for pages and for the API."""

from django.urls import path

from duty import api, views

app_name = "duty"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("logs/", views.list_patrol_logs, name="list-patrol-logs"),
    path("figures/", views.list_team_figures, name="list-team-figures"),
    path("entries/", views.list_log_entries, name="list-log-entries"),
    path("logs/<int:log_id>/", views.show_patrol_log, name="show-patrol-log"),
    path("logs/<int:log_id>/mend/", views.mend_patrol_log, name="mend-patrol-log"),
    path("logs/<int:log_id>/review/", views.review_patrol_log, name="review-patrol-log"),
    path("logs/<int:log_id>/return/", views.return_patrol_log, name="return-patrol-log"),
    path("logs/<int:log_id>/addenda/new/", views.add_addendum, name="add-addendum"),
    path("logs/<int:log_id>/print/", views.print_patrol_log, name="print-patrol-log"),
    path("entries/<int:entry_id>/follow-up/", views.follow_up_entry, name="follow-up-entry"),
    path("teams/<int:team_id>/logs/", views.team_logs, name="team-logs"),
    path("teams/<int:team_id>/logs/new/", views.submit_patrol_log, name="submit-patrol-log"),
    path("teams/<int:team_id>/backfill/", views.open_backfill, name="open-backfill"),
    path("teams/<int:team_id>/book/<int:year>/<int:month>/", views.print_month, name="print-month"),
    path("procedure-cards/", views.list_procedure_cards, name="list-procedure-cards"),
    path("procedure-cards/write/", views.write_procedure_card, name="write-procedure-card"),
]
api_urlpatterns = [
    path("figures/", api.ListTeamFigures.as_view(), name="list-team-figures"),
    path("logs/", api.PatrolLogs.as_view({"get": "list"}), name="patrol-logs"),
    path("logs/<int:pk>/", api.PatrolLogs.as_view({"get": "retrieve"}), name="patrol-log"),
    path("logs/<int:log_id>/review/", api.ReviewPatrolLog.as_view(), name="review-patrol-log"),
    path("logs/<int:log_id>/return/", api.ReturnPatrolLog.as_view(), name="return-patrol-log"),
    path("logs/<int:log_id>/addenda/", api.AddAddendum.as_view(), name="add-addendum"),
    path("teams/<int:team_id>/logs/", api.SubmitPatrolLog.as_view(), name="submit-patrol-log"),
    path("teams/<int:team_id>/backfill/", api.OpenBackfill.as_view(), name="open-backfill"),
    path("entries/<int:entry_id>/follow-up/", api.FollowUpEntry.as_view(), name="follow-up-entry"),
]
