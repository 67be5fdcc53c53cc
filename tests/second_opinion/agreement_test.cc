// The decision of a node and a second one, written apart, agree on generated
// questions; `--questions=N` asks for more of them.
#include "tests/second_opinion/agreement.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace homeward::second_opinion {
namespace {

int64_t questions = 100000;

TEST(AgreementTest, BothAgreeAndEverythingWasAsked) {
  const Agreement agreement = Compare(/*seed=*/20260101, questions);
  EXPECT_EQ(agreement.questions, questions) << agreement.difference;
  for (const auto& [name, count] : agreement.coverage.Counts()) {
    std::printf("%9lld  %s\n", static_cast<long long>(count), name.c_str());
    EXPECT_GE(count, questions / 2000) << name;
  }
}

TEST(AgreementTest, TheSameSeedAsksTheSame) {
  EXPECT_EQ(Compare(1, 1000).coverage.Counts(),
            Compare(1, 1000).coverage.Counts());
  EXPECT_NE(Compare(1, 1000).coverage.Counts(),
            Compare(2, 1000).coverage.Counts());
}

}  // namespace
}  // namespace homeward::second_opinion

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  constexpr absl::string_view kFlag = "--questions=";
  for (int i = 1; i < argc; ++i) {
    if (!absl::StartsWith(argv[i], kFlag)) {
      std::fprintf(stderr, "usage: agreement_test [--questions=N]\n");
      return 2;
    }
    homeward::second_opinion::questions = std::atoll(argv[i] + kFlag.size());
  }
  return RUN_ALL_TESTS();
}
