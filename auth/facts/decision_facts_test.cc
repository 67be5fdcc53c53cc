#include "auth/facts/decision_facts.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

constexpr int64_t kNow = 1800000000;

// A claim that came in `since` before kNow.
std::string Entered(absl::Duration since) {
  return absl::StrCat("claims { entry_time { seconds: ",
                      kNow - absl::ToInt64Seconds(since), " } identity {} } ");
}

AccessRequest Registrar() {
  AccessRequest request;
  request.requester_agency_id = "border";
  request.owner_agency_id = "border";
  request.roles = {v1::ROLE_IMM_REGISTRAR};
  request.purpose = v1::PURPOSE_REGISTER;
  request.action = v1::ACTION_READ_RECORD;
  return request;
}

bool IsOver(const std::string& claims,
            const AccessRequest& request = Registrar()) {
  const internal::v1::StoredRecord record = TextProto(claims);
  return DecisionFacts(record, request, absl::FromUnixSeconds(kNow))
      .read_back_is_over;
}

TEST(ReadBackTest, IsOverThirtyDaysAfterTheFirstClaimCameIn) {
  const absl::Duration second = absl::Seconds(1);
  EXPECT_FALSE(IsOver(Entered(second)));
  EXPECT_FALSE(IsOver(Entered(absl::Hours(720))));
  EXPECT_TRUE(IsOver(Entered(absl::Hours(720) + second)));
  // What is added later does not open it again, in any order.
  EXPECT_TRUE(IsOver(Entered(second) + Entered(absl::Hours(721))));
  EXPECT_TRUE(IsOver(Entered(absl::Hours(721)) + Entered(second)));
}

TEST(ReadBackTest, IsOverWhereNobodyKnowsWhenAClaimCameIn) {
  EXPECT_TRUE(IsOver(Entered(absl::Seconds(1)) + "claims { identity {} }"));
}

TEST(ReadBackTest, IsForOwnRegistrarsOnly) {
  const std::string old = Entered(absl::Hours(10000));
  AccessRequest caseworker = Registrar();
  caseworker.roles = {v1::ROLE_CP_CASEWORKER};
  EXPECT_FALSE(IsOver(old, caseworker));
  AccessRequest both = Registrar();
  both.roles.Add(v1::ROLE_CP_CASEWORKER);
  EXPECT_TRUE(IsOver(old, both));
  // Those of others read by an MOU alone.
  AccessRequest peer = Registrar();
  peer.requester_agency_id = "other-border";
  EXPECT_FALSE(IsOver(old, peer));
}

}  // namespace
}  // namespace homeward::auth
