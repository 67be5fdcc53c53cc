#include "services/federation/probing/probe_limit.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/probing/probe_limit_fixture.h"

namespace homeward::federation {
namespace {

using ::testing::SizeIs;

class ProbeLimitTest : public ProbeLimitFixture {};

TEST_F(ProbeLimitTest, TooManyQuestionsOfAPersonLockHerOutAlone) {
  limits_.officer.questions = 5;
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kFound, About("")), 5);
  ASSERT_THAT(begun_, SizeIs(1));
  EXPECT_EQ(begun_[0].scope(), v1::PROBE_SCOPE_OFFICER);
  EXPECT_EQ(begun_[0].cause(), v1::PROBE_CAUSE_QUESTIONS);
  EXPECT_EQ(begun_[0].agency_id(), "north");
  EXPECT_EQ(begun_[0].subject(), "officer-1");
  EXPECT_EQ(begun_[0].purpose(), v1::PURPOSE_UNSPECIFIED);
  EXPECT_EQ(begun_[0].child_hash(), "");
  ProbeQuestion colleague = About("a");
  colleague.subject = "officer-2";
  EXPECT_TRUE(Ask(colleague, ProbeEnd::kFound));
  // The same pseudonym at another agency is another person.
  ProbeQuestion namesake = About("a");
  namesake.agency_id = "south";
  EXPECT_TRUE(Ask(namesake, ProbeEnd::kFound));
}

TEST_F(ProbeLimitTest, OnlyWhatFindsNothingCountsAsAMiss) {
  limits_.officer.misses = 5;
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kFound, About(""), 50), 50);
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kUntold, About(""), 50), 50);
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kMissed, About("")), 5);
  EXPECT_EQ(begun_[0].cause(), v1::PROBE_CAUSE_MISSES);
}

// A burst can't outrun the count.
TEST_F(ProbeLimitTest, NoMoreAreUnderWayThanMayMiss) {
  limits_.officer.misses = 5;
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(limit().Admit(About(absl::StrCat(i)), now_).allowed);
  }
  EXPECT_FALSE(limit().Admit(About("more"), now_).allowed);
}

TEST_F(ProbeLimitTest, ASweepOfNamesIsSeenAndTheSameNameIsNone) {
  limits_.officer.names = 40;
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(Ask(About("one"), ProbeEnd::kMissed)) << i;
  }
  ProbeQuestion by_record = About("");
  by_record.by_name = false;
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kMissed, by_record, 500), 500);
  const int names = AskUntilLockedOut(ProbeEnd::kMissed, About(""));
  EXPECT_NEAR(names, 40, 6);
  EXPECT_EQ(begun_[0].cause(), v1::PROBE_CAUSE_NAMES);
  EXPECT_EQ(begun_[0].scope(), v1::PROBE_SCOPE_OFFICER);
}

TEST_F(ProbeLimitTest, AnAgencyCannotSpreadASweepOverManyPersons) {
  limits_.officer.names = 40;
  limits_.agency.names = 100;
  int names = 0;
  ProbeQuestion question = About("");
  do {
    question.child_hash = About(absl::StrCat(names)).child_hash;
    question.subject = absl::StrCat("officer-", names++);
  } while (names < 1000 && Ask(question, ProbeEnd::kMissed));
  EXPECT_NEAR(names, 100, 15);
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_AGENCY);
}

TEST_F(ProbeLimitTest, OnePersonHidesNoChildFromHerColleagues) {
  limits_.child.questions = 3;
  ProbeQuestion question = About("a");
  while (Ask(question, ProbeEnd::kFound)) {
  }
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_CHILD);
  EXPECT_EQ(begun_.back().subject(), question.subject);
  int persons = 1;
  do {
    question.subject = absl::StrCat("colleague-", persons);
    for (int i = 0; i < 3 && Ask(question, ProbeEnd::kFound); ++i) {
    }
  } while (begun_.back().subject() != "" && ++persons < 10);
  EXPECT_EQ(persons, 4);
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_CHILD);
  question.subject = "somebody new";
  EXPECT_FALSE(Ask(question, ProbeEnd::kFound));
}

TEST_F(ProbeLimitTest, ARecordIsCountedHoweverSheIsNamed) {
  limits_.child.questions = 5;
  const std::string record = About("record").child_hash;
  int asked = 0;
  while (asked < 20 &&
         AskAndFind(About(absl::StrCat(asked)), record, ProbeEnd::kFound)) {
    ++asked;
  }
  EXPECT_EQ(asked, 5);
  ASSERT_THAT(begun_, SizeIs(1));
  EXPECT_EQ(begun_[0].scope(), v1::PROBE_SCOPE_CHILD);
  EXPECT_EQ(begun_[0].cause(), v1::PROBE_CAUSE_QUESTIONS);
  EXPECT_EQ(begun_[0].subject(), "officer-1");
  EXPECT_EQ(begun_[0].child_hash(), record);
  // Named by the record she is not even searched for.
  EXPECT_FALSE(Ask(About("record"), ProbeEnd::kFound));
  // It is the same lockout, and says nothing of other children.
  EXPECT_FALSE(AskAndFind(About("x"), record, ProbeEnd::kFound));
  EXPECT_THAT(begun_, SizeIs(1));
  EXPECT_TRUE(
      AskAndFind(About("y"), About("other").child_hash, ProbeEnd::kFound));
}

TEST_F(ProbeLimitTest, QuestionsByHerRecordCountWithThoseByHerName) {
  limits_.child.questions = 6;
  const std::string record = About("record").child_hash;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Ask(About("record"), ProbeEnd::kFound));
    EXPECT_TRUE(AskAndFind(About(absl::StrCat(i)), record, ProbeEnd::kFound));
  }
  EXPECT_FALSE(AskAndFind(About("x"), record, ProbeEnd::kFound));
}

TEST_F(ProbeLimitTest, OfARecordTooOnlyWhatShowsNothingIsAMiss) {
  limits_.child.misses = 3;
  const std::string record = About("record").child_hash;
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(AskAndFind(About(absl::StrCat(i)), record, ProbeEnd::kFound));
  }
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(AskAndFind(About(absl::StrCat(-i)), record, ProbeEnd::kMissed));
  }
  EXPECT_FALSE(AskAndFind(About("x"), record, ProbeEnd::kMissed));
  ASSERT_THAT(begun_, SizeIs(1));
  EXPECT_EQ(begun_[0].cause(), v1::PROBE_CAUSE_MISSES);
}

// As by name: what one person asks leaves three shares of four.
TEST_F(ProbeLimitTest, OnePersonHidesNoRecordFromHerColleagues) {
  limits_.child.questions = 3;
  const std::string record = About("record").child_hash;
  int named = 0;
  const auto ask_as = [&](const std::string& subject) {
    ProbeQuestion question = About(absl::StrCat(named++));
    question.subject = subject;
    return AskAndFind(question, record, ProbeEnd::kFound);
  };
  for (const char* person : {"one", "two", "three", "four"}) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ask_as(person)) << person;
    if (person != std::string("one")) continue;
    ASSERT_FALSE(ask_as(person));
    EXPECT_EQ(begun_.back().subject(), person);
  }
  ASSERT_FALSE(ask_as("five"));
  EXPECT_EQ(begun_.back().subject(), "");
  EXPECT_EQ(begun_.back().child_hash(), record);
}

TEST_F(ProbeLimitTest, APurposeAndAChildHaveLimitsOfTheirOwn) {
  limits_.purpose.questions = 7;
  limits_.child.questions = 3;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Ask(About("a"), ProbeEnd::kFound));
  EXPECT_FALSE(Ask(About("a"), ProbeEnd::kFound));
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_CHILD);
  EXPECT_EQ(begun_.back().child_hash(), About("a").child_hash);
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(Ask(About(absl::StrCat(i)), ProbeEnd::kFound));
  }
  EXPECT_FALSE(Ask(About("b"), ProbeEnd::kFound));
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_PURPOSE);
  ProbeQuestion other = About("b");
  other.purpose = v1::PURPOSE_TREAT;
  EXPECT_TRUE(Ask(other, ProbeEnd::kFound));
}

}  // namespace
}  // namespace homeward::federation
