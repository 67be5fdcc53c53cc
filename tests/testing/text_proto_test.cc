#include "tests/testing/text_proto.h"

#include "absl/status/statusor.h"
#include "google/protobuf/duration.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::testing {
namespace {

TEST(TextProtoTest, ParsesToTheTypeItIsAssignedTo) {
  const google::protobuf::Duration duration = TextProto("seconds: 7");
  EXPECT_EQ(duration.seconds(), 7);
}

TEST(StatusMatchersTest, LookAtTheStatusOfAStatusOr) {
  const absl::StatusOr<int> missing = absl::NotFoundError("no seven");
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound,
                                ::testing::HasSubstr("seven")));
  EXPECT_THAT(absl::StatusOr<int>(7), IsOkAndHolds(7));
  ASSERT_OK_AND_ASSIGN(const int seven, absl::StatusOr<int>(7));
  EXPECT_EQ(seven, 7);
}

}  // namespace
}  // namespace homeward::testing
