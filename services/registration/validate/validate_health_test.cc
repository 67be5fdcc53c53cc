#include "services/registration/validate/validate_health.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;

TEST(CheckHealthTest, KnowsSensitiveChapters) {
  constexpr char kIcd[] = "http://hl7.org/fhir/sid/icd-10";
  for (const char* code :
       {"F32.1", "O09", "B20", "B24.9", "A51", "Z21", "T74.2", "Y05"}) {
    EXPECT_TRUE(IsSensitiveCode(kIcd, code)) << code;
  }
  for (const char* code : {"J45", "B19", "B25", "A49", "Z20", "T74.1", ""}) {
    EXPECT_FALSE(IsSensitiveCode(kIcd, code)) << code;
  }
  v1::HealthSummary summary = TextProto(R"pb(
    problems {
      display: "x"
      translations { system: "icd-10-cm" code: "F43" }
    }
  )pb");
  EXPECT_THAT(CheckHealth("h", summary),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::registration
