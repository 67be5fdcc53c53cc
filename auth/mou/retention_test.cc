#include "auth/mou/retention.h"

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

absl::Duration Retention(const std::string& text) {
  const v1::Clause clause = TextProto(text);
  return RetentionOf(clause.obligations());
}

TEST(RetentionTest, IsTheShortestThatIsSaidAndADayIfNoneIs) {
  EXPECT_EQ(Retention(""), kKeepUnsaid);
  EXPECT_EQ(Retention("obligations { type: OBLIGATION_TYPE_NOTIFY_OWNER "
                      "within { seconds: 5 } }"),
            kKeepUnsaid);
  const std::string week =
      "obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST "
      "within { seconds: 604800 } }";
  EXPECT_EQ(Retention(week), absl::Hours(7 * 24));
  EXPECT_EQ(
      Retention(week + "obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST "
                       "within { seconds: 2 nanos: 500000000 } }"),
      absl::Milliseconds(2500));
  EXPECT_EQ(Retention("obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST }"),
            absl::ZeroDuration());
  EXPECT_EQ(Retention("obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST "
                      "within { seconds: 300000000000 } }"),
            kKeepAtMost);
}

TEST(RetentionTest, AReceiptIsOwedWhereADutySaysSo) {
  const v1::Clause with =
      TextProto("obligations { type: OBLIGATION_TYPE_DELETE_WITH_RECEIPT }");
  EXPECT_TRUE(OwesReceipt(with.obligations()));
  EXPECT_FALSE(OwesReceipt(v1::Clause().obligations()));
}

}  // namespace
}  // namespace homeward::auth
