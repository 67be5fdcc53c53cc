#include "auth/mou/treatment.h"

namespace homeward::auth {
namespace {

Treatment Masking(v1::MaskKeep keep) {
  switch (keep) {
    case v1::MASK_KEEP_LAST_TWO:
      return Treatment::kKeepLastTwo;
    case v1::MASK_KEEP_FIRST_LETTER:
      return Treatment::kKeepFirstLetter;
    case v1::MASK_KEEP_NOTHING:
      return Treatment::kKeepNothing;
    default:
      return Treatment::kDrop;
  }
}

// The kinds of coarseness have the same order in both enums.
constexpr int kBeforeDay = static_cast<int>(Treatment::kToDay) - 1;

static_assert(kBeforeDay + v1::COARSENESS_DAY ==
              static_cast<int>(Treatment::kToDay));
static_assert(kBeforeDay + v1::COARSENESS_MONTH ==
              static_cast<int>(Treatment::kToMonth));
static_assert(kBeforeDay + v1::COARSENESS_YEAR ==
              static_cast<int>(Treatment::kToYear));
static_assert(kBeforeDay + v1::COARSENESS_AGE_BAND ==
              static_cast<int>(Treatment::kToAgeBand));
static_assert(kBeforeDay + v1::COARSENESS_ADMIN2 ==
              static_cast<int>(Treatment::kToAdmin2));
static_assert(kBeforeDay + v1::COARSENESS_ADMIN1 ==
              static_cast<int>(Treatment::kToAdmin1));
static_assert(kBeforeDay + v1::COARSENESS_COUNTRY ==
              static_cast<int>(Treatment::kToCountry));

Treatment Coarsening(v1::Coarseness to) {
  if (to == v1::COARSENESS_UNSPECIFIED || !v1::Coarseness_IsValid(to)) {
    return Treatment::kDrop;
  }
  return static_cast<Treatment>(kBeforeDay + to);
}

}  // namespace

Treatment TreatmentOf(const v1::FieldRule& rule) {
  switch (rule.outcome()) {
    case v1::FIELD_OUTCOME_CLEAR:
      return Treatment::kClear;
    case v1::FIELD_OUTCOME_MASK:
      return Masking(rule.mask_keep());
    case v1::FIELD_OUTCOME_COARSEN:
      return Coarsening(rule.coarsen_to());
    case v1::FIELD_OUTCOME_HASH:
      return Treatment::kHash;
    default:
      return Treatment::kDrop;
  }
}

void SetTreatment(Treatment treatment, v1::FieldRule& rule) {
  rule.clear_coarsen_to();
  rule.clear_mask_keep();
  switch (treatment) {
    case Treatment::kClear:
      return rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
    case Treatment::kKeepLastTwo:
      rule.set_mask_keep(v1::MASK_KEEP_LAST_TWO);
      return rule.set_outcome(v1::FIELD_OUTCOME_MASK);
    case Treatment::kKeepFirstLetter:
      rule.set_mask_keep(v1::MASK_KEEP_FIRST_LETTER);
      return rule.set_outcome(v1::FIELD_OUTCOME_MASK);
    case Treatment::kKeepNothing:
      rule.set_mask_keep(v1::MASK_KEEP_NOTHING);
      return rule.set_outcome(v1::FIELD_OUTCOME_MASK);
    case Treatment::kHash:
      return rule.set_outcome(v1::FIELD_OUTCOME_HASH);
    case Treatment::kDrop:
      return rule.set_outcome(v1::FIELD_OUTCOME_DROP);
    default:
      rule.set_coarsen_to(static_cast<v1::Coarseness>(
          static_cast<int>(treatment) - kBeforeDay));
      return rule.set_outcome(v1::FIELD_OUTCOME_COARSEN);
  }
}

}  // namespace homeward::auth
