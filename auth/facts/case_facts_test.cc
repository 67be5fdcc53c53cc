#include "auth/facts/case_facts.h"

#include <string>

#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/staff.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

TEST(CaseFactsTest, HoldForTheTokensPurposeChildAndCategories) {
  const testing::Federation f;
  const std::string child(32, 'c');
  v1::CaseToken token;
  token.set_token_id(std::string(16, 't'));
  token.set_case_id("MC/2026-17");
  token.set_issuer_agency_id("west");
  token.set_holder_agency_id("north");
  token.set_holder_subject("s-1");
  token.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  token.add_categories(v1::CATEGORY_WELLBEING);
  token.set_imminent_danger(true);
  token.add_child_keys(child);
  *token.mutable_issued_time() = ToTimestamp(f.now);
  *token.mutable_expiry_time() = ToTimestamp(f.now + absl::Hours(24));
  const Caller caller = f.CallerOf("north", v1::ROLE_POLICE_MISSING);
  const auto envelope =
      SignDocument(kCaseTokenType, token, f.agency("west").case_key);
  ASSERT_OK(envelope);
  ASSERT_OK_AND_ASSIGN(
      const CaseProof proof,
      VerifyCaseToken(*envelope, caller, *f.directory(), f.now));

  const CaseFacts facts =
      CaseFactsFrom(proof, v1::PURPOSE_MISSING_SEARCH, child);
  EXPECT_EQ(facts.open_case, Tri::kTrue);
  EXPECT_EQ(facts.imminent_danger, Tri::kTrue);
  EXPECT_EQ(facts.issuer_agency_id, "west");
  EXPECT_TRUE(facts.categories == CategorySet{v1::CATEGORY_WELLBEING});
  EXPECT_TRUE(facts.danger_categories == CategorySet{v1::CATEGORY_WELLBEING});

  EXPECT_EQ(CaseFactsFrom(proof, v1::PURPOSE_TREAT, child).open_case,
            Tri::kFalse);
  EXPECT_EQ(
      CaseFactsFrom(proof, v1::PURPOSE_MISSING_SEARCH, std::string(32, 'd'))
          .open_case,
      Tri::kFalse);
}

}  // namespace
}  // namespace homeward::auth
