#include "services/matching/identifiers.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr IdentifierKind kPhone = IdentifierKind::kPhone;
constexpr IdentifierKind kUnhcr = IdentifierKind::kUnhcrIndividual;

Identifier Make(IdentifierKind kind, const std::string& text) {
  const absl::StatusOr<Identifier> made = MakeIdentifier(kind, text);
  EXPECT_THAT(made, IsOk()) << text;
  return made.ok() ? *made : Identifier();
}

TEST(MakeIdentifierTest, BringsPhonesToDigits) {
  EXPECT_EQ(Make(kPhone, "+380 (50) 123-45-67").value, "+380501234567");
  EXPECT_EQ(Make(kPhone, "00380501234567").value, "+380501234567");
  EXPECT_EQ(Make(kPhone, "050 123 45 67").value, "0501234567");
  EXPECT_EQ(Make(kPhone, "٠٥٠ ١٢٣ ٤٥٦٧").value, "0501234567");
  EXPECT_EQ(Make(kPhone, "12 12 12 34").value, "12121234");
}

TEST(MakeIdentifierTest, BringsDocumentsToLettersAndDigits) {
  EXPECT_EQ(Make(kUnhcr, "305-00123456").value, "30500123456");
  EXPECT_EQ(Make(kUnhcr, " 305 00123456 ").value, "30500123456");
  EXPECT_EQ(Make(IdentifierKind::kPassport, "fa 12-34 56").value, "FA123456");
  EXPECT_EQ(Make(IdentifierKind::kNational, "۱۲۳۴").value, "1234");
}

TEST(MakeIdentifierTest, RefusesWhatStandsForNothing) {
  for (const char* text :
       {"", "-", "+", "0000000", "12345", "none", "1234567890123456"}) {
    EXPECT_THAT(MakeIdentifier(kPhone, text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
  for (const char* text : {"", "--", "N/A", "unknown", "0000", "ab", "XXX"}) {
    EXPECT_THAT(MakeIdentifier(kUnhcr, text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
  EXPECT_THAT(
      MakeIdentifier(kUnhcr, std::string(5000, '7') + "8"),
      StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("777"))));
}

TEST(SameIdentifierTest, PhonesWithoutACountryAreComparedByTheirTail) {
  const Identifier full = Make(kPhone, "+380501234567");
  EXPECT_TRUE(SameIdentifier(full, Make(kPhone, "0501234567")));
  EXPECT_TRUE(SameIdentifier(full, Make(kPhone, "00380501234567")));
  EXPECT_FALSE(SameIdentifier(full, Make(kPhone, "+48501234567")));
  EXPECT_FALSE(SameIdentifier(full, Make(kPhone, "0501234568")));
}

TEST(SameIdentifierTest, AnotherKindIsAnotherNumber) {
  EXPECT_FALSE(SameIdentifier(Make(kUnhcr, "123456"),
                              Make(IdentifierKind::kNational, "123456")));
  EXPECT_FALSE(SameIdentifier(Identifier(), Identifier()));
}

TEST(IndexTermTest, IsEqualForWhatIsTheSame) {
  const Identifier full = Make(kPhone, "+380501234567");
  EXPECT_EQ(IndexTerm(full), IndexTerm(Make(kPhone, "0501234567")));
  EXPECT_EQ(IndexTerm(full), "1|i0|501234567");
  EXPECT_EQ(IndexTerm(Make(kUnhcr, "305-00123456")), "1|i1|30500123456");
}

TEST(IsPersonalTest, FamiliesSharePhonesAndCases) {
  EXPECT_TRUE(IsPersonal(kUnhcr));
  EXPECT_FALSE(IsPersonal(kPhone));
  EXPECT_FALSE(IsPersonal(IdentifierKind::kUnhcrCase));
}

}  // namespace
}  // namespace homeward::matching
