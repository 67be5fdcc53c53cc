#include "services/cli/fingerprint.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

// Examples of the proposal: 127.0.0.1 and 63.84.220.193.
TEST(FingerprintTest, WordsAreThoseOfTheProposal) {
  EXPECT_EQ(FingerprintWords(absl::string_view("\x7f\0\0\x01", 4)),
            "lusab-babad");
  EXPECT_EQ(FingerprintWords("\x3f\x54\xdc\xc1"), "gutih-tugad");
}

TEST(FingerprintTest, HexComesInGroupsOfFour) {
  EXPECT_EQ(FingerprintHex("\x3f\x54\xdc\xc1"), "3f54 dcc1");
}

TEST(FingerprintTest, BothFormsAreTakenHoweverTheyAreTyped) {
  const absl::string_view bytes = "\x3f\x54\xdc\xc1";
  for (const char* typed : {"gutih-tugad", "Gutih Tugad", "GUTIHTUGAD",
                            "3f54 dcc1", "3F:54:DC:C1", "3f54dcc1"}) {
    EXPECT_TRUE(SameFingerprint(typed, bytes)) << typed;
  }
}

TEST(FingerprintTest, LessThanAllOfItIsNotEnough) {
  const absl::string_view bytes = "\x3f\x54\xdc\xc1";
  for (const char* typed :
       {"", "gutih", "3f54", "gutih-tugaf", "gutih-tugad-babab", "3f54dcc2"}) {
    EXPECT_FALSE(SameFingerprint(typed, bytes)) << typed;
  }
}

}  // namespace
}  // namespace homeward::cli
