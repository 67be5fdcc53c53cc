#include "services/exchange/fhir/fhir_claims.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/date.h"
#include "services/exchange/fhir/fhir_reader.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

FhirConcept Concept(const std::string& system, const std::string& code,
                    const std::string& display) {
  FhirConcept value;
  value.codings.push_back({system, "", code, display, {}});
  return value;
}

PatientSummary SomeSummary() {
  PatientSummary summary;
  summary.timestamp = absl::FromUnixSeconds(1000);
  summary.identifier.value = "summary-1";
  FhirIdentifier number;
  number.system = "https://clinic.example/patients";
  number.value = "SL-1";
  FhirIdentifier unhcr;
  unhcr.system = "https://unhcr.org/individual";
  unhcr.value = "305-00412907";
  summary.patient.identifiers = {number, unhcr};
  FhirName name;
  name.family = "Мельник";
  name.given = {"Соломія", "Марія"};
  FhirName other;
  other.text = "Solomiya Melnyk";
  summary.patient.names = {name, other};
  summary.patient.gender = FhirGender::kFemale;
  summary.patient.birth_date = PartialDate{2014, 5, 17};
  return summary;
}

FhirItem Item(const FhirConcept& code) {
  FhirItem item;
  item.code = code;
  return item;
}

v1::RegisterChildRequest Registered(const PatientSummary& summary) {
  auto request = RegistrationOf(summary, v1::PURPOSE_TREAT);
  EXPECT_TRUE(request.ok()) << request.status();
  return request.ok() ? *request : v1::RegisterChildRequest();
}

TEST(FhirClaimsTest, IdentityOfThePatient) {
  const v1::RegisterChildRequest request = Registered(SomeSummary());
  const v1::ChildIdentity& identity = request.identity();
  EXPECT_EQ(request.source_record_id(), "https://clinic.example/patients|SL-1");
  EXPECT_EQ(identity.name_full(), "Соломія Марія Мельник");
  EXPECT_EQ(identity.name_first(), "Соломія");
  EXPECT_EQ(identity.name_middle(), "Марія");
  EXPECT_EQ(identity.name_last(), "Мельник");
  EXPECT_EQ(identity.name_other(0), "Solomiya Melnyk");
  EXPECT_EQ(identity.sex(), v1::SEX_FEMALE);
  EXPECT_EQ(identity.date_of_birth().day(), 17);
  EXPECT_EQ(identity.documents(0).type(), v1::DOCUMENT_TYPE_MEDICAL_RECORD);
  EXPECT_EQ(identity.documents(1).type(), v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL);
}

// A child is not refused for what somebody wrote where a number should stand.
TEST(FhirClaimsTest, WhatIsNoTelephoneIsALineOfText) {
  PatientSummary summary = SomeSummary();
  summary.patient.telecoms = {{"phone", "+44 7700 900142", ""},
                              {"phone", "ask her aunt", ""},
                              {"email", "solomiya@example.org", ""}};
  FhirContact aunt;
  aunt.name.text = "Oksana";
  aunt.address.text = "Street 1";
  aunt.telecoms = {{"sms", "+44 7700 900143", ""},
                   {"email", "o@example.org", ""}};
  summary.patient.contacts = {aunt};
  const v1::RegisterChildRequest request = Registered(summary);
  const v1::ChildIdentity& identity = request.identity();
  ASSERT_EQ(identity.telephone_current_size(), 1);
  EXPECT_EQ(identity.telephone_current(0), "+44 7700 900142");
  EXPECT_EQ(identity.physical_description().other_details(),
            "phone: ask her aunt\nemail: solomiya@example.org");
  EXPECT_FALSE(Registered(SomeSummary()).identity().has_physical_description());
  const v1::FamilyMember& member =
      request.further_claims(1).claim().family_member();
  ASSERT_EQ(member.relation_telephone_size(), 1);
  EXPECT_EQ(member.relation_address_current().address(),
            "Street 1\nemail: o@example.org");
}

TEST(FhirClaimsTest, TheSameSummaryIsTheSameRequest) {
  EXPECT_EQ(Registered(SomeSummary()).request_id(),
            Registered(SomeSummary()).request_id());
  PatientSummary later = SomeSummary();
  later.timestamp = absl::FromUnixSeconds(2000);
  EXPECT_NE(Registered(later).request_id(),
            Registered(SomeSummary()).request_id());
  EXPECT_EQ(Registered(later).source_record_id(),
            Registered(SomeSummary()).source_record_id());
}

TEST(FhirClaimsTest, AnEntryKeepsCodeTimesAndValue) {
  PatientSummary summary = SomeSummary();
  FhirSection& vital = summary.sections.emplace_back();
  vital.kind = FhirSectionKind::kVitalSigns;
  FhirItem weight = Item(Concept("http://loinc.org", "29463-7", "Weight"));
  weight.status = "final";
  weight.when.start = "2025-02-20T14:05:00+02:00";
  FhirMeasurement& value = weight.measurements.emplace_back();
  value.quantity = {"0", "", "kilogram", "", "kg"};
  vital.items = {weight};
  const v1::HealthSummary health = HealthSummaryOf(summary);
  ASSERT_EQ(health.vital_signs_size(), 1);
  const v1::CodedEntry& entry = health.vital_signs(0);
  EXPECT_EQ(entry.code(), "29463-7");
  EXPECT_EQ(entry.onset().year(), 2025);
  EXPECT_EQ(entry.onset().day(), 20);
  EXPECT_TRUE(entry.has_quantity());
  EXPECT_EQ(entry.quantity(), 0);
  EXPECT_EQ(entry.unit(), "kg");
}

TEST(FhirClaimsTest, WhatIsNotConfirmedSaysSo) {
  PatientSummary summary = SomeSummary();
  FhirSection& problems = summary.sections.emplace_back();
  problems.kind = FhirSectionKind::kProblems;
  FhirItem item =
      Item(Concept("http://snomed.info/sct", "195967001", "Asthma"));
  item.notes = {"Seen twice."};
  problems.items.push_back(item);
  item.verification_status = Concept("", "confirmed", "Confirmed");
  problems.items.push_back(item);
  item.verification_status = Concept("", "unconfirmed", "Unconfirmed");
  problems.items.push_back(item);
  const v1::HealthSummary health = HealthSummaryOf(summary);
  ASSERT_EQ(health.problems_size(), 3);
  EXPECT_EQ(health.problems(0).detail(), "Seen twice.");
  EXPECT_EQ(health.problems(1).detail(), "Seen twice.");
  EXPECT_EQ(health.problems(2).detail(),
            "verification: unconfirmed; Seen twice.");
}

TEST(FhirClaimsTest, WhatIsSensitiveIsKeptApart) {
  PatientSummary summary = SomeSummary();
  FhirSection& problems = summary.sections.emplace_back();
  problems.kind = FhirSectionKind::kProblems;
  problems.items = {
      Item(Concept("http://snomed.info/sct", "195967001", "Asthma")),
      Item(Concept("http://snomed.info/sct", "86406008", "HIV infection")),
      Item(Concept("http://hl7.org/fhir/sid/icd-10", "F32.1", "Episode"))};
  const v1::HealthSummary health = HealthSummaryOf(summary);
  ASSERT_EQ(health.problems_size(), 1);
  EXPECT_EQ(health.problems(0).display(), "Asthma");
  EXPECT_EQ(health.sensitive_problems_size(), 2);
}

TEST(FhirClaimsTest, ASectionOfNoKnownKindIsSensitive) {
  PatientSummary summary = SomeSummary();
  FhirSection& other = summary.sections.emplace_back();
  other.kind = FhirSectionKind::kOther;
  other.items = {Item(Concept("", "", "Something"))};
  EXPECT_EQ(HealthSummaryOf(summary).sensitive_problems_size(), 1);
}

TEST(FhirClaimsTest, NoneIsNotUnknown) {
  PatientSummary summary = SomeSummary();
  FhirSection& allergies = summary.sections.emplace_back();
  allergies.kind = FhirSectionKind::kAllergies;
  FhirItem none = Item(Concept("", "", "No known allergy"));
  none.absence = FhirAbsence::kKnownAbsent;
  allergies.items = {none};
  FhirSection& medications = summary.sections.emplace_back();
  medications.kind = FhirSectionKind::kMedications;
  medications.empty = FhirEmpty::kNotAsked;
  const v1::HealthSummary health = HealthSummaryOf(summary);
  EXPECT_EQ(health.allergies_size(), 0);
  ASSERT_EQ(health.section_states_size(), 2);
  EXPECT_EQ(health.section_states(0).section(), v1::IPS_SECTION_ALLERGIES);
  EXPECT_EQ(health.section_states(0).empty_reason(),
            v1::EMPTY_REASON_NIL_KNOWN);
  EXPECT_EQ(health.section_states(1).empty_reason(),
            v1::EMPTY_REASON_NOT_ASKED);
}

TEST(FhirClaimsTest, AContactIsFamily) {
  PatientSummary summary = SomeSummary();
  FhirContact& aunt = summary.patient.contacts.emplace_back();
  aunt.name.text = "Оксана Мельник";
  aunt.gender = "female";
  aunt.relationships = {Concept("", "AUNT", "aunt")};
  aunt.telecoms = {{"phone", "+44 7700 900142", "mobile"}};
  const v1::RegisterChildRequest request = Registered(summary);
  ASSERT_EQ(request.further_claims_size(), 2);
  const v1::FamilyMember& member =
      request.further_claims(1).claim().family_member();
  EXPECT_EQ(member.relation_name(), "Оксана Мельник");
  EXPECT_EQ(member.relation(), v1::FAMILY_RELATIONSHIP_AUNT);
  EXPECT_EQ(member.relation_telephone(0), "+44 7700 900142");
}

TEST(FhirClaimsTest, ADeathIsForAPersonToRegister) {
  PatientSummary summary = SomeSummary();
  summary.patient.deceased = "true";
  EXPECT_THAT(RegistrationOf(summary, v1::PURPOSE_TREAT).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(FhirClaimsTest, WhatCanNotBeToldApartIsRefused) {
  PatientSummary summary = SomeSummary();
  summary.patient.identifiers.clear();
  EXPECT_EQ(Registered(summary).source_record_id(), "summary-1");
  summary.identifier.value.clear();
  EXPECT_THAT(RegistrationOf(summary, v1::PURPOSE_TREAT).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// A summary that others wrote: a child of Hong Kong's implementation guide.
TEST(FhirClaimsTest, TheSampleOfOthersKeepsItsSections) {
  std::ifstream file("tests/testdata/fhir/ips-hk-child.json");
  const std::string json((std::istreambuf_iterator<char>(file)), {});
  FhirOptions options;
  options.now = absl::FromUnixSeconds(1'800'000'000);
  const auto bundle = ReadFhirBundle(json, options);
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  const v1::RegisterChildRequest request = Registered(bundle->summary);
  int entries = 0;
  for (const FhirSection& section : bundle->summary.sections) {
    entries += static_cast<int>(section.items.size());
  }
  const v1::HealthSummary& health =
      request.further_claims(0).claim().health_summary();
  const int kept =
      health.problems_size() + health.allergies_size() +
      health.medications_size() + health.immunizations_size() +
      health.results_size() + health.procedures_size() + health.devices_size() +
      health.alerts_size() + health.past_problems_size() +
      health.plan_of_care_size() + health.vital_signs_size() +
      health.functional_status_size() + health.advance_directives_size() +
      health.sensitive_problems_size() + health.sensitive_medications_size() +
      health.sensitive_results_size() + health.sensitive_procedures_size() +
      health.pregnancy_size() + health.social_history_size() +
      health.patient_story_size() + health.section_states_size() +
      health.sensitive_section_states_size();
  EXPECT_GT(entries, 0);
  EXPECT_GE(kept, entries);
  EXPECT_THAT(request.identity().name_full(), HasSubstr(" "));
}

}  // namespace
}  // namespace homeward::exchange
