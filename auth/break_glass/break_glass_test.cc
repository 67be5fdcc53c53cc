#include "auth/break_glass/break_glass.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using testing::Federation;

// North's staff member "s-1", of the police's search, breaks the glass.
class BreakGlassTest : public ::testing::Test {
 protected:
  BreakGlassTest() {
    good_.set_break_glass_id(std::string(16, 'g'));
    good_.set_asker_agency_id("north");
    good_.set_asker_subject("s-1");
    good_.set_role(v1::ROLE_POLICE_MISSING);
    good_.set_reason(v1::BREAK_GLASS_REASON_IMMINENT_DANGER);
    text_.set_salt(std::string(16, 's'));
    text_.set_text("She was seen at the harbour.");
    good_.set_text_sha256(BreakGlassTextDigest(text_));
    good_.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    good_.add_categories(v1::CATEGORY_LOC_COARSE);
    good_.add_child_keys(std::string(32, 'c'));
    *good_.mutable_opened_time() = ToTimestamp(f_.now);
    *good_.mutable_expiry_time() = ToTimestamp(f_.now + absl::Hours(4));
  }

  v1::Envelope Sign(const v1::BreakGlass& statement,
                    const std::vector<const SigningKey*>& keys) const {
    v1::Envelope envelope =
        *SignDocument(kBreakGlassType, statement, *keys.front());
    for (size_t i = 1; i < keys.size(); ++i) {
      envelope = *AddSignature(envelope, *keys[i]);
    }
    return envelope;
  }
  GlassVerdict Verify(const v1::Envelope& envelope, absl::Time now) const {
    return VerifyBreakGlass(envelope, caller_, node_key_->public_key(),
                            *directory_, now);
  }
  v1::BreakGlassFinding With(
      const std::function<void(v1::BreakGlass&)>& change,
      const std::vector<const SigningKey*>& more = {}) const {
    v1::BreakGlass statement = good_;
    change(statement);
    std::vector<const SigningKey*> keys = {node_key_};
    keys.insert(keys.end(), more.begin(), more.end());
    return Verify(Sign(statement, keys), f_.now).finding;
  }

  const Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
  const Caller caller_ = f_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  const SigningKey* const node_key_ = &f_.agency("north").node_key;
  const SigningKey* const boss_key_ = &f_.agency("north").boss_key;
  v1::BreakGlass good_;
  v1::BreakGlassText text_;
};

TEST_F(BreakGlassTest, ItsTextIsTheOneItWasSignedFor) {
  EXPECT_THAT(CheckBreakGlassText(text_, good_), IsOk());
  const std::vector<std::function<void(v1::BreakGlassText&)>> changes = {
      [](auto& t) { t.clear_salt(); },
      [](auto& t) { t.set_salt(std::string(16, 't')); },
      // The same bytes, cut elsewhere.
      [](auto& t) {
        t.set_salt(std::string(15, 's'));
        t.set_text("s" + t.text());
      },
      [](auto& t) { t.set_text("She was seen at the station."); }};
  for (const auto& change : changes) {
    v1::BreakGlassText other = text_;
    change(other);
    EXPECT_THAT(CheckBreakGlassText(other, good_),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(BreakGlassTest, ItsTextSaysSomething) {
  for (const std::string& text : {std::string(), std::string(" \n"),
                                  std::string(kMaxGlassTextBytes + 1, 'x')}) {
    text_.set_text(text);
    good_.set_text_sha256(BreakGlassTextDigest(text_));
    EXPECT_THAT(CheckBreakGlassText(text_, good_),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(BreakGlassTest, HoldsForOneChild) {
  const GlassVerdict verdict = Verify(Sign(good_, {node_key_}), f_.now);
  ASSERT_EQ(verdict.finding, v1::BREAK_GLASS_FINDING_HOLDS);
  EXPECT_TRUE(verdict.glass->Covers(std::string(32, 'c')));
  EXPECT_FALSE(verdict.glass->Covers(std::string(32, 'd')));
  EXPECT_FALSE(verdict.glass->Covers(""));
  EXPECT_FALSE(verdict.glass->approved());
}

TEST_F(BreakGlassTest, OnlyTheNodeThatAsksSigns) {
  for (const SigningKey* key :
       {&f_.agency("south").node_key, &f_.agency("north").case_key, boss_key_,
        &f_.agency("north").assertion_key}) {
    const GlassVerdict verdict = Verify(Sign(good_, {key}), f_.now);
    EXPECT_EQ(verdict.finding, v1::BREAK_GLASS_FINDING_NOT_SIGNED);
    EXPECT_FALSE(verdict.glass.has_value());
  }
}

TEST_F(BreakGlassTest, HoldsForFourHoursAtMost) {
  const v1::Envelope envelope = Sign(good_, {node_key_});
  const absl::Duration tick = absl::Nanoseconds(1);
  const auto at = [&](absl::Duration after) {
    return Verify(envelope, f_.now + after).finding;
  };
  EXPECT_EQ(at(absl::Hours(4) - tick), v1::BREAK_GLASS_FINDING_HOLDS);
  EXPECT_EQ(at(absl::Hours(4)), v1::BREAK_GLASS_FINDING_NOT_IN_TIME);
  EXPECT_EQ(at(-absl::Seconds(30)), v1::BREAK_GLASS_FINDING_HOLDS);
  EXPECT_EQ(at(-absl::Seconds(30) - tick), v1::BREAK_GLASS_FINDING_NOT_IN_TIME);
  EXPECT_EQ(With([&](auto& g) {
              *g.mutable_expiry_time() =
                  ToTimestamp(f_.now + absl::Hours(4) + absl::Seconds(1));
            }),
            v1::BREAK_GLASS_FINDING_MALFORMED);
}

TEST_F(BreakGlassTest, IsOfOnePersonInARoleThatMay) {
  EXPECT_EQ(With([](auto& g) { g.set_asker_subject("s-2"); }),
            v1::BREAK_GLASS_FINDING_OTHER_HOLDER);
  EXPECT_EQ(With([](auto& g) { g.set_asker_agency_id("south"); }),
            v1::BREAK_GLASS_FINDING_OTHER_HOLDER);
  // One that may, but is not hers; and one of hers that may not.
  EXPECT_EQ(With([](auto& g) { g.set_role(v1::ROLE_CP_SUPERVISOR); }),
            v1::BREAK_GLASS_FINDING_ROLE);
  v1::BreakGlass statement = good_;
  statement.set_role(v1::ROLE_POLICE_GENERAL);
  EXPECT_EQ(VerifyBreakGlass(Sign(statement, {node_key_}),
                             f_.CallerOf("north", v1::ROLE_POLICE_GENERAL),
                             node_key_->public_key(), *directory_, f_.now)
                .finding,
            v1::BREAK_GLASS_FINDING_ROLE);
}

TEST_F(BreakGlassTest, NothingIsImplied) {
  const std::vector<std::function<void(v1::BreakGlass&)>> changes = {
      [](auto& g) { g.set_break_glass_id("short"); },
      [](auto& g) { g.clear_asker_subject(); },
      [](auto& g) { g.clear_reason(); },
      [](auto& g) { g.set_reason(static_cast<v1::BreakGlassReason>(9)); },
      [](auto& g) { g.clear_text_sha256(); },
      [](auto& g) { g.set_text_sha256("short"); },
      [](auto& g) { g.clear_purpose(); },
      [](auto& g) { g.clear_categories(); },
      [](auto& g) { g.add_categories(static_cast<v1::Category>(99)); },
      [](auto& g) { g.clear_child_keys(); },
      [](auto& g) { g.add_child_keys("short"); },
      [](auto& g) { g.clear_opened_time(); },
      [](auto& g) { g.clear_expiry_time(); },
      [](auto& g) { g.set_approver_subject("Not a pseudonym"); }};
  for (const auto& change : changes) {
    EXPECT_EQ(With(change), v1::BREAK_GLASS_FINDING_MALFORMED);
  }
}

TEST_F(BreakGlassTest, AnApproverSignsWithAKeyOfHerOwn) {
  const auto by = [](const char* subject) {
    return [subject](auto& g) { g.set_approver_subject(subject); };
  };
  EXPECT_EQ(With(by("boss-1"), {boss_key_}), v1::BREAK_GLASS_FINDING_HOLDS);
  // Not signed; with the agency's key; with another agency's person's.
  EXPECT_EQ(With(by("boss-1")), v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  EXPECT_EQ(With(by("boss-1"), {&f_.agency("north").case_key}),
            v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  EXPECT_EQ(With(by("boss-1"), {&f_.agency("south").boss_key}),
            v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  // A person whom nobody listed, and she who breaks it.
  EXPECT_EQ(With(by("boss-2"), {boss_key_}),
            v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  EXPECT_EQ(With(by("s-1"), {boss_key_}), v1::BREAK_GLASS_FINDING_NOT_APPROVED);
}

TEST_F(BreakGlassTest, NobodyApprovesHerOwn) {
  v1::BreakGlass statement = good_;
  statement.set_asker_subject("boss-1");
  statement.set_approver_subject("boss-1");
  v1::StaffAssertion assertion = f_.Assertion("north", v1::ROLE_POLICE_MISSING);
  assertion.set_subject("boss-1");
  const auto staff = VerifyStaffAssertion(f_.SignAssertion(assertion), "north",
                                          f_.agency("north").leaf.thumbprint(),
                                          *directory_, f_.now);
  ASSERT_OK(staff);
  const Caller boss = *WithStaff(caller_, *staff);
  EXPECT_EQ(VerifyBreakGlass(Sign(statement, {node_key_, boss_key_}), boss,
                             node_key_->public_key(), *directory_, f_.now)
                .finding,
            v1::BREAK_GLASS_FINDING_NOT_APPROVED);
}

// "boss-1" found that it was right.
class BreakGlassReviewTest : public BreakGlassTest {
 protected:
  BreakGlassReviewTest() {
    review_.set_break_glass_sha256(std::string(32, 'b'));
    review_.set_asker_agency_id("north");
    review_.set_reviewer_subject("boss-1");
    review_.set_verdict(v1::BREAK_GLASS_VERDICT_JUSTIFIED);
    *review_.mutable_reviewed_time() = ToTimestamp(f_.now);
  }

  absl::StatusOr<v1::BreakGlassReview> Read(
      const std::function<void(v1::BreakGlassReview&)>& change,
      const SigningKey& key) const {
    v1::BreakGlassReview review = review_;
    change(review);
    return VerifyBreakGlassReview(
        *SignDocument(kBreakGlassReviewType, review, key), "north", *directory_,
        f_.now);
  }

  v1::BreakGlassReview review_;
};

TEST_F(BreakGlassReviewTest, IsSignedByThePersonItNames) {
  const auto none = [](auto&) {};
  EXPECT_THAT(Read(none, *boss_key_), IsOk());
  const auto unsigned_ = StatusIs(absl::StatusCode::kUnauthenticated);
  for (const SigningKey* key :
       {node_key_, &f_.agency("north").case_key,
        &f_.agency("north").assertion_key, &f_.agency("south").boss_key}) {
    EXPECT_THAT(Read(none, *key), unsigned_);
  }
  EXPECT_THAT(
      Read([](auto& r) { r.set_reviewer_subject("boss-2"); }, *boss_key_),
      unsigned_);
}

TEST_F(BreakGlassReviewTest, SaysAllThatAReviewMust) {
  const std::vector<std::function<void(v1::BreakGlassReview&)>> changes = {
      [](auto& r) { r.set_break_glass_sha256("short"); },
      [](auto& r) { r.set_asker_agency_id("south"); },
      [](auto& r) { r.clear_reviewer_subject(); },
      [](auto& r) { r.clear_verdict(); },
      [](auto& r) { r.set_verdict(static_cast<v1::BreakGlassVerdict>(7)); },
      [](auto& r) { r.clear_reviewed_time(); },
      [&](auto& r) {
        *r.mutable_reviewed_time() = ToTimestamp(f_.now + absl::Seconds(31));
      }};
  for (const auto& change : changes) {
    EXPECT_THAT(Read(change, *boss_key_),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace homeward::auth
