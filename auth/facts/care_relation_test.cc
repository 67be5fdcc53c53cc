#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/record_facts.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

constexpr int64_t kDay = 86400;
// 2026-01-01
constexpr int64_t kNow = 1767225600;

// The relation to the child when `claims` are all that is known and the clinic
// asks.
Tri Relation(const std::vector<std::string>& claims) {
  internal::v1::StoredRecord record;
  for (const std::string& text : claims) {
    const v1::Claim claim = TextProto(text);
    *record.add_claims() = claim;
  }
  return ComputeRecordFacts(record, "clinic", v1::PURPOSE_TREAT,
                            absl::FromUnixSeconds(kNow))
      .care_relation;
}

std::string Time(int64_t days) {
  return absl::StrCat("{ seconds: ", kNow + days * kDay, " }");
}

std::string Custody(const std::string& to, int64_t days) {
  return absl::StrCat("source_agency_id: 'ngo' custody_event { to_agency_id: '",
                      to, "' effective_time ", Time(days), " accepted_time ",
                      Time(days), " }");
}

// The agency `source` says `days` from now that `to` was asked then.
struct Word {
  std::string to = "clinic";
  int64_t days = -5;
  std::string id = "r-1";
  std::string more = "";
  std::string source = "ngo";
};

std::string Referral(const Word& word = {}) {
  return absl::StrCat("source_agency_id: '", word.source, "' source_time ",
                      Time(word.days), " referral { referral_id: '", word.id,
                      "' to_agency_id: '", word.to,
                      "' service: REFERRAL_SERVICE_HEALTH made_time ",
                      Time(word.days), word.more, " }");
}

std::string Closed(int64_t days) {
  return absl::StrCat(" closed_time ", Time(days));
}

TEST(CareRelationTest, IsUnknownWithoutAWordAndFollowsCustody) {
  EXPECT_EQ(Relation({}), Tri::kUnknown);
  EXPECT_EQ(Relation({Custody("clinic", -5)}), Tri::kTrue);
  EXPECT_EQ(Relation({Custody("police", -5)}), Tri::kFalse);
  EXPECT_EQ(Relation({Custody("clinic", -5), Custody("police", -4)}),
            Tri::kFalse);
  EXPECT_EQ(Relation({Custody("clinic", 1)}), Tri::kUnknown);
}

TEST(CareRelationTest, AnOpenReferralMakesOneAcceptedOrNot) {
  EXPECT_EQ(Relation({Referral()}), Tri::kTrue);
  EXPECT_EQ(
      Relation({Referral({"clinic", -5, "r-1", " accepted_time " + Time(-4)})}),
      Tri::kTrue);
  // Whoever has custody.
  EXPECT_EQ(Relation({Custody("ngo", -1), Referral()}), Tri::kTrue);
  EXPECT_EQ(Relation({Referral({"clinic", 0})}), Tri::kTrue);
}

TEST(CareRelationTest, AnotherAgencysReferralMakesNone) {
  EXPECT_EQ(Relation({Referral({"police"})}), Tri::kUnknown);
  EXPECT_EQ(Relation({Custody("ngo", -1), Referral({"police"})}), Tri::kFalse);
}

TEST(CareRelationTest, WhatTheAgencySaysOfItselfMakesNone) {
  EXPECT_EQ(Relation({Referral({"clinic", -5, "r-1", "", "clinic"})}),
            Tri::kUnknown);
}

TEST(CareRelationTest, OneOfTheFutureOrWithoutATimeMakesNone) {
  EXPECT_EQ(Relation({Referral({"clinic", 1})}), Tri::kUnknown);
  const std::string untimed =
      "source_agency_id: 'ngo' referral { referral_id: 'r-1' to_agency_id: "
      "'clinic' ";
  EXPECT_EQ(Relation({untimed + "made_time " + Time(-1) + " }"}),
            Tri::kUnknown);
  EXPECT_EQ(Relation({"source_time " + Time(-1) + untimed + "}"}),
            Tri::kUnknown);
}

TEST(CareRelationTest, EndsAfterTwelveMonths) {
  EXPECT_EQ(Relation({Referral({"clinic", -364})}), Tri::kTrue);
  EXPECT_EQ(Relation({Referral({"clinic", -365})}), Tri::kUnknown);
}

TEST(CareRelationTest, EndsWhenItIsClosedInAnyOrderForGood) {
  EXPECT_EQ(Relation({Referral({"clinic", -5, "r-1", Closed(-4)})}),
            Tri::kUnknown);
  EXPECT_EQ(Relation({Referral({"clinic", -5, "r-1", Closed(0)})}),
            Tri::kUnknown);
  // It will end.
  EXPECT_EQ(Relation({Referral({"clinic", -5, "r-1", Closed(1)})}), Tri::kTrue);
  const std::string closed = Referral({"clinic", -3, "r-1", Closed(-3)});
  EXPECT_EQ(Relation({Referral(), closed}), Tri::kUnknown);
  EXPECT_EQ(Relation({closed, Referral()}), Tri::kUnknown);
  EXPECT_EQ(Relation({closed, Referral({"clinic", -1})}), Tri::kUnknown);
  // Another one goes on.
  EXPECT_EQ(Relation({closed, Referral({"clinic", -9, "r-2"})}), Tri::kTrue);
}

TEST(CareRelationTest, EndsWhenItIsAnotherAgencysByNow) {
  EXPECT_EQ(Relation({Referral(), Referral({"police", -4})}), Tri::kUnknown);
  EXPECT_EQ(Relation({Referral({"police", -4}), Referral()}), Tri::kUnknown);
  // Of the same time: nobody knows whose it is.
  EXPECT_EQ(Relation({Referral({"police", -5}), Referral()}), Tri::kUnknown);
  EXPECT_EQ(Relation({Referral({"police", -6}), Referral()}), Tri::kTrue);
  EXPECT_EQ(Relation({Referral(), Referral({"police", -4, "r-2"})}),
            Tri::kTrue);
}

TEST(CareRelationTest, CustodyOutlivesAReferral) {
  const std::string closed = Referral({"clinic", -3, "r-1", Closed(-3)});
  EXPECT_EQ(Relation({Referral(), closed, Custody("clinic", -4)}), Tri::kTrue);
  EXPECT_EQ(Relation({Referral(), closed, Custody("ngo", -4)}), Tri::kFalse);
}

}  // namespace
}  // namespace homeward::auth
