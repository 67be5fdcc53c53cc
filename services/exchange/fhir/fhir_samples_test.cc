// Reads the two summaries that others wrote, to the last field.

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/exchange/fhir/fhir_reader.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Load(const std::string& name) {
  std::ifstream file(absl::StrCat("tests/testdata/fhir/", name));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

FhirBundle ReadSample(const std::string& name) {
  FhirOptions options;
  options.now = absl::FromUnixSeconds(1790000000);
  absl::StatusOr<FhirBundle> bundle = ReadFhirBundle(Load(name), options);
  EXPECT_OK(bundle);
  return bundle.ok() ? *bundle : FhirBundle();
}

const FhirItem& Only(const FhirBundle& bundle, FhirSectionKind kind) {
  const FhirSection* section = FindSection(bundle.summary, kind);
  if (section == nullptr || section->items.empty()) {
    ADD_FAILURE() << "no such section";
    static const FhirItem& none = *new FhirItem();
    return none;
  }
  return section->items[0];
}

// The pointers of the values of a sample, without the narrative.
std::set<std::string> PointersIn(const std::string& name) {
  std::set<std::string> pointers;
  const nlohmann::json flat = nlohmann::json::parse(Load(name)).flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (!IsNarrative(pointer)) pointers.insert(pointer);
  }
  return pointers;
}

TEST(FhirSamplesTest, NoValueIsLeftUnread) {
  for (const char* name : {"ips-hk-child.json", "ips-minimal.json"}) {
    EXPECT_THAT(ReadSample(name).unread, IsEmpty()) << name;
    EXPECT_THAT(PointersIn(name), SizeIs(::testing::Gt(90))) << name;
  }
}

TEST(FhirSamplesTest, AValueOfAnUnknownNameIsTold) {
  auto json = nlohmann::json::parse(Load("ips-minimal.json"));
  json["entry"][1]["resource"]["favouriteColour"] = "red";
  const auto bundle =
      ReadFhirBundle(json.dump(), {absl::FromUnixSeconds(1790000000)});
  ASSERT_OK(bundle);
  EXPECT_THAT(bundle->unread, ElementsAre("/entry/1/resource/favouriteColour"));
}

TEST(FhirSamplesTest, TheChild) {
  const FhirBundle bundle = ReadSample("ips-hk-child.json");
  EXPECT_THAT(bundle.remarks, IsEmpty());
  const PatientSummary& summary = bundle.summary;
  EXPECT_EQ(summary.identifier.value, "sample-ips-2");
  EXPECT_EQ(summary.timestamp, absl::FromUnixMillis(1641578387953));
  const FhirPatient& patient = summary.patient;
  ASSERT_THAT(patient.names, SizeIs(1));
  EXPECT_EQ(patient.names[0].family, "PATIENT");
  EXPECT_THAT(patient.names[0].given, ElementsAre("GRAPES"));
  EXPECT_EQ(patient.names[0].use, "usual");
  EXPECT_EQ(patient.gender, FhirGender::kMale);
  EXPECT_EQ(patient.birth_date, (PartialDate{2014, 3, 3}));
  EXPECT_FALSE(SurelyAdult(AgeOf(summary), absl::FromUnixSeconds(1790000000)));
  EXPECT_EQ(patient.identifiers[0].value, "U6325871");
  EXPECT_EQ(patient.identifiers[0].type.codings[0].code, "CZ");
  ASSERT_THAT(summary.authors, SizeIs(1));
  EXPECT_EQ(summary.authors[0].names[0].text,
            "Electronic Health Record Sharing System");
  EXPECT_EQ(summary.authors[0].telecoms[0].value, "3467-6300");
  const FhirSection* allergies =
      FindSection(summary, FhirSectionKind::kAllergies);
  ASSERT_NE(allergies, nullptr);
  ASSERT_THAT(allergies->items, SizeIs(2));
  EXPECT_EQ(allergies->items[0].code.text, "aspirin");
  EXPECT_EQ(allergies->items[0].verification_status.text, "confirmed");
  EXPECT_EQ(allergies->items[0].reactions[0].manifestations[0].codings[0].code,
            "126485001");
  EXPECT_EQ(allergies->items[1].categories[0].text, "food");
  EXPECT_EQ(Only(bundle, FhirSectionKind::kProblems).code.text,
            "Depressive disorder");
  // "No known medications" is not a medication.
  EXPECT_EQ(Only(bundle, FhirSectionKind::kMedications).absence,
            FhirAbsence::kKnownAbsent);
}

TEST(FhirSamplesTest, TheSmallest) {
  const FhirBundle bundle = ReadSample("ips-minimal.json");
  EXPECT_THAT(bundle.remarks, IsEmpty());
  const PatientSummary& summary = bundle.summary;
  const FhirPatient& patient = summary.patient;
  EXPECT_EQ(patient.names[0].family, "DeLarosa");
  EXPECT_EQ(patient.telecoms[0].value, "+31788700800");
  EXPECT_EQ(patient.addresses[0].postal_code, "3317 DB");
  ASSERT_THAT(patient.contacts, SizeIs(1));
  EXPECT_EQ(patient.contacts[0].relationships[0].codings[0].code, "MTH");
  EXPECT_EQ(patient.contacts[0].telecoms[0].value, "+33-555-20036");
  EXPECT_EQ(patient.contacts[0].address.city, "Lyon");
  EXPECT_TRUE(SurelyAdult(AgeOf(summary), absl::FromUnixSeconds(1790000000)));
  ASSERT_THAT(summary.attesters, SizeIs(2));
  EXPECT_EQ(summary.attesters[0].party.qualifications[0].codings[0].version,
            "2.7");
  EXPECT_EQ(summary.custodian.identifiers[0].value, "564738757");
  EXPECT_EQ(summary.related[0].identifier.value,
            "20e12ce3-857f-49c0-b888-cb670597f191");
  EXPECT_EQ(summary.events[0].period.end, "2020-12-11T14:30:00+01:00");
  const FhirItem& problem = Only(bundle, FhirSectionKind::kProblems);
  EXPECT_EQ(problem.severity.codings[0].display, "Moderate");
  EXPECT_EQ(problem.code.codings[0].translations[0].language, "nl-NL");
  EXPECT_EQ(problem.code.codings[0].translations[0].text, "opvliegers");
  EXPECT_EQ(problem.when.start, "2015");
  EXPECT_EQ(problem.recorded, "2016-10");
  const FhirItem& medication = Only(bundle, FhirSectionKind::kMedications);
  EXPECT_THAT(medication.code.codings, SizeIs(4));
  EXPECT_EQ(medication.code.codings[3].code, "L02BG03");
  EXPECT_EQ(medication.when.start, "2015-03");
  EXPECT_EQ(medication.dosages[0].timing, "count=1 periodUnit=d");
  EXPECT_EQ(medication.dosages[0].route.codings[0].display, "Oral use");
  EXPECT_EQ(medication.dosages[0].doses[0].value, "1");
  EXPECT_EQ(medication.dosages[0].doses[0].unit, "tablet");
  const FhirItem& allergy = Only(bundle, FhirSectionKind::kAllergies);
  EXPECT_EQ(allergy.criticality, "high");
  EXPECT_EQ(allergy.when.start, "2010");
}

}  // namespace
}  // namespace homeward::exchange
