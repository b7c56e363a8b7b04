"""Whose data a table holds, on which basis, and how long they are kept. A new table is not done without its line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    whose: str
    basis: str
    kept: str


NOBODY = "nobody's: places, bodies and numbers"
PUBLIC_DUTY = "public duty (PIPL 13(3)): who acted must be answerable"
EMPLOYMENT = "employment and its management (PIPL 13(2))"
CONSENT = "consent (PIPL 13(1)), withdrawn at any time"
SERVICE = "while serving, and two years"
AUDIT = "service, and three years of audit"
STANDS = "as long as the district keeps teams"
SHORT = "days: removed by the nightly purge"

APPLYING = "consent and steps before a contract, asked for by the applicant (PIPL 13(1), 13(2))"
APPLICANT = "6 months after the campaign ended; on the reserve list 12, with consent; of whoever was hired emptied"

DECISIONS = {
    "core.User": Decision("staff and members who sign in: name, phone (encrypted)", PUBLIC_DUTY, AUDIT),
    "core.LoginSlip": Decision("whoever the login is for; only the code's digest", PUBLIC_DUTY, AUDIT),
    "core.AccessToken": Decision(
        "whoever issued it; a digest, and when a machine last came", PUBLIC_DUTY, "90 days after it ended"
    ),
    "core.SecondStep": Decision(
        "whoever signs in with it; the key (encrypted)", PUBLIC_DUTY, "until it is switched off"
    ),
    "core.RecoveryCode": Decision(
        "whoever signs in with it; digests only", PUBLIC_DUTY, "until renewed or switched off"
    ),
    "core.Autosave": Decision("whoever is typing (encrypted)", PUBLIC_DUTY, "until sent, at most 7 days"),
    "core.IdempotencyKey": Decision("whoever sent; a digest, no content", PUBLIC_DUTY, SHORT),
    "core.DoorUse": Decision("whoever came to a public door: a digest of the day, no address", PUBLIC_DUTY, "2 days"),
    "core.JournalEntry": Decision("who acted, by id; no names, no content", PUBLIC_DUTY, "as audit law says"),
    "core.OutboxMessage": Decision("nobody's: ids on their way", PUBLIC_DUTY, "until delivered"),
    "core.PolicyValue": Decision("who decided it, by id", PUBLIC_DUTY, STANDS),
    "core.CalendarDay": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "core.Obligation": Decision("who owes what, by id or role", PUBLIC_DUTY, AUDIT),
    "core.Reminder": Decision("who was reminded, by id", PUBLIC_DUTY, AUDIT),
    "core.Notice": Decision("who was told what, by id; facts without names", PUBLIC_DUTY, "a year after it was read"),
    "core.Channel": Decision(
        "whoever wishes to be told outside: an address (encrypted), proven by a code",
        CONSENT,
        "until removed or closed",
    ),
    "core.Wishes": Decision("whoever wishes to be told outside: hours and a language", CONSENT, "with the login"),
    "core.Outside": Decision("nobody's: kind, key, state and reason; no address, no text", CONSENT, "90 days"),
    "core.Delivery": Decision("who is told which notice how, by id", CONSENT, "with the notice or the channel"),
    "core.Job": Decision("who started it, by id", PUBLIC_DUTY, AUDIT),
    "core.Heartbeat": Decision("nobody's: when the clock was last heard of", PUBLIC_DUTY, "written over each minute"),
    "core.JobProblem": Decision("rows that were refused: place and code, no content", PUBLIC_DUTY, AUDIT),
    "core.StoredFile": Decision("whoever uploaded, by id; metadata stripped", PUBLIC_DUTY, "its subject or term"),
    "teams.Place": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.Unit": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.UnitPost": Decision("officials who answer for a body: name, title, days", PUBLIC_DUTY, AUDIT),
    "teams.PatrolArea": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.AreaDesignation": Decision("who designated, by id", PUBLIC_DUTY, STANDS),
    "teams.Team": Decision("nobody's: name, tier, strength", PUBLIC_DUTY, STANDS),
    "teams.TeamStep": Decision("who moved it, by id", PUBLIC_DUTY, STANDS),
    "teams.ActiveSpan": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.TeamAlias": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.DormantSpell": Decision("who confirmed, planned and revived, by id; text about a team", PUBLIC_DUTY, STANDS),
    "teams.DutyOverride": Decision("members: days on which papers were passed over, and why", PUBLIC_DUTY, AUDIT),
    "teams.Reorganisation": Decision("members who go over and who decided, by id", PUBLIC_DUTY, STANDS),
    "teams.TeamSuccession": Decision("who approved it, by id", PUBLIC_DUTY, STANDS),
    "teams.StrengthDecision": Decision("who decided, by id", PUBLIC_DUTY, STANDS),
    "teams.TeamUnit": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.Member": Decision("members: name, phone and identity number (encrypted), birth year", EMPLOYMENT, SERVICE),
    "teams.Membership": Decision("members: where and as what they serve", EMPLOYMENT, SERVICE),
    "teams.Hold": Decision("members: what keeps them off duty, kind only", EMPLOYMENT, SERVICE),
    "teams.NumberBadge": Decision("members: their number, which is never used again", EMPLOYMENT, STANDS),
    "teams.EquipmentStandard": Decision("who proposed and agreed, by id", PUBLIC_DUTY, STANDS),
    "teams.EquipmentLine": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "teams.Equipment": Decision("nobody's: things; who stocked and scrapped them, by id", PUBLIC_DUTY, AUDIT),
    "teams.EquipmentIssue": Decision("members: what they bear and bore, and how it came back", EMPLOYMENT, SERVICE),
    "teams.KitAuthorisation": Decision("members: that they may bear restricted kit, and why", PUBLIC_DUTY, AUDIT),
    "teams.Export": Decision("who took members' data out and why, by id; no names", PUBLIC_DUTY, AUDIT),
    "teams.ExportedLine": Decision("members: that their line went out, in full or masked", EMPLOYMENT, SERVICE),
    "teams.RecordView": Decision("members and staff: who opened whose file, which day", PUBLIC_DUTY, AUDIT),
    "teams.DutyStatement": Decision("nobody's: the duty of a post; who published it, by id", PUBLIC_DUTY, STANDS),
    "teams.Acknowledgement": Decision("members: that they know the duty of their post, the day", EMPLOYMENT, SERVICE),
    "teams.TenHouseholdUnit": Decision("nobody's: a name of a place, and how many withdrew", PUBLIC_DUTY, STANDS),
    "teams.HouseholdVolunteer": Decision(
        "volunteers: name, phone if they wish (encrypted)", CONSENT, "until withdrawn"
    ),
    "teams.HouseholdDuty": Decision("volunteers: the days they watch; without them once withdrawn", CONSENT, SERVICE),
    "teams.Appointment": Decision("members and staff: the posts they hold", PUBLIC_DUTY, AUDIT),
    "teams.Roster": Decision("who handed it in and confirmed it, by id; the file is not kept", PUBLIC_DUTY, STANDS),
    "teams.RosterUnit": Decision("nobody's: names of old teams and head-counts", PUBLIC_DUTY, STANDS),
    "teams.RosterRow": Decision("people on an old list: allowed columns, encrypted", EMPLOYMENT, "at most 24 hours"),
    "teams.LegacyUnit": Decision("nobody's: names of old teams and head-counts", PUBLIC_DUTY, STANDS),
    "duty.PatrolLog": Decision("who filed and reviewed, by id; text without numbers of persons", PUBLIC_DUTY, AUDIT),
    "duty.Patrol": Decision(NOBODY, PUBLIC_DUTY, AUDIT),
    "duty.PatrolWalker": Decision("members: that they walked, and with which insignia", EMPLOYMENT, SERVICE),
    "duty.ReviewStep": Decision("who judged, by id; a reason about the log", PUBLIC_DUTY, AUDIT),
    "duty.Addendum": Decision("who added, by id; text without numbers of persons", PUBLIC_DUTY, AUDIT),
    "duty.BackfillOpening": Decision("who opened it, by id; a reason about the day", PUBLIC_DUTY, AUDIT),
    "duty.LogEntry": Decision("nobody's: places, things and counts, never persons", PUBLIC_DUTY, AUDIT),
    "duty.ProcedureCard": Decision("nobody's: how to act; who wrote it, by id", PUBLIC_DUTY, STANDS),
    "recruitment.Standard": Decision("who proposed and agreed, by id", PUBLIC_DUTY, STANDS),
    "recruitment.Criterion": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "recruitment.Campaign": Decision("who planned and approved, by id; the office's contact", PUBLIC_DUTY, STANDS),
    "recruitment.CampaignPost": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "recruitment.CampaignAssessor": Decision("who gives marks, by id", PUBLIC_DUTY, AUDIT),
    "recruitment.CampaignStep": Decision("who moved it, by id", PUBLIC_DUTY, STANDS),
    "recruitment.Applicant": Decision(
        "applicants: name, phone, identity number (encrypted), birth year, schooling, two yes or no",
        APPLYING,
        APPLICANT,
    ),
    "recruitment.CriterionCheck": Decision("applicants: a criterion met or not", APPLYING, APPLICANT),
    "recruitment.ScoreSheet": Decision("applicants: marks; who gave them, by id", APPLYING, APPLICANT),
    "recruitment.PoliceVerdict": Decision(
        "applicants: suitable or not; the reason encrypted, read by the police of the tier alone", APPLYING, APPLICANT
    ),
    "recruitment.PublicNotice": Decision("who prepared and published, by id; a count", PUBLIC_DUTY, STANDS),
    "recruitment.NoticeStep": Decision("who moved it, by id", PUBLIC_DUTY, STANDS),
    "recruitment.Objection": Decision(
        "whoever objects: text and contact (encrypted), read by the handler alone",
        CONSENT,
        "12 months after its decision",
    ),
    "recruitment.Contract": Decision("members: kind and days of what was signed", EMPLOYMENT, "as labour law says"),
    "training.Course": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "training.CourseRevision": Decision("who made it, by id", PUBLIC_DUTY, STANDS),
    "training.TrainingPlan": Decision("who drafted, submitted and approved, by id", PUBLIC_DUTY, STANDS),
    "training.PlanLine": Decision(NOBODY, PUBLIC_DUTY, STANDS),
    "training.Question": Decision("who added it, by id", PUBLIC_DUTY, STANDS),
    "training.Session": Decision("who trained and confirmed, by id; a guest trainer's name", PUBLIC_DUTY, AUDIT),
    "training.Enrolment": Decision("members and staff: attendance and results, no opinions", EMPLOYMENT, SERVICE),
    "training.TheoryAttempt": Decision("members: what was asked, answered and scored", EMPLOYMENT, SERVICE),
    "training.Certificate": Decision(
        "members: number, validity, state; its public page says validity only", EMPLOYMENT, AUDIT
    ),
    "recruitment.ContractTerm": Decision(
        "members: days of each term that was signed", EMPLOYMENT, "as labour law says"
    ),
    "recruitment.ProbationEnd": Decision(
        "members: the day on which probation was passed", EMPLOYMENT, "as labour law says"
    ),
    "recruitment.ContractEnd": Decision("members: the last day and why, a kind only", EMPLOYMENT, "as labour law says"),
    "discipline.Checklist": Decision("who retired it, by id", PUBLIC_DUTY, STANDS),
    "discipline.ChecklistRevision": Decision("who proposed and agreed, by id", PUBLIC_DUTY, STANDS),
    "discipline.SupervisionRound": Decision("who planned and closed, by id", PUBLIC_DUTY, STANDS),
    "discipline.RoundInspector": Decision("inspectors, by id; the street and unit that lend them", PUBLIC_DUTY, AUDIT),
    "discipline.VisitSeries": Decision("inspectors and who began it, by id", PUBLIC_DUTY, AUDIT),
    "discipline.Visit": Decision("the inspector, by id", PUBLIC_DUTY, AUDIT),
    "discipline.Inspection": Decision("inspector and leader, by id; head-counts, no member", PUBLIC_DUTY, AUDIT),
    "discipline.InspectionAnswer": Decision(NOBODY, PUBLIC_DUTY, AUDIT),
    "discipline.DocumentCheck": Decision(NOBODY, PUBLIC_DUTY, AUDIT),
    "discipline.Interview": Decision("passers-by: three answers; nobody can be found by them", PUBLIC_DUTY, AUDIT),
    "discipline.SiteCheck": Decision("guards, as a head-count", PUBLIC_DUTY, AUDIT),
    "discipline.Finding": Decision(NOBODY, PUBLIC_DUTY, AUDIT),
    "discipline.Rectification": Decision("who ordered, answered and looked again, by id", PUBLIC_DUTY, AUDIT),
    "discipline.RectificationStep": Decision("who wrote it, by id", PUBLIC_DUTY, AUDIT),
    "discipline.AccountabilityReview": Decision("who opened, proposed and decided, by id", PUBLIC_DUTY, AUDIT),
    "discipline.CoordinationDuty": Decision("the post of a unit, no name; who recorded it, by id", PUBLIC_DUTY, STANDS),
    "discipline.CoordinationFollowUp": Decision("who wrote it, by id", PUBLIC_DUTY, STANDS),
    "funding.InsurancePolicy": Decision("who entered and cancelled, by id; a paper, no person", PUBLIC_DUTY, AUDIT),
    "funding.Cover": Decision("members: under which policy, on which days; no health, no claims", EMPLOYMENT, SERVICE),
}
