#include "tests/second_opinion/second_opinion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tests/second_opinion/reading.h"
#include "tests/second_opinion/standing.h"

namespace homeward::second_opinion {
namespace {

std::string NameOf(const v1::Mou& mou) {
  return mou.mou_id() + "@" + std::to_string(mou.version());
}

// One question to one set of documents, decided step by step.
class Case {
 public:
  Case(const Documents& documents, const v1::DecideRequest& question,
       Branches& seen)
      : documents_(documents), question_(question), seen_(seen) {}

  Opinion Decide() {
    const std::string& id = question_.request().mou_id();
    named_ = InForce(documents_, id, question_, seen_);
    if (named_ != nullptr) opinion_.mou = NameOf(*named_);
    opinion_.reason = WhyNotAtAll(documents_, question_, named_, seen_);
    if (opinion_.reason == v1::DECISION_REASON_RED_LINE) {
      opinion_.built_in_rules = {"P-FIREWALL"};
    } else if (opinion_.reason == v1::DECISION_REASON_UNSPECIFIED) {
      reading_.emplace(question_, *named_, seen_);
      opinion_.reason = ByTheClauses();
    }
    return std::move(opinion_);
  }

 private:
  void See(Branch branch) { seen_.set(static_cast<size_t>(branch)); }

  v1::DecisionReason ByTheClauses() {
    for (const v1::Clause& clause : named_->clauses()) {
      if (clause.effect() == v1::EFFECT_PERMIT && reading_->Speaks(clause)) {
        permits_.push_back(&clause);
      }
    }
    FindOffered();
    if (offered_.empty()) return WhyNothingIsOffered();
    const bool answers_leave = offered_.count(v1::CATEGORY_SCREEN_ANS) > 0 &&
                               question_.request().owner_agency_id() !=
                                   question_.request().requester_agency_id();
    Prohibit(/*by_record=*/false);
    if (answers_leave) {
      offered_.erase(v1::CATEGORY_SCREEN_ANS);
      opinion_.built_in_rules.insert("P-SCREEN");
    }
    if (offered_.empty()) return v1::DECISION_REASON_PROHIBITED;

    const std::map<std::string, Form> given = FieldsGiven();
    Prohibit(/*by_record=*/true);
    if (given.empty()) return v1::DECISION_REASON_FACTS_NOT_MET;
    for (const auto& [path, form] : given) {
      const std::set<std::string> taken_by = RulesThatTake(CategoryOf(path));
      opinion_.built_in_rules.insert(taken_by.begin(), taken_by.end());
      if (taken_by.empty() && offered_.count(CategoryOf(path)) > 0) {
        opinion_.fields[path] = form;
      }
    }
    if (opinion_.fields.empty()) return v1::DECISION_REASON_PROHIBITED;
    NamePermits();
    return v1::DECISION_REASON_PERMITTED;
  }

  // The categories of which a permit surely discloses something, as far as the
  // case tells.
  void FindOffered() {
    for (const v1::Clause* permit : permits_) {
      for (const v1::FieldRule& rule : permit->fields()) {
        const v1::Category category = CategoryOf(rule.field_path());
        if (rule.outcome() != v1::FIELD_OUTCOME_DROP &&
            reading_->Asks(category) &&
            reading_->CoversSoFar(*permit, category) == Answer::kYes) {
          offered_.insert(category);
        }
      }
    }
  }

  // Either a permit speaks of what is asked, and only the case is missing; or
  // none does.
  v1::DecisionReason WhyNothingIsOffered() const {
    for (const v1::Clause* permit : permits_) {
      bool speaks_of_it = false;
      bool case_holds = false;
      for (int category = 1; category < v1::Category_ARRAYSIZE; ++category) {
        const auto each = static_cast<v1::Category>(category);
        v1::Clause bare = *permit;
        bare.mutable_match()->clear_conditions();
        if (!reading_->Asks(each)) continue;
        speaks_of_it |= reading_->CoversSoFar(bare, each) == Answer::kYes;
        case_holds |= reading_->CoversSoFar(*permit, each) == Answer::kYes;
      }
      if (speaks_of_it && !case_holds) {
        return v1::DECISION_REASON_FACTS_NOT_MET;
      }
    }
    return v1::DECISION_REASON_NO_PERMIT;
  }

  // Takes from what is offered all that a prohibition may cover: those of the
  // charter and of every MOU in force. Who may not know that there is a record
  // may know nothing of it.
  void Prohibit(bool by_record) {
    std::set<v1::Category> taken;
    ProhibitBy(documents_.charter, by_record, taken);
    for (const v1::Mou* mou : AllInForce(documents_, question_, seen_)) {
      ProhibitBy(*mou, by_record, taken);
    }
    for (const v1::Category category : taken) offered_.erase(category);
  }

  void ProhibitBy(const v1::Mou& mou, bool by_record,
                  std::set<v1::Category>& taken) {
    for (const v1::Clause& clause : mou.clauses()) {
      if (clause.effect() != v1::EFFECT_PROHIBIT ||
          Reading::NeedsRecord(clause) != by_record ||
          !reading_->Speaks(clause)) {
        continue;
      }
      bool took = false;
      for (const v1::Category category : offered_) {
        const Answer covers =
            std::max(reading_->Covers(clause, category),
                     reading_->Covers(clause, v1::CATEGORY_EXIST));
        if (covers == Answer::kNo) continue;
        if (covers == Answer::kMaybe) See(Branch::kProhibitedInDoubt);
        taken.insert(category);
        took = true;
      }
      if (!took) continue;
      opinion_.prohibitions.insert(NameOf(mou) + "/" + clause.clause_id());
      NoteProhibition(mou, clause, by_record);
    }
  }

  void NoteProhibition(const v1::Mou& mou, const v1::Clause& clause,
                       bool by_record) {
    See(by_record ? Branch::kProhibitedByRecord
                  : Branch::kProhibitedBeforeRecord);
    See(&mou == &documents_.charter ? Branch::kProhibitedByCharter
        : &mou == named_            ? Branch::kProhibitedByTheMou
                                    : Branch::kProhibitedByAnother);
    if (documents_.suspended.count(mou.mou_id()) > 0) {
      See(Branch::kProhibitedBySuspended);
    }
    if (reading_->Covers(clause, v1::CATEGORY_EXIST) != Answer::kNo) {
      See(Branch::kExistenceProhibited);
    }
  }

  // What the permits give of this record: the strictest form of all that may
  // apply, where one surely applies.
  std::map<std::string, Form> FieldsGiven() {
    std::map<std::string, Form> strictest;
    std::set<std::string> given;
    for (const v1::Clause* permit : permits_) {
      for (const v1::FieldRule& rule : permit->fields()) {
        const Answer covers =
            reading_->Covers(*permit, CategoryOf(rule.field_path()));
        if (covers == Answer::kNo) continue;
        const auto [entry, first] =
            strictest.try_emplace(rule.field_path(), FormOf(rule));
        if (!first) Tighten(FormOf(rule), entry->second);
        if (rule.outcome() == v1::FIELD_OUTCOME_DROP) {
          See(covers == Answer::kYes ? Branch::kDroppedForSure
                                     : Branch::kDroppedInDoubt);
        } else if (covers == Answer::kYes) {
          given.insert(rule.field_path());
        } else {
          See(Branch::kAlteredInDoubt);
        }
      }
    }
    std::map<std::string, Form> fields;
    for (const std::string& path : given) {
      if (strictest[path].outcome != v1::FIELD_OUTCOME_DROP &&
          offered_.count(CategoryOf(path)) > 0) {
        fields[path] = strictest[path];
      }
    }
    return fields;
  }

  void Tighten(Form by, Form& form) {
    if (by.outcome != form.outcome) {
      See(Branch::kStricterOfTwo);
    } else if (by.coarsen_to != form.coarsen_to) {
      See(Branch::kCoarserOfTwo);
    } else if (by.mask_keep != form.mask_keep) {
      See(Branch::kTwoMasks);
    }
    form = Both(form, by);
  }

  bool IsWithheldLocation(v1::Category category) const {
    return (category == v1::CATEGORY_LOC_COARSE ||
            category == v1::CATEGORY_LOC_EXACT) &&
           reading_->LocationIsProtected();
  }

  // The rules in code that take `category` of this record.
  std::set<std::string> RulesThatTake(v1::Category category) const {
    std::set<std::string> rules;
    if (IsWithheldLocation(category)) rules.insert("P-PROTECT-LOC");
    if (question_.facts().read_back_is_over() &&
        category != v1::CATEGORY_EXIST && category != v1::CATEGORY_ID_MIN &&
        category != v1::CATEGORY_PHOTO) {
      rules.insert("P-REGISTER");
    }
    const auto& origin = question_.facts().withheld_from_origin();
    if (std::find(origin.begin(), origin.end(), category) != origin.end()) {
      rules.insert("P-CONSENT");
    }
    return rules;
  }

  // What a permit surely gave of what is disclosed, with or without a broken
  // glass.
  std::set<std::string> GivenBy(const v1::Clause& permit, bool glass_counts) {
    std::set<std::string> given;
    for (const v1::FieldRule& rule : permit.fields()) {
      const std::string& path = rule.field_path();
      if (rule.outcome() != v1::FIELD_OUTCOME_DROP &&
          opinion_.fields.count(path) > 0 &&
          reading_->Covers(permit, CategoryOf(path), glass_counts) ==
              Answer::kYes) {
        given.insert(path);
      }
    }
    return given;
  }

  // The permits that surely gave something of what is disclosed, and their
  // duties: each once, with the shortest time. By a broken glass a permit gives
  // what none gives without.
  void NamePermits() {
    std::set<std::string> without_glass;
    for (const v1::Clause* permit : permits_) {
      without_glass.merge(GivenBy(*permit, /*glass_counts=*/false));
    }
    for (const v1::Clause* permit : permits_) {
      const bool used = !GivenBy(*permit, /*glass_counts=*/false).empty();
      bool glass_used = false;
      for (const std::string& path : GivenBy(*permit, /*glass_counts=*/true)) {
        glass_used |= without_glass.count(path) == 0;
      }
      if (!used && !glass_used) continue;
      opinion_.permits.push_back(opinion_.mou + "/" + permit->clause_id());
      for (const v1::Obligation& duty : permit->obligations()) AddDuty(duty);
      opinion_.by_break_glass |= glass_used;
    }
    if (opinion_.by_break_glass) AddDutiesOfBreakGlass();
  }

  void AddDutiesOfBreakGlass() {
    v1::Obligation duty;
    duty.set_type(v1::OBLIGATION_TYPE_NOTIFY_OWNER);
    AddDuty(duty);
    duty.set_type(v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN);
    AddDuty(duty);
    duty.set_type(v1::OBLIGATION_TYPE_REVIEW);
    duty.mutable_within()->set_seconds(24 * 3600);
    AddDuty(duty);
  }

  void AddDuty(const v1::Obligation& duty) {
    const double seconds = static_cast<double>(duty.within().seconds()) +
                           duty.within().nanos() * 1e-9;
    const auto [entry, first] =
        opinion_.duties.try_emplace(duty.type(), seconds);
    if (first || seconds == 0 || entry->second == seconds) return;
    See(Branch::kShorterDuty);
    entry->second =
        entry->second == 0 ? seconds : std::min(entry->second, seconds);
  }

  const Documents& documents_;
  const v1::DecideRequest& question_;
  Branches& seen_;
  const v1::Mou* named_ = nullptr;
  std::optional<Reading> reading_;
  // Those that speak of the question.
  std::vector<const v1::Clause*> permits_;
  // What may still be disclosed.
  std::set<v1::Category> offered_;
  Opinion opinion_;
};

}  // namespace

Opinion SecondOpinion(const Documents& documents,
                      const v1::DecideRequest& question, Branches& seen) {
  return Case(documents, question, seen).Decide();
}

}  // namespace homeward::second_opinion
