// Decisions while MOUs are suspended, resumed and replaced: each is made by
// one set, whole.
#include <atomic>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "services/policy/policy_fixture.h"

namespace homeward::policy {
namespace {

constexpr int kThreads = 16;

// A field for each version of an MOU, of a category of its own.
struct OfVersion {
  const char* path;
  v1::Category category;
};
constexpr OfVersion kFields[] = {
    {"identity.sex", v1::CATEGORY_ID_MIN},
    {"sighting.place.admin1_code", v1::CATEGORY_LOC_COARSE},
    {"wellbeing_check.status", v1::CATEGORY_WELLBEING},
    {"health_summary.allergies", v1::CATEGORY_HEALTH},
    {"sighting.place.site", v1::CATEGORY_LOC_EXACT}};

const OfVersion& FieldOf(int64_t version) {
  return kFields[version % std::size(kFields)];
}

void SetRule(v1::Clause& clause, const std::string& path) {
  v1::FieldRule& rule = *clause.add_fields();
  rule.set_field_path(path);
  rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
}

// The text of version `version` of an MOU between north and south. That of
// "permit" permits a field that names its version; that of "guard" prohibits
// the fields of every other version. So a decision by versions of both that
// were never in force together shows.
v1::Mou Version(const std::string& id, int64_t version, absl::Time now) {
  v1::Mou mou =
      auth::testing::Document(id, now - absl::Hours(1), now + absl::Hours(1));
  mou.add_party_agency_ids("north");
  mou.add_party_agency_ids("south");
  v1::Clause& clause = *mou.mutable_clauses(0);
  clause.set_clause_id(absl::StrCat("v", version));
  v1::CategorySet& categories = *clause.mutable_match()->mutable_categories();
  categories.Clear();
  if (id == "permit") {
    clause.set_effect(v1::EFFECT_PERMIT);
    categories.set_any(true);
    SetRule(clause, "claim_id");
    SetRule(clause, FieldOf(version).path);
    v1::Obligation& duty = *clause.add_obligations();
    duty.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
    duty.mutable_within()->set_seconds(version);
    return mou;
  }
  for (const OfVersion& field : kFields) {
    if (field.category == FieldOf(version).category) continue;
    categories.add_categories(field.category);
  }
  return mou;
}

auth::AccessRequest Question() {
  auth::AccessRequest request;
  request.requester_agency_id = "north";
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = "south";
  request.roles = {v1::ROLE_POLICE_MISSING};
  request.purpose = v1::PURPOSE_MISSING_SEARCH;
  request.action = v1::ACTION_LOCATE;
  request.mou_id = "permit";
  return request;
}

std::string AnswerOf(const auth::Admittance& admitted) {
  if (!admitted.admission.ok()) {
    return std::string(auth::ReasonName(admitted.trace.reason));
  }
  auth::RecordFacts facts;
  facts.location_protected = auth::Tri::kFalse;
  const auth::Authorization result =
      auth::Authorize(*admitted.admission, facts);
  if (!result.grant.ok()) {
    return std::string(auth::ReasonName(result.trace.reason));
  }
  std::string text = result.grant->mou();
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (result.grant->fields().test(i)) {
      absl::StrAppend(&text, " ", catalog.path(static_cast<int>(i)));
    }
  }
  for (const v1::Obligation& duty : result.grant->obligations()) {
    absl::StrAppend(&text, " ", duty.within().seconds());
  }
  for (const auth::ClauseName clause : result.grant->clauses()) {
    absl::StrAppend(&text, " ", clause);
  }
  return text;
}

// What must come out with these versions of both.
std::string Expected(int64_t permit, int64_t guard, bool suspended) {
  if (suspended) return "MOU_NOT_IN_FORCE";
  const std::string name = absl::StrCat("permit@", permit);
  const bool both = FieldOf(permit).path == FieldOf(guard).path;
  // In the order of the catalog, which begins with claim_id.
  return absl::StrCat(name, " claim_id", both ? " " : "",
                      both ? FieldOf(permit).path : "", " ", permit, " ", name,
                      "/v", permit);
}

class PolicySwapTest : public PolicyTest {
 protected:
  void Replace(v1::Mou& mou) {
    const v1::Mou next = Version(mou.mou_id(), mou.version() + 1, now());
    v1::Mou after = testing::Federation::After(mou);
    *after.mutable_clauses() = next.clauses();
    mou = after;
    ASSERT_EQ(Propose(federation_.SignMou(mou)), v1::MOU_STATE_ACTIVE);
  }

  // One party suspends, both resume.
  void Suspend(bool suspended) {
    const auto kind = suspended ? v1::MOU_STATEMENT_KIND_SUSPEND
                                : v1::MOU_STATEMENT_KIND_RESUME;
    ++statements_;
    State("south", kind);
    if (!suspended) State("north", kind);
  }

  void State(const char* agency_id, v1::MouStatementKind kind) {
    ASSERT_OK(
        policy()
            .StateMou(federation_.State("permit", agency_id, statements_, kind),
                      now())
            .status());
  }

  auth::Admittance Admit() {
    return auth::Admit(policy().current()->mous, Question(), {}, now());
  }

  int statements_ = 0;
};

TEST_F(PolicySwapTest, AnAnswerUnderWayKeepsItsSetAndTheNextIsDenied) {
  v1::Mou mou = Version("permit", 1, now());
  Propose(federation_.SignMou(mou));
  const auth::Admittance before = Admit();
  Suspend(true);
  EXPECT_EQ(AnswerOf(before), Expected(1, 1, /*suspended=*/false));
  EXPECT_EQ(AnswerOf(Admit()), "MOU_NOT_IN_FORCE");
  Suspend(false);
  Replace(mou);
  EXPECT_EQ(AnswerOf(before), Expected(1, 1, /*suspended=*/false));
  EXPECT_EQ(AnswerOf(Admit()), Expected(2, 2, /*suspended=*/false));
}

// The answers of one thread that asks without end, by the digest of the set
// that it asked.
class Asker {
 public:
  Asker(const Policy* policy, absl::Time now)
      : thread_([this, policy, now] {
          while (!stop_) {
            const auto mous = policy->current()->mous;
            const auth::Admittance admitted =
                auth::Admit(mous, Question(), {}, now);
            // Here others may change everything.
            if (asked_ % 2 == 0) std::this_thread::yield();
            answers_[mous->digest()].insert(AnswerOf(admitted));
            ++asked_;
          }
        }) {}
  ~Asker() {
    if (thread_.joinable()) Stop();
  }

  int64_t asked() const { return asked_; }
  const std::map<std::string, std::set<std::string>>& Stop() {
    stop_ = true;
    thread_.join();
    return answers_;
  }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<int64_t> asked_{0};
  std::map<std::string, std::set<std::string>> answers_;
  std::thread thread_;
};

TEST_F(PolicySwapTest, NoDecisionOfSixteenThreadsMixesTwoSets) {
  v1::Mou permit = Version("permit", 1, now());
  v1::Mou guard = Version("guard", 1, now());
  Propose(federation_.SignMou(permit));
  Propose(federation_.SignMou(guard));
  std::vector<std::unique_ptr<Asker>> askers;
  for (int i = 0; i < kThreads; ++i) {
    askers.push_back(std::make_unique<Asker>(&policy(), now()));
  }
  std::map<std::string, std::string> expected;  // By digest.
  // Notes what must come out now, and waits until everybody has asked again.
  const auto settle = [&](bool suspended) {
    expected[policy().current()->mous->digest()] =
        Expected(permit.version(), guard.version(), suspended);
    for (const auto& asker : askers) {
      const int64_t before = asker->asked();
      while (asker->asked() < before + 2) std::this_thread::yield();
    }
  };
  settle(false);
  for (int round = 0; round < 12; ++round) {
    Replace(permit);
    settle(false);
    Replace(guard);
    settle(false);
    Suspend(true);
    settle(true);
    Suspend(false);
    settle(false);
  }
  std::set<std::string> asked;
  for (const auto& asker : askers) {
    for (const auto& [digest, answers] : asker->Stop()) {
      ASSERT_EQ(expected.count(digest), 1u);
      EXPECT_EQ(answers, std::set<std::string>{expected[digest]});
      asked.insert(digest);
    }
  }
  // The first, and of each round the two texts and the suspension.
  EXPECT_EQ(asked.size(), 1u + 12 * 3);
}

}  // namespace
}  // namespace homeward::policy
