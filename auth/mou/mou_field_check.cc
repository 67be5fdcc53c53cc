#include <optional>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "auth/mou/mou_findings.h"
#include "auth/mou/treatment.h"

namespace homeward::auth {
namespace {

constexpr char kUnknownHere[] = "use one of docs/mou.md, or update this node";

// An outcome's parameter: set with the outcome that it belongs to, and only
// then.
template <typename E>
void CheckParameter(E value, bool belongs, absl::string_view name,
                    FindingsAt at) {
  if (belongs && value == 0) {
    at.Field(name).Add("is unset", "say what is left of the value");
  } else if (belongs && !IsKnown<E>(value)) {
    at.Field(name).Add("is a value that this version does not know",
                       kUnknownHere);
  } else if (!belongs && value != 0) {
    at.Field(name).Add("does not go with the outcome",
                       "leave it out, or change the outcome");
  }
}

bool IsArea(v1::Coarseness to) {
  return to == v1::COARSENESS_ADMIN2 || to == v1::COARSENESS_ADMIN1 ||
         to == v1::COARSENESS_COUNTRY;
}

// Whether what `rule` asks for can be done to values of `form`.
void CheckFit(const v1::FieldRule& rule, FieldForm form, FindingsAt at) {
  const Treatment treatment = TreatmentOf(rule);
  if (Fits(treatment, form)) return;
  const bool area = IsArea(rule.coarsen_to());
  at.Field("outcome").Add(
      absl::StrCat("does not fit ", rule.field_path()),
      area ? std::string("of a place whose parts are fields of their own, name "
                         "the codes of the area, such as admin1_code")
           : absl::StrCat("use one of ", FittingOutcomes(form)));
}

// Whether it is well-formed, whatever the field.
bool CheckOutcome(const v1::FieldRule& rule, FindingsAt at) {
  if (!IsKnown<v1::FieldOutcome>(rule.outcome())) {
    at.Field("outcome").Add("is an outcome that this version does not know",
                            kUnknownHere);
    return false;
  }
  const bool coarsens = rule.outcome() == v1::FIELD_OUTCOME_COARSEN;
  const bool masks = rule.outcome() == v1::FIELD_OUTCOME_MASK;
  CheckParameter(rule.coarsen_to(), coarsens, "coarsen_to", at);
  CheckParameter(rule.mask_keep(), masks, "mask_keep", at);
  return (!coarsens || IsKnown<v1::Coarseness>(rule.coarsen_to())) &&
         (!masks || IsKnown<v1::MaskKeep>(rule.mask_keep()));
}

void CheckCategory(const v1::Clause& clause, v1::Category category,
                   FindingsAt at) {
  const v1::CategorySet& listed = clause.match().categories();
  if (listed.any() || absl::c_linear_search(listed.categories(), category)) {
    return;
  }
  at.Field("field_path")
      .Add(absl::StrCat("has the category ", v1::Category_Name(category),
                        ", which the clause does not list"),
           "add the category to match.categories, or leave the field out");
}

// The age band of a birth date is sent as the age beside it.
void CheckAgeBand(const v1::Clause& clause, const v1::FieldRule& rule,
                  FieldForm form, FindingsAt at) {
  if (form != FieldForm::kBirthDate ||
      rule.coarsen_to() != v1::COARSENESS_AGE_BAND) {
    return;
  }
  const std::string age = absl::StrCat(
      absl::StripSuffix(rule.field_path(), "date_of_birth"), "age");
  const bool discloses_age =
      absl::c_any_of(clause.fields(), [&age](const v1::FieldRule& other) {
        return other.field_path() == age &&
               TreatmentOf(other) != Treatment::kDrop;
      });
  if (discloses_age) return;
  at.Field("coarsen_to")
      .Add(absl::StrCat("leaves an age band, which is sent as ", age,
                        ", and the clause does not disclose that"),
           "disclose it too, to AGE_BAND for instance");
}

}  // namespace

void CheckFields(const v1::Clause& clause, FindingsAt at) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  std::set<std::string> paths;
  bool discloses = false;
  for (int i = 0; i < clause.fields_size(); ++i) {
    const v1::FieldRule& rule = clause.fields(i);
    FindingsAt here = at.Item("fields", i);
    discloses |= rule.outcome() != v1::FIELD_OUTCOME_DROP;
    const bool well_formed = CheckOutcome(rule, here);
    const std::optional<int> field = catalog.Find(rule.field_path());
    if (!field.has_value()) {
      here.Field("field_path")
          .Add("is no leaf field of a claim", "use a path of docs/fields.md");
    } else {
      CheckCategory(clause, catalog.category(*field), here);
      if (well_formed) CheckFit(rule, catalog.form(*field), here);
      CheckAgeBand(clause, rule, catalog.form(*field), here);
    }
    if (!paths.insert(rule.field_path()).second) {
      here.Field("field_path").Add("is there twice", "name each field once");
    }
  }
  if (!discloses) {
    at.Field("fields").Add("discloses nothing",
                           "name at least one field with another outcome than "
                           "FIELD_OUTCOME_DROP");
  }
}

}  // namespace homeward::auth
