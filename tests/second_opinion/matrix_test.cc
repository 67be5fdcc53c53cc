// Both decisions agree on every role, purpose, action, category and kind of
// agency, for every pair of agencies of deploy/mou_templates.
#include <cstdint>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "auth/decision/active_set.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/first_opinion.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {
namespace {

const char* const kTemplates[] = {
    "house_registrar",  "house_ngo",        "house_clinic",  "house_police",
    "police_registrar", "police_ngo",       "police_clinic", "ngo_clinic",
    "ngo_registrar",    "clinic_registrar", "house_hotline", "house_tracing"};

// What every owner of records may have.
const char* const kTemplatesOfAnyOwner[] = {"hotline_ngo", "tracing_ngo"};

struct Agency {
  const char* id;
  v1::AgencyKind kind;
};

constexpr Agency kMembers[] = {
    {"police", v1::AGENCY_KIND_POLICE},
    {"ngo", v1::AGENCY_KIND_CHILD_WELFARE},
    {"clinic", v1::AGENCY_KIND_HEALTH},
    {"registrar", v1::AGENCY_KIND_IMMIGRATION_REGISTRAR},
    {"enforcement", v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT}};

// Who asks besides, and of whose records nobody else does.
constexpr Agency kAskers[] = {{"hotline", v1::AGENCY_KIND_CHILD_WELFARE},
                              {"tracing", v1::AGENCY_KIND_CHILD_WELFARE}};

// Who is asked, and who asks.
std::vector<std::pair<Agency, Agency>> Pairs() {
  std::vector<std::pair<Agency, Agency>> all;
  for (const Agency& owner : kMembers) {
    for (const Agency& member : kMembers) all.emplace_back(owner, member);
    for (const Agency& asker : kAskers) all.emplace_back(owner, asker);
  }
  for (const Agency& asker : kAskers) all.emplace_back(asker, asker);
  return all;
}

// `owner` stands in the place of "ngo".
v1::Mou Template(const std::string& name, const std::string& owner = "ngo") {
  std::ifstream file(absl::StrCat("deploy/mou_templates/", name, ".textproto"));
  std::stringstream text;
  text << file.rdbuf();
  v1::Mou mou;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrReplaceAll(text.str(), {{"ngo\"", absl::StrCat(owner, "\"")}}),
      &mou))
      << name;
  return mou;
}

Documents AllTemplates() {
  Documents documents;
  documents.charter = Template("charter");
  for (const char* name : kTemplates) {
    documents.mous.push_back(Template(name));
  }
  for (const char* name : kTemplatesOfAnyOwner) {
    for (const char* owner : {"ngo", "clinic", "registrar", "police"}) {
      documents.mous.push_back(Template(name, owner));
    }
  }
  return documents;
}

// The MOU of two agencies; of enforcement, which has none, any.
std::string MouOf(const Documents& documents, const std::string& owner,
                  const std::string& requester) {
  for (const v1::Mou& mou : documents.mous) {
    const auto& parties = mou.party_agency_ids();
    const bool both = parties.size() == (owner == requester ? 1 : 2);
    int found = 0;
    for (const std::string& party : parties) {
      found += party == owner || party == requester;
    }
    if (both && found == parties.size()) return mou.mou_id();
  }
  return documents.mous[4].mou_id();
}

v1::FactValue Fact(v1::Fact fact, bool is_true) {
  v1::FactValue value;
  value.set_fact(fact);
  value.set_truth(is_true ? v1::TRUTH_TRUE : v1::TRUTH_FALSE);
  return value;
}

// The glass is broken for everything, or not.
v1::FactValue Glass(bool is_broken) {
  v1::FactValue value = Fact(v1::FACT_BREAK_GLASS, is_broken);
  for (int category = 1; is_broken && category < v1::Category_ARRAYSIZE;
       ++category) {
    value.add_categories(static_cast<v1::Category>(category));
  }
  return value;
}

// Nothing is known; a case, consent and a care relation; danger and custody
// besides; a location that is protected; a broken glass alone.
std::vector<v1::KnownFacts> FactsToTry() {
  std::vector<v1::KnownFacts> all(5);
  for (int i = 1; i < 5; ++i) {
    all[i].set_case_issuer_agency_id("police");
    *all[i].add_facts() = Glass(i == 4);
    for (const auto& [fact, is_true] :
         {std::pair(v1::FACT_OPEN_CASE, i < 4),
          {v1::FACT_CONSENT_ON_FILE, i < 4},
          {v1::FACT_IMMINENT_DANGER, i == 2 || i == 3},
          {v1::FACT_CUSTODY_RELATION, i == 2},
          {v1::FACT_CARE_RELATION, i < 4},
          {v1::FACT_LOCATION_PROTECTED, i == 3},
          {v1::FACT_ADOPTION_HOLD, false}}) {
      *all[i].add_facts() = Fact(fact, is_true);
    }
  }
  return all;
}

// Asks both, and counts.
class Matrix {
 public:
  Matrix() : set_(Compiled(documents_)) {}

  const Documents& documents() const { return documents_; }
  int64_t asked() const { return asked_; }
  int64_t permitted() const { return permitted_; }

  void Ask(const v1::DecideRequest& question) {
    Branches seen;
    const Opinion second = SecondOpinion(documents_, question, seen);
    const Opinion first = FirstOpinion(set_, question);
    ++asked_;
    permitted_ += first.permitted();
    ASSERT_TRUE(first == second) << "The node says:\n"
                                 << Text(first) << "The second opinion is:\n"
                                 << Text(second) << question.DebugString();
  }

 private:
  const Documents documents_ = AllTemplates();
  const std::shared_ptr<const auth::ActiveSet> set_;
  int64_t asked_ = 0;
  int64_t permitted_ = 0;
};

v1::DecideRequest Between(const Matrix& matrix, const Agency& owner,
                          const Agency& requester) {
  v1::DecideRequest question;
  v1::AccessQuestion& asked = *question.mutable_request();
  asked.set_owner_agency_id(owner.id);
  asked.set_requester_agency_id(requester.id);
  asked.set_requester_kind(requester.kind);
  asked.set_mou_id(MouOf(matrix.documents(), owner.id, requester.id));
  asked.set_action(v1::ACTION_LOCATE);
  question.mutable_time()->set_seconds(1790000000);
  return question;
}

// Calls `visit` with `question` for each role and purpose.
template <typename Visit>
void ForEachRoleAndPurpose(v1::DecideRequest& question, const Visit& visit) {
  v1::AccessQuestion& asked = *question.mutable_request();
  for (int role = 0; role < v1::Role_ARRAYSIZE; ++role) {
    asked.clear_roles();
    asked.add_roles(static_cast<v1::Role>(role));
    for (int purpose = 0; purpose < v1::Purpose_ARRAYSIZE; ++purpose) {
      asked.set_purpose(static_cast<v1::Purpose>(purpose));
      visit();
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(MatrixTest, OfRolesPurposesAndCategories) {
  Matrix matrix;
  const std::vector<v1::KnownFacts> facts = FactsToTry();
  for (const auto& [owner, requester] : Pairs()) {
    v1::DecideRequest question = Between(matrix, owner, requester);
    v1::AccessQuestion& asked = *question.mutable_request();
    ForEachRoleAndPurpose(question, [&] {
      for (int category = 0; category < v1::Category_ARRAYSIZE; ++category) {
        asked.clear_categories();
        if (category > 0) {
          asked.add_categories(static_cast<v1::Category>(category));
        }
        *question.mutable_facts() = facts[category == 0 ? 2 : 1];
        matrix.Ask(question);
      }
    });
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(matrix.asked(), 37 * 17 * 17 * 23);
  EXPECT_GT(matrix.permitted(), 500);
}

TEST(MatrixTest, OfRolesPurposesActionsAndFacts) {
  Matrix matrix;
  const std::vector<v1::KnownFacts> facts = FactsToTry();
  for (const auto& [owner, requester] : Pairs()) {
    v1::DecideRequest question = Between(matrix, owner, requester);
    ForEachRoleAndPurpose(question, [&] {
      for (int action = 0; action < v1::Action_ARRAYSIZE; ++action) {
        question.mutable_request()->set_action(static_cast<v1::Action>(action));
        for (const v1::KnownFacts& known : facts) {
          *question.mutable_facts() = known;
          matrix.Ask(question);
        }
      }
    });
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(matrix.asked(), 37 * 17 * 17 * 5 * 5);
  EXPECT_GT(matrix.permitted(), 500);
}

TEST(MatrixTest, OfRolesPurposesAndKindsOfAgency) {
  Matrix matrix;
  const std::vector<v1::KnownFacts> facts = FactsToTry();
  for (const auto& [owner, requester] : Pairs()) {
    v1::DecideRequest question = Between(matrix, owner, requester);
    *question.mutable_facts() = facts[2];
    ForEachRoleAndPurpose(question, [&] {
      for (int kind = 0; kind <= v1::AgencyKind_ARRAYSIZE; ++kind) {
        question.mutable_request()->set_requester_kind(
            static_cast<v1::AgencyKind>(kind));
        matrix.Ask(question);
      }
    });
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(matrix.asked(), 37 * 17 * 17 * 9);
  EXPECT_GT(matrix.permitted(), 100);
}

}  // namespace
}  // namespace homeward::second_opinion
