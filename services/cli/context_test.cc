#include "services/cli/context.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "homeward/v1/query_service.pb.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] = "ngo\n  clinic: answered \x1b[1A\u202e";

class ContextTest : public ::testing::Test {
 protected:
  ContextTest() {
    context_.out = &out_;
    context_.err = &err_;
  }

  // An answer that JSON can't say: its time is after the year 9999.
  v1::GetWellbeingResponse NotJson() {
    v1::GetWellbeingResponse response;
    response.mutable_answer_time()->set_seconds(int64_t{1} << 60);
    return response;
  }

  std::ostringstream out_;
  std::ostringstream err_;
  Context context_;
};

TEST_F(ContextTest, WhatOthersWroteStaysOnItsLine) {
  context_.Text(kHostile);
  context_.Say(kHostile);
  context_.Next(kHostile);
  context_.Error(UsageError(kHostile, kHostile));
  for (const std::string& shown : {out_.str(), err_.str()}) {
    EXPECT_THAT(shown, HasSubstr("ngo\\n  clinic: answered \\x1b[1A\\u202e"));
    EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
    EXPECT_THAT(shown, Not(HasSubstr("\u202e")));
    EXPECT_THAT(shown, Not(HasSubstr("\n  clinic")));
  }
}

TEST_F(ContextTest, ADocumentKeepsItsLines) {
  context_.TextLines("mou_id: \"a\"\nversion: 1\x1b\n");
  EXPECT_EQ(out_.str(), "mou_id: \"a\"\nversion: 1\\x1b\n\n");
  context_.format = Format::kJson;
  context_.TextLines("more");
  EXPECT_THAT(out_.str(), Not(HasSubstr("more")));
}

TEST_F(ContextTest, WhatIsNoJsonEndsInAnErrorWhateverTheCommandSays) {
  for (const Format format : {Format::kJson, Format::kNdjson}) {
    context_.format = format;
    context_.Run([&]() -> Result {
      context_.Json(NotJson());
      return ExitCode::kPartial;
    });
    EXPECT_EQ(ExitCodeOf(context_.result.status()), ExitCode::kError);
    EXPECT_EQ(out_.str(), "");
  }
}

TEST_F(ContextTest, AnErrorOfTheCommandGoesBeforeOneOfItsJson) {
  context_.format = Format::kJson;
  context_.Run([&]() -> Result {
    context_.Json(NotJson());
    return absl::PermissionDeniedError("no");
  });
  EXPECT_TRUE(absl::IsPermissionDenied(context_.result.status()));
  EXPECT_THAT(err_.str(), HasSubstr("JSON"));
}

TEST_F(ContextTest, TheJsonOfOthersIsWrittenBesideWhatCantBe) {
  context_.format = Format::kNdjson;
  context_.Run([&]() -> Result {
    context_.Json(NotJson());
    v1::GetWellbeingResponse good;
    good.set_query_id("q-1");
    context_.Json(good);
    return ExitCode::kOk;
  });
  EXPECT_FALSE(context_.result.ok());
  EXPECT_THAT(out_.str(), HasSubstr("q-1"));
}

TEST_F(ContextTest, AnErrorWithoutACodeIsJsonTooForPrograms) {
  for (const Format format : {Format::kJson, Format::kNdjson}) {
    context_.format = format;
    err_.str("");
    context_.Error(absl::NotFoundError("no file \"a\xff\""));
    EXPECT_EQ(err_.str(), "{\"cause\":\"no file \\\"a\\\\xff\\\"\"}\n");
  }
  context_.format = Format::kText;
  err_.str("");
  context_.Error(absl::NotFoundError("can't read it"));
  EXPECT_EQ(err_.str(), "homeward: can't read it\n");
}

TEST_F(ContextTest, AThrowingLibraryIsAnErrorToo) {
  context_.Run([]() -> Result { throw std::runtime_error("secret"); });
  EXPECT_EQ(ExitCodeOf(context_.result.status()), ExitCode::kError);
  EXPECT_THAT(context_.result.status().message(), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace homeward::cli
