#include "storage/keys/key_wrap.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::ExpectGolden;
using ::homeward::testing::StatusIs;

const Secret& Kek() {
  static const Secret* const key = new Secret(std::string(32, 'k'));
  return *key;
}

TEST(KeyWrapTest, ComesBackWithTheSameKeyAndContext) {
  const Secret key(std::string(32, 'd'));
  ASSERT_OK_AND_ASSIGN(const std::string wrapped, WrapKey(Kek(), key, "s1"));
  EXPECT_EQ(wrapped.size(), 48u);
  ASSERT_OK_AND_ASSIGN(const Secret back, UnwrapKey(Kek(), wrapped, "s1"));
  EXPECT_EQ(back.view(), key.view());
}

TEST(KeyWrapTest, HasTheBytesOfTheGoldenFile) {
  ASSERT_OK_AND_ASSIGN(const std::string wrapped,
                       WrapKey(Kek(), Secret(std::string(32, 'd')), "subject"));
  ExpectGolden("storage/wrapped_key.hex",
               absl::BytesToHexString(wrapped) + "\n");
}

TEST(KeyWrapTest, RefusesEveryFlippedBitAndEveryCut) {
  ASSERT_OK_AND_ASSIGN(const std::string wrapped,
                       WrapKey(Kek(), Secret(std::string(32, 'd')), "s1"));
  for (size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    std::string changed = wrapped;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(UnwrapKey(Kek(), changed, "s1"),
                StatusIs(StatusCode::kDataLoss));
  }
  for (size_t size = 0; size < wrapped.size(); ++size) {
    EXPECT_THAT(UnwrapKey(Kek(), wrapped.substr(0, size), "s1"),
                StatusIs(StatusCode::kDataLoss));
  }
  EXPECT_THAT(UnwrapKey(Kek(), std::string(500, 'x'), "s1"),
              StatusIs(StatusCode::kDataLoss));
}

TEST(KeyWrapTest, RefusesAnotherKeyAndAnotherContext) {
  ASSERT_OK_AND_ASSIGN(const std::string wrapped,
                       WrapKey(Kek(), Secret(std::string(32, 'd')), "s1"));
  EXPECT_THAT(UnwrapKey(Secret(std::string(32, 'x')), wrapped, "s1"),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(UnwrapKey(Kek(), wrapped, "s2"), StatusIs(StatusCode::kDataLoss));
}

TEST(KeyWrapTest, WantsKeysOfTheRightSize) {
  const Secret key(std::string(32, 'd'));
  EXPECT_THAT(WrapKey(Secret("short"), key, ""),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(UnwrapKey(Secret("short"), "x", ""),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(WrapKey(Kek(), Secret(""), ""),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(WrapKey(Kek(), Secret(std::string(65, 'd')), ""),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::storage
