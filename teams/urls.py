"""Paths of the first floor, for pages and for the API."""

from django.urls import URLPattern, path

from teams import views

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
api_urlpatterns: list[URLPattern] = []
