"""Paths of rectification, reviews, coordination and the overview, for pages and for the API."""

from typing import Any

from django.urls import path

from discipline.api import overview as overview_api
from discipline.api import rectifications as api
from discipline.api import reviews as reviews_api
from discipline.views import answering, coordination, deciding, overview, rectifications, reviews

_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}
_RECTIFICATION = "rectifications/<int:rectification_id>/"
_REVIEW = "reviews/<int:review_id>/"
_DUTY = "coordination/<int:duty_id>/"

urlpatterns: list[Any] = [
    path("", overview.show_overview, name="show-overview"),
    path("unsigned/", overview.list_unsigned, name="list-unsigned"),
    path("inspections/<int:inspection_id>/rectify/", rectifications.issue_rectification, name="issue-rectification"),
    path("rectifications/", rectifications.list_rectifications, name="list-rectifications"),
    path(_RECTIFICATION, rectifications.show_rectification, name="show-rectification"),
    path(f"{_RECTIFICATION}print/", rectifications.print_rectification, name="print-rectification"),
    path(f"{_RECTIFICATION}acknowledge/", answering.acknowledge_rectification, name="acknowledge-rectification"),
    path(f"{_RECTIFICATION}progress/", answering.note_progress, name="note-progress"),
    path(f"{_RECTIFICATION}evidence/", answering.attach_evidence, name="attach-evidence"),
    path(f"{_RECTIFICATION}extension/", answering.ask_extension, name="ask-extension"),
    path(f"{_RECTIFICATION}submit/", answering.submit_rectification, name="submit-rectification"),
    path(f"{_RECTIFICATION}extension/decide/", deciding.decide_extension, name="decide-extension"),
    path(f"{_RECTIFICATION}limit/", deciding.limit_rectification, name="limit-rectification"),
    path(f"{_RECTIFICATION}withdraw/", deciding.withdraw_rectification, name="withdraw-rectification"),
    path(f"{_RECTIFICATION}rechecker/", deciding.assign_rechecker, name="assign-rechecker"),
    path(f"{_RECTIFICATION}accept/", deciding.accept_rectification, name="accept-rectification"),
    path(f"{_RECTIFICATION}send-back/", deciding.send_back_rectification, name="send-back-rectification"),
    path("reviews/", reviews.list_reviews, name="list-reviews"),
    path("reviews/open/", reviews.open_review, name="open-review"),
    path(_REVIEW, reviews.show_review, name="show-review"),
    path(f"{_REVIEW}propose/", reviews.propose_review, name="propose-review"),
    path(f"{_REVIEW}send-back/", reviews.send_back_review, name="send-back-review"),
    path(f"{_REVIEW}decide/", reviews.decide_review, name="decide-review"),
    path("coordination/", coordination.list_coordination, name="list-coordination"),
    path("coordination/record/", coordination.record_coordination, name="record-coordination"),
    path(f"{_DUTY}follow-up/", coordination.follow_up_coordination, name="follow-up-coordination"),
    path(f"{_DUTY}end/", coordination.end_coordination, name="end-coordination"),
]

api_urlpatterns: list[Any] = [
    path("overview/", overview_api.Overview.as_view(), name="overview"),
    path("inspections/<int:inspection_id>/rectify/", api.IssueRectification.as_view(), name="issue-rectification"),
    path("rectifications/", api.Rectifications.as_view(_LIST), name="rectifications"),
    path("rectifications/<int:pk>/", api.Rectifications.as_view(_ONE), name="rectification"),
    path(f"{_RECTIFICATION}acknowledge/", api.AcknowledgeRectification.as_view(), name="acknowledge-rectification"),
    path(f"{_RECTIFICATION}progress/", api.NoteProgress.as_view(), name="note-progress"),
    path(f"{_RECTIFICATION}extension/", api.AskExtension.as_view(), name="ask-extension"),
    path(f"{_RECTIFICATION}submit/", api.SubmitRectification.as_view(), name="submit-rectification"),
    path(f"{_RECTIFICATION}extension/decide/", api.DecideExtension.as_view(), name="decide-extension"),
    path(f"{_RECTIFICATION}limit/", api.LimitRectification.as_view(), name="limit-rectification"),
    path(f"{_RECTIFICATION}withdraw/", api.WithdrawRectification.as_view(), name="withdraw-rectification"),
    path(f"{_RECTIFICATION}rechecker/", api.AssignRechecker.as_view(), name="assign-rechecker"),
    path(f"{_RECTIFICATION}accept/", api.AcceptRectification.as_view(), name="accept-rectification"),
    path(f"{_RECTIFICATION}send-back/", api.SendBackRectification.as_view(), name="send-back-rectification"),
    path("reviews/", reviews_api.Reviews.as_view(_LIST), name="reviews"),
    path("reviews/open/", reviews_api.OpenReview.as_view(), name="open-review"),
    path("reviews/<int:pk>/", reviews_api.Reviews.as_view(_ONE), name="review"),
    path(f"{_REVIEW}propose/", reviews_api.ProposeReview.as_view(), name="propose-review"),
    path(f"{_REVIEW}send-back/", reviews_api.SendBackReview.as_view(), name="send-back-review"),
    path(f"{_REVIEW}decide/", reviews_api.DecideReview.as_view(), name="decide-review"),
    path("coordination/", reviews_api.Coordination.as_view(_LIST), name="coordination"),
    path("coordination/record/", reviews_api.RecordCoordination.as_view(), name="record-coordination"),
    path(f"{_DUTY}follow-up/", reviews_api.FollowUpCoordination.as_view(), name="follow-up-coordination"),
    path(f"{_DUTY}end/", reviews_api.EndCoordination.as_view(), name="end-coordination"),
]
