// Every fault that a step may name has a mend each way.

#include "services/node/path/path_mend.h"

#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"

namespace homeward::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::ProbeStep FailedBy(const std::string& code) {
  v1::ProbeStep step;
  step.set_error_code(code);
  return step;
}

TEST(PathMendTest, EachFaultOfThePathHasOneEachWay) {
  int count = 0;
  for (int i = 0; i <= static_cast<int>(rpc::Fault::kClock); ++i) {
    const std::string code =
        rpc::DetailOf(rpc::FaultError(static_cast<rpc::Fault>(i), "", ""))
            .code();
    ASSERT_TRUE(absl::StartsWith(code, "HW-")) << i;
    ++count;
    // Whoever reads it has just asked the doctor.
    EXPECT_THAT(MendThere(FailedBy(code), "clinic"), Not(HasSubstr("doctor")))
        << code;
    EXPECT_THAT(MendBack(FailedBy(code), "clinic"), Not(HasSubstr("doctor")))
        << code;
  }
  EXPECT_EQ(count, 18);
}

TEST(PathMendTest, SaysWhoActs) {
  EXPECT_EQ(MendThere(FailedBy("HW-TLS-003"), "clinic"),
            "ask clinic to type: homeward certificate renew --pair node");
  EXPECT_EQ(MendBack(FailedBy("HW-TLS-003"), "clinic"),
            "homeward certificate renew --pair node");
}

TEST(PathMendTest, WhoRefusesAnMouKnowsWhy) {
  EXPECT_THAT(MendThere(FailedBy("HW-MOU-005"), "clinic"),
              HasSubstr("homeward mou list"));
  EXPECT_THAT(MendBack(FailedBy("HW-MOU-005"), "clinic"),
              HasSubstr("ask clinic what"));
}

TEST(PathMendTest, AnUnknownCodeHasOneToo) {
  EXPECT_THAT(MendThere(FailedBy("HW-NEW-001"), "clinic"),
              HasSubstr("homeward status"));
  EXPECT_THAT(MendBack(FailedBy(""), "clinic"), HasSubstr("clinic"));
}

}  // namespace
}  // namespace homeward::node
