// The decision and the plain one must agree on generated questions, and what
// docs/mou.md promises of it must hold for each of them.
#include "auth/testing/plain_decision.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "auth/testing/question.h"
#include "auth/testing/question_generator.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

using testing::PlainDecision;
using testing::Question;
using testing::QuestionGenerator;
using ::testing::SizeIs;

std::shared_ptr<const ActiveSet> Compiled(const Question& q) {
  std::vector<SignedMou> mous;
  for (const v1::Mou& mou : q.mous) mous.push_back(testing::SignedByAll(mou));
  const std::vector<std::string> suspended(q.suspended.begin(),
                                           q.suspended.end());
  auto set = ActiveSet::Build(testing::AsCharter(q.charter), mous, suspended);
  if (!set.ok()) ADD_FAILURE() << set.status();
  return set.ok() ? *set : ActiveSet::DenyAll();
}

// The fields that are shown, and what happens to each.
using Shown = std::map<std::string, Treatment>;

Shown Decision(const std::shared_ptr<const ActiveSet>& set, const Question& q) {
  const Admittance admitted =
      Admit(set, q.request, q.case_facts, absl::FromUnixSeconds(q.now));
  if (!admitted.admission.ok()) return {};
  const Authorization result = Authorize(*admitted.admission, q.facts);
  if (!result.grant.ok()) return {};
  EXPECT_TRUE(
      admitted.admission->categories().Covers(result.grant->categories()));
  EXPECT_TRUE(result.grant->fields().any());
  EXPECT_FALSE(result.grant->clauses().empty());
  Shown shown;
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (!result.grant->fields().test(i)) continue;
    shown[catalog.path(i)] = result.grant->treatments().Of(i);
  }
  return shown;
}

Shown Plain(const Question& q) {
  Shown shown;
  for (const auto& [path, rule] : PlainDecision(q)) {
    shown[path] = TreatmentOf(rule);
  }
  return shown;
}

constexpr int kSets = 400;
constexpr int kQuestionsPerSet = 150;

TEST(PlainDecisionTest, BothDecisionsAgree) {
  QuestionGenerator generator(20260101);
  int shown = 0;
  int kept_from = 0;
  std::set<Treatment> seen;
  for (int i = 0; i < kSets; ++i) {
    Question q = generator.Documents();
    const auto set = Compiled(q);
    for (int j = 0; j < kQuestionsPerSet; ++j) {
      generator.Ask(q);
      const Shown plain = Plain(q);
      ASSERT_EQ(Decision(set, q), plain) << "set " << i << " question " << j;
      ++(plain.empty() ? kept_from : shown);
      for (const auto& [path, treatment] : plain) seen.insert(treatment);
    }
  }
  // Neither side is right by always saying the same.
  EXPECT_GT(shown, kSets * kQuestionsPerSet / 50);
  EXPECT_GT(kept_from, kSets * kQuestionsPerSet / 50);
  EXPECT_THAT(seen, SizeIs(8)) << "clear, 3 masks, 3 times, hash";
}

// Whether `a` shows nothing that `b` doesn't, nor anything more exactly.
bool Within(const Shown& a, const Shown& b) {
  return std::all_of(a.begin(), a.end(), [&b](const auto& shown) {
    const auto other = b.find(shown.first);
    return other != b.end() &&
           Stricter(shown.second, other->second) == shown.second;
  });
}

TEST(DecisionPropertyTest, OrderAndRepeatsDoNotMatter) {
  QuestionGenerator generator(7);
  for (int i = 0; i < 60; ++i) {
    Question q = generator.Documents();
    Question other = q;
    std::reverse(other.mous.begin(), other.mous.end());
    other.mous.push_back(other.mous.front());
    const auto set = Compiled(q);
    const auto same = Compiled(other);
    EXPECT_EQ(set->digest(), same->digest());
    for (int j = 0; j < 50; ++j) {
      generator.Ask(q);
      ASSERT_EQ(Decision(set, q), Decision(same, q));
    }
  }
}

TEST(DecisionPropertyTest, AnotherMouNeverWidensWhatOneNames) {
  QuestionGenerator generator(8);
  for (int i = 0; i < 60; ++i) {
    Question q = generator.Documents();
    Question more = q;
    for (v1::Mou& mou : generator.Documents().mous) {
      mou.set_mou_id("x-" + mou.mou_id());
      more.mous.push_back(mou);
    }
    const auto set = Compiled(q);
    const auto larger = Compiled(more);
    for (int j = 0; j < 50; ++j) {
      generator.Ask(q);
      ASSERT_TRUE(Within(Decision(larger, q), Decision(set, q)));
    }
  }
}

TEST(DecisionPropertyTest, SuspendingNeverWidens) {
  QuestionGenerator generator(9);
  for (int i = 0; i < 60; ++i) {
    Question q = generator.Documents();
    Question all = q;
    q.suspended.clear();
    all.suspended = {absl::StrCat("m", generator.Below(3))};
    const auto set = Compiled(q);
    const auto without = Compiled(all);
    for (int j = 0; j < 50; ++j) {
      generator.Ask(q);
      ASSERT_TRUE(Within(Decision(without, q), Decision(set, q)));
    }
  }
}

TEST(DecisionPropertyTest, UnknownAllowsNoMoreThanTrueAndFalseBothDo) {
  QuestionGenerator generator(10);
  for (int i = 0; i < 100; ++i) {
    Question q = generator.Documents();
    const auto set = Compiled(q);
    for (int j = 0; j < 40; ++j) {
      generator.Ask(q);
      for (Tri* fact : {&q.case_facts.open_case, &q.case_facts.imminent_danger,
                        &q.facts.custody_relation, &q.facts.location_protected,
                        &q.facts.adoption_hold}) {
        const Tri before = *fact;
        *fact = Tri::kUnknown;
        const auto unknown = Decision(set, q);
        for (Tri known : {Tri::kTrue, Tri::kFalse}) {
          *fact = known;
          ASSERT_TRUE(Within(unknown, Decision(set, q)));
        }
        *fact = before;
      }
    }
  }
}

}  // namespace
}  // namespace homeward::auth
