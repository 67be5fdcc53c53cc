#include "services/matching/name/name_keys.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> Keys(const char* full, NameKeyKind kind) {
  std::vector<std::string> keys;
  for (const NameKey& key : NameKeys(ParseName(full))) {
    if (key.kind == kind) keys.push_back(key.text);
  }
  return keys;
}

bool Share(const char* left, const char* right, NameKeyKind kind) {
  const std::vector<std::string> l = Keys(left, kind);
  const std::vector<std::string> r = Keys(right, kind);
  return std::find_first_of(l.begin(), l.end(), r.begin(), r.end()) != l.end();
}

TEST(NameKeysTest, StartWithTheirVersionAndKind) {
  EXPECT_THAT(Keys("Ana Ruiz", NameKeyKind::kWord), Each(StartsWith("1T")));
  EXPECT_THAT(Keys("Ana Ruiz", NameKeyKind::kSkeletonPair),
              Each(StartsWith("1P")));
  EXPECT_THAT(Keys("Ana Ruiz", NameKeyKind::kSkeleton), Each(StartsWith("1S")));
}

TEST(NameKeysTest, SpellingsOfOneNameShareKeys) {
  EXPECT_TRUE(Share("محمد عبد الرحمن", "Abdulrahman Mohammed",
                    NameKeyKind::kSkeletonPair));
  EXPECT_TRUE(
      Share("Сергій Гончар", "Honchar Serhii", NameKeyKind::kSkeletonPair));
  EXPECT_TRUE(Share("Alexander Gonchar", "Олександр", NameKeyKind::kWord));
  EXPECT_TRUE(Share("ተስፋዬ", "Tesfai", NameKeyKind::kSkeleton));
}

TEST(NameKeysTest, OtherNamesShareNone) {
  EXPECT_FALSE(Share("Ana Ruiz", "Omar Haddad", NameKeyKind::kWord));
  EXPECT_FALSE(Share("Ana Ruiz", "Omar Haddad", NameKeyKind::kSkeletonPair));
}

TEST(NameKeysTest, AnEmptySkeletonIsNoKey) {
  EXPECT_THAT(Keys("Aya Hui", NameKeyKind::kSkeletonPair), IsEmpty());
  EXPECT_THAT(Keys("Aya Hui", NameKeyKind::kSkeleton), IsEmpty());
  EXPECT_THAT(Keys("Aya Hui", NameKeyKind::kWord), Not(IsEmpty()));
  EXPECT_THAT(NameKeys(ParseName("")), IsEmpty());
}

TEST(NameKeysTest, AnInitialIsNoKey) {
  EXPECT_THAT(NameKeys(ParseName("K.")), IsEmpty());
}

TEST(NameKeysTest, AreBounded) {
  EXPECT_THAT(
      NameKeys(ParseName("Wjkowa Wjdowa Wjlowa Wjmowa Wjnowa Wjrowa Wjtowa "
                         "Wjsowa")),
      SizeIs(testing::Le(kMaxNameKeys)));
}

}  // namespace
}  // namespace homeward::matching
