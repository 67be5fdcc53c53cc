#include "auth/identity/revocation.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using testing::Federation;
using ::testing::HasSubstr;
using ::testing::Not;

class RevocationTest : public ::testing::Test {
 protected:
  absl::StatusOr<RevocationList> List(int64_t number,
                                      const std::vector<std::string>& serials,
                                      absl::Time issued) {
    return VerifyRevocationList(f_.SignedList("north", number, serials, issued),
                                north_, f_.now);
  }

  const Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
  const Member& north_ = **directory_->Find("north", f_.now);
  const RevocationSet none_{};
};

TEST_F(RevocationTest, NamesWhatIsRevoked) {
  ASSERT_OK_AND_ASSIGN(RevocationList list, List(3, {"\x12", "\x34"}, f_.now));
  EXPECT_EQ(list.number(), 3);
  ASSERT_OK_AND_ASSIGN(const auto set, none_.With(std::move(list)));
  EXPECT_EQ(set->StatusOf("north", "\x12", f_.now), RevocationStatus::kRevoked);
  EXPECT_EQ(set->StatusOf("north", "\x13", f_.now), RevocationStatus::kGood);
  EXPECT_EQ(set->StatusOf("north", "\x34", f_.now), RevocationStatus::kRevoked);
}

// A missing or stale list.
TEST_F(RevocationTest, AMissingOrOldListDeniesItsAgency) {
  EXPECT_EQ(none_.StatusOf("north", "\x12", f_.now),
            RevocationStatus::kUnknown);
  const auto set = *none_.With(*List(1, {"\x34"}, f_.now));
  EXPECT_EQ(set->StatusOf("south", "\x12", f_.now), RevocationStatus::kUnknown);
  const absl::Time last = f_.now + kMaxRevocationListAge;
  EXPECT_EQ(set->StatusOf("north", "\x12", last), RevocationStatus::kGood);
  EXPECT_EQ(set->StatusOf("north", "\x12", last + absl::Seconds(1)),
            RevocationStatus::kUnknown);
  EXPECT_TRUE(set->IsFresh("north", last));
  EXPECT_FALSE(set->IsFresh("north", last + absl::Seconds(1)));
  EXPECT_FALSE(set->IsFresh("south", f_.now));
  // What an old list revokes is revoked, not merely unknown.
  EXPECT_EQ(set->StatusOf("north", "\x34", last + absl::Hours(1)),
            RevocationStatus::kRevoked);
  // This node's clock went back by an hour.
  EXPECT_EQ(set->StatusOf("north", "\x12", f_.now - absl::Hours(1)),
            RevocationStatus::kUnknown);
}

TEST_F(RevocationTest, NumbersOnlyGoUp) {
  const auto set = *none_.With(*List(5, {"\x12"}, f_.now));
  EXPECT_THAT(set->With(*List(4, {}, f_.now)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("lower than the known 5")));
  EXPECT_THAT(set->With(*List(5, {}, f_.now)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("two revocation lists")));
  EXPECT_THAT(set->With(*List(5, {"\x12"}, f_.now)),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(set->With(*List(6, {}, f_.now - absl::Hours(1))),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(set->With(*List(6, {"\x12"}, f_.now)));
}

// The run on a second desk, or from an older file: the number is higher, but
// what the first desk took back is not on it.
TEST_F(RevocationTest, WhatWasTakenBackStaysSo) {
  const auto set = *none_.With(*List(5, {"\x12\xab", "\x34"}, f_.now));
  const auto refused =
      StatusIs(absl::StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("12ab"), HasSubstr("5"), Not(HasSubstr("34,"))));
  EXPECT_THAT(set->With(*List(6, {"\x34"}, f_.now)), refused);
  EXPECT_THAT(set->With(*List(6, {"\x34", "\x56"}, f_.now)), refused);
  EXPECT_OK(set->With(*List(6, {"\x56", "\x34", "\x12\xab"}, f_.now)));
}

TEST_F(RevocationTest, ALongListThatLacksMuchIsRefusedInFewWords) {
  std::vector<std::string> serials;
  for (int i = 0; i < 200; ++i) serials.push_back(absl::StrCat("serial", i));
  const auto set = *none_.With(*List(5, serials, f_.now));
  const auto refused = set->With(*List(6, {}, f_.now));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("and 195 more")));
  EXPECT_LT(refused.status().message().size(), 500);
}

TEST_F(RevocationTest, ASetThatIsInUseDoesNotChange) {
  const auto before = *none_.With(*List(1, {}, f_.now));
  const auto after = *before->With(*List(2, {"\x12"}, f_.now));
  EXPECT_EQ(before->StatusOf("north", "\x12", f_.now), RevocationStatus::kGood);
  EXPECT_EQ(after->StatusOf("north", "\x12", f_.now),
            RevocationStatus::kRevoked);
  EXPECT_EQ(after->Find("north")->number(), 2);
  EXPECT_EQ(after->Find("south"), nullptr);
}

TEST_F(RevocationTest, OnlyTheAgencysOwnKeyForRevocationsSigns) {
  const Member& south = **directory_->Find("south", f_.now);
  EXPECT_THAT(VerifyRevocationList(f_.SignedList("north", 1, {}, f_.now), south,
                                   f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
  v1::RevocationList list;
  list.set_agency_id("north");
  list.set_number(1);
  *list.mutable_issued_time() = ToTimestamp(f_.now);
  const auto signed_by = [&](const SigningKey& key) {
    return VerifyRevocationList(*SignDocument(kRevocationListType, list, key),
                                north_, f_.now);
  };
  EXPECT_OK(signed_by(f_.agency("north").revocation_key));
  EXPECT_THAT(signed_by(f_.agency("north").assertion_key),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(signed_by(f_.agency("south").revocation_key),
              StatusIs(absl::StatusCode::kUnauthenticated));
  list.set_agency_id("south");
  EXPECT_THAT(signed_by(f_.agency("north").revocation_key),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("another agency")));
}

TEST_F(RevocationTest, RefusesAMalformedOrFutureList) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(List(0, {}, f_.now), invalid);
  EXPECT_THAT(List(1, {""}, f_.now), invalid);
  EXPECT_THAT(List(1, {std::string("\0\x12", 2)}, f_.now), invalid);
  EXPECT_THAT(List(1, {std::string(21, 'x')}, f_.now), invalid);
  EXPECT_OK(List(1, {}, f_.now + absl::Seconds(30)));
  EXPECT_THAT(List(1, {}, f_.now + absl::Seconds(31)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(NextRevocationNumberTest, GoesUpAndIsAboveWhatWasIssuedBefore) {
  EXPECT_EQ(NextRevocationNumber(1, absl::FromUnixSeconds(1000)), 1000);
  EXPECT_EQ(NextRevocationNumber(1000, absl::FromUnixSeconds(1000)), 1001);
  EXPECT_EQ(NextRevocationNumber(5000, absl::FromUnixSeconds(1000)), 5001);
}

}  // namespace
}  // namespace homeward::auth
