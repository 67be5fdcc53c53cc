#include "services/cli/match_names/match_name_commands.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "tests/testing/golden.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::ExpectGolden;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// One name of each culture and each rule of parsing.
constexpr char kNames[] =
    "Ana María de la Cruz Muñoz\n"
    "LEFÈVRE, Jean-Luc\n"
    "Günther Müller\n"
    "Ševčik Jan\n"
    "محمد عبد الرحمن بن علي\n"
    "الشيخ أحمد الحسيني\n"
    "میرویس یوسفزی\n"
    "زرغونه وردګ\n"
    "Abd al-Karim al-Shami\n"
    "ገብረ መድህን ኃይሉ\n"
    "ፀሐይ ኪዳነ\n"
    "Сергій Олександрович Щербак\n"
    "Пётр Григорьев\n"
    "习近平\n"
    "김정은\n"
    "Παπαδόπουλος\n"
    "דוד לוי\n"
    "Dr. John R. Smith, Jr.\n"
    "..\n";

TEST(MatchNormalizeTest, ShowsWhatThePublishedVectorsSay) {
  const Ran ran = Homeward({"match", "normalize", "-", "-o", "ndjson"}, kNames);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  ExpectGolden("cli/match_normalize.ndjson", ran.out);
}

TEST(MatchNormalizeTest, ShowsReadingsToPeople) {
  const Ran ran = Homeward({"match", "normalize"}, "محمد\n");
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("vowels    missing"));
  EXPECT_THAT(ran.out, HasSubstr("mhmd"));
}

TEST(MatchNormalizeTest, ANameOnTheCommandLineIsAFileThatIsNotThere) {
  const Ran ran = Homeward({"match", "normalize", "Ana Ruiz"}, "");
  EXPECT_NE(ran.code, ExitCode::kOk);
}

TEST(MatchNamesTest, PrintsAProbabilityForEachPair) {
  const Ran ran = Homeward({"match", "names", "--pairs", "-"},
                           "Ana Ruiz\tRUIZ, Ana\n"
                           "محمد حسن\tMohammed Hassan\r\n"
                           "Ana Ruiz\tOmar Haddad\n");
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const std::vector<std::string> lines = absl::StrSplit(ran.out, '\n');
  ASSERT_EQ(lines.size(), 4);
  double same = 0;
  double across = 0;
  double other = 0;
  ASSERT_TRUE(absl::SimpleAtod(lines[0], &same));
  ASSERT_TRUE(absl::SimpleAtod(lines[1], &across));
  ASSERT_TRUE(absl::SimpleAtod(lines[2], &other));
  EXPECT_GT(same, 0.9);
  EXPECT_GT(across, 0.7);
  EXPECT_LT(other, 0.01);
}

TEST(MatchNamesTest, ReadsAFile) {
  const TestFolder folder;
  const std::string path = folder.Write("pairs.tsv", "Ana\tAna\n");
  const Ran ran =
      Homeward({"match", "names", "--pairs", path, "-o", "ndjson"}, "");
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("{\"probability\":0."));
}

TEST(MatchNamesTest, AnErrorSaysWhereAndNotWhat) {
  const Ran ran =
      Homeward({"match", "names", "--pairs", "-"}, "Ana\tAna\nsecret\n");
  EXPECT_NE(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.err, HasSubstr("line 2"));
  EXPECT_THAT(ran.err, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace homeward::cli
