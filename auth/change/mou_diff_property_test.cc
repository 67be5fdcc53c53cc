// The difference tells exactly what the decision does otherwise.

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/mou_diff.h"
#include "auth/change/testing/question_generator.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/mou.h"
#include "auth/mou/treatment.h"
#include "auth/testing/signed_mous.h"
#include "auth/what_if/what_if.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::testing::IsEmpty;
using testing::Question;
using testing::QuestionGenerator;

const absl::Time kNow = absl::FromUnixSeconds(500);
// A comparison decides some hundred thousand questions.
constexpr int kRounds = 4;

// A generated document, in force now and with every party.
v1::Mou InForce(v1::Mou mou, const std::string& id) {
  mou.set_mou_id(id);
  mou.set_version(1);
  mou.clear_previous_sha256();
  mou.mutable_effective_time()->set_seconds(0);
  mou.mutable_expiry_time()->set_seconds(1000);
  mou.clear_party_agency_ids();
  if (id == "charter") return mou;
  for (const char* agency : testing::kAgencies) {
    mou.add_party_agency_ids(agency);
  }
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    clause.mutable_match()->clear_subject_age();
  }
  return mou;
}

// `mou` with no condition but an open case, and with a broken glass in its
// place wherever one may stand: each fact more makes three times as many
// situations.
v1::Mou WithGlass(v1::Mou mou, MouKind kind) {
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    v1::Match& match = *clause.mutable_match();
    const bool has_conditions = !match.conditions().empty();
    match.clear_conditions();
    if (!has_conditions) continue;
    match.add_conditions()->set_fact(v1::FACT_OPEN_CASE);
    match.mutable_conditions(0)->set_expected(true);
    match.set_allow_break_glass(true);
    if (!CheckMou(mou, kind).empty()) match.clear_allow_break_glass();
  }
  return mou;
}

// A charter, and an MOU before and after.
struct Texts {
  explicit Texts(QuestionGenerator& generator, bool with_glass = false) {
    const Question first = generator.Documents();
    const Question second = generator.Documents();
    charter = InForce(first.charter, "charter");
    before = InForce(first.mous[0], "m");
    v1::Mou more = InForce(second.mous[0], "m");
    if (with_glass) {
      charter = WithGlass(charter, MouKind::kCharter);
      before = WithGlass(before, MouKind::kMou);
      more = WithGlass(more, MouKind::kMou);
    }
    after = before;
    if (generator.Below(2) == 0 && after.clauses_size() > 1) {
      after.mutable_clauses()->DeleteSubrange(
          generator.Below(after.clauses_size()), 1);
    }
    *after.add_clauses() = more.clauses(generator.Below(more.clauses_size()));
    for (int i = 0; i < after.clauses_size(); ++i) {
      after.mutable_clauses(i)->set_clause_id(absl::StrCat("c", i));
    }
  }

  std::shared_ptr<const ActiveSet> SetOf(const v1::Mou& mou) const {
    return *ActiveSet::Build(testing::AsCharter(charter),
                             {testing::SignedByAll(mou)}, {});
  }
  v1::MouDifference Compare(const v1::Mou& next) const {
    auto found = CompareMous(charter, {&before, SetOf(before)},
                             {&next, SetOf(next)}, kNow);
    EXPECT_OK(found);
    return *found;
  }

  v1::Mou charter;
  v1::Mou before;
  v1::Mou after;
};

Tri Read(const CaseFacts& case_facts, const RecordFacts& facts, v1::Fact fact) {
  switch (fact) {
    case v1::FACT_OPEN_CASE:
      return case_facts.open_case;
    case v1::FACT_IMMINENT_DANGER:
      return case_facts.imminent_danger;
    case v1::FACT_BREAK_GLASS:
      return case_facts.break_glass;
    case v1::FACT_CUSTODY_RELATION:
      return facts.custody_relation;
    case v1::FACT_CARE_RELATION:
      return facts.care_relation;
    case v1::FACT_LOCATION_PROTECTED:
      return facts.location_protected;
    case v1::FACT_ADOPTION_HOLD:
      return facts.adoption_hold;
    default:
      return !facts.consented.empty() ? Tri::kTrue
             : !facts.refused.empty() ? Tri::kFalse
                                      : Tri::kUnknown;
  }
}

bool Covers(const v1::Circumstances& when, const WhatIf& asked) {
  for (const v1::FactCircumstance& fact : when.facts()) {
    const Tri value = Read(asked.case_facts, asked.facts, fact.fact());
    const bool may_be = value == Tri::kTrue    ? fact.may_be_true()
                        : value == Tri::kFalse ? fact.may_be_false()
                                               : fact.may_be_unknown();
    if (!may_be) return false;
  }
  return when.ages().empty() ||
         absl::c_any_of(when.ages(), [](const v1::AgeLimits& age) {
           return age.min_years() == 0 && age.max_years() == 17;
         });
}

// Whether the difference tells that `path` becomes `after` for `asked` when
// she has these roles and no other.
bool Tells(const google::protobuf::RepeatedPtrField<v1::Exposure>& exposures,
           const WhatIf& asked, v1::Role role, v1::Role other,
           const std::string& path) {
  return absl::c_any_of(exposures, [&](const v1::Exposure& e) {
    return e.owner_agency_id() == asked.request.owner_agency_id &&
           e.requester_agency_id() == asked.request.requester_agency_id &&
           absl::c_linear_search(e.roles(), role) &&
           (other == v1::ROLE_UNSPECIFIED
                ? e.other_roles().empty()
                : absl::c_linear_search(e.other_roles(), other)) &&
           absl::c_linear_search(e.purposes(), asked.request.purpose) &&
           absl::c_linear_search(e.actions(), asked.request.action) &&
           absl::c_any_of(e.fields(),
                          [&](const v1::FieldChange& field) {
                            return field.field_path() == path;
                          }) &&
           absl::c_any_of(e.when(), [&](const v1::Circumstances& when) {
             return Covers(when, asked);
           });
  });
}

// What is shown of each field; DROP of one that isn't there.
class Shown {
 public:
  Shown(const std::shared_ptr<const ActiveSet>& set, const WhatIf& asked) {
    const v1::DecideResponse decided = Decide(set, asked);
    for (const v1::FieldRule& rule : decided.fields()) {
      shown_[rule.field_path()] = TreatmentOf(rule);
    }
  }
  Treatment Of(const std::string& path) const {
    const auto found = shown_.find(path);
    return found == shown_.end() ? Treatment::kDrop : found->second;
  }

 private:
  std::map<std::string, Treatment> shown_;
};

WhatIf AnyQuestion(QuestionGenerator& generator) {
  WhatIf asked;
  asked.now = kNow;
  asked.request.requester_agency_id = testing::kAgencies[generator.Below(3)];
  asked.request.owner_agency_id = testing::kAgencies[generator.Below(3)];
  asked.request.requester_kind = v1::AGENCY_KIND_POLICE;
  asked.request.purpose = testing::kPurposes[generator.Below(2)];
  asked.request.action = testing::kActions[generator.Below(2)];
  asked.request.mou_id = "m";
  asked.case_facts.issuer_agency_id = "court";
  asked.case_facts.open_case = generator.AnyTri();
  asked.case_facts.imminent_danger = generator.AnyTri();
  const Tri consent = generator.AnyTri();
  if (consent == Tri::kTrue) asked.facts.consented = CategorySet::All();
  if (consent == Tri::kFalse) asked.facts.refused = CategorySet::All();
  asked.facts.custody_relation = generator.AnyTri();
  asked.facts.care_relation = generator.AnyTri();
  asked.facts.location_protected = generator.AnyTri();
  asked.facts.adoption_hold = generator.AnyTri();
  return asked;
}

// The glass is broken for everything, or not, or that is not known.
void BreakGlass(QuestionGenerator& generator, WhatIf& asked) {
  asked.case_facts.break_glass = generator.AnyTri();
  asked.case_facts.break_glass_roles = RoleSet::All();
  if (asked.case_facts.break_glass == Tri::kTrue) {
    asked.case_facts.break_glass_categories = CategorySet::All();
  }
}

// Expects that the difference of `texts` tells what one role sees otherwise in
// 2,000 questions, and nothing else. Returns how many fields differed.
int ExpectTold(const Texts& texts, bool with_glass,
               QuestionGenerator& generator) {
  int differences = 0;
  const v1::MouDifference found = texts.Compare(texts.after);
  const auto before = texts.SetOf(texts.before);
  const auto after = texts.SetOf(texts.after);
  for (int i = 0; i < 2000; ++i) {
    WhatIf asked = AnyQuestion(generator);
    const v1::Role role = testing::kRoles[generator.Below(3)];
    asked.request.roles = {role};
    if (with_glass) BreakGlass(generator, asked);
    const Shown old(before, asked);
    const Shown next(after, asked);
    for (const char* path : testing::kPaths) {
      const bool gains = next.Of(path) < old.Of(path);
      const bool loses = old.Of(path) < next.Of(path);
      differences += gains || loses;
      EXPECT_EQ(Tells(found.gained(), asked, role, v1::ROLE_UNSPECIFIED, path),
                gains)
          << path;
      EXPECT_EQ(Tells(found.lost(), asked, role, v1::ROLE_UNSPECIFIED, path),
                loses)
          << path;
    }
  }
  return differences;
}

TEST(MouDiffPropertyTest, TellsExactlyWhatOneRoleSeesOtherwise) {
  QuestionGenerator generator(11);
  int differences = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    differences += ExpectTold(Texts(generator), false, generator);
  }
  EXPECT_GT(differences, 300);
}

TEST(MouDiffPropertyTest, TellsExactlyWhatABrokenGlassShows) {
  QuestionGenerator generator(14);
  int differences = 0;
  int glasses = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    const Texts texts(generator, /*with_glass=*/true);
    for (const v1::Clause& clause : texts.after.clauses()) {
      glasses += clause.match().allow_break_glass() ? 1 : 0;
    }
    differences += ExpectTold(texts, true, generator);
  }
  EXPECT_GT(glasses, 3);
  EXPECT_GT(differences, 300);
}

TEST(MouDiffPropertyTest, TellsEverythingThatTwoRolesSeeOtherwise) {
  QuestionGenerator generator(12);
  int differences = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Texts texts(generator);
    const v1::MouDifference found = texts.Compare(texts.after);
    const auto before = texts.SetOf(texts.before);
    const auto after = texts.SetOf(texts.after);
    for (int i = 0; i < 2000; ++i) {
      WhatIf asked = AnyQuestion(generator);
      const v1::Role a = testing::kRoles[0];
      const v1::Role b = testing::kRoles[1 + generator.Below(2)];
      asked.request.roles = {a, b};
      const Shown old(before, asked);
      const Shown next(after, asked);
      for (const char* path : testing::kPaths) {
        const auto told = [&](const auto& exposures) {
          const v1::Role none = v1::ROLE_UNSPECIFIED;
          return Tells(exposures, asked, a, b, path) ||
                 Tells(exposures, asked, b, a, path) ||
                 Tells(exposures, asked, a, none, path) ||
                 Tells(exposures, asked, b, none, path);
        };
        if (next.Of(path) < old.Of(path)) {
          ++differences;
          EXPECT_TRUE(told(found.gained())) << round << " " << path;
        }
        if (old.Of(path) < next.Of(path)) {
          EXPECT_TRUE(told(found.lost())) << round << " " << path;
        }
      }
    }
  }
  EXPECT_GT(differences, 300);
}

// `clause` as one for each field that it shows, each with all that it drops.
std::vector<v1::Clause> SplitByField(const v1::Clause& clause) {
  if (clause.effect() != v1::EFFECT_PERMIT) return {clause};
  v1::Clause rest = clause;
  rest.clear_fields();
  for (const v1::FieldRule& rule : clause.fields()) {
    if (rule.outcome() == v1::FIELD_OUTCOME_DROP) *rest.add_fields() = rule;
  }
  std::vector<v1::Clause> parts;
  for (const v1::FieldRule& rule : clause.fields()) {
    if (rule.outcome() == v1::FIELD_OUTCOME_DROP) continue;
    parts.push_back(rest);
    *parts.back().add_fields() = rule;
  }
  return parts;
}

TEST(MouDiffPropertyTest, OrderAndDivisionOfClausesAreNoDifference) {
  QuestionGenerator generator(13);
  std::mt19937 random(13);
  for (int round = 0; round < kRounds; ++round) {
    const Texts texts(generator);
    std::vector<v1::Clause> parts;
    for (const v1::Clause& clause : texts.before.clauses()) {
      for (v1::Clause& part : SplitByField(clause)) {
        parts.push_back(std::move(part));
      }
    }
    std::shuffle(parts.begin(), parts.end(), random);
    v1::Mou divided = texts.before;
    divided.clear_clauses();
    for (v1::Clause& part : parts) {
      part.set_clause_id(absl::StrCat("c", divided.clauses_size()));
      *divided.add_clauses() = part;
    }
    const v1::MouDifference found = texts.Compare(divided);
    EXPECT_THAT(found.gained(), IsEmpty()) << round;
    EXPECT_THAT(found.lost(), IsEmpty()) << round;
  }
}

}  // namespace
}  // namespace homeward::auth
