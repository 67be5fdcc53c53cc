#include "services/query/adult_seeker.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::query {
namespace {

using ::homeward::testing::TextProto;

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

// A record with an objection to whom `person` names.
internal::v1::StoredRecord KeptFrom(const std::string& person) {
  return TextProto(absl::StrCat(
      "claims { source_time { seconds: 1 } seeker_objection { objection_id: "
      "'o' ground: OBJECTION_GROUND_CHILD_OBJECTS ",
      person, " } }"));
}

std::string Relative(const std::string& relation, const std::string& name) {
  return absl::StrCat("relatives { relation: FAMILY_RELATIONSHIP_", relation,
                      " full_name: '", name, "' } ");
}

bool MayHelp(const std::string& relatives,
             const internal::v1::StoredRecord& record) {
  const v1::ChildDescriptor child = TextProto(
      absl::StrCat("name { full_name: 'Solomiya Melnyk' ", relatives, " }"));
  const auto asked = matching::DescribeQuestion(child, kNow);
  EXPECT_OK(asked);
  return !asked.ok() || MayHelpBlockedSeeker(*asked, record, kNow);
}

std::string Father() { return Relative("FATHER", "Ivan Melnyk"); }
std::string Mother() { return Relative("MOTHER", "Oksana Melnyk"); }

TEST(MayHelpBlockedSeekerTest, NobodyIsBlockedWithoutAWord) {
  for (const std::string& relatives : {std::string(), Father(), Mother()}) {
    EXPECT_FALSE(MayHelp(relatives, internal::v1::StoredRecord()));
  }
}

TEST(MayHelpBlockedSeekerTest, OnePersonOfManyIsEnough) {
  const auto record = KeptFrom(
      "person_name: 'Ivan Melnyk' relation: FAMILY_RELATIONSHIP_FATHER");
  EXPECT_TRUE(MayHelp(Father(), record));
  EXPECT_TRUE(MayHelp(Mother() + Father(), record));
  EXPECT_TRUE(MayHelp("", record));
  EXPECT_FALSE(MayHelp(Mother(), record));
}

// Somebody of whom much was written down is kept away by his last name too.
TEST(MayHelpBlockedSeekerTest, NoNumberOfNamesHidesOne) {
  constexpr char kUncle[] =
      "relation: FAMILY_RELATIONSHIP_UNCLE person_name: '";
  internal::v1::StoredRecord record;
  for (const char* const name :
       {"Petro Bondar", "Andriy Lysenko", "Maksym Shevchuk", "Taras Hrynko",
        "Bohdan Zayets", "Roman Kravets", "Stepan Oliynyk", "Yuriy Savchuk",
        "Denys Panchenko", "Vasyl Moroz", "Hryhoriy Tkach", "Ostap Vynnyk"}) {
    record.MergeFrom(KeptFrom(absl::StrCat(kUncle, name, "'")));
  }
  EXPECT_TRUE(MayHelp(Relative("BROTHER", "Petro Bondar"), record));
  EXPECT_TRUE(MayHelp(Relative("BROTHER", "Ostap Vynnyk"), record));
}

TEST(MayHelpBlockedSeekerTest, WhatIsNotSaidOfAPersonFitsAll) {
  const auto father = KeptFrom("relation: FAMILY_RELATIONSHIP_FATHER");
  EXPECT_TRUE(MayHelp(Father(), father));
  // Without a name to tell them apart, she too may be the one who is meant.
  EXPECT_TRUE(MayHelp(Mother(), father));
  EXPECT_TRUE(MayHelp(Mother(), KeptFrom("person_name: 'Petro Bondar'")));
  EXPECT_TRUE(MayHelp(Mother(), KeptFrom("")));
}

TEST(KeepsFromSeekersTest, SpeaksOfOthersWhoLookForAFamily) {
  auth::AccessRequest request;
  request.owner_agency_id = "ngo";
  request.requester_agency_id = "police";
  request.purpose = v1::PURPOSE_FAMILY_TRACING;
  EXPECT_TRUE(KeepsFromSeekers(request));
  request.purpose = v1::PURPOSE_MISSING_SEARCH;
  EXPECT_FALSE(KeepsFromSeekers(request));
  request.purpose = v1::PURPOSE_FAMILY_TRACING;
  request.requester_agency_id = "ngo";
  EXPECT_FALSE(KeepsFromSeekers(request));
}

}  // namespace
}  // namespace homeward::query
