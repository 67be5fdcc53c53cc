#include "auth/identity/staff_assertion.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/staff.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using testing::Federation;
using ::testing::HasSubstr;

class StaffAssertionTest : public ::testing::Test {
 protected:
  // Verifies an assertion that came over north's connection.
  absl::StatusOr<Staff> Verify(const v1::Envelope& envelope, absl::Time now) {
    return VerifyStaffAssertion(envelope, "north",
                                f_.agency("north").leaf.thumbprint(),
                                *directory_, now);
  }
  // A good assertion, changed.
  template <typename Change>
  absl::StatusOr<Staff> With(Change change) {
    v1::StaffAssertion assertion = good_;
    change(assertion);
    return Verify(*SignDocument(kStaffAssertionType, assertion,
                                f_.agency("north").assertion_key),
                  f_.now);
  }

  const Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
  const v1::StaffAssertion good_ =
      f_.Assertion("north", v1::ROLE_POLICE_MISSING);
};

TEST_F(StaffAssertionTest, TellsWhoActs) {
  ASSERT_OK_AND_ASSIGN(
      const Staff staff, With([](auto& a) {
        a.add_roles(v1::ROLE_POLICE_MISSING);  // Twice is once.
        a.add_roles(v1::ROLE_NODE_ADMIN);
      }));
  EXPECT_EQ(staff.agency_id(), "north");
  EXPECT_EQ(staff.subject(), "s-1");
  EXPECT_THAT(staff.roles(),
              ElementsAre(v1::ROLE_POLICE_MISSING, v1::ROLE_NODE_ADMIN));
  EXPECT_TRUE(staff.HasRole(v1::ROLE_NODE_ADMIN));
  EXPECT_FALSE(staff.HasRole(v1::ROLE_GUARDIAN));
  EXPECT_EQ(staff.digest().size(), 32);
}

TEST_F(StaffAssertionTest, CopiesShareWhatTheySay) {
  ASSERT_OK_AND_ASSIGN(Staff staff, With([](auto&) {}));
  const Staff copy = staff;
  EXPECT_EQ(&copy.envelope(), &staff.envelope());
  const Staff moved = std::move(staff);
  // Still says it.
  EXPECT_EQ(staff.subject(), "s-1");  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(&moved.envelope(), &copy.envelope());
}

TEST_F(StaffAssertionTest, TellsWhichTermsWereSigned) {
  ASSERT_OK_AND_ASSIGN(const Staff none, With([](auto&) {}));
  EXPECT_EQ(none.terms_sha256(), "");
  const std::string terms(32, 't');
  ASSERT_OK_AND_ASSIGN(const Staff signed_terms,
                       With([&](auto& a) { a.set_terms_sha256(terms); }));
  EXPECT_EQ(signed_terms.terms_sha256(), terms);
  EXPECT_THAT(
      With([](auto& a) { a.set_terms_sha256("short"); }),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("terms_sha256")));
}

// An assertion on another node's connection.
TEST_F(StaffAssertionTest, IsWorthlessOnAnotherNodesConnection) {
  EXPECT_THAT(VerifyStaffAssertion(f_.SignAssertion(good_), "north",
                                   f_.agency("south").leaf.thumbprint(),
                                   *directory_, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("bound")));
  EXPECT_THAT(VerifyStaffAssertion(f_.SignAssertion(good_), "south",
                                   f_.agency("south").leaf.thumbprint(),
                                   *directory_, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(StaffAssertionTest, NoAgencySpeaksForAnother) {
  // South signs that the person is north's: south's key does not count.
  EXPECT_THAT(Verify(*SignDocument(kStaffAssertionType, good_,
                                   f_.agency("south").assertion_key),
                     f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
  // North signs that the person is south's.
  EXPECT_THAT(With([](auto& a) { a.set_issuer_agency_id("south"); }),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       HasSubstr("another agency")));
}

TEST_F(StaffAssertionTest, NeedsTheKeyForAssertions) {
  EXPECT_THAT(Verify(*SignDocument(kStaffAssertionType, good_,
                                   f_.agency("north").case_key),
                     f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Verify(*SignDocument(kCaseTokenType, good_,
                                   f_.agency("north").assertion_key),
                     f_.now),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(StaffAssertionTest, HoldsFromHalfAMinuteBeforeUntilItsExpiry) {
  const v1::Envelope envelope = f_.SignAssertion(good_);
  const absl::Time expiry = f_.now + absl::Minutes(15);
  EXPECT_OK(Verify(envelope, f_.now - absl::Seconds(30)));
  EXPECT_THAT(Verify(envelope, f_.now - absl::Seconds(31)),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_OK(Verify(envelope, expiry - absl::Seconds(1)));
  EXPECT_THAT(Verify(envelope, expiry),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(StaffAssertionTest, LivesForAtMostFifteenMinutes) {
  EXPECT_THAT(With([&](auto& a) {
                *a.mutable_expiry_time() =
                    ToTimestamp(f_.now + absl::Minutes(15) + absl::Seconds(1));
              }),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(StaffAssertionTest, RefusesMissingAndUnknownFields) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(With([](auto& a) { a.set_assertion_id("short"); }), invalid);
  EXPECT_THAT(With([](auto& a) { a.set_subject("Jane Doe"); }), invalid);
  EXPECT_THAT(With([](auto& a) { a.clear_node_certificate_sha256(); }),
              invalid);
  EXPECT_THAT(With([](auto& a) { a.clear_roles(); }), invalid);
  EXPECT_THAT(With([](auto& a) { a.add_roles(v1::ROLE_UNSPECIFIED); }),
              invalid);
  EXPECT_THAT(With([](auto& a) { a.add_roles(static_cast<v1::Role>(999)); }),
              invalid);
  EXPECT_THAT(With([](auto& a) { a.clear_expiry_time(); }), invalid);
  EXPECT_THAT(With([&](auto& a) {
                *a.mutable_auth_time() = ToTimestamp(f_.now + absl::Hours(1));
              }),
              invalid);
}

TEST_F(StaffAssertionTest, AnExpiredDirectoryKnowsNobody) {
  EXPECT_THAT(
      Verify(f_.SignAssertion(good_), directory_->expiry_time()),
      StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("directory")));
}

}  // namespace
}  // namespace homeward::auth
