// A second decision, written in the plainest way from docs/mou.md: it reads
// the documents again for every field, keeps no index and shares no code with
// the first. Both must agree on generated questions.
#include <algorithm>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

const char* const kAgencies[] = {"a", "b", "c"};
const v1::Role kRoles[] = {v1::ROLE_CP_CASEWORKER, v1::ROLE_POLICE_MISSING,
                           v1::ROLE_NODE_ADMIN, v1::ROLE_IMM_ENFORCEMENT};
const v1::Purpose kPurposes[] = {v1::PURPOSE_LOCATE_SAFETY,
                                 v1::PURPOSE_MISSING_SEARCH,
                                 v1::PURPOSE_IMM_ENFORCEMENT};
const v1::Action kActions[] = {v1::ACTION_LOCATE, v1::ACTION_GET_WELLBEING};
const v1::Category kCategories[] = {
    v1::CATEGORY_EXIST,     v1::CATEGORY_ID_MIN, v1::CATEGORY_LOC_COARSE,
    v1::CATEGORY_WELLBEING, v1::CATEGORY_HEALTH, v1::CATEGORY_LOC_EXACT};
// Two of each category above.
const char* const kPaths[] = {"claim_id",
                              "source_time",
                              "identity.name_full",
                              "identity.sex",
                              "sighting.place.admin1_code",
                              "custody_event.to_agency_id",
                              "wellbeing_check.status",
                              "wellbeing_check.method",
                              "health_summary.allergies",
                              "health_summary.problems",
                              "sighting.place.site",
                              "sighting.place.address"};

// All that one decision depends on, in the documents' own terms.
struct Question {
  v1::Mou charter;
  std::vector<v1::Mou> mous;
  std::set<std::string> suspended;
  AccessRequest request;
  CaseFacts case_facts;
  RecordFacts facts;
  int64_t now = 0;
};

// The plain decision.

template <typename List, typename Value>
bool In(const List& list, Value value) {
  for (const auto& item : list) {
    if (item == value) return true;
  }
  return false;
}

Tri FactOf(const Question& q, const v1::Mou& named, v1::Fact fact,
           v1::Category category) {
  const CaseFacts& c = q.case_facts;
  const bool counts = In(named.case_issuer_agency_ids(), c.issuer_agency_id);
  switch (fact) {
    case v1::FACT_OPEN_CASE:
      if (!counts && c.open_case == Tri::kTrue) return Tri::kUnknown;
      if (c.open_case == Tri::kTrue && !c.categories.empty() &&
          category != v1::CATEGORY_EXIST && !c.categories.Contains(category)) {
        return Tri::kFalse;
      }
      return c.open_case;
    case v1::FACT_IMMINENT_DANGER:
      if (!counts && c.imminent_danger == Tri::kTrue) return Tri::kUnknown;
      return c.imminent_danger;
    case v1::FACT_CONSENT_ON_FILE:
      if (q.facts.consented.Contains(category)) return Tri::kTrue;
      return q.facts.refused.Contains(category) ? Tri::kFalse : Tri::kUnknown;
    case v1::FACT_CUSTODY_RELATION:
      return q.facts.custody_relation;
    case v1::FACT_LOCATION_PROTECTED:
      return q.facts.location_protected;
    case v1::FACT_ADOPTION_HOLD:
      return q.facts.adoption_hold;
    default:
      return Tri::kUnknown;
  }
}

bool AgencyIn(const v1::AgencySet& set, const std::string& id) {
  return set.any() || In(set.agency_ids(), id);
}

bool RoleIn(const v1::RoleSet& set, const AccessRequest& request, bool permit) {
  for (v1::Role role : kRoles) {
    if (!request.roles.Contains(role)) continue;
    if (permit &&
        (role == v1::ROLE_NODE_ADMIN || role == v1::ROLE_IMM_ENFORCEMENT)) {
      continue;
    }
    if (set.any() || In(set.roles(), role)) return true;
  }
  return false;
}

// Whether the clause covers `category`. What is unknown counts as `unknown`.
bool Covers(const Question& q, const v1::Mou& named, const v1::Clause& clause,
            v1::Category category, bool unknown) {
  const v1::Match& m = clause.match();
  const bool permit = clause.effect() == v1::EFFECT_PERMIT;
  if (!AgencyIn(m.owner(), q.request.owner_agency_id) ||
      !AgencyIn(m.requester(), q.request.requester_agency_id) ||
      !RoleIn(m.roles(), q.request, permit) ||
      !(m.purposes().any() || In(m.purposes().purposes(), q.request.purpose)) ||
      !(m.actions().any() || In(m.actions().actions(), q.request.action)) ||
      !(m.categories().any() || In(m.categories().categories(), category))) {
    return false;
  }
  for (const v1::Condition& condition : m.conditions()) {
    const Tri value = FactOf(q, named, condition.fact(), category);
    if (value == Tri::kUnknown && !unknown) return false;
    if (value == Tri::kTrue && !condition.expected()) return false;
    if (value == Tri::kFalse && condition.expected()) return false;
  }
  if (!m.has_subject_age()) return true;
  const int min = m.subject_age().min_years();
  const int max =
      m.subject_age().max_years() == 0 ? 1000 : m.subject_age().max_years();
  const AgeInterval age = q.facts.age;
  const bool inside = min <= age.min_years && age.max_years <= max;
  const bool outside = age.max_years < min || max < age.min_years;
  return unknown ? !outside : inside;
}

// The version of `id` that holds now: the highest of those that have begun.
const v1::Mou* Holding(const Question& q, const std::string& id) {
  const v1::Mou* latest = nullptr;
  for (const v1::Mou& mou : q.mous) {
    if (mou.mou_id() != id || mou.effective_time().seconds() > q.now) continue;
    if (latest == nullptr || mou.version() > latest->version()) latest = &mou;
  }
  if (latest == nullptr || latest->expiry_time().seconds() <= q.now) {
    return nullptr;
  }
  return latest;
}

bool Prohibited(const Question& q, const v1::Mou& named, const v1::Mou& by,
                v1::Category category) {
  for (const v1::Clause& clause : by.clauses()) {
    if (clause.effect() == v1::EFFECT_PROHIBIT &&
        (Covers(q, named, clause, category, true) ||
         Covers(q, named, clause, v1::CATEGORY_EXIST, true))) {
      return true;
    }
  }
  return false;
}

bool MayShow(const Question& q, const v1::Mou& named, const std::string& path,
             v1::Category category) {
  bool cleared = false;
  for (const v1::Clause& clause : named.clauses()) {
    if (clause.effect() != v1::EFFECT_PERMIT) continue;
    for (const v1::FieldRule& rule : clause.fields()) {
      if (rule.field_path() != path) continue;
      const bool drops = rule.outcome() == v1::FIELD_OUTCOME_DROP;
      if (drops && Covers(q, named, clause, category, true)) return false;
      if (!drops && Covers(q, named, clause, category, false)) cleared = true;
    }
  }
  if (!cleared) return false;
  if (!q.request.categories.empty() && category != v1::CATEGORY_EXIST &&
      !q.request.categories.Contains(category)) {
    return false;
  }
  if ((category == v1::CATEGORY_LOC_COARSE ||
       category == v1::CATEGORY_LOC_EXACT) &&
      q.facts.location_protected != Tri::kFalse &&
      q.facts.custody_relation != Tri::kTrue &&
      q.request.owner_agency_id != q.request.requester_agency_id) {
    return false;
  }
  if (Prohibited(q, named, q.charter, category)) return false;
  std::set<std::string> ids;
  for (const v1::Mou& mou : q.mous) ids.insert(mou.mou_id());
  for (const std::string& id : ids) {
    const v1::Mou* mou = Holding(q, id);
    if (mou != nullptr && Prohibited(q, named, *mou, category)) return false;
  }
  return true;
}

std::set<std::string> PlainDecision(const Question& q) {
  std::set<std::string> shown;
  if (q.request.purpose == v1::PURPOSE_IMM_ENFORCEMENT ||
      q.request.roles.Contains(v1::ROLE_IMM_ENFORCEMENT) ||
      q.request.requester_kind == v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT ||
      q.request.requester_kind == v1::AGENCY_KIND_UNSPECIFIED) {
    return shown;
  }
  if (q.now < q.charter.effective_time().seconds() ||
      q.charter.expiry_time().seconds() <= q.now) {
    return shown;
  }
  const v1::Mou* named = Holding(q, q.request.mou_id);
  if (named == nullptr || q.suspended.count(named->mou_id()) > 0 ||
      !In(named->party_agency_ids(), q.request.owner_agency_id) ||
      !In(named->party_agency_ids(), q.request.requester_agency_id)) {
    return shown;
  }
  for (size_t i = 0; i < std::size(kPaths); ++i) {
    if (MayShow(q, *named, kPaths[i], kCategories[i / 2])) {
      shown.insert(kPaths[i]);
    }
  }
  return shown;
}

// The decision under test.

std::shared_ptr<const ActiveSet> Compiled(const Question& q) {
  std::vector<SignedMou> mous;
  for (const v1::Mou& mou : q.mous) mous.push_back(testing::SignedByAll(mou));
  const std::vector<std::string> suspended(q.suspended.begin(),
                                           q.suspended.end());
  auto set = ActiveSet::Build(testing::AsCharter(q.charter), mous, suspended);
  if (!set.ok()) ADD_FAILURE() << set.status();
  return set.ok() ? *set : ActiveSet::DenyAll();
}

std::set<std::string> Decision(const std::shared_ptr<const ActiveSet>& set,
                               const Question& q) {
  const Admittance admitted =
      Admit(set, q.request, q.case_facts, absl::FromUnixSeconds(q.now));
  if (!admitted.admission.ok()) return {};
  const Authorization result = Authorize(*admitted.admission, q.facts);
  if (!result.grant.ok()) return {};
  EXPECT_TRUE(
      admitted.admission->categories().Covers(result.grant->categories()));
  EXPECT_TRUE(result.grant->fields().any());
  EXPECT_FALSE(result.grant->clauses().empty());
  std::set<std::string> paths;
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (result.grant->fields().test(i)) paths.insert(catalog.path(i));
  }
  return paths;
}

// Questions by chance: a fixed seed gives the same ones everywhere.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Question Documents() {
    Question q;
    Frame(q.charter, "charter", 1);
    for (int i = 1 + Below(2); i > 0; --i) AddClause(q.charter, false);
    for (int id = 0; id < 3; ++id) {
      for (int version = 1; version <= 1 + Below(2); ++version) {
        v1::Mou& mou = q.mous.emplace_back();
        Frame(mou, absl::StrCat("m", id), 1 + 2 * (version - 1));
        for (const char* agency : kAgencies) {
          if (Below(4) > 0) mou.add_party_agency_ids(agency);
        }
        if (mou.party_agency_ids().empty()) mou.add_party_agency_ids("a");
        mou.add_case_issuer_agency_ids("court");
        for (int i = 1 + Below(4); i > 0; --i) AddClause(mou, true);
        for (int i = Below(2); i > 0; --i) AddClause(mou, false);
      }
      if (Below(10) == 0) q.suspended.insert(absl::StrCat("m", id));
    }
    return q;
  }

  // Fills in everything but the documents.
  void Ask(Question& q) {
    AccessRequest& r = q.request;
    r = AccessRequest();
    r.requester_agency_id = kAgencies[Below(3)];
    r.owner_agency_id = Below(20) == 0 ? "stranger" : kAgencies[Below(3)];
    r.requester_kind = static_cast<v1::AgencyKind>(
        Below(20) == 0 ? Below(3) : v1::AGENCY_KIND_POLICE);
    do {
      r.roles.Add(kRoles[Below(30) == 0 ? 3 : Below(3)]);
    } while (Below(4) == 0);
    r.purpose = kPurposes[Below(30) == 0 ? 2 : Below(2)];
    r.action = kActions[Below(2)];
    r.mou_id = absl::StrCat("m", Below(3));
    if (Below(3) == 0) {
      for (v1::Category c : kCategories) {
        if (Below(2) == 0) r.categories.Add(c);
      }
    }
    q.case_facts = {Below(4) == 0 ? "a" : "court", AnyTri(), AnyTri(), {}};
    if (Below(3) == 0) q.case_facts.categories.Add(kCategories[Below(6)]);
    q.facts = RecordFacts();
    for (v1::Category c : kCategories) {
      const Tri consent = AnyTri();
      if (consent == Tri::kTrue) q.facts.consented.Add(c);
      if (consent == Tri::kFalse) q.facts.refused.Add(c);
    }
    q.facts.custody_relation = AnyTri();
    q.facts.location_protected = AnyTri();
    q.facts.adoption_hold = AnyTri();
    q.facts.age.min_years = Below(18);
    q.facts.age.max_years = q.facts.age.min_years + Below(4);
    q.now = Below(20) == 0 ? Below(1200) : 300 + Below(600);
  }

  int Below(int limit) { return static_cast<int>(random_() % limit); }
  Tri AnyTri() { return static_cast<Tri>(Below(3)); }

 private:
  void Frame(v1::Mou& mou, const std::string& id, int version) {
    mou.set_mou_id(id);
    mou.set_version(version);
    if (version > 1) mou.set_previous_sha256(std::string(32, 'x'));
    const int start = id == "charter" ? 100 : Below(600);
    mou.mutable_effective_time()->set_seconds(start);
    mou.mutable_expiry_time()->set_seconds(
        id == "charter" ? 1100 : start + 100 + Below(1000));
    mou.set_legal_authority("law");
    mou.set_schema_version(1);
  }

  void AddAgencies(v1::AgencySet& set, const v1::Mou& mou, bool permit) {
    if (Below(2) == 0) {
      set.set_any(true);
      return;
    }
    if (permit) {
      set.add_agency_ids(
          mou.party_agency_ids(Below(mou.party_agency_ids_size())));
    } else {
      set.add_agency_ids(kAgencies[Below(3)]);
    }
  }

  void AddMatch(v1::Match& match, const v1::Mou& mou, bool permit) {
    AddAgencies(*match.mutable_owner(), mou, permit);
    AddAgencies(*match.mutable_requester(), mou, permit);
    if (Below(2) == 0) {
      match.mutable_roles()->set_any(true);
    } else {
      match.mutable_roles()->add_roles(kRoles[Below(2)]);
    }
    if (Below(2) == 0) {
      match.mutable_purposes()->set_any(true);
    } else {
      match.mutable_purposes()->add_purposes(kPurposes[Below(3)]);
    }
    if (Below(2) == 0) {
      match.mutable_actions()->set_any(true);
    } else {
      match.mutable_actions()->add_actions(kActions[Below(2)]);
    }
    for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
      if (Below(5) > 0) continue;
      v1::Condition* condition = match.add_conditions();
      condition->set_fact(static_cast<v1::Fact>(fact));
      condition->set_expected(Below(2) == 0);
    }
    if (Below(4) > 0) return;
    match.mutable_subject_age()->set_min_years(Below(12));
    match.mutable_subject_age()->set_max_years(
        Below(2) == 0 ? 0 : match.subject_age().min_years() + Below(8));
  }

  void AddClause(v1::Mou& mou, bool permit) {
    v1::Clause* clause = mou.add_clauses();
    clause->set_clause_id(absl::StrCat("c", mou.clauses_size()));
    clause->set_effect(permit ? v1::EFFECT_PERMIT : v1::EFFECT_PROHIBIT);
    AddMatch(*clause->mutable_match(), mou, permit);
    v1::CategorySet* categories = clause->mutable_match()->mutable_categories();
    const int first = permit || Below(8) == 0 ? 0 : 1;
    if (!permit) {
      categories->add_categories(kCategories[first + Below(6 - first)]);
      return;
    }
    for (int i = 0; i < 12; ++i) {
      if (i > 0 && Below(3) == 0) continue;
      if (i % 2 == 0) categories->add_categories(kCategories[i / 2]);
      if (!In(categories->categories(), kCategories[i / 2])) continue;
      v1::FieldRule* rule = clause->add_fields();
      rule->set_field_path(kPaths[i]);
      rule->set_outcome(i > 0 && Below(6) == 0 ? v1::FIELD_OUTCOME_DROP
                                               : v1::FIELD_OUTCOME_CLEAR);
    }
  }

  std::mt19937 random_;
};

constexpr int kSets = 400;
constexpr int kQuestionsPerSet = 150;

TEST(PlainDecisionTest, BothDecisionsAgree) {
  Generator generator(20260101);
  int shown = 0;
  int kept_from = 0;
  for (int i = 0; i < kSets; ++i) {
    Question q = generator.Documents();
    const auto set = Compiled(q);
    for (int j = 0; j < kQuestionsPerSet; ++j) {
      generator.Ask(q);
      const auto plain = PlainDecision(q);
      ASSERT_EQ(Decision(set, q), plain) << "set " << i << " question " << j;
      ++(plain.empty() ? kept_from : shown);
    }
  }
  // Neither side is right by always saying the same.
  EXPECT_GT(shown, kSets * kQuestionsPerSet / 50);
  EXPECT_GT(kept_from, kSets * kQuestionsPerSet / 50);
}

bool Within(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::includes(b.begin(), b.end(), a.begin(), a.end());
}

TEST(DecisionPropertyTest, OrderAndRepeatsDoNotMatter) {
  Generator generator(7);
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
  Generator generator(8);
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
  Generator generator(9);
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
  Generator generator(10);
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
