"""Paths of the top storey, for pages and for the API."""

from django.urls import path

from patrol_ops.office import api, views

app_name = "office"
urlpatterns = [
    path("to-do/", views.to_do, name="to-do"),
    path("to-do/review/", views.review_selected, name="review-selected"),
    path("situation/", views.situation, name="situation"),
    path("situation/missing-logs/", views.list_missing_logs, name="list-missing-logs"),
    path("situation/readiness/", views.show_readiness, name="show-readiness"),
    path("journal/", views.journal, name="journal"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.mark_notices_read, name="mark-notices-read"),
    path("channels/", views.list_channels, name="list-channels"),
    path("channels/new/", views.add_channel, name="add-channel"),
    path("channels/wishes/", views.set_wishes, name="set-wishes"),
    path("channels/<int:channel_id>/confirm/", views.confirm_channel, name="confirm-channel"),
    path("channels/<int:channel_id>/code/", views.renew_channel_code, name="renew-channel-code"),
    path("channels/<int:channel_id>/switch/", views.switch_channel, name="switch-channel"),
    path("channels/<int:channel_id>/remove/", views.remove_channel, name="remove-channel"),
    path("deliveries/", views.list_deliveries, name="list-deliveries"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:job_id>/", views.show_job, name="show-job"),
    path("jobs/<int:job_id>/problems.csv", views.job_problems, name="job-problems"),
    path("jobs/<int:job_id>/cancel/", views.cancel_job, name="cancel-job"),
    path("jobs/<int:job_id>/retry/", views.retry_job, name="retry-job"),
    path("tokens/", views.list_tokens, name="list-tokens"),
    path("tokens/new/", views.issue_token, name="issue-token"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke-token"),
    path("policy-values/", views.list_policy_values, name="list-policy-values"),
    path("policy-values/<str:key>/", views.set_policy_value, name="set-policy-value"),
]
api_urlpatterns = [
    path("to-do/", api.ToDo.as_view(), name="to-do"),
    path("situation/", api.Situation.as_view(), name="situation"),
    path("readiness/", api.ShowReadiness.as_view(), name="show-readiness"),
    path("missing-logs/", api.MissingLogs.as_view(), name="missing-logs"),
    path("journal/", api.Journal.as_view(), name="journal"),
    path("notices/", api.Notices.as_view(), name="notices"),
    path("notices/read/", api.MarkNoticesRead.as_view(), name="mark-notices-read"),
    path("channels/", api.Channels.as_view(), name="channels"),
    path("channels/wishes/", api.SetWishes.as_view(), name="wishes"),
    path("channels/<int:channel_id>/confirm/", api.ConfirmChannel.as_view(), name="confirm-channel"),
    path("channels/<int:channel_id>/code/", api.RenewChannelCode.as_view(), name="renew-channel-code"),
    path("channels/<int:channel_id>/switch/", api.SwitchChannel.as_view(), name="switch-channel"),
    path("channels/<int:channel_id>/remove/", api.RemoveChannel.as_view(), name="remove-channel"),
    path("deliveries/", api.Deliveries.as_view(), name="deliveries"),
    path("jobs/", api.Jobs.as_view(), name="jobs"),
    path("jobs/<int:job_id>/", api.ShowJob.as_view(), name="show-job"),
    path("jobs/<int:job_id>/problems/", api.JobProblems.as_view(), name="job-problems"),
    path("jobs/<int:job_id>/cancel/", api.CancelJob.as_view(), name="cancel-job"),
    path("jobs/<int:job_id>/retry/", api.RetryJob.as_view(), name="retry-job"),
    path("tokens/", api.Tokens.as_view(), name="tokens"),
    path("tokens/<int:token_id>/revoke/", api.RevokeToken.as_view(), name="revoke-token"),
    path("policy-values/", api.PolicyValues.as_view(), name="policy-values"),
]
