"""Who may do what, written by hand from docs/roles-and-lifecycles.md 5.2, row by row: the table said again.

The first is each app's ``access.GRANTS``. A change of either is a change of what people may do and wants both.
Roles are the codes of 5.1; a letter says how far: T the post's territory, t its team, s the person's own rows, A all.
"""

GRANTS = {
    # Public visitor: the directory of teams, nothing about people.
    "portal.view_public_team": "public:A",
    "portal.view_public_campaign": "public:A",
    # Team, authorised strength. An inspector's post is over what it inspects; single rounds narrow it later.
    "teams.view_team": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T ldr:t mbr:t vil:T",
    "teams.plan_team": "gov:T twn:T system:A",
    "teams.submit_team": "gov:T twn:T system:A",
    "teams.activate_team": "gvh:T",
    "teams.suspend_team": "gvh:T",
    # Teams are reorganised as they are set up: asked for by the office, decided by its head, carried out by the clock.
    "teams.order_reorganisation": "gov:T twn:T",
    "teams.approve_reorganisation": "gvh:T",
    "teams.cancel_reorganisation": "gov:T gvh:T twn:T",
    "teams.carry_out_reorganisation": "system:A",
    # 5.3: the system proposes, the office confirms; the street writes the plan.
    "teams.watch_teams": "system:A",
    "teams.confirm_dormant": "gov:T",
    "teams.write_revival_plan": "gov:T twn:T",
    "teams.revive_team": "gov:T",
    "teams.authorise_strength": "gvh:T",
    "teams.relate_unit": "gov:T twn:T system:A",
    "teams.hang_plaque": "gov:T twn:T ldr:t system:A",
    # Ten-household unit (ORG-28): the village and the leader manage it and see names, the others see numbers.
    "teams.view_household_unit": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T vil:T ldr:t",
    "teams.manage_household_unit": "vil:T ldr:t",
    # Member file: masked for the office, open for the police and the own team, one's own for oneself.
    "teams.view_member": "psb:T psl:T cpo:T ldr:t mbr:s",
    # Who looked at it: the person looked at; the liaison prints it for one without a login.
    "teams.view_record_views": "psl:T ldr:s mbr:s",
    "teams.view_member_masked": "gov:T gvh:T lgm:T twn:T",
    # A ledger of members taken out, masked or in full as it is read, with a reason; who took what, like the journal.
    "teams.export_members": "gov:T gvh:T twn:T psb:T psl:T cpo:T ldr:t",
    "teams.keep_workbook": "system:A",
    "teams.view_export": "aud:T gvh:T",
    # What is wrong with the ledgers: whoever sees members, masked or in full, over a territory.
    "teams.view_turnover": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T",
    "teams.check_ledgers": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T",
    # Nobody enrols by hand: a signed contract does, or the list of a legacy team that comes in.
    "teams.enrol_member": "system:A",
    # The police move people and see them off; leave is the leader's to grant, too.
    "teams.end_membership": "psb:T psl:T cpo:T",
    "teams.transfer_member": "psb:T psl:T cpo:T",
    "teams.change_class": "psb:T psl:T cpo:T",
    "teams.add_second_post": "psb:T psl:T cpo:T",
    "teams.grant_leave": "psb:T psl:T cpo:T ldr:t",
    # Holds follow from other acts; only the managing police passes one over, in an emergency, and everybody sees it.
    "teams.set_holds": "system:A",
    "teams.override_fitness": "psb:T psl:T",
    "teams.view_override": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T ldr:t",
    # Number badge.
    "teams.allocate_badge": "gov:T system:A",
    "teams.hand_over_badge": "gov:T ldr:t",
    # Equipment: the office, the street and the leader keep and issue it; the police authorise restricted kit; money,
    # inspectors and offices look on, a member sees their own. One standard, the office's and the sub-bureau's.
    "teams.view_equipment": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T fin:T fap:T ldr:t mbr:s",
    "teams.stock_equipment": "gov:T twn:T ldr:t",
    "teams.issue_equipment": "gov:T twn:T ldr:t",
    "teams.authorise_kit": "psb:T psl:T",
    "teams.view_equipment_standard": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T fin:T fap:T ldr:T",
    "teams.propose_equipment_standard": "gov:T",
    "teams.agree_equipment_standard": "psb:T",
    # Appointment: leaders by the office, approved by the police of the tier; the rest by the administrator.
    "teams.view_appointment": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T adm:T ldr:t mbr:s",
    "teams.appoint_leader": "gov:T twn:T system:A",
    "teams.approve_leader": "psb:T psl:T cpo:T",
    "teams.appoint_staff": "adm:T system:A",
    "teams.open_leader_login": "gov:T twn:T adm:T system:A",
    "teams.open_login": "adm:T system:A",
    # Duty statement of a post (ORG-44): the office publishes, whoever holds the post acknowledges, on paper through the
    # leader; a login that opens or a post that changes is the system's to notice.
    "teams.view_duty_statement": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T vil:T ldr:T mbr:T",
    "teams.publish_duty_statement": "gov:T",
    "teams.owe_duty_statement": "system:A",
    "teams.acknowledge_duty_statement": "ldr:s mbr:s",
    "teams.record_paper_signature": "ldr:t",
    "teams.record_contract_signature": "system:A",
    "teams.view_acknowledgement": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T ldr:t",
    # Area, designated patrol area: the police draw and designate, others see.
    "teams.view_area": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T vil:T aco:T ldr:t mbr:t",
    "teams.draw_area": "psb:T psl:T system:A",
    "teams.designate_area": "psb:T psl:T system:A",
    # Places and bodies are everybody's map; the administrator loads them.
    "teams.view_place": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T ldr:T mbr:T insp:T trn:T fin:T fap:T "
    "vil:T aco:T aud:T adm:T system:A",
    "teams.load_places": "adm:T system:A",
    "teams.view_unit": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T adm:T system:A",
    "teams.found_unit": "gov:T adm:T system:A",
    # Who answers for a body by name (ORG-16).
    "teams.name_accountable": "gov:T twn:T adm:T",
    # Legacy roster: handed in by the street or the office; only the job of a confirmed one writes.
    "teams.view_roster": "gov:T gvh:T twn:T",
    "teams.upload_roster": "gov:T twn:T",
    "teams.confirm_roster": "gov:T gvh:T twn:T",
    "teams.discard_roster": "gov:T gvh:T twn:T system:A",
    "teams.bring_in_roster": "system:A",
    # Policy value: decided by the head of the office, seen by all staff.
    "core.set_policy_value": "gvh:T",
    "core.view_policy": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T trn:T fin:T fap:T aud:T adm:T",
    # Journal: ids and acts.
    "core.view_journal": "aud:T gvh:T",
    # Long work: offices of a territory, and whoever started it.
    "core.view_job": "gov:T gvh:T lgm:T twn:T adm:T psb:s psl:s cpo:s",
    "core.cancel_job": "gov:T gvh:T lgm:s twn:s adm:T psb:s psl:s cpo:s",
    "core.retry_job": "gov:T gvh:T lgm:s twn:s adm:T psb:s psl:s cpo:s",
    # What the clock does over night, by hand: whoever keeps the machine going.
    "core.start_routine": "adm:T",
    # A token for a machine: staff for themselves; the administrator of the district ends anybody's.
    "core.issue_token": "gov:s gvh:s lgm:s twn:s psb:s psl:s cpo:s adm:s",
    "core.revoke_token": "adm:T",
    # What was told outside, in numbers; by the link of a mail whoever reads it says: no more.
    "core.view_delivery": "adm:T aud:T",
    "core.unsubscribe_channel": "public:A",
    # Patrol log. The police of the tier review, so the sub-bureau does for brigades (ORG-06); which tier is a rule.
    # An inspector's post is over what it inspects; single rounds narrow it when inspections come.
    "duty.view_patrol_log": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T ldr:t mbr:s",
    "duty.submit_patrol_log": "ldr:t",
    "duty.review_patrol_log": "psb:T psl:T cpo:T",
    "duty.add_addendum": "psl:T cpo:T ldr:t",
    "duty.open_backfill": "twn:T",
    # Hazard, incident, as entries of a log: the street, the station and the community officer edit, the leader too.
    "duty.follow_up_entry": "twn:T psl:T cpo:T ldr:t",
    # Only the clock owes and locks; the office writes the card on how to act.
    "duty.owe_daily_logs": "system:A",
    "duty.lock_patrol_log": "system:A",
    "duty.hand_up_entries": "system:A",
    "duty.write_procedure_card": "gov:T system:A",
    # Recruitment campaign: planned by the office or the street, approved by the police of the tier (which one is the
    # scope's) and by the head; the clock opens and closes it. One standard, the office's and the sub-bureau's.
    "recruitment.view_standard": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T system:A",
    "recruitment.propose_standard": "gov:T",
    "recruitment.agree_standard": "psb:T",
    "recruitment.view_campaign": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T ldr:t",
    "recruitment.plan_campaign": "gov:T twn:T",
    "recruitment.submit_campaign": "gov:T twn:T",
    "recruitment.return_campaign": "gvh:T psb:T psl:T",
    "recruitment.approve_campaign_police": "psb:T psl:T",
    "recruitment.approve_campaign": "gvh:T",
    "recruitment.cancel_campaign": "gvh:T",
    "recruitment.run_campaign": "system:A",
    "recruitment.finalise_campaign": "gov:T",
    "recruitment.name_assessor": "gov:T twn:T",
    # Application: the public's own; masked for the office and the own team; in full for the police once it is asked;
    # marks by whoever the campaign names, the own sheets only.
    "recruitment.submit_application": "public:A",
    "recruitment.follow_application": "public:A",
    "recruitment.view_applicant": "psb:T psl:T",
    "recruitment.view_applicant_masked": "gov:T gvh:T lgm:T twn:T cpo:T ldr:t",
    "recruitment.screen_applicant": "gov:T twn:T",
    "recruitment.score_applicant": "gov:s gvh:s lgm:s twn:s psb:s psl:s cpo:s trn:s ldr:s",
    "recruitment.select_recruits": "gov:T twn:T",
    "recruitment.supply_facts": "gov:T twn:T",
    "recruitment.record_police_review": "psb:T psl:T",
    "recruitment.view_police_verdict": "psb:T psl:T",
    # Public notice: prepared by the office, published by its head, closed by the clock, read by everybody.
    "recruitment.view_notice": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T",
    "recruitment.prepare_notice": "gov:T",
    "recruitment.publish_notice": "gvh:T",
    "recruitment.correct_notice": "gvh:T",
    "recruitment.withdraw_notice": "gvh:T",
    "recruitment.close_notice": "system:A",
    "recruitment.read_notice_board": "public:A",
    # Objection: the public's own; handled by the office, whoever did not propose the list.
    "recruitment.lodge_objection": "public:A",
    "recruitment.follow_objection": "public:A",
    "recruitment.view_objection": "gov:T gvh:T lgm:T twn:T psb:T psl:T",
    "recruitment.take_objection": "gov:T gvh:T",
    "recruitment.decide_objection": "gov:T gvh:T",
    # Contract or agreement: signed by the office for the employer; the leader sees dates, the member the own.
    "recruitment.offer_post": "gov:T",
    "recruitment.sign_contract": "gov:T",
    "recruitment.renew_contract": "gov:T",
    "recruitment.end_probation": "gov:T",
    "recruitment.end_contract": "gov:T",
    "recruitment.drop_contract_duties": "system:A",
    "recruitment.view_contract": "gov:T gvh:T twn:T psb:T psl:T ldr:t mbr:s",
    "recruitment.read_contract_scan": "gov:T psl:T mbr:s",
    "recruitment.onboard_applicant": "system:A",
    "recruitment.forget_recruits": "system:A",
    # Training, certificate: office, police and trainers run it, the team and its people read their own.
    "training.view_course": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T trn:T insp:T ldr:T mbr:T",
    "training.design_course": "gov:T psb:T trn:T",
    "training.manage_questions": "psb:T trn:T",
    "training.view_plan": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T trn:T insp:T",
    "training.draft_plan": "gov:T",
    "training.approve_plan": "psb:T",
    "training.view_session": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T trn:T insp:T ldr:t mbr:s",
    "training.plan_session": "gov:T psb:T psl:T cpo:T trn:T",
    "training.enrol": "gov:T psb:T psl:T cpo:T trn:T system:A",
    # Whoever the session names as its trainer; another hand of the responsible police confirms.
    "training.run_session": "gov:s gvh:s lgm:s twn:s psb:s psl:s cpo:s trn:s ldr:s",
    "training.confirm_session": "psb:T psl:T cpo:T",
    "training.reopen_session": "psb:T psl:T cpo:T",
    "training.hold_study": "ldr:t",
    "training.check_in": "gov:s gvh:s lgm:s twn:s psb:s psl:s cpo:s ldr:s mbr:s",
    "training.take_test": "ldr:s mbr:s",
    "training.view_enrolment": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T trn:T insp:T ldr:t mbr:s",
    "training.view_certificate": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T trn:T insp:T ldr:t mbr:s",
    "training.issue_certificate": "gov:T gvh:T",
    "training.revoke_certificate": "gvh:T system:A",
    "training.watch_certificates": "system:A",
    "training.follow_members": "system:A",
    "training.check_certificate": "public:A",
    # Insurance: entered and kept by the office and the finance officer; the leader sees dates, the member the own. What
    # is missing keeps off duty by itself.
    # Inspections. One checklist of the district: the office's, agreed by its head.
    "discipline.view_checklist": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:T ldr:T",
    "discipline.propose_checklist": "gov:T",
    "discipline.agree_checklist": "gvh:T",
    # Rounds and visits: planned by office, street and police, each in its own name; an inspector sees the own.
    "discipline.view_round": "gov:T gvh:T lgm:T twn:T psb:T psl:T insp:s",
    "discipline.plan_round": "gov:T twn:T psb:T psl:T",
    "discipline.view_visit": "gov:T gvh:T lgm:T twn:T psb:T psl:T insp:s ldr:s",
    "discipline.view_coming": "cpo:T ldr:t",
    "discipline.plan_visit": "gov:T twn:T psb:T psl:T system:A",
    # The record: by whoever was sent (a squadron's leader, too), signed by both, decided by the head.
    "discipline.record_inspection": "gov:s twn:s psb:s psl:s insp:s ldr:s",
    "discipline.view_inspection": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:s ldr:t",
    "discipline.sign_inspection": "gov:s twn:s psb:s psl:s insp:s ldr:s",
    "discipline.countersign_inspection": "ldr:t",
    "discipline.decide_dispute": "gvh:T",
    # Rectification: ordered by offices, police and the inspector, answered by the leader, looked at by another eye.
    "discipline.view_rectification": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T insp:s ldr:t",
    "discipline.issue_rectification": "gov:T twn:T psb:T psl:T insp:s ldr:s",
    "discipline.assign_rechecker": "gov:T",
    "discipline.answer_rectification": "ldr:t",
    "discipline.recheck_rectification": "psb:T psl:T insp:s",
    "discipline.decide_extension": "gvh:T",
    "discipline.limit_rectification": "gvh:T",
    "discipline.withdraw_rectification": "gvh:T",
    # Reviews of responsibility and the coordination duty of units.
    "discipline.view_review": "gov:T gvh:T lgm:T twn:T psb:T psl:T insp:T",
    "discipline.open_review": "gov:T insp:T",
    "discipline.decide_review": "gvh:T",
    "discipline.view_coordination": "gov:T gvh:T lgm:T twn:T psb:T psl:T cpo:T",
    "discipline.record_coordination": "gov:T twn:T",
    "discipline.watch_inspections": "system:A",
    "discipline.follow_team": "system:A",
    "funding.view_insurance": "gov:T gvh:T lgm:T fin:T",
    "funding.view_cover": "gov:T gvh:T lgm:T fin:T ldr:t mbr:s",
    "funding.enter_policy": "gov:T fin:T",
    "funding.cover_members": "gov:T fin:T",
    "funding.end_cover": "gov:T fin:T",
    "funding.renew_policy": "gov:T fin:T",
    "funding.cancel_policy": "gov:T fin:T",
    "funding.keep_cover_holds": "system:A",
}
