"""Paths of the first floor, for pages and for the API."""

from typing import Any

from django.urls import path

from teams import api, views

app_name = "teams"
urlpatterns = [
    path("", views.list_teams, name="list-teams"),
    path("plan/", views.plan_team, name="plan-team"),
    path("<int:team_id>/", views.show_team, name="show-team"),
    path("<int:team_id>/submit/", views.submit_team, name="submit-team"),
    path("<int:team_id>/activate/", views.activate_team, name="activate-team"),
    path("<int:team_id>/return/", views.return_team, name="return-team"),
    path("<int:team_id>/suspend/", views.suspend_team, name="suspend-team"),
    path("<int:team_id>/resume/", views.resume_team, name="resume-team"),
    path("<int:team_id>/strength/", views.authorise_strength, name="authorise-strength"),
    path("<int:team_id>/units/relate/", views.relate_unit, name="relate-unit"),
    path("<int:team_id>/leaders/propose/", views.propose_leader, name="propose-leader"),
    path("<int:team_id>/members/enrol/", views.enrol_member, name="enrol-member"),
    path("<int:team_id>/members/<int:member_id>/leave/", views.end_membership, name="end-membership"),
    path("<int:team_id>/members/<int:member_id>/transfer/", views.transfer_member, name="transfer-member"),
    path("<int:team_id>/members/<int:member_id>/class/", views.change_class, name="change-class"),
    path("<int:team_id>/members/<int:member_id>/second-post/", views.add_second_post, name="add-second-post"),
    path("<int:team_id>/members/<int:member_id>/main/", views.choose_main_membership, name="choose-main-membership"),
    path("<int:team_id>/members/<int:member_id>/leaves/grant/", views.grant_leave, name="grant-leave"),
    path("<int:team_id>/members/<int:member_id>/leaves/<int:hold_id>/end/", views.end_leave, name="end-leave"),
    path("<int:team_id>/members/<int:member_id>/badge/allocate/", views.allocate_badge, name="allocate-badge"),
    path("<int:team_id>/members/<int:member_id>/badge/hand-over/", views.hand_over_badge, name="hand-over-badge"),
    path("<int:team_id>/members/<int:member_id>/badge/revoke/", views.revoke_badge, name="revoke-badge"),
    path("members/", views.list_members, name="list-members"),
    path("members/<int:member_id>/", views.show_member, name="show-member"),
    path("appointments/", views.list_appointments, name="list-appointments"),
    path("appointments/appoint/", views.appoint_staff, name="appoint-staff"),
    path("appointments/<int:appointment_id>/", views.show_appointment, name="show-appointment"),
    path("appointments/<int:appointment_id>/approve/", views.approve_leader, name="approve-leader"),
    path("appointments/<int:appointment_id>/decline/", views.decline_leader, name="decline-leader"),
    path("appointments/<int:appointment_id>/end/", views.end_appointment, name="end-appointment"),
    path("appointments/<int:appointment_id>/login/", views.open_login, name="open-login"),
    path("places/", views.list_places, name="list-places"),
    path("places/<int:place_id>/areas/draw/", views.draw_area, name="draw-area"),
    path("units/found/", views.found_unit, name="found-unit"),
    path("areas/", views.list_areas, name="list-areas"),
    path("areas/<int:area_id>/designate/", views.designate_area, name="designate-area"),
]
_LIST: Any = {"get": "list"}
_ONE: Any = {"get": "retrieve"}
api_urlpatterns = [
    path("places/", api.Places.as_view(_LIST), name="places"),
    path("places/<int:pk>/", api.Places.as_view(_ONE), name="place"),
    path("units/", api.Units.as_view(_LIST), name="units"),
    path("units/<int:pk>/", api.Units.as_view(_ONE), name="unit"),
    path("units/found/", api.FoundUnit.as_view(), name="found-unit"),
    path("areas/", api.Areas.as_view(_LIST), name="areas"),
    path("areas/<int:pk>/", api.Areas.as_view(_ONE), name="area"),
    path("areas/draw/", api.DrawArea.as_view(), name="draw-area"),
    path("areas/<int:area_id>/designate/", api.DesignateArea.as_view(), name="designate-area"),
    path("teams/", api.Teams.as_view(_LIST), name="teams"),
    path("teams/plan/", api.PlanTeam.as_view(), name="plan-team"),
    path("teams/<int:pk>/", api.Teams.as_view(_ONE), name="team"),
    path("teams/<int:team_id>/submit/", api.SubmitTeam.as_view(), name="submit-team"),
    path("teams/<int:team_id>/activate/", api.ActivateTeam.as_view(), name="activate-team"),
    path("teams/<int:team_id>/return/", api.ReturnTeam.as_view(), name="return-team"),
    path("teams/<int:team_id>/suspend/", api.SuspendTeam.as_view(), name="suspend-team"),
    path("teams/<int:team_id>/resume/", api.ResumeTeam.as_view(), name="resume-team"),
    path("teams/<int:team_id>/strength/", api.AuthoriseStrength.as_view(), name="authorise-strength"),
    path("teams/<int:team_id>/units/relate/", api.RelateUnit.as_view(), name="relate-unit"),
    path("teams/<int:team_id>/leaders/propose/", api.ProposeLeader.as_view(), name="propose-leader"),
    path("teams/<int:team_id>/members/enrol/", api.EnrolMember.as_view(), name="enrol-member"),
    path("teams/<int:team_id>/members/<int:member_id>/leave/", api.EndMembership.as_view(), name="end-membership"),
    path("teams/<int:team_id>/members/<int:member_id>/transfer/", api.TransferMember.as_view(), name="transfer-member"),
    path("teams/<int:team_id>/members/<int:member_id>/class/", api.ChangeClass.as_view(), name="change-class"),
    path(
        "teams/<int:team_id>/members/<int:member_id>/second-post/", api.AddSecondPost.as_view(), name="add-second-post"
    ),
    path(
        "teams/<int:team_id>/members/<int:member_id>/main/",
        api.ChooseMainMembership.as_view(),
        name="choose-main-membership",
    ),
    path("teams/<int:team_id>/members/<int:member_id>/leaves/grant/", api.GrantLeave.as_view(), name="grant-leave"),
    path(
        "teams/<int:team_id>/members/<int:member_id>/leaves/<int:hold_id>/end/",
        api.EndLeave.as_view(),
        name="end-leave",
    ),
    path(
        "teams/<int:team_id>/members/<int:member_id>/badge/allocate/",
        api.AllocateBadge.as_view(),
        name="allocate-badge",
    ),
    path(
        "teams/<int:team_id>/members/<int:member_id>/badge/hand-over/",
        api.HandOverBadge.as_view(),
        name="hand-over-badge",
    ),
    path("teams/<int:team_id>/members/<int:member_id>/badge/revoke/", api.RevokeBadge.as_view(), name="revoke-badge"),
    path("members/", api.Members.as_view(_LIST), name="members"),
    path("members/<int:pk>/", api.Members.as_view(_ONE), name="member"),
    path("appointments/", api.Appointments.as_view(_LIST), name="appointments"),
    path("appointments/appoint/", api.AppointStaff.as_view(), name="appoint-staff"),
    path("appointments/<int:pk>/", api.Appointments.as_view(_ONE), name="appointment"),
    path("appointments/<int:appointment_id>/approve/", api.ApproveLeader.as_view(), name="approve-leader"),
    path("appointments/<int:appointment_id>/decline/", api.DeclineLeader.as_view(), name="decline-leader"),
    path("appointments/<int:appointment_id>/end/", api.EndAppointment.as_view(), name="end-appointment"),
    path("appointments/<int:appointment_id>/login/", api.OpenLogin.as_view(), name="open-login"),
]
