#include "services/federation/tracing/tracing_consent.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/tracing/tracing_consent_fixture.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TracingConsentTest : public TracingConsentFixture {};

constexpr char kAnothers[] =
    "agencies/clinic/children/0123456789abcdef0123456789abcdef";

TEST_F(TracingConsentTest, WithoutAnOwnRecordNobodyMayBeAsked) {
  for (const auto& child : {ByNumber(), ByName(), ByRecord(kAnothers)}) {
    EXPECT_THAT(May(child), IsEmpty());
  }
  Register(kChild);
  EXPECT_THAT(May(ByNumber()), IsEmpty());
}

TEST_F(TracingConsentTest, WhomSheAgreedToMayBeAskedByHerNumber) {
  Register(kChild + Consent());
  EXPECT_THAT(May(ByNumber()), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, TheNumberOfHerRecordElsewhereIsHers) {
  Register(kChild + Consent(), "pfif/1");
  const auto by_source = [](const std::string& number) {
    const v1::ChildDescriptor child = TextProto(absl::StrCat(
        "identifier { type: IDENTIFIER_TYPE_SOURCE_RECORD value: '", number,
        "' }"));
    return child;
  };
  EXPECT_THAT(May(by_source("pfif/1")), ElementsAre("clinic"));
  EXPECT_THAT(May(by_source("pfif/2")), IsEmpty());
}

TEST_F(TracingConsentTest, AnOwnRecordIsItself) {
  const std::string with = Register(kChild + Consent());
  const std::string without = Register(kChild);
  EXPECT_THAT(May(ByRecord(with)), ElementsAre("clinic"));
  EXPECT_THAT(May(ByRecord(without)), IsEmpty());
}

TEST_F(TracingConsentTest, ANameIsNotEnoughUntilStaffConfirmIt) {
  const std::string id = Register(kChild + Consent());
  EXPECT_THAT(May(ByName()), IsEmpty());
  Confirm(ByName(), id);
  EXPECT_THAT(May(ByName()), ElementsAre("clinic"));
  // Of a child of another year nobody said so.
  EXPECT_THAT(May(ByName("birth_year: 2016")), IsEmpty());
  Decide(ByName(), id, v1::MATCH_VERDICT_REJECTED, "ben");
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, ANumberOfTheFamilyIsNotEnough) {
  const std::string id = Register(kChild + Consent());
  const v1::ChildDescriptor phone = TextProto(
      "identifier { type: IDENTIFIER_TYPE_TELEPHONE value: '+380501234567' }");
  EXPECT_THAT(May(phone), IsEmpty());
  Confirm(phone, id);
  EXPECT_THAT(May(phone), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, WhatStaffRejectedIsAnotherChild) {
  const std::string id = Register(kChild + Consent());
  Decide(ByNumber(), id, v1::MATCH_VERDICT_REJECTED);
  EXPECT_THAT(May(ByNumber()), IsEmpty());
}

TEST_F(TracingConsentTest, AnothersRecordIsHersOnceStaffConfirmAnOwnOne) {
  const std::string id = Register(kChild + Consent());
  EXPECT_THAT(May(ByRecord(kAnothers)), IsEmpty());
  Confirm(ByRecord(kAnothers), id);
  EXPECT_THAT(May(ByRecord(kAnothers)), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, AConfirmedRecordOfAnotherAgencyIsNobodysWordHere) {
  Confirm(ByName(), kAnothers);
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, ItCoversAllThatTheQuestionTells) {
  struct Case {
    v1::ChildDescriptor child;
    std::vector<std::string> needed;
  };
  const std::vector<Case> cases = {
      {ByNumber(), {"ID_FULL"}},
      {ByName(""), {"ID_MIN"}},
      {ByName(), {"ID_MIN", "ID_FULL"}},
      {ByName("languages: 'uk'"), {"ID_MIN", "ID_FULL"}},
      {ByName("relatives { full_name: 'Oksana' }"), {"ID_MIN", "FAMILY"}}};
  // May() of a child who agrees to `categories`.
  const auto may = [&](const v1::ChildDescriptor& child,
                       const std::vector<std::string>& categories) {
    const std::string id = Register(
        kChild +
        Consent(absl::StrJoin(
            categories, " ", [](std::string* out, const std::string& name) {
              absl::StrAppend(out, "categories: CATEGORY_", name);
            })));
    Confirm(child, id);
    const std::set<std::string> found = May(child);
    Decide(child, id, v1::MATCH_VERDICT_REJECTED);
    return found;
  };
  for (const Case& one : cases) {
    EXPECT_THAT(may(one.child, one.needed), ElementsAre("clinic"))
        << one.child.ShortDebugString();
    for (size_t i = 0; i < one.needed.size(); ++i) {
      std::vector<std::string> less = one.needed;
      less[i] = "PHOTO";
      EXPECT_THAT(may(one.child, less), IsEmpty())
          << one.child.ShortDebugString() << " without " << one.needed[i];
    }
  }
}

TEST_F(TracingConsentTest, ItEndsWhenItEndsAndWhenItIsTakenBack) {
  const auto may = [&](const std::string& consents) {
    return May(ByRecord(Register(kChild + consents)));
  };
  const std::string until = "expiry_time { seconds: ";
  EXPECT_THAT(
      may(Consent(absl::StrCat(kOfAllThatIsTold, until, kNow + 1, "}"))),
      ElementsAre("clinic"));
  EXPECT_THAT(may(Consent(absl::StrCat(kOfAllThatIsTold, until, kNow, "}"))),
              IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked()), IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked("categories: CATEGORY_EXIST")),
              IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked("categories: CATEGORY_HEALTH")),
              ElementsAre("clinic"));
  EXPECT_THAT(
      may(Consent(absl::StrCat(kOfAllThatIsTold, " assent { given: false }"))),
      IsEmpty());
}

// Which of two records is hers is not for a program to say: a no is a no.
TEST_F(TracingConsentTest, TheNoOfARecordThatMayWellBeHersCounts) {
  const std::string yes = Register(kChild + Consent());
  Confirm(ByName(), yes);
  ASSERT_THAT(May(ByName()), ElementsAre("clinic"));
  const std::string no = Register(
      "claims { identity { name_full: 'Solomiya Melnyk' date_of_birth { year: "
      "2015 } } }" +
      Revoked());
  EXPECT_THAT(May(ByName()), IsEmpty());
  Decide(ByName(), no, v1::MATCH_VERDICT_REJECTED);
  EXPECT_THAT(May(ByName()), ElementsAre("clinic"));
  Decide(ByName(), no, v1::MATCH_VERDICT_CONFIRMED, "ben");
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, AMalformedChildIsRefused) {
  EXPECT_THAT(
      consent_.WhoMayBeAsked(v1::ChildDescriptor(), {{"clinic", ""}}, "", now_),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
