#include "services/matching/index/person_store.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::matching {
namespace {

TEST(PersonStoreTest, GivesBackWhatWasAdded) {
  Person person;
  person.name = ParseName(NameText{"", "Mariam", "", "Yusuf"});
  person.birth = ParseBirth("19371233", {"yyyymmdd", {}}).value_or(Birth());
  person.sex = Sex::kFemale;
  person.text(TextField::kNationality) = "syr";
  person.text(TextField::kOtherNumber) = "a17";
  PersonStore store;
  store.Add("empty", Person());
  const uint32_t at = store.Add("rec-1", person);
  EXPECT_EQ(store.size(), 2);
  const Person back = store.Get(at);
  ASSERT_EQ(back.name.words.size(), 2);
  EXPECT_EQ(back.name.words[1].word->written,
            person.name.words[1].word->written);
  EXPECT_EQ(back.name.words[1].tag, NameTag::kFamily);
  ASSERT_TRUE(back.birth.has_value());
  EXPECT_EQ(back.birth->first, person.birth->first);
  EXPECT_EQ(back.birth->last, person.birth->last);
  EXPECT_EQ(back.birth->day, 33);
  EXPECT_TRUE(back.birth->impossible);
  EXPECT_EQ(store.BirthOf(at)->year, 1937);
  EXPECT_EQ(back.sex, Sex::kFemale);
  EXPECT_EQ(back.texts, person.texts);
  EXPECT_EQ(store.IdOf(at), "rec-1");
  EXPECT_EQ(store.IdOf(0), "empty");
  EXPECT_FALSE(store.BirthOf(0).has_value());
  EXPECT_TRUE(store.Get(0).name.words.empty());
}

TEST(PersonStoreTest, KeepsAWordOnce) {
  PersonStore store;
  for (int i = 0; i < 1000; ++i) {
    Person person;
    person.name = ParseName("Mariam Yusuf");
    store.Add(absl::StrCat(i), person);
  }
  EXPECT_EQ(store.words(), 2);
  EXPECT_EQ(store.IdOf(999), "999");
}

TEST(PersonStoreTest, RecordsMayNeedManyChunks) {
  PersonStore store;
  Person person;
  person.text(TextField::kStreet) = std::string(120, 's');
  for (int i = 0; i < 100000; ++i) {
    store.Add(absl::StrCat("rec-", i), person);
  }
  for (const uint32_t at : {0U, 30000U, 99999U}) {
    EXPECT_EQ(store.IdOf(at), absl::StrCat("rec-", at));
    EXPECT_EQ(store.Get(at).text(TextField::kStreet).size(), 120);
  }
}

TEST(PersonStoreTest, AWordIsSeenAtAGlance) {
  PersonStore store;
  Person person;
  person.name = ParseName("Zoë M Олена");
  store.Add("", person);
  ASSERT_EQ(store.words(), 3);
  for (uint32_t i = 0; i < store.words(); ++i) {
    const PersonStore::Glance expected = PersonStore::GlanceAt(store.word(i));
    EXPECT_EQ(store.glance(i).letters, expected.letters);
    EXPECT_EQ(store.glance(i).script, store.word(i).script);
    EXPECT_EQ(store.glance(i).initial, store.word(i).initial);
  }
  EXPECT_EQ(store.glance(0).size, 3);
  EXPECT_EQ(__builtin_popcountll(store.glance(0).letters), 3);
  // Not in ASCII.
  EXPECT_EQ(store.glance(2).size, 0);
}

}  // namespace
}  // namespace homeward::matching
