#include "services/matching/candidates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/index_version.h"
#include "services/matching/record/birth.h"
#include "services/matching/terms.h"
#include "tests/testing/status_matchers.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

Description Child(const std::string& name, int year) {
  Description child;
  AddName({name, {}, {}, {}}, child);
  AddBirth(BirthInYears(year, year), child);
  return child;
}

class CandidatesTest : public ::testing::Test {
 protected:
  void Add(const std::string& id, const std::string& name, int year) {
    for (const std::string& term : IndexTerms(Child(name, year))) {
      AddTerm(id, kTermKind, term);
    }
    ++persons_;
  }

  void AddTerm(const std::string& id, absl::string_view kind,
               const std::string& term) {
    stored_[{std::string(kind), term}].push_back(id);
  }

  std::vector<std::string> Find(const Description& query,
                                const CandidateLimits& limits = {},
                                bool has_all_terms = true) {
    auto found = FindCandidates(
        query, persons_, has_all_terms, limits,
        [&](absl::string_view kind, const std::string& term, size_t limit) {
          std::vector<std::string> ids = Stored(kind, term);
          ids.resize(std::min(ids.size(), limit));
          read_ += ids.size();
          asked_kinds_.insert(std::string(kind));
          return ids;
        });
    EXPECT_OK(found);
    return found.ok() ? *found : std::vector<std::string>();
  }

  std::vector<std::string> Stored(absl::string_view kind,
                                  const std::string& term) {
    return stored_[{std::string(kind), term}];
  }

  size_t read_ = 0;
  std::set<std::string> asked_kinds_;

 private:
  std::map<std::pair<std::string, std::string>, std::vector<std::string>>
      stored_;
  double persons_ = 0;
};

TEST_F(CandidatesTest, WhoSharesTheRarestTermsComesFirst) {
  for (int i = 0; i < 300; ++i) Add(absl::StrCat("a", i), "Ahmad Saleh", 2014);
  Add("z", "Ahmad Tkachivska", 2014);
  const std::vector<std::string> found = Find(Child("Ахмад Ткачівська", 2014));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], "z");
}

TEST_F(CandidatesTest, ACommonWordHidesNobodyWithARareOne) {
  for (int i = 0; i < 3000; ++i) Add(absl::StrCat("a", i), "Ahmad Saleh", 2014);
  Add("z", "Ahmad Tkachivska", 2014);
  EXPECT_THAT(Find(Child("Ahmad Tkachivska", 2014)), Contains("z"));
}

TEST_F(CandidatesTest, IsBounded) {
  for (int i = 0; i < 3000; ++i) Add(absl::StrCat("a", i), "Ahmad Saleh", 2014);
  CandidateLimits limits;
  limits.records = 700;
  limits.records_of_term = 300;
  limits.candidates = 20;
  EXPECT_THAT(Find(Child("Ahmad Saleh", 2014), limits), SizeIs(20));
  EXPECT_EQ(read_, 700);
}

TEST_F(CandidatesTest, NothingIsFoundByNothing) {
  Add("a", "Ahmad Saleh", 2014);
  EXPECT_THAT(Find(Description()), IsEmpty());
  EXPECT_EQ(read_, 0);
}

TEST_F(CandidatesTest, WhatIsNotWrittenAnewIsFoundByOlderTerms) {
  AddTerm("one", kOlderTermKind, "1|n|ana");
  AddTerm("two", kOlderTermKind, "2|1Tana");
  AddTerm("three", kTermKind, "1Tana");
  Description ana;
  AddName({"Ana", {}, {}, {}}, ana);
  EXPECT_THAT(Find(ana, {}, /*has_all_terms=*/false),
              UnorderedElementsAre("one", "two", "three"));
  EXPECT_THAT(Find(ana), ElementsAre("three"));
}

TEST_F(CandidatesTest, OlderTermsAreNotLookedUpOnceAllAreWrittenAnew) {
  Find(Child("Ahmad Saleh", 2014));
  EXPECT_THAT(asked_kinds_, ElementsAre(std::string(kTermKind)));
}

TEST_F(CandidatesTest, WhoHasATermByBothVersionsIsWorthItOnce) {
  const Description ana = Child("Ana Ruiz", 2014);
  Add("both", "Ana Ruiz", 2014);
  Add("new", "Ana Ruiz", 2014);
  const std::vector<std::string> before = Find(ana, {}, false);
  for (const LookupTerm& term : LookupTerms(ana)) {
    if (!term.text.empty()) AddTerm("both", kOlderTermKind, term.older);
  }
  EXPECT_EQ(Find(ana, {}, false), before);
}

TEST_F(CandidatesTest, WhoIsFoundByARelativeAloneIsMarked) {
  Description held;
  AddRelative("Oksana Bondar", 0, RelativeSource::kFamily, held);
  for (const std::string& term : IndexTerms(held)) {
    AddTerm("family", kTermKind, term);
  }
  Add("named", "Ana Ruiz", 2014);
  Description asked = Child("Ana Ruiz", 2014);
  AddRelative("Oksana Bondar", 0, RelativeSource::kQuestion, asked);
  const auto found =
      FindFamilyCandidates(asked, 2, true, {},
                           [&](absl::string_view kind, const std::string& term,
                               size_t) { return Stored(kind, term); });
  ASSERT_OK(found);
  ASSERT_THAT(*found, SizeIs(2));
  EXPECT_EQ((*found)[0].id, "named");
  EXPECT_FALSE((*found)[0].by_relatives);
  EXPECT_EQ((*found)[1].id, "family");
  EXPECT_TRUE((*found)[1].by_relatives);
}

TEST_F(CandidatesTest, AStoreThatFailsIsTold) {
  EXPECT_THAT(
      FindCandidates(Child("Ahmad Saleh", 2014), 1000, true, {},
                     [](absl::string_view, const std::string&,
                        size_t) -> absl::StatusOr<std::vector<std::string>> {
                       return absl::UnavailableError("no disk");
                     }),
      StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace homeward::matching
