#include "tests/second_opinion/question_generator.h"

#include <string>
#include <vector>

#include "homeward/v1/category.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/second_opinion/document_generator.h"

namespace homeward::second_opinion {
namespace {

// One that no enum of this version defines.
constexpr int kToCome = 60;

}  // namespace

v1::DecideRequest QuestionGenerator::Next() {
  Aim();
  v1::DecideRequest question;
  v1::AccessQuestion& asked = *question.mutable_request();
  asked.set_mou_id(mou_->mou_id());
  if (chance_.OneIn(40)) asked.set_mou_id(chance_.OneIn(2) ? "charter" : "u0");
  asked.set_owner_agency_id(AgencyIn(match_->owner()));
  asked.set_requester_agency_id(AgencyIn(match_->requester()));
  asked.set_requester_kind(Kind());
  AddRoles(asked);
  const auto& purposes = match_->purposes();
  asked.set_purpose(
      purposes.any() || chance_.OneIn(20)
          ? chance_.AnyOf<v1::Purpose>(v1::Purpose_ARRAYSIZE)
          : static_cast<v1::Purpose>(chance_.Of(purposes.purposes())));
  if (chance_.OneIn(80)) {
    asked.set_purpose(static_cast<v1::Purpose>(chance_.OneIn(2) ? 0 : kToCome));
  }
  const auto& actions = match_->actions();
  asked.set_action(
      actions.any() || chance_.OneIn(20)
          ? chance_.AnyOf<v1::Action>(v1::Action_ARRAYSIZE)
          : static_cast<v1::Action>(chance_.Of(actions.actions())));
  if (chance_.OneIn(80)) {
    asked.set_action(static_cast<v1::Action>(chance_.OneIn(2) ? 0 : kToCome));
  }
  AddCategories(asked);
  AddFacts(*question.mutable_facts());
  *question.mutable_time() = Time();
  return question;
}

void QuestionGenerator::Aim() {
  for (;;) {
    mou_ = &documents_
                .mous[chance_.Below(static_cast<int>(documents_.mous.size()))];
    const v1::Clause& clause =
        mou_->clauses(chance_.Below(mou_->clauses_size()));
    match_ = &clause.match();
    if (clause.effect() == v1::EFFECT_PERMIT) return;
  }
}

std::string QuestionGenerator::AgencyIn(const v1::AgencySet& agencies) {
  if (chance_.OneIn(60)) return kStranger;
  if (chance_.OneIn(15)) return chance_.Of(kAgencies);
  return chance_.Of(agencies.any() ? mou_->party_agency_ids()
                                   : agencies.agency_ids());
}

v1::AgencyKind QuestionGenerator::Kind() {
  if (chance_.OneIn(60)) return static_cast<v1::AgencyKind>(kToCome);
  if (chance_.OneIn(20)) {
    return static_cast<v1::AgencyKind>(chance_.Below(v1::AgencyKind_ARRAYSIZE));
  }
  return chance_.OneIn(2) ? v1::AGENCY_KIND_POLICE
                          : v1::AGENCY_KIND_CHILD_WELFARE;
}

void QuestionGenerator::AddRoles(v1::AccessQuestion& asked) {
  if (chance_.OneIn(80)) return;
  const auto& roles = match_->roles();
  asked.add_roles(roles.any() || chance_.OneIn(20)
                      ? chance_.AnyOf<v1::Role>(v1::Role_ARRAYSIZE)
                      : static_cast<v1::Role>(chance_.Of(roles.roles())));
  if (match_->allow_break_glass() && roles.any() && chance_.OneIn(2)) {
    asked.set_roles(0, chance_.OneIn(2) ? v1::ROLE_CP_SUPERVISOR
                                        : v1::ROLE_CLINIC_CLINICIAN);
  }
  while (chance_.OneIn(5)) {
    asked.add_roles(chance_.AnyOf<v1::Role>(v1::Role_ARRAYSIZE));
  }
  if (chance_.OneIn(80)) {
    asked.add_roles(static_cast<v1::Role>(chance_.OneIn(2) ? 0 : kToCome));
  }
}

void QuestionGenerator::AddCategories(v1::AccessQuestion& asked) {
  if (!chance_.OneIn(3)) return;
  for (const int category : match_->categories().categories()) {
    if (chance_.OneIn(2))
      asked.add_categories(static_cast<v1::Category>(category));
  }
  for (int i = chance_.Below(4); i > 0; --i) {
    asked.add_categories(chance_.AnyOf<v1::Category>(v1::Category_ARRAYSIZE));
  }
}

void QuestionGenerator::AddFacts(v1::KnownFacts& facts) {
  facts.set_case_issuer_agency_id(chance_.OneIn(10) ? "a" : kIssuer);
  if (chance_.OneIn(20)) facts.clear_case_issuer_agency_id();
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    if (fact == v1::FACT_CONSENT_ON_FILE) {
      AddConsent(facts);
    } else {
      AddFact(static_cast<v1::Fact>(fact), facts);
    }
  }
  AddAge(facts);
  facts.set_read_back_is_over(chance_.OneIn(12));
  if (!chance_.OneIn(12)) return;
  for (const int category : match_->categories().categories()) {
    if (chance_.OneIn(2)) {
      facts.add_withheld_from_origin(static_cast<v1::Category>(category));
    }
  }
}

// Mostly what the permit aimed at needs, else anything.
v1::Truth QuestionGenerator::TruthOf(v1::Fact fact) {
  for (const v1::Condition& condition : match_->conditions()) {
    if (condition.fact() != fact || chance_.OneIn(4)) continue;
    return condition.expected() ? v1::TRUTH_TRUE : v1::TRUTH_FALSE;
  }
  if (fact == v1::FACT_BREAK_GLASS && match_->allow_break_glass() &&
      chance_.OneIn(2)) {
    return v1::TRUTH_TRUE;
  }
  return static_cast<v1::Truth>(chance_.Below(3));
}

void QuestionGenerator::AddFact(v1::Fact fact, v1::KnownFacts& facts) {
  const v1::Truth truth = TruthOf(fact);
  if (truth == v1::TRUTH_UNSPECIFIED && chance_.OneIn(2)) return;
  v1::FactValue& value = *facts.add_facts();
  value.set_fact(fact);
  value.set_truth(truth);
  const bool glass = fact == v1::FACT_BREAK_GLASS;
  const bool of_token =
      fact == v1::FACT_OPEN_CASE || fact == v1::FACT_IMMINENT_DANGER;
  if (truth != v1::TRUTH_TRUE || (!glass && !of_token)) return;
  if (!glass && !chance_.OneIn(3)) return;
  for (const int category : match_->categories().categories()) {
    if (chance_.OneIn(2)) {
      value.add_categories(static_cast<v1::Category>(category));
    }
  }
  // A glass is broken for something.
  while (glass && (value.categories().empty() || chance_.OneIn(2))) {
    value.add_categories(chance_.AnyOf<v1::Category>(v1::Category_ARRAYSIZE));
  }
}

// True for some categories, false for some, both for a few.
void QuestionGenerator::AddConsent(v1::KnownFacts& facts) {
  const v1::Truth truth = TruthOf(v1::FACT_CONSENT_ON_FILE);
  if (truth == v1::TRUTH_UNSPECIFIED) return;
  v1::FactValue& all = *facts.add_facts();
  all.set_fact(v1::FACT_CONSENT_ON_FILE);
  all.set_truth(truth);
  if (!chance_.OneIn(3)) return;
  v1::FactValue but = all;
  but.set_truth(truth == v1::TRUTH_TRUE ? v1::TRUTH_FALSE : v1::TRUTH_TRUE);
  for (int category = 1; category < v1::Category_ARRAYSIZE; ++category) {
    const int where = chance_.Below(5);
    const auto each = static_cast<v1::Category>(category);
    if (where < 3) all.add_categories(each);
    if (where == 2 || where == 3) but.add_categories(each);
  }
  // No category at all would mean every one.
  if (but.categories().empty()) return;
  *facts.add_facts() = but;
}

void QuestionGenerator::AddAge(v1::KnownFacts& facts) {
  if (chance_.OneIn(4)) return;
  v1::AgeBounds& age = *facts.mutable_subject_age();
  const bool aimed = match_->has_subject_age() && !chance_.OneIn(3);
  age.set_min_years(aimed ? match_->subject_age().min_years() + chance_.Below(3)
                          : chance_.Below(22));
  age.set_max_years(age.min_years() + chance_.Below(3));
}

// The instants at which something begins or ends, those just before, and
// some in between.
google::protobuf::Timestamp QuestionGenerator::Time() {
  google::protobuf::Timestamp time;
  if (!chance_.OneIn(8)) {
    time.set_seconds(100 + chance_.Below(850));
    return time;
  }
  const v1::Mou& mou = chance_.OneIn(4) ? documents_.charter : *mou_;
  time = chance_.OneIn(2) ? mou.effective_time() : mou.expiry_time();
  if (!chance_.OneIn(2)) return time;
  if (time.nanos() > 0) {
    time.set_nanos(time.nanos() - 1);
  } else {
    time.set_seconds(time.seconds() - 1);
    time.set_nanos(999999999);
  }
  return time;
}

}  // namespace homeward::second_opinion
