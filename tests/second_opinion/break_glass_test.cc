// What a broken glass changes, and what it never does, over generated documents
// and questions.
#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

#include "auth/decision/active_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/document_generator.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/first_opinion.h"
#include "tests/second_opinion/question_generator.h"
#include "tests/second_opinion/reading.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {
namespace {

using Set = std::shared_ptr<const auth::ActiveSet>;

constexpr v1::Role kMayBreak[] = {
    v1::ROLE_CP_SUPERVISOR, v1::ROLE_CLINIC_CLINICIAN, v1::ROLE_POLICE_MISSING};

v1::DecideRequest Unbroken(const v1::DecideRequest& question) {
  v1::DecideRequest changed = question;
  changed.mutable_facts()->clear_facts();
  for (const v1::FactValue& value : question.facts().facts()) {
    if (value.fact() == v1::FACT_BREAK_GLASS) continue;
    *changed.mutable_facts()->add_facts() = value;
  }
  v1::FactValue& glass = *changed.mutable_facts()->add_facts();
  glass.set_fact(v1::FACT_BREAK_GLASS);
  glass.set_truth(v1::TRUTH_FALSE);
  return changed;
}

v1::DecideRequest BrokenFor(const v1::DecideRequest& question,
                            const std::vector<v1::Category>& categories) {
  v1::DecideRequest changed = Unbroken(question);
  auto& facts = *changed.mutable_facts()->mutable_facts();
  v1::FactValue& glass = facts[facts.size() - 1];
  glass.set_truth(v1::TRUTH_TRUE);
  for (const v1::Category category : categories) glass.add_categories(category);
  return changed;
}

v1::DecideRequest Broken(const v1::DecideRequest& question) {
  std::vector<v1::Category> all;
  for (int category = 1; category < v1::Category_ARRAYSIZE; ++category) {
    all.push_back(static_cast<v1::Category>(category));
  }
  return BrokenFor(question, all);
}

// Calls `check(changed, set, question)` for 100 documents with 60 questions
// each, where `set` is of the documents and `changed` of what `change` made of
// them. Who asks may break the glass.
template <typename Change, typename Check>
void ForEach(unsigned seed, const Change& change, const Check& check) {
  Chance chance(seed);
  DocumentGenerator generator(chance);
  int widened = 0;
  for (int i = 0; i < 100; ++i) {
    const Documents documents = generator.Next();
    Documents others = documents;
    change(others);
    const Set set = Compiled(documents);
    const Set changed = Compiled(others);
    QuestionGenerator questions(documents, chance);
    for (int j = 0; j < 60; ++j) {
      v1::DecideRequest question = questions.Next();
      question.mutable_request()->clear_roles();
      question.mutable_request()->add_roles(chance.Of(kMayBreak));
      check(changed, set, question);
      if (::testing::Test::HasFatalFailure()) {
        FAIL() << "documents " << i << "\n" << question.DebugString();
      }
      widened += FirstOpinion(set, Broken(question)).fields.size() >
                 FirstOpinion(set, Unbroken(question)).fields.size();
    }
  }
  // A glass that never shows anything more says little.
  EXPECT_GT(widened, 100);
}

void Nothing(Documents&) {}

// What a glass may be broken for: adoption holds and the answers of screenings
// stand behind it.
template <typename Fields>
Fields BehindGlass(Fields fields) {
  for (auto it = fields.begin(); it != fields.end();) {
    const v1::Category category = CategoryOf(it->first);
    const bool never =
        category == v1::CATEGORY_HOLD || category == v1::CATEGORY_SCREEN_ANS;
    it = never ? fields.erase(it) : std::next(it);
  }
  return fields;
}

TEST(BreakGlassTest, StandsInForTheConditionsAndForNothingElse) {
  const auto without_conditions = [](Documents& documents) {
    for (v1::Mou& mou : documents.mous) {
      for (v1::Clause& clause : *mou.mutable_clauses()) {
        if (!clause.match().allow_break_glass()) continue;
        clause.mutable_match()->clear_conditions();
        clause.mutable_match()->clear_allow_break_glass();
      }
    }
  };
  ForEach(21, without_conditions,
          [](const Set& bare, const Set& set, const v1::DecideRequest& asked) {
            if (asked.request().purpose() == v1::PURPOSE_ADOPTION) return;
            ASSERT_EQ(BehindGlass(FirstOpinion(set, Broken(asked)).fields),
                      BehindGlass(FirstOpinion(bare, Unbroken(asked)).fields));
          });
}

TEST(BreakGlassTest, ChangesNothingWhereNoPermitSaysSo) {
  const auto strict = [](Documents& documents) {
    for (v1::Mou& mou : documents.mous) {
      for (v1::Clause& clause : *mou.mutable_clauses()) {
        clause.mutable_match()->clear_allow_break_glass();
      }
    }
  };
  ForEach(22, strict,
          [](const Set& strict, const Set&, const v1::DecideRequest& asked) {
            ASSERT_EQ(Text(FirstOpinion(strict, Broken(asked))),
                      Text(FirstOpinion(strict, Unbroken(asked))));
          });
}

TEST(BreakGlassTest, ChangesNothingForAnybodyElse) {
  ForEach(23, Nothing, [](const Set&, const Set& set, v1::DecideRequest asked) {
    for (int role = 1; role < v1::Role_ARRAYSIZE; ++role) {
      const auto each = static_cast<v1::Role>(role);
      if (std::find(std::begin(kMayBreak), std::end(kMayBreak), each) !=
          std::end(kMayBreak)) {
        continue;
      }
      asked.mutable_request()->set_roles(0, each);
      ASSERT_EQ(Text(FirstOpinion(set, Broken(asked))),
                Text(FirstOpinion(set, Unbroken(asked))));
    }
  });
}

TEST(BreakGlassTest, ShowsMoreOfTheNamedCategoriesAlone) {
  ForEach(24, Nothing,
          [](const Set&, const Set& set, const v1::DecideRequest& asked) {
            const Opinion before = FirstOpinion(set, Unbroken(asked));
            for (const v1::Category named :
                 {v1::CATEGORY_ID_MIN, v1::CATEGORY_HEALTH}) {
              const Opinion after =
                  FirstOpinion(set, BrokenFor(asked, {named}));
              for (const auto& [path, form] : after.fields) {
                if (before.fields.count(path) > 0) continue;
                const v1::Category category = CategoryOf(path);
                ASSERT_TRUE(category == named || category == v1::CATEGORY_EXIST)
                    << path;
              }
            }
          });
}

// One more prohibition of the charter: nobody gets past it by any glass.
TEST(BreakGlassTest, NeverGoesPastTheCharter) {
  const auto forbid = [](Documents& documents) {
    v1::Clause& clause = *documents.charter.add_clauses();
    clause.set_clause_id("never");
    clause.set_effect(v1::EFFECT_PROHIBIT);
    v1::Match& match = *clause.mutable_match();
    match.mutable_owner()->set_any(true);
    match.mutable_requester()->set_any(true);
    match.mutable_roles()->set_any(true);
    match.mutable_purposes()->set_any(true);
    match.mutable_actions()->set_any(true);
    match.mutable_categories()->add_categories(v1::CATEGORY_ID_MIN);
  };
  int shown = 0;
  ForEach(25, forbid,
          [&shown](const Set& forbidden, const Set& set,
                   const v1::DecideRequest& asked) {
            const v1::DecideRequest broken = Broken(asked);
            for (const auto& [path, form] :
                 FirstOpinion(forbidden, broken).fields) {
              ASSERT_NE(CategoryOf(path), v1::CATEGORY_ID_MIN);
            }
            for (const auto& [path, form] : FirstOpinion(set, broken).fields) {
              shown += CategoryOf(path) == v1::CATEGORY_ID_MIN;
            }
          });
  EXPECT_GT(shown, 50);
}

TEST(BreakGlassTest, NeverHelpsEnforcementOrAnAdoption) {
  ForEach(26, Nothing, [](const Set&, const Set& set, v1::DecideRequest asked) {
    asked.mutable_request()->set_purpose(v1::PURPOSE_IMM_ENFORCEMENT);
    ASSERT_FALSE(FirstOpinion(set, Broken(asked)).permitted());
    asked.mutable_request()->set_purpose(v1::PURPOSE_ADOPTION);
    ASSERT_EQ(Text(FirstOpinion(set, Broken(asked))),
              Text(FirstOpinion(set, Unbroken(asked))));
    asked.mutable_request()->add_roles(v1::ROLE_IMM_ENFORCEMENT);
    ASSERT_FALSE(FirstOpinion(set, Broken(asked)).permitted());
  });
}

}  // namespace
}  // namespace homeward::second_opinion
