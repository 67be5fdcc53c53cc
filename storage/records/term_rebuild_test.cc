#include "storage/records/term_rebuild.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/record_rows.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::internal::v1::StoredRecord;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

constexpr absl::Time kNow = absl::FromUnixSeconds(1700000000);

// More than are done in two steps.
constexpr int kMany = 120;

TermRules NewRules(int version = 2) {
  TermRules rules;
  rules.version = version;
  rules.kind = absl::StrCat("name/", version);
  rules.older_kinds = {"name/0", "name/1"};
  rules.categories = {v1::CATEGORY_ID_MIN, v1::CATEGORY_ID_FULL};
  rules.terms = [](const StoredRecord& record) {
    std::vector<std::string> terms;
    for (const v1::Claim& claim : record.claims()) {
      terms.push_back("new " + claim.identity().name_full());
    }
    return terms;
  };
  return rules;
}

class TermRebuildTest : public ::testing::Test {
 protected:
  // A record as rules of old stored it.
  std::string Register(const std::string& name, const std::string& kind) {
    NewClaims content;
    content.claims.emplace_back().mutable_identity()->set_name_full(name);
    content.terms = {{kind, "old " + name}};
    auto change = kit_.records()->Create(content, {}, kNow);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    return change->record_id;
  }

  std::vector<std::string> RegisterMany(int count = kMany) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) {
      ids.push_back(Register("Ana", i % 2 == 0 ? "name/0" : "name/1"));
    }
    return ids;
  }

  TermRebuild Rebuild(const TermRules& rules = NewRules()) {
    return TermRebuild(kit_.engine(), kit_.records(), kit_.blind(), "registrar",
                       rules);
  }

  // Does all; returns how many steps that took.
  int Finish(TermRebuild rebuild) {
    for (int steps = 1; steps < 100; ++steps) {
      auto done = rebuild.Step(kNow);
      EXPECT_OK(done);
      if (!done.ok() || *done) return steps;
    }
    ADD_FAILURE() << "does not end";
    return 0;
  }

  std::vector<std::string> Find(const std::string& kind,
                                const std::string& value) {
    auto ids = kit_.records()->Find({kind, value}, 10000);
    EXPECT_OK(ids);
    return ids.ok() ? *ids : std::vector<std::string>();
  }

  size_t TermRowsOf(const std::string& kind) {
    auto page = kit_.engine()->Scan(
        ScanPrefix(TermKindPrefix(kit_.blind()->KindPrefix(kind))));
    EXPECT_OK(page);
    return page.ok() ? page->rows.size() : 0;
  }

  RecordTestKit kit_;
};

TEST_F(TermRebuildTest, AnEmptyStoreIsAtThePresentVersion) {
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(0));
  Finish(Rebuild());
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(2));
}

TEST_F(TermRebuildTest, AllAreWrittenAnewAndTheOlderTermsAreGone) {
  const std::vector<std::string> ids = RegisterMany();
  const std::string maria = Register("Maria", "name/0");
  Finish(Rebuild());
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(2));
  EXPECT_THAT(Find("name/2", "new Ana"), UnorderedElementsAreArray(ids));
  EXPECT_THAT(Find("name/2", "new Maria"), ElementsAre(maria));
  EXPECT_EQ(TermRowsOf("name/0"), 0U);
  EXPECT_EQ(TermRowsOf("name/1"), 0U);
}

TEST_F(TermRebuildTest, OlderTermsStayUntilAllAreWrittenAnew) {
  const std::vector<std::string> ids = RegisterMany();
  TermRebuild rebuild = Rebuild();
  while (*kit_.records()->TermVersion() != 2) {
    EXPECT_EQ(
        Find("name/0", "old Ana").size() + Find("name/1", "old Ana").size(),
        ids.size());
    ASSERT_OK(rebuild.Step(kNow));
  }
  EXPECT_THAT(Find("name/2", "new Ana"), UnorderedElementsAreArray(ids));
}

TEST_F(TermRebuildTest, AfterAKillItGoesOn) {
  const std::vector<std::string> ids = RegisterMany();
  const int whole = 3;  // Of writing.
  for (int run = 0; run < whole; ++run) {
    // Each run does one piece and is gone.
    EXPECT_THAT(Rebuild().Step(kNow), IsOkAndHolds(false));
    kit_.Close();
    kit_.Open();
  }
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(2));
  EXPECT_THAT(Find("name/2", "new Ana"), UnorderedElementsAreArray(ids));
  EXPECT_GT(TermRowsOf("name/0") + TermRowsOf("name/1"), 0U);
  Finish(Rebuild());
  EXPECT_EQ(TermRowsOf("name/0") + TermRowsOf("name/1"), 0U);
  ASSERT_OK_AND_ASSIGN(const auto state, Rebuild().State());
  EXPECT_EQ(state.record_count(), kMany);
}

TEST_F(TermRebuildTest, WhatIsDoneIsNotDoneAgain) {
  RegisterMany();
  Finish(Rebuild());
  TermRules counted = NewRules();
  counted.terms = [](const StoredRecord&) {
    ADD_FAILURE() << "was written anew again";
    return std::vector<std::string>();
  };
  EXPECT_EQ(Finish(Rebuild(counted)), 1);
}

TEST_F(TermRebuildTest, AVersionThatComesMidwayBeginsFromTheStart) {
  const std::vector<std::string> ids = RegisterMany();
  ASSERT_OK(Rebuild().Step(kNow));
  TermRules newer = NewRules(3);
  newer.older_kinds.push_back("name/2");
  Finish(Rebuild(newer));
  EXPECT_THAT(Find("name/3", "new Ana"), UnorderedElementsAreArray(ids));
  EXPECT_EQ(TermRowsOf("name/2"), 0U);
}

TEST_F(TermRebuildTest, ErasedRecordsGetNoTerms) {
  const std::string ana = Register("Ana", "name/1");
  kit_.DestroyKeyOf(ana);
  Finish(Rebuild());
  EXPECT_THAT(Find("name/2", "new Ana"), IsEmpty());
  EXPECT_EQ(TermRowsOf("name/1"), 0U);
}

TEST_F(TermRebuildTest, OneThatIsErasedMeanwhileLeavesNoTerm) {
  const std::string ana = Register("Ana", "name/1");
  const std::string maria = Register("Maria", "name/1");
  TermRules rules = NewRules();
  bool erased = false;
  rules.terms = [&](const StoredRecord& record) {
    // She is read already, and not yet written.
    if (record.record_id() == ana && !erased) {
      erased = true;
      Batch gone;
      gone.Delete(HeadRow(RecordTestKit::SubjectOf(ana)));
      EXPECT_TRUE(kit_.engine()->Commit(gone, Durability::kDurable).ok());
    }
    return NewRules().terms(record);
  };
  Finish(Rebuild(rules));
  EXPECT_TRUE(erased);
  EXPECT_THAT(Find("name/2", "new Ana"), IsEmpty());
  EXPECT_THAT(Find("name/2", "new Maria"), ElementsAre(maria));
  EXPECT_EQ(TermRowsOf("name/2"), 1U);
  EXPECT_EQ(TermRowsOf("name/1"), 0U);
}

TEST_F(TermRebuildTest, WhoIsAddedToMeanwhileIsReadAnew) {
  const std::string ana = Register("Ana", "name/1");
  TermRules rules = NewRules();
  bool added = false;
  rules.terms = [&](const StoredRecord& record) {
    if (!added) {
      added = true;
      NewClaims more;
      more.claims.emplace_back().mutable_identity()->set_name_full("Anna");
      const auto change = kit_.records()->Append(ana, more, kNow);
      EXPECT_OK(change);
      EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    }
    return NewRules().terms(record);
  };
  Finish(Rebuild(rules));
  EXPECT_THAT(Find("name/2", "new Ana"), ElementsAre(ana));
  EXPECT_THAT(Find("name/2", "new Anna"), ElementsAre(ana));
}

TEST_F(TermRebuildTest, ADamagedRecordKeepsTheOlderTerms) {
  Register("Ana", "name/1");
  const std::string maria = Register("Maria", "name/1");
  Batch damage;
  damage.Put(HeadRow(RecordTestKit::SubjectOf(maria)), "not sealed");
  ASSERT_TRUE(kit_.engine()->Commit(damage, Durability::kDurable).ok());
  TermRebuild rebuild = Rebuild();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(rebuild.Step(kNow), StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(0));
  EXPECT_EQ(TermRowsOf("name/1"), 2U);
}

TEST_F(TermRebuildTest, RecordsWithAsManyTermsAsMayBeFitIntoBatches) {
  const std::vector<std::string> ids = RegisterMany(5);
  TermRules rules = NewRules();
  rules.terms = [](const StoredRecord&) {
    std::vector<std::string> terms;
    for (size_t i = 0; i < kMaxTermsPerChange; ++i) {
      terms.push_back(absl::StrCat("term ", i));
    }
    return terms;
  };
  Finish(Rebuild(rules));
  EXPECT_THAT(Find("name/2", "term 499"), UnorderedElementsAreArray(ids));
}

}  // namespace
}  // namespace homeward::storage
