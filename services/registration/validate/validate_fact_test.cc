#include "services/registration/validate/validate_fact.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);  // 2027-01-15.

v1::ClaimSource Source() {
  return TextProto(R"pb(source_time { seconds: 1700000000 }
                        basis: BASIS_OBSERVED)pb");
}

absl::Status Check(const std::string& claim) {
  return CheckFact("", Source(), TextProto(claim), kNow);
}

struct Refusal {
  const char* claim;
  const char* field;
};

TEST(CheckFactTest, RefusesEachFaultByItsField) {
  const std::vector<Refusal> refusals = {
      {"", ": has no fact"},
      {"identity {}", "identity: says nothing"},
      {"identity { name_full: '  ' }", "identity.name_full: "},
      {"identity { name_other: '' name_first: 'A' }",
       "identity.name_other[0]: "},
      {"identity { sex: 99 }", "identity.sex: "},
      {"identity { nationality: 'Ukraine' }", "identity.nationality[0]: "},
      {"identity { language: 'x y' }", "identity.language[0]: "},
      {"identity { date_of_birth {} }", "identity.date_of_birth.year: "},
      {"identity { date_of_birth { year: 2015 month: 13 } }",
       "identity.date_of_birth.month: "},
      {"identity { date_of_birth { year: 2015 day: 3 } }",
       "identity.date_of_birth.day: "},
      {"identity { date_of_birth { year: 2015 month: 2 day: 30 } }",
       "identity.date_of_birth: "},
      {"identity { date_of_birth { year: 2028 } }",
       "identity.date_of_birth: is in the future"},
      {"identity { age {} }", "identity.age: "},
      {"identity { age { min_years: -1 } }", "identity.age.min_years: "},
      {"identity { age { min_years: 5 max_years: 4 } }",
       "identity.age.max_years: "},
      {"identity { age { max_years: 131 } }", "identity.age.max_years: "},
      {"identity { documents { type: DOCUMENT_TYPE_PASSPORT number: '1' } }",
       "identity.documents: "},
      {"identity { documents { number: '1' } }",
       "identity.documents[0].type: "},
      {"identity { documents { type: DOCUMENT_TYPE_OTHER_AGENCY number: '7' } "
       "}",
       "identity.documents[0].issuer: "},
      {"identity { travel_documents { type: DOCUMENT_TYPE_RATION_CARD "
       "number: '1' } }",
       "identity.travel_documents: "},
      {"identity { protection { unhcr_needs_codes: 'SV-VA' } }",
       "identity.protection.unhcr_needs_codes: "},
      {"identity { protection { unhcr_needs_codes_sensitive: 'cr-cp' } }",
       "identity.protection.unhcr_needs_codes_sensitive: "},
      {"identity { physical_description { height_cm: 5 } }",
       "identity.physical_description.height_cm: "},
      {"identity { address_current { latitude_degrees: 1 } }",
       "identity.address_current: "},
      {"identity { address_current { latitude_degrees: nan "
       "longitude_degrees: 1 } }",
       "identity.address_current.latitude_degrees: "},
      {"accompanying_adult { relation_name: 'A' }",
       "accompanying_adult.adult_id: "},
      {"crossing_event { crossing_event_id: 'c' }",
       "crossing_event.crossing_time: "},
      {"adoption_hold {}", "adoption_hold.competent_agency_id: "},
      {"seeker_objection { ground: OBJECTION_GROUND_CONCERN }",
       "seeker_objection.objection_id: "},
      {"seeker_objection { objection_id: 'o' }", "seeker_objection.ground: "},
      {"screening { screening_id: 's' screened_time {} }",
       "screening.urgency: "},
      {"screening { screening_id: 's' urgency: SCREENING_URGENCY_SOON }",
       "screening.screened_time: "},
      {"screening { screening_id: 's' screened_time {} urgency: "
       "SCREENING_URGENCY_SOON answers { reply: SCREENING_REPLY_NO } }",
       "screening.answers.question_id: "},
      {"adoption_hold { competent_agency_id: 'a' status: "
       "ADOPTION_HOLD_STATUS_LIFTED lifted_by_agency_ids: ['a', 'b'] }",
       "adoption_hold.tracing_action_count: "},
      {"adoption_hold { competent_agency_id: 'a' tracing_action_count: 1 "
       "status: ADOPTION_HOLD_STATUS_LIFTED lifted_by_agency_ids: ['a', 'a'] }",
       "adoption_hold.lifted_by_agency_ids: "},
      {"adoption_hold { competent_agency_id: 'a' status: "
       "ADOPTION_HOLD_STATUS_GRANDFATHERED }",
       "adoption_hold.grandfathered_case_id: "},
      {"referral { to_agency_id: 'clinic' service: REFERRAL_SERVICE_HEALTH "
       "made_time {} }",
       "referral.referral_id: "},
      {"referral { referral_id: 'r' service: REFERRAL_SERVICE_HEALTH "
       "made_time {} }",
       "referral.to_agency_id: "},
      {"referral { referral_id: 'r' to_agency_id: 'clinic' made_time {} }",
       "referral.service: "},
      {"referral { referral_id: 'r' to_agency_id: 'clinic' "
       "service: REFERRAL_SERVICE_HEALTH }",
       "referral.made_time: "},
      {"referral { referral_id: 'r' to_agency_id: 'clinic' "
       "service: REFERRAL_SERVICE_HEALTH made_time { seconds: 1900000000 } }",
       "referral.made_time: is in the future"},
      {"referral { referral_id: 'r' to_agency_id: 'clinic' "
       "service: REFERRAL_SERVICE_HEALTH made_time { seconds: 2 } "
       "closed_time { seconds: 1 } }",
       "referral.closed_time: is before made_time"},
      {"sighting { sighting_id: 's' seen_time { seconds: 1900000000 } }",
       "sighting.seen_time: is in the future"},
      {"sighting { sighting_id: 'a b' seen_time { seconds: 1 } }",
       "sighting.sighting_id: "},
      {"sighting { sighting_id: 's' seen_time { seconds: 1 nanos: -1 } }",
       "sighting.seen_time: "},
      {"custody_event { custody_event_id: 'e' effective_time { seconds: 1 } }",
       "custody_event.kind: "},
      {"custody_event { custody_event_id: 'e' kind: CUSTODY_KIND_TRANSFER "
       "to_agency_id: 'ngo' effective_time { seconds: 1 } }",
       "custody_event.from_agency_id: "},
      {"wellbeing_check { checked_time { seconds: 1 } }",
       "wellbeing_check.status: "},
      {"health_summary {}", "health_summary: says nothing"},
      {"health_summary { problems { display: 'x' system: "
       "'http://snomed.info/sct' code: '86406008' } }",
       "health_summary.problems[0]: holds a sensitive code"},
      {"health_summary { section_states { section: IPS_SECTION_PROBLEMS } }",
       "health_summary.section_states[0].empty_reason: "},
      {"missing_report { child { name_full: 'A' } }",
       "missing_report.report_id: "},
      {"missing_report { report_id: 'r' status_changes { status: "
       "MISSING_STATUS_ACCOUNTED_FOR change_time {} guardian_confirmed: true "
       "} }",
       "missing_report.status_changes.answer_copy_id: "},
      {"missing_report { report_id: 'r' status_changes { status: "
       "MISSING_STATUS_ACCOUNTED_FOR change_time {} answer_copy_id: 'c' "
       "guardian_confirmed: false } }",
       "missing_report.status_changes.guardian_confirmed: "},
      {"missing_report { report_id: 'r' status_changes {} }",
       "missing_report.status_changes.status: "},
      {"photo { photo_id: 'p' }", "photo: "},
      {"recording { recording_id: 'r' }", "recording: "},
      {"consent { purpose: PURPOSE_TREAT given_time { seconds: 1 } }",
       "consent.given_by: "},
      {"consent { purpose: PURPOSE_TREAT given_by: CONSENT_GIVER_CHILD "
       "given_time { seconds: 5 } recipient_agency_ids: 'NGO' }",
       "consent.recipient_agency_ids[0]: "},
      {"consent { purpose: PURPOSE_TREAT given_by: CONSENT_GIVER_CHILD "
       "given_time { seconds: 5 } expiry_time { seconds: 4 } }",
       "consent.expiry_time: "},
  };
  for (const Refusal& refusal : refusals) {
    EXPECT_THAT(Check(refusal.claim), StatusIs(StatusCode::kInvalidArgument,
                                               HasSubstr(refusal.field)))
        << refusal.claim;
  }
}

TEST(CheckFactTest, TakesFactsOfEveryKind) {
  for (const char* claim : {
           "identity { age { min_years: 0 max_years: 0 } }",
           "identity { date_of_birth { year: 2016 month: 2 day: 29 } }",
           "identity { date_of_birth { year: 2007 month: 13 day: 5 "
           "calendar: CALENDAR_ETHIOPIC } }",
           "identity { travel_documents { type: DOCUMENT_TYPE_PASSPORT "
           "number: 'AB 12' } }",
           "identity { documents { type: DOCUMENT_TYPE_CASE_SHORT_ID number: "
           "'c5e9a01' } documents { type: DOCUMENT_TYPE_CASE_ID_DISPLAY "
           "number: 'LV-c5e9a01' } documents { type: "
           "DOCUMENT_TYPE_OTHER_AGENCY number: '7' issuer: 'harbour' } }",
           "identity { protection { unhcr_needs_codes: 'cr-cp' "
           "unhcr_needs_codes_sensitive: 'lp-an' } }",
           "accompanying_adult { adult_id: 'a' relation_documents { type: "
           "DOCUMENT_TYPE_PASSPORT number: '1' } }",
           "family_member { family_member_id: 'f' }",
           "crossing_event { crossing_event_id: 'c' crossing_time {} }",
           "sighting { sighting_id: 's' seen_time { seconds: 1800000030 } }",
           "custody_event { custody_event_id: 'e' kind: CUSTODY_KIND_TAKEN_IN "
           "to_agency_id: 'ngo' effective_time { seconds: 1900000000 } }",
           "wellbeing_check { status: WELLBEING_STATUS_SAFE checked_time {} "
           "next_due_time { seconds: 1900000000 } }",
           "health_summary { sensitive_problems { display: 'x' system: "
           "'http://snomed.info/sct' code: '86406008' } }",
           "health_summary { plan_of_care { display: 'x' onset { year: 2028 } "
           "} }",
           "missing_report { report_id: 'r' }",
           "location_protection {}",
           "adoption_hold { competent_agency_id: 'authority' }",
           "seeker_objection { objection_id: 'o' ground: "
           "OBJECTION_GROUND_CHILD_OBJECTS }",
           "adoption_hold { competent_agency_id: 'authority' status: "
           "ADOPTION_HOLD_STATUS_LIFTED tracing_action_count: 1 "
           "lifted_by_agency_ids: ['authority', 'ngo'] }",
           "referral { referral_id: 'r' to_agency_id: 'clinic' "
           "service: REFERRAL_SERVICE_HEALTH made_time { seconds: 1 } }",
           "referral { referral_id: 'r' to_agency_id: 'clinic' "
           "service: REFERRAL_SERVICE_HEALTH made_time { seconds: 1 } "
           "accepted_time { seconds: 2 } closed_time { seconds: 3 } }",
           "screening { screening_id: 's' screened_time {} urgency: "
           "SCREENING_URGENCY_NONE answers { question_id: 'q1' reply: "
           "SCREENING_REPLY_SKIPPED } score: 0 }",
           "consent { purpose: PURPOSE_TREAT given_by: CONSENT_GIVER_CHILD "
           "given_time {} }",
       }) {
    EXPECT_OK(Check(claim)) << claim;
  }
}

TEST(CheckFactTest, RefusesFieldsThatThisNodeDoesNotKnow) {
  v1::Claim claim;
  claim.mutable_sighting()->set_sighting_id("s");
  claim.mutable_sighting()->mutable_seen_time();
  EXPECT_OK(CheckFact("", Source(), claim, kNow));
  claim.mutable_sighting()
      ->mutable_place()
      ->GetReflection()
      ->MutableUnknownFields(claim.mutable_sighting()->mutable_place())
      ->AddVarint(999, 1);
  EXPECT_THAT(
      CheckFact("", Source(), claim, kNow),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("sighting.place: ")));
}

TEST(CheckFactTest, ChecksTheSource) {
  const v1::Claim claim = TextProto("location_protection {}");
  const auto refused = [&](const std::string& text) {
    return CheckFact("", TextProto(text), claim, kNow);
  };
  EXPECT_THAT(
      refused("basis: BASIS_OBSERVED"),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("source.source_time")));
  EXPECT_THAT(refused("source_time {}"), StatusIs(StatusCode::kInvalidArgument,
                                                  HasSubstr("source.basis")));
  EXPECT_THAT(
      refused("basis: BASIS_OBSERVED source_time { seconds: 1800000601 }"),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("future")));
  const std::string good = "basis: BASIS_OBSERVED source_time {} ";
  EXPECT_OK(refused(good + "field_states { field_path: "
                           "'location_protection.state' state: "
                           "KNOWLEDGE_STATE_REFUSED }"));
  for (const char* states :
       {"field_path: 'location_protection.nothing' state: "
        "KNOWLEDGE_STATE_REFUSED",
        "field_path: 'identity.sex' state: KNOWLEDGE_STATE_REFUSED",
        "field_path: 'location_protection.state'"}) {
    EXPECT_THAT(refused(absl::StrCat(good, "field_states { ", states, " }")),
                StatusIs(StatusCode::kInvalidArgument,
                         HasSubstr("source.field_states")))
        << states;
  }
}

}  // namespace
}  // namespace homeward::registration
