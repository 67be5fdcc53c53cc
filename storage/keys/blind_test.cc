#include "storage/keys/blind.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::ExpectGolden;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

BlindIndex Index(char key) {
  return *BlindIndex::Create(Secret(std::string(32, key)));
}

TEST(BlindIndexTest, HasTheBytesOfTheGoldenFile) {
  const BlindIndex index = Index('i');
  ExpectGolden(
      "storage/blind_terms.hex",
      absl::StrCat(absl::BytesToHexString(index.Term("phone", "+380000000")),
                   "\n", absl::BytesToHexString(index.Term("unhcr_id", "")),
                   "\n"));
}

TEST(BlindIndexTest, TheSameValueOfTheSameKindIsTheSameTerm) {
  EXPECT_EQ(Index('i').Term("phone", "1"), Index('i').Term("phone", "1"));
  EXPECT_EQ(Index('i').Term("phone", "1").size(), kBlindTermBytes);
  EXPECT_TRUE(absl::StartsWith(Index('i').Term("phone", "1"),
                               Index('i').KindPrefix("phone")));
}

TEST(BlindIndexTest, AnythingElseIsAnotherTerm) {
  const std::string term = Index('i').Term("phone", "1");
  EXPECT_NE(Index('i').Term("phone", "2"), term);
  EXPECT_NE(Index('i').Term("phone2", "1"), term);
  EXPECT_NE(Index('j').Term("phone", "1"), term);
  // Kind and value are not run together.
  EXPECT_NE(Index('i').Term("phone1", ""), term);
  // Nor do two kinds share the part that blinds the value.
  EXPECT_NE(Index('i').Term("name", "1").substr(4), term.substr(4));
}

TEST(BlindIndexTest, HidesValueAndKind) {
  const std::string term = Index('i').Term("phone", "canary");
  EXPECT_THAT(term, Not(HasSubstr("canary")));
  EXPECT_THAT(term, Not(HasSubstr("pho")));
}

TEST(BlindIndexTest, GivesTheSameTermsWhateverWasAskedBefore) {
  const BlindIndex index = Index('i');
  const std::string term = index.Term("phone", "1");
  for (int kind = 0; kind < 300; ++kind) {
    const std::string name = absl::StrCat("kind/", kind);
    EXPECT_EQ(index.Term(name, "1"), Index('i').Term(name, "1")) << name;
  }
  EXPECT_EQ(index.Term("phone", "1"), term);
  EXPECT_EQ(index.Term("kind/299", "2"), Index('i').Term("kind/299", "2"));
}

TEST(BlindIndexTest, AnswersManyThreadsAtOnce) {
  const BlindIndex index = Index('i');
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&index] {
      const BlindIndex own = Index('i');
      for (int kind = 0; kind < 100; ++kind) {
        const std::string name = absl::StrCat("kind/", kind);
        EXPECT_EQ(index.Term(name, "1"), own.Term(name, "1")) << name;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(BlindIndexTest, WantsAWholeKey) {
  EXPECT_THAT(BlindIndex::Create(Secret("short")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::storage
