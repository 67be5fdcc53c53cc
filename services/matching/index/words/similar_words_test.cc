#include "services/matching/index/words/similar_words.h"

#include <string>

#include "absl/algorithm/container.h"
#include "gtest/gtest.h"
#include "services/matching/name/name.h"

namespace homeward::matching {
namespace {

WordPtr Read(const std::string& word) {
  return ParseName(word).words.at(0).word;
}

// Whether `asked` finds `held` among words that are not alike.
bool Finds(const std::string& asked, const std::string& held) {
  SimilarWords words;
  for (const char* other : {"ophelia", "tesfay", "иван", "ko"}) {
    words.Add(*Read(other));
  }
  words.Add(*Read(held));
  words.Seal();
  return absl::c_linear_search(words.Find(*Read(asked)), 4U);
}

TEST(SimilarWordsTest, FindsATypingError) {
  EXPECT_TRUE(Finds("heikkinen", "heikkinen"));
  EXPECT_TRUE(Finds("xheikkinen", "heikkinen"));
  EXPECT_TRUE(Finds("hekkinen", "heikkinen"));
  EXPECT_TRUE(Finds("heikkinwn", "heikkinen"));
  EXPECT_TRUE(Finds("heiknien", "heiknein"));
  EXPECT_TRUE(Finds("aya", "ayla"));
  EXPECT_TRUE(Finds("петренко", "петрeнко"));
}

TEST(SimilarWordsTest, FindsWhatWasCutOff) {
  EXPECT_TRUE(Finds("slad", "sladkovich"));
  EXPECT_TRUE(Finds("sladkovich", "slad"));
  EXPECT_FALSE(Finds("sl", "sladkovich"));
}

TEST(SimilarWordsTest, FindsOtherScriptsAndForms) {
  EXPECT_TRUE(Finds("محمد", "muhammad"));
  EXPECT_TRUE(Finds("шевченко", "shevchenko"));
  EXPECT_TRUE(Finds("bill", "william"));
}

TEST(SimilarWordsTest, LeavesOutTheRest) {
  EXPECT_FALSE(Finds("heikkinen", "petrosyan"));
  EXPECT_FALSE(Finds("h", "heikkinen"));
  SimilarWords none;
  none.Seal();
  EXPECT_TRUE(none.Find(*Read("heikkinen")).empty());
}

TEST(SimilarWordsTest, GivesTheMostAlikeFirstAndEachOnce) {
  SimilarWords words;
  words.Add(*Read("heikkila"));
  words.Add(*Read("heikkinen"));
  words.Seal();
  const auto found = words.Find(*Read("heikkinen"));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0], 1);
}

}  // namespace
}  // namespace homeward::matching
