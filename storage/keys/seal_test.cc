#include "storage/keys/seal.h"

#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

const Secret& Key() {
  static const Secret* const key = new Secret(std::string(32, 'k'));
  return *key;
}

SealPlace Place() { return {"child", "c-7", "identity", 1, "c-7"}; }

TEST(SealTest, ComesBackAtItsPlace) {
  for (const size_t size : {0, 1, 16, 300, 65000}) {
    const std::string text(size, 't');
    ASSERT_OK_AND_ASSIGN(const std::string sealed, Seal(Key(), Place(), text));
    EXPECT_EQ(sealed.size(), size + kSealOverheadBytes);
    ASSERT_OK_AND_ASSIGN(const Secret back, Unseal(Key(), Place(), sealed));
    EXPECT_EQ(back.view(), text);
  }
}

TEST(SealTest, HidesTheTextAndNeverRepeats) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    ASSERT_OK_AND_ASSIGN(const std::string sealed,
                         Seal(Key(), Place(), "canary-name"));
    EXPECT_THAT(sealed, Not(HasSubstr("canary")));
    seen.insert(sealed);
  }
  EXPECT_EQ(seen.size(), 100u);
}

// A value that was sealed when the format was fixed must open for ever.
TEST(SealTest, OpensAValueOfTheFirstFormat) {
  const std::string sealed = absl::HexStringToBytes(
      "01"
      "000102030405060708090a0b09bc9a4f76a9ab1b22f636d3a575eb0d7dc4173e55ff1768"
      "8172dc");
  ASSERT_OK_AND_ASSIGN(const Secret back, Unseal(Key(), Place(), sealed));
  EXPECT_EQ(back.view(), "canary-name");
}

TEST(UnsealerTest, OpensManyValuesAlsoAfterOneThatDoesNotOpen) {
  SealPlace other = Place();
  other.field = "health";
  ASSERT_OK_AND_ASSIGN(const std::string first, Seal(Key(), Place(), "one"));
  ASSERT_OK_AND_ASSIGN(const std::string second,
                       Seal(Key(), other, std::string(300, '2')));
  Unsealer unsealer(Key());
  for (int round = 0; round < 3; ++round) {
    ASSERT_OK_AND_ASSIGN(const Secret one, unsealer.Unseal(Place(), first));
    EXPECT_EQ(one.view(), "one");
    std::string changed = first;
    changed.back() ^= 1;
    for (const std::string& bad : {changed, std::string("cut"), second}) {
      EXPECT_THAT(unsealer.Unseal(Place(), bad),
                  StatusIs(StatusCode::kDataLoss));
    }
    ASSERT_OK_AND_ASSIGN(const Secret two, unsealer.Unseal(other, second));
    EXPECT_EQ(two.view(), std::string(300, '2'));
  }
}

TEST(UnsealerTest, OpensNothingUnderAnotherKey) {
  ASSERT_OK_AND_ASSIGN(const std::string sealed, Seal(Key(), Place(), "text"));
  Unsealer other(Secret(std::string(32, 'o')));
  EXPECT_THAT(other.Unseal(Place(), sealed), StatusIs(StatusCode::kDataLoss));
  Unsealer small(Secret(std::string(16, 'k')));
  EXPECT_THAT(small.Unseal(Place(), sealed),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(SealTest, DoesNotOpenAtAnotherPlace) {
  ASSERT_OK_AND_ASSIGN(const std::string sealed, Seal(Key(), Place(), "text"));
  std::vector<SealPlace> others(7, Place());
  others[0].table = "case";
  others[1].record = "c-8";
  others[2].field = "health";
  others[3].schema_version = 2;
  others[4].key_id = "c-8";
  // The same letters, cut elsewhere.
  others[5].table = "childc";
  others[5].record = "-7";
  others[6].record = "c-7identity";
  others[6].field = "";
  for (const SealPlace& other : others) {
    EXPECT_THAT(Unseal(Key(), other, sealed), StatusIs(StatusCode::kDataLoss));
  }
}

TEST(SealTest, SeesEveryFlippedBitAndEveryCut) {
  ASSERT_OK_AND_ASSIGN(const std::string sealed, Seal(Key(), Place(), "text"));
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(Unseal(Key(), Place(), changed),
                StatusIs(StatusCode::kDataLoss));
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(Unseal(Key(), Place(), sealed.substr(0, size)),
                StatusIs(StatusCode::kDataLoss));
  }
  EXPECT_THAT(Unseal(Key(), Place(), sealed + "x"),
              StatusIs(StatusCode::kDataLoss));
}

TEST(SealTest, WantsTheRightKey) {
  ASSERT_OK_AND_ASSIGN(const std::string sealed, Seal(Key(), Place(), "text"));
  EXPECT_THAT(Unseal(Secret(std::string(32, 'x')), Place(), sealed),
              StatusIs(StatusCode::kDataLoss, Not(HasSubstr("c-7"))));
  EXPECT_THAT(Seal(Secret("short"), Place(), "text"),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Unseal(Secret("short"), Place(), sealed),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::storage
