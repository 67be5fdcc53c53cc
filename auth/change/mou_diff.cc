#include "auth/change/mou_diff.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "auth/change/merge_exposures.h"
#include "auth/change/mou_notes.h"
#include "auth/change/outcomes.h"
#include "auth/change/question_classes.h"
#include "auth/change/situations.h"
#include "auth/change/weaker_duties.h"
#include "auth/decision/access.h"
#include "auth/mou/field_catalog.h"

namespace homeward::auth {
namespace {

// A field with what happens to it before and after.
struct Change {
  size_t field;
  Treatment before;
  Treatment after;

  // Of two masks that keep different parts, the one that counts as laxer.
  bool gains() const { return after < before; }
  bool operator<(const Change& other) const {
    return std::tie(field, before, after) <
           std::tie(other.field, other.before, other.after);
  }
};

// In which situations each change happens, by their numbers.
using Changes = std::map<Change, std::vector<int>>;

// Adds the duties that are weaker to `duties`.
Changes ChangesOf(const MouText& before, const MouText& after,
                  const AccessRequest& request, const Situations& situations,
                  absl::Time now, WeakerDuties& duties) {
  const auto disclosure = [&](const MouText& text,
                              const Situations::Known& known) {
    AccessRequest named = request;
    named.mou_id = text.mou->mou_id();
    return DisclosureBy(text.set, named, known.case_facts, known.facts, now);
  };
  Changes changes;
  for (size_t i = 0; i < situations.all().size(); ++i) {
    const Situations::Known& known = situations.all()[i];
    const Disclosure was = disclosure(before, known);
    const Disclosure is = disclosure(after, known);
    duties.Compare(request, was, is);
    const Outcomes& old = was.outcomes;
    const Outcomes& next = is.outcomes;
    for (size_t field = 0; field < old.size(); ++field) {
      if (old[field] == next[field]) continue;
      changes[{field, old[field], next[field]}].push_back(static_cast<int>(i));
    }
  }
  return changes;
}

// Takes from `changes`, of a person with two roles, what she sees by either.
void Subtract(const Changes& known, Changes& changes) {
  for (auto it = changes.begin(); it != changes.end();) {
    const auto same = known.find(it->first);
    if (same != known.end()) {
      std::vector<int> rest;
      absl::c_set_difference(it->second, same->second,
                             std::back_inserter(rest));
      it->second = std::move(rest);
    }
    it = it->second.empty() ? changes.erase(it) : std::next(it);
  }
}

// Fields that change alike, with what `people` are told.
void AddExposures(const Changes& changes, const Situations& situations,
                  const v1::Exposure& people, v1::MouDifference& difference) {
  std::map<std::pair<bool, std::vector<int>>, v1::Exposure> alike;
  for (const auto& [change, numbers] : changes) {
    v1::Exposure& exposure =
        alike.try_emplace({change.gains(), numbers}, people).first->second;
    v1::FieldChange& field = *exposure.add_fields();
    field.set_field_path(
        FieldCatalog::Get().path(static_cast<int>(change.field)));
    SetTreatment(change.before, *field.mutable_before());
    SetTreatment(change.after, *field.mutable_after());
  }
  for (auto& [key, exposure] : alike) {
    for (v1::Circumstances& when : situations.Describe(key.second)) {
      *exposure.add_when() = std::move(when);
    }
    *(key.first ? difference.add_gained() : difference.add_lost()) =
        std::move(exposure);
  }
}

// A case token that counts under both, or else under each.
std::string CaseIssuer(const v1::Mou& before, const v1::Mou& after) {
  for (const std::string& issuer : before.case_issuer_agency_ids()) {
    if (absl::c_linear_search(after.case_issuer_agency_ids(), issuer)) {
      return issuer;
    }
  }
  return "";
}

class Comparison {
 public:
  Comparison(const v1::Mou& charter, const MouText& before,
             const MouText& after, absl::Time now)
      : before_(before),
        after_(after),
        now_(now),
        issuer_(CaseIssuer(*before.mou, *after.mou)),
        classes_({&charter, before.mou, after.mou}) {}

  absl::StatusOr<v1::MouDifference> Compare() {
    for (const QuestionClasses::People& people : classes_.All()) {
      const absl::Status compared = CompareFor(people);
      if (!compared.ok()) return compared;
    }
    MergeExposures(*difference_.mutable_gained());
    MergeExposures(*difference_.mutable_lost());
    for (std::string& note : duties_.Notes()) {
      difference_.add_notes(std::move(note));
    }
    AddNotes(*before_.mou, *after_.mou, difference_);
    return std::move(difference_);
  }

 private:
  absl::Status CompareFor(const QuestionClasses::People& people) {
    const auto situations = Situations::Make(
        classes_.FactsFor(people), classes_.FirstYearsFor(people), issuer_);
    if (!situations.ok()) return situations.status();
    AccessRequest request;
    request.owner_agency_id = people.owner;
    request.requester_agency_id = people.requester;
    // Any kind that isn't enforcement.
    request.requester_kind = v1::AGENCY_KIND_CHILD_WELFARE;
    request.purpose = *people.purposes.begin();
    request.action = *people.actions.begin();
    const auto changes_by = [&](RoleSet roles) {
      request.roles = roles;
      return ChangesOf(before_, after_, request, *situations, now_, duties_);
    };
    const v1::Role role = *people.roles.begin();
    Changes changes = changes_by({role});
    if (!people.other_roles.empty()) {
      const v1::Role other = *people.other_roles.begin();
      Changes both = changes_by({role, other});
      Subtract(changes, both);
      Subtract(changes_by({other}), both);
      changes = std::move(both);
    }
    AddExposures(changes, *situations, ToMessage(people), difference_);
    return absl::OkStatus();
  }

  const MouText& before_;
  const MouText& after_;
  const absl::Time now_;
  const std::string issuer_;
  const QuestionClasses classes_;
  WeakerDuties duties_;
  v1::MouDifference difference_;
};

}  // namespace

absl::StatusOr<v1::MouDifference> CompareMous(const v1::Mou& charter,
                                              const MouText& before,
                                              const MouText& after,
                                              absl::Time now) {
  return Comparison(charter, before, after, now).Compare();
}

}  // namespace homeward::auth
