#include "services/node/store_watch.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/node/log/log.h"

namespace homeward::node {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreWatchTest : public ::testing::Test {
 protected:
  StoreWatchTest() {
    Log::Options options;
    options.clock = absl::Now;
    options.out = &out_;
    log_ = std::make_unique<Log>(options);
  }

  bool Look(const absl::Status& health, bool commits) {
    return watch_.Look(health, commits, *log_);
  }

  // Level and event of each line so far. Ends the log.
  std::vector<std::string> Lines() {
    log_ = nullptr;
    std::vector<std::string> lines;
    const std::string text = out_.str();
    for (const absl::string_view line :
         absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      const auto json = nlohmann::json::parse(line);
      lines.push_back(absl::StrCat(json["level"].get<std::string>(), " ",
                                   json["event"].get<std::string>()));
    }
    return lines;
  }

  const absl::Status down_ = absl::UnavailableError("full");

 private:
  std::ostringstream out_;
  std::unique_ptr<Log> log_;
  StoreWatch watch_;
};

TEST_F(StoreWatchTest, WhileAllGoesNothingIsSaid) {
  EXPECT_TRUE(Look(absl::OkStatus(), true));
  EXPECT_TRUE(Look(absl::OkStatus(), true));
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(StoreWatchTest, AnOpenStoreThatFailsEachWriteIsSaidOnce) {
  EXPECT_FALSE(Look(absl::OkStatus(), false));
  EXPECT_FALSE(Look(absl::OkStatus(), false));
  EXPECT_TRUE(Look(absl::OkStatus(), true));
  EXPECT_TRUE(Look(absl::OkStatus(), true));
  EXPECT_FALSE(Look(absl::OkStatus(), false));
  EXPECT_THAT(Lines(),
              ElementsAre("error store_unwritable", "info store_writable",
                          "error store_unwritable"));
}

TEST_F(StoreWatchTest, AStoreThatIsDownIsSaidAtEachLook) {
  EXPECT_FALSE(Look(down_, true));
  EXPECT_FALSE(Look(down_, false));
  EXPECT_FALSE(Look(absl::OkStatus(), false));
  EXPECT_FALSE(Look(absl::OkStatus(), false));
  EXPECT_TRUE(Look(absl::OkStatus(), true));
  EXPECT_THAT(Lines(),
              ElementsAre("error store_down", "error store_down",
                          "error store_unwritable", "info store_writable"));
}

}  // namespace
}  // namespace homeward::node
