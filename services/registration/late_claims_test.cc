// A record is found by all its claims together, in whatever order they came:
// terms of a name beside a year need both.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/child.pb.h"
#include "homeward/v1/missing.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/matching/description.h"
#include "services/matching/index_version.h"
#include "services/matching/record/birth.h"
#include "services/matching/terms.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "storage/records/record_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kNamed[] = "name_full: 'Solomiya Tkachenko'";
constexpr char kBorn[] = "date_of_birth { year: 2018 month: 3 day: 9 }";

class LateClaimsTest : public RegistrarTest {
 protected:
  // Registers a child of whom no more is known than `identity`.
  std::string RegisterOne(const std::string& identity,
                          const std::string& request_id) {
    v1::RegisterChildRequest request = Child(request_id);
    const v1::ChildIdentity who = testing::TextProto(identity);
    *request.mutable_identity() = who;
    request.clear_accompanying_adults();
    return Registered(request);
  }
  // Adds another claim about who she is.
  void AddLate(const std::string& record_id, const std::string& identity) {
    v1::AddClaimRequest request = SightingOf(record_id, "request-late");
    const v1::ChildIdentity who = testing::TextProto(identity);
    *request.mutable_new_claim()->mutable_claim()->mutable_identity() = who;
    EXPECT_OK(Add(request));
  }
  // The records found by each term that stands beside this year of birth.
  std::vector<std::vector<std::string>> FoundBeside(int year) {
    matching::Description child;
    matching::AddName({"Solomiya Tkachenko", {}, {}, {}}, child);
    matching::AddBirth(matching::BirthInYears(year, year), child);
    std::vector<std::vector<std::string>> found;
    for (const std::string& term : matching::IndexTerms(child)) {
      if (!absl::EndsWith(term, absl::StrCat("|", year))) continue;
      auto ids = kit_.store().records()->Find(
          {std::string(matching::kTermKind), term}, 10);
      EXPECT_OK(ids);
      found.push_back(*ids);
    }
    return found;
  }
};

TEST_F(LateClaimsTest, ABirthThatComesLateStandsBesideTheName) {
  const std::string id = RegisterOne(kNamed, "request-1");
  EXPECT_THAT(FoundBeside(2018), Each(IsEmpty()));
  AddLate(id, kBorn);
  EXPECT_THAT(FoundBeside(2018), Not(IsEmpty()));
  EXPECT_THAT(FoundBeside(2018), Each(Contains(id)));
}

TEST_F(LateClaimsTest, ANameThatComesLateStandsBesideTheBirth) {
  const std::string id =
      RegisterOne(absl::StrCat("name_full: 'Sola' ", kBorn), "request-1");
  AddLate(id, kNamed);
  EXPECT_THAT(FoundBeside(2018), Each(Contains(id)));
}

TEST_F(LateClaimsTest, AnotherYearStandsBesideTheNameToo) {
  const std::string id =
      RegisterOne(absl::StrCat(kNamed, " ", kBorn), "request-1");
  AddLate(id, "date_of_birth { year: 2016 }");
  EXPECT_THAT(FoundBeside(2018), Each(Contains(id)));
  EXPECT_THAT(FoundBeside(2016), Each(Contains(id)));
}

TEST_F(LateClaimsTest, WhatAMissingReportTellsStandsBesideWhatIsKnown) {
  const std::string id = RegisterOne(kNamed, "request-1");
  v1::AddClaimRequest request = SightingOf(id, "request-late");
  const v1::MissingReport report = testing::TextProto(R"pb(
    report_id: "m-1"
    child { date_of_birth { year: 2018 } }
  )pb");
  *request.mutable_new_claim()->mutable_claim()->mutable_missing_report() =
      report;
  EXPECT_OK(Add(request));
  EXPECT_THAT(FoundBeside(2018), Each(Contains(id)));
}

}  // namespace
}  // namespace homeward::registration
