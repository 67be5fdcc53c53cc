#include "services/cli/mou/trial/proof_progress.h"

#include <csignal>
#include <sstream>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/context.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kMost = 200'000'000;

class ProofProgressTest : public ::testing::Test {
 protected:
  ProofProgressTest() {
    context_.err = &err_;
    context_.now = [this] { return now_; };
  }

  // What is written when `seconds` have passed.
  std::string After(int seconds, ProofProgress& progress) {
    now_ += absl::Seconds(seconds);
    err_.str("");
    EXPECT_TRUE(progress.Tell(12'500'000, kMost));
    return err_.str();
  }

  std::ostringstream err_;
  absl::Time now_ = absl::FromUnixSeconds(1790000000);
  Context context_;
};

TEST_F(ProofProgressTest, NothingIsSaidOfWhatIsQuick) {
  ProofProgress progress(&context_);
  EXPECT_EQ(After(0, progress), "");
}

TEST_F(ProofProgressTest, OffATerminalThereIsALineNowAndThen) {
  ProofProgress progress(&context_);
  EXPECT_THAT(After(1, progress), HasSubstr("12 of at most 200 million steps"));
  EXPECT_EQ(After(9, progress), "");
  EXPECT_THAT(After(1, progress), HasSubstr("12 of at most"));
}

TEST_F(ProofProgressTest, OnATerminalABarIsDrawnAndWiped) {
  context_.err_is_terminal = true;
  {
    ProofProgress progress(&context_);
    EXPECT_EQ(After(0, progress), "");
    EXPECT_THAT(After(1, progress), HasSubstr("] 6%"));
    err_.str("");
  }
  EXPECT_THAT(err_.str(), HasSubstr("\r   "));
}

TEST_F(ProofProgressTest, CtrlCEndsTheProofAndNotTheProgram) {
  {
    ProofProgress progress(&context_);
    EXPECT_TRUE(progress.Tell(1, kMost));
    std::raise(SIGINT);
    EXPECT_FALSE(progress.Tell(2, kMost));
  }
  // What was interrupted before is not interrupted again.
  ProofProgress next(&context_);
  EXPECT_TRUE(next.Tell(1, kMost));
}

}  // namespace
}  // namespace homeward::cli
