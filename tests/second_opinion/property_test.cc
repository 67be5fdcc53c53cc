// What docs/mou.md promises of every decision, over generated documents and
// questions.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/decision/active_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/document_generator.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/first_opinion.h"
#include "tests/second_opinion/question_generator.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {
namespace {

using Set = std::shared_ptr<const auth::ActiveSet>;

// Whether `narrow` discloses nothing that `wide` does not, nor in a less
// strict form.
bool Within(const Opinion& narrow, const Opinion& wide) {
  for (const auto& [path, form] : narrow.fields) {
    const auto there = wide.fields.find(path);
    if (there == wide.fields.end()) return false;
    if (!(Both(form, there->second) == form)) return false;
  }
  return true;
}

// Calls `check(prepared, set, question, opinion)` for 100 documents with 60
// questions each, until it fails: `prepared` is what `prepare` made of the
// documents, and `opinion` the decision by `set`, which is theirs.
template <typename PrepareSet, typename Check>
void ForEach(unsigned seed, const PrepareSet& prepare, const Check& check) {
  Chance chance(seed);
  DocumentGenerator generator(chance);
  int permitted = 0;
  for (int i = 0; i < 100; ++i) {
    const Documents documents = generator.Next();
    const Set set = Compiled(documents);
    const auto prepared = prepare(documents, generator, chance);
    QuestionGenerator questions(documents, chance);
    for (int j = 0; j < 60; ++j) {
      const v1::DecideRequest question = questions.Next();
      const Opinion opinion = FirstOpinion(set, question);
      permitted += opinion.permitted();
      check(prepared, set, question, opinion);
      if (::testing::Test::HasFatalFailure()) {
        FAIL() << "documents " << i << "\n" << question.DebugString();
      }
    }
  }
  // A property of denials alone says little.
  EXPECT_GT(permitted, 600);
}

TEST(DecisionPropertyTest, OrderAndRepeatsOfMousDoNotMatter) {
  ForEach(
      7,
      [](Documents documents, DocumentGenerator&, Chance& chance) {
        chance.Shuffle(documents.mous);
        documents.mous.push_back(documents.mous.front());
        return Compiled(documents);
      },
      [](const Set& other, const Set& set, const v1::DecideRequest& question,
         const Opinion& opinion) {
        ASSERT_EQ(other->digest(), set->digest());
        ASSERT_EQ(Text(FirstOpinion(other, question)), Text(opinion));
      });
}

// `mou` with its clauses in another order, and one of them twice.
void Reorder(v1::Mou& mou, Chance& chance) {
  std::vector<v1::Clause> clauses(mou.clauses().begin(), mou.clauses().end());
  v1::Clause twin = chance.Of(clauses);
  twin.set_clause_id("twin");
  clauses.push_back(twin);
  chance.Shuffle(clauses);
  mou.clear_clauses();
  for (const v1::Clause& clause : clauses) *mou.add_clauses() = clause;
}

TEST(DecisionPropertyTest, OrderAndRepeatsOfClausesDoNotMatter) {
  ForEach(
      8,
      [](Documents documents, DocumentGenerator&, Chance& chance) {
        for (v1::Mou& mou : documents.mous) Reorder(mou, chance);
        Reorder(documents.charter, chance);
        return Compiled(documents);
      },
      [](const Set& other, const Set&, const v1::DecideRequest& question,
         const Opinion& opinion) {
        const Opinion same = FirstOpinion(other, question);
        ASSERT_EQ(same.reason, opinion.reason);
        ASSERT_EQ(same.fields, opinion.fields);
        ASSERT_EQ(same.duties, opinion.duties);
        ASSERT_EQ(same.built_in_rules, opinion.built_in_rules);
      });
}

TEST(DecisionPropertyTest, AProhibitionNeverWidens) {
  ForEach(
      9,
      [](Documents documents, DocumentGenerator& generator, Chance& chance) {
        const int where =
            chance.Below(1 + static_cast<int>(documents.mous.size()));
        v1::Mou& mou =
            where == 0 ? documents.charter : documents.mous[where - 1];
        *mou.add_clauses() = generator.Prohibition("one-more");
        return Compiled(documents);
      },
      [](const Set& stricter, const Set&, const v1::DecideRequest& question,
         const Opinion& opinion) {
        ASSERT_TRUE(Within(FirstOpinion(stricter, question), opinion));
      });
}

// What an MOU prohibits can't be permitted by adding another: permits come
// from the MOU named, prohibitions from all.
TEST(DecisionPropertyTest, AnotherMouNeverWidensNorTakesAProhibitionAway) {
  ForEach(
      10,
      [](Documents documents, DocumentGenerator& generator, Chance&) {
        for (v1::Mou& mou : generator.Next().mous) {
          mou.set_mou_id(absl::StrCat("x-", mou.mou_id()));
          documents.mous.push_back(mou);
        }
        return Compiled(documents);
      },
      [](const Set& larger, const Set&, const v1::DecideRequest& question,
         const Opinion& opinion) {
        ASSERT_TRUE(Within(FirstOpinion(larger, question), opinion));
      });
}

TEST(DecisionPropertyTest, SuspendingNeverWidens) {
  ForEach(
      11,
      [](Documents documents, DocumentGenerator&, Chance& chance) {
        documents.suspended.insert(absl::StrCat("m", chance.Below(3)));
        return Compiled(documents);
      },
      [](const Set& without, const Set&, const v1::DecideRequest& question,
         const Opinion& opinion) {
        ASSERT_TRUE(Within(FirstOpinion(without, question), opinion));
      });
}

Set Same(const Documents& documents, DocumentGenerator&, Chance&) {
  return Compiled(documents);
}

// `question` with `fact` unknown.
v1::DecideRequest Without(v1::DecideRequest question, v1::Fact fact) {
  auto& facts = *question.mutable_facts()->mutable_facts();
  facts.erase(std::remove_if(facts.begin(), facts.end(),
                             [fact](const v1::FactValue& value) {
                               return value.fact() == fact;
                             }),
              facts.end());
  return question;
}

// A broken glass is for categories that are named.
void NameAllCategories(v1::FactValue& value) {
  for (int category = 1; category < v1::Category_ARRAYSIZE; ++category) {
    value.add_categories(static_cast<v1::Category>(category));
  }
}

TEST(DecisionPropertyTest, UnknownAllowsNoMoreThanTrueAndFalseBothDo) {
  ForEach(12, Same,
          [](const Set& set, const Set&, const v1::DecideRequest& question,
             const Opinion&) {
            for (int i = 1; i < v1::Fact_ARRAYSIZE; ++i) {
              const auto fact = static_cast<v1::Fact>(i);
              v1::DecideRequest known = Without(question, fact);
              const Opinion unknown = FirstOpinion(set, known);
              v1::FactValue& value = *known.mutable_facts()->add_facts();
              value.set_fact(fact);
              for (const v1::Truth truth : {v1::TRUTH_TRUE, v1::TRUTH_FALSE}) {
                value.set_truth(truth);
                value.clear_categories();
                if (fact == v1::FACT_BREAK_GLASS && truth == v1::TRUTH_TRUE) {
                  NameAllCategories(value);
                }
                ASSERT_TRUE(Within(unknown, FirstOpinion(set, known)))
                    << v1::Fact_Name(fact);
              }
            }
          });
}

TEST(DecisionPropertyTest, UnknownAgeAllowsNoMoreThanEachAgeDoes) {
  ForEach(
      13, Same,
      [](const Set& set, const Set&, v1::DecideRequest question,
         const Opinion&) {
        question.mutable_facts()->clear_subject_age();
        const Opinion unknown = FirstOpinion(set, question);
        for (int years = 0; years <= 17; ++years) {
          v1::AgeBounds& age = *question.mutable_facts()->mutable_subject_age();
          age.set_min_years(years);
          age.set_max_years(years);
          ASSERT_TRUE(Within(unknown, FirstOpinion(set, question))) << years;
        }
      });
}

TEST(DecisionPropertyTest, WhoAsksForLessGetsNoMore) {
  ForEach(14, Same,
          [](const Set& set, const Set&, v1::DecideRequest question,
             const Opinion&) {
            question.mutable_request()->clear_categories();
            const Opinion all = FirstOpinion(set, question);
            question.mutable_request()->add_categories(v1::CATEGORY_LOC_COARSE);
            const Opinion less = FirstOpinion(set, question);
            ASSERT_TRUE(Within(less, all));
            question.mutable_request()->add_categories(v1::CATEGORY_HEALTH);
            ASSERT_TRUE(Within(less, FirstOpinion(set, question)));
          });
}

TEST(DecisionPropertyTest, AnIssuerCountsForNothingWithoutACase) {
  ForEach(15, Same,
          [](const Set& set, const Set&, v1::DecideRequest question,
             const Opinion&) {
            question = Without(question, v1::FACT_OPEN_CASE);
            question = Without(question, v1::FACT_IMMINENT_DANGER);
            question.mutable_facts()->set_case_issuer_agency_id(kIssuer);
            const Opinion listed = FirstOpinion(set, question);
            question.mutable_facts()->set_case_issuer_agency_id(kStranger);
            ASSERT_EQ(Text(FirstOpinion(set, question)), Text(listed));
          });
}

}  // namespace
}  // namespace homeward::second_opinion
