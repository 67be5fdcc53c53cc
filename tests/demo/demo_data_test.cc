// The demo's feeds hold what deploy/demo_data/README.md says.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/exchange/age.h"
#include "services/exchange/fhir/fhir_reader.h"
#include "services/exchange/fhir/fhir_summary.h"
#include "services/exchange/pfif/pfif_reader.h"
#include "services/exchange/pfif/pfif_record.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/match.h"
#include "services/matching/record/birth.h"
#include "tests/testing/status_matchers.h"

namespace homeward {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A day on which the files must be good; they stay so until 2028.
const absl::Time kNow = absl::FromUnixSeconds(1790000000);

std::string Load(const std::string& name) {
  std::ifstream file(absl::StrCat("deploy/demo_data/", name));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Police {
  std::vector<exchange::PfifPerson> children;
  std::vector<exchange::PfifPerson> adults;
  std::vector<exchange::RefusedRecord> refused;
  int64_t remarks = 0;
};

Police ReadPolice() {
  Police police;
  exchange::PfifSink sink;
  sink.person = [&](const exchange::PfifPerson& person) {
    (SurelyAdult(AgeOf(person), kNow) ? police.adults : police.children)
        .push_back(person);
    return absl::OkStatus();
  };
  sink.refused = [&](const exchange::RefusedRecord& record) {
    police.refused.push_back(record);
    return absl::OkStatus();
  };
  exchange::PfifOptions options;
  options.now = kNow;
  options.domain = "police.rivermark.example";
  exchange::PfifReader reader(options, sink);
  EXPECT_OK(reader.Feed(Load("police-missing.pfif.xml")));
  EXPECT_OK(reader.Finish());
  police.remarks = reader.totals().remarks;
  return police;
}

exchange::PatientSummary ReadSummary(const std::string& name) {
  exchange::FhirOptions options;
  options.now = kNow;
  const auto bundle = exchange::ReadFhirBundle(Load(name), options);
  EXPECT_OK(bundle);
  if (!bundle.ok()) return exchange::PatientSummary();
  EXPECT_THAT(bundle->remarks, IsEmpty()) << name;
  EXPECT_THAT(bundle->unread, IsEmpty()) << name;
  return bundle->summary;
}

TEST(DemoDataTest, ThePolicesFeedHoldsTwelveChildrenAnAdultAndABadRecord) {
  const Police police = ReadPolice();
  EXPECT_THAT(police.children, SizeIs(12));
  ASSERT_THAT(police.adults, SizeIs(1));
  EXPECT_EQ(police.adults[0].family_name, "Коваленко");
  ASSERT_THAT(police.refused, SizeIs(1));
  std::vector<std::string> fields;
  for (const auto& problem : police.refused[0].problems) {
    fields.push_back(problem.field);
  }
  EXPECT_THAT(fields, ElementsAre("sex", "date_of_birth"));
  EXPECT_EQ(police.remarks, 0);
}

TEST(DemoDataTest, TheSummariesAreWhole) {
  for (const char* name : {"clinic-solomiya.ips.json", "clinic-ahmad.ips.json",
                           "clinic-hana.ips.json"}) {
    const exchange::PatientSummary summary = ReadSummary(name);
    EXPECT_FALSE(SurelyAdult(AgeOf(summary), kNow)) << name;
    EXPECT_NE(FindSection(summary, exchange::FhirSectionKind::kAllergies),
              nullptr)
        << name;
  }
  const exchange::PatientSummary hana = ReadSummary("clinic-hana.ips.json");
  EXPECT_EQ(FindSection(hana, exchange::FhirSectionKind::kAllergies)
                ->items.at(0)
                .absence,
            exchange::FhirAbsence::kUnknown);
}

matching::Description Describe(const exchange::PatientSummary& summary) {
  matching::Description description;
  for (const exchange::FhirName& name : summary.patient.names) {
    matching::AddName({name.text, {}, {}, {}}, description);
  }
  const int year = summary.patient.birth_date->year;
  matching::AddBirth(matching::BirthInYears(year, year), description);
  return description;
}

matching::Description Describe(const exchange::PfifPerson& person) {
  matching::Description description;
  for (const absl::string_view name : absl::StrSplit(person.full_name, '\n')) {
    matching::AddName({name, {}, {}, {}}, description);
  }
  if (person.date_of_birth.has_value()) {
    const int year = person.date_of_birth->year;
    matching::AddBirth(matching::BirthInYears(year, year), description);
  }
  return description;
}

TEST(DemoDataTest, ThePolicesQuestionFindsTheClinicsGirlAndNobodyElse) {
  const matching::Description girl =
      Describe(ReadSummary("clinic-solomiya.ips.json"));
  const Police police = ReadPolice();
  for (const exchange::PfifPerson& child : police.children) {
    const matching::Match match =
        matching::Compare(Describe(child), girl, matching::ExpectedPersons(12));
    const bool is_she =
        child.person_record_id == "police.rivermark.example/person.101";
    EXPECT_EQ(match.band,
              is_she ? matching::Band::kStrong : matching::Band::kNone)
        << child.person_record_id;
  }
}

TEST(DemoDataTest, HerNumbersAreNumbers) {
  const exchange::FhirPatient patient =
      ReadSummary("clinic-solomiya.ips.json").patient;
  EXPECT_OK(MakeIdentifier(matching::IdentifierKind::kUnhcrIndividual,
                           patient.identifiers.at(0).value));
  EXPECT_OK(MakeIdentifier(matching::IdentifierKind::kPhone,
                           patient.contacts.at(0).telecoms.at(0).value));
}

}  // namespace
}  // namespace homeward
