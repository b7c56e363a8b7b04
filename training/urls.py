"""Addresses of training, for pages and for the API."""

from typing import Any

from django.urls import path

from training import api, views

_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}

app_name = "training"

# Courses, plans, certificates, shortages, panels.
_certified = [
    path("courses/", views.list_courses, name="list-courses"),
    path("courses/design/", views.design_course, name="design-course"),
    path("courses/<int:course_id>/", views.show_course, name="show-course"),
    path("courses/<int:course_id>/revise/", views.revise_course, name="revise-course"),
    path("courses/<int:course_id>/retire/", views.retire_course, name="retire-course"),
    path("courses/<int:course_id>/material/", views.attach_material, name="attach-material"),
    path("courses/<int:course_id>/questions/", views.list_questions, name="list-questions"),
    path("courses/<int:course_id>/questions/add/", views.add_question, name="add-question"),
    path("questions/<int:question_id>/retire/", views.retire_question, name="retire-question"),
    path("plans/", views.list_plans, name="list-plans"),
    path("plans/draft/", views.draft_plan, name="draft-plan"),
    path("plans/<int:plan_id>/", views.show_plan, name="show-plan"),
    path("plans/<int:plan_id>/submit/", views.submit_plan, name="submit-plan"),
    path("plans/<int:plan_id>/return/", views.return_plan, name="return-plan"),
    path("plans/<int:plan_id>/approve/", views.approve_plan, name="approve-plan"),
    path("plans/<int:plan_id>/amend/", views.amend_plan, name="amend-plan"),
    path("certificates/", views.list_certificates, name="list-certificates"),
    path("certificates/issue/", views.issue_certificates, name="issue-certificates"),
    path("certificates/renew/", views.renew_certificates, name="renew-certificates"),
    path("certificates/print/", views.print_certificates, name="print-certificates"),
    path("certificates/<int:certificate_id>/", views.show_certificate, name="show-certificate"),
    path("certificates/<int:certificate_id>/revoke/", views.revoke_certificate, name="revoke-certificate"),
    path("shortages/", views.list_shortages, name="list-shortages"),
    path("members/<int:member_id>/training/", views.member_training, name="member-training"),
    path("teams/<int:team_id>/training/", views.team_training, name="team-training"),
]

_certified_api = [
    path("courses/", api.Courses.as_view(_LIST), name="courses"),
    path("courses/design/", api.DesignCourse.as_view(), name="design-course"),
    path("courses/<int:pk>/", api.Courses.as_view(_ONE), name="course"),
    path("courses/<int:course_id>/revise/", api.ReviseCourse.as_view(), name="revise-course"),
    path("courses/<int:course_id>/retire/", api.RetireCourse.as_view(), name="retire-course"),
    path("courses/<int:course_id>/questions/", api.Questions.as_view(_LIST), name="questions"),
    path("courses/<int:course_id>/questions/add/", api.AddQuestion.as_view(), name="add-question"),
    path("questions/<int:question_id>/retire/", api.RetireQuestion.as_view(), name="retire-question"),
    path("plans/", api.Plans.as_view(_LIST), name="plans"),
    path("plans/draft/", api.DraftPlan.as_view(), name="draft-plan"),
    path("plans/<int:pk>/", api.Plans.as_view(_ONE), name="plan"),
    path("plans/<int:plan_id>/submit/", api.SubmitPlan.as_view(), name="submit-plan"),
    path("plans/<int:plan_id>/return/", api.ReturnPlan.as_view(), name="return-plan"),
    path("plans/<int:plan_id>/approve/", api.ApprovePlan.as_view(), name="approve-plan"),
    path("plans/<int:plan_id>/amend/", api.AmendPlan.as_view(), name="amend-plan"),
    path("certificates/", api.Certificates.as_view(_LIST), name="certificates"),
    path("certificates/waiting/", api.WaitingForCertificates.as_view(), name="waiting-for-certificates"),
    path("certificates/renewable/", api.RenewableCertificates.as_view(), name="renewable-certificates"),
    path("certificates/issue/", api.IssueCertificates.as_view(), name="issue-certificates"),
    path("certificates/renew/", api.RenewCertificates.as_view(), name="renew-certificates"),
    path("certificates/<int:pk>/", api.Certificates.as_view(_ONE), name="certificate"),
    path("certificates/<int:certificate_id>/revoke/", api.RevokeCertificate.as_view(), name="revoke-certificate"),
    path("shortages/", api.Shortages.as_view(), name="shortages"),
]

urlpatterns: list[Any] = [*_certified]
api_urlpatterns: list[Any] = [*_certified_api]

# --- sessions, attending, study items, the online test ----------------------------------------------------------------

urlpatterns += [
    path("sessions/", views.list_sessions, name="list-sessions"),
    path("sessions/plan/", views.plan_session, name="plan-session"),
    path("sessions/<int:session_id>/", views.show_session, name="show-session"),
    path("sessions/<int:session_id>/cancel/", views.cancel_session, name="cancel-session"),
    path("sessions/<int:session_id>/enrol/", views.enrol_members, name="enrol-members"),
    path("sessions/<int:session_id>/enrol-lacking/", views.enrol_lacking, name="enrol-lacking"),
    path("enrolments/<int:enrolment_id>/withdraw/", views.withdraw_enrolment, name="withdraw-enrolment"),
    path("sessions/<int:session_id>/begin/", views.begin_session, name="begin-session"),
    path("sessions/<int:session_id>/roll/", views.call_roll, name="call-roll"),
    path("sessions/<int:session_id>/code/", views.show_check_in_code, name="show-check-in-code"),
    path("sessions/<int:session_id>/check-in/", views.check_in, name="check-in"),
    path("sessions/<int:session_id>/results/", views.record_results, name="record-results"),
    path("sessions/<int:session_id>/complete/", views.complete_session, name="complete-session"),
    path("sessions/<int:session_id>/confirm/", views.confirm_session, name="confirm-session"),
    path("sessions/<int:session_id>/reopen/", views.reopen_session, name="reopen-session"),
    path("sessions/<int:session_id>/cost/", views.note_cost, name="note-cost"),
    path("teams/<int:team_id>/study/", views.hold_study, name="hold-study"),
    path("sessions/<int:session_id>/test/", views.take_theory_test, name="take-theory-test"),
    path("sessions/<int:session_id>/test/start/", views.start_theory_test, name="start-theory-test"),
    path("sessions/<int:session_id>/test/<int:attempt_id>/", views.submit_theory_test, name="submit-theory-test"),
]

api_urlpatterns += [
    path("sessions/", api.Sessions.as_view(_LIST), name="sessions"),
    path("sessions/plan/", api.PlanSession.as_view(), name="plan-session"),
    path("sessions/<int:pk>/", api.Sessions.as_view(_ONE), name="session"),
    path("sessions/<int:session_id>/cancel/", api.CancelSession.as_view(), name="cancel-session"),
    path("sessions/<int:session_id>/enrol/", api.EnrolMembers.as_view(), name="enrol-members"),
    path("sessions/<int:session_id>/enrol-lacking/", api.EnrolLacking.as_view(), name="enrol-lacking"),
    path("enrolments/<int:enrolment_id>/withdraw/", api.WithdrawEnrolment.as_view(), name="withdraw-enrolment"),
    path("sessions/<int:session_id>/begin/", api.BeginSession.as_view(), name="begin-session"),
    path("sessions/<int:session_id>/roll/", api.CallRoll.as_view(), name="call-roll"),
    path("sessions/<int:session_id>/check-in/", api.CheckIn.as_view(), name="check-in"),
    path("sessions/<int:session_id>/results/", api.RecordResults.as_view(), name="record-results"),
    path("sessions/<int:session_id>/complete/", api.CompleteSession.as_view(), name="complete-session"),
    path("sessions/<int:session_id>/confirm/", api.ConfirmSession.as_view(), name="confirm-session"),
    path("sessions/<int:session_id>/reopen/", api.ReopenSession.as_view(), name="reopen-session"),
    path("sessions/<int:session_id>/cost/", api.NoteCost.as_view(), name="note-cost"),
    path("teams/<int:team_id>/study/", api.HoldStudy.as_view(), name="hold-study"),
    path("sessions/<int:session_id>/test/start/", api.StartTheoryTest.as_view(), name="start-theory-test"),
    path("attempts/<int:attempt_id>/submit/", api.SubmitTheoryTest.as_view(), name="submit-theory-test"),
]
