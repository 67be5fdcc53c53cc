#ifndef HOMEWARD_AUTH_MOU_TREATMENT_H_
#define HOMEWARD_AUTH_MOU_TREATMENT_H_

#include <array>
#include <cstdint>

#include "auth/mou/field_set.h"
#include "homeward/v1/mou.pb.h"

// What happens to a field: its outcome and how, as one small value.
namespace homeward::auth {

// From the least to the most restrictive. Source: docs/mou.md, "Outcomes".
enum class Treatment : uint8_t {
  kClear,
  // MASK, by what it keeps. The first two are neither stricter than the other.
  kKeepLastTwo,
  kKeepFirstLetter,
  kKeepNothing,
  // COARSEN, by how exact the value still is.
  kToDay,
  kToMonth,
  kToYear,
  kToAgeBand,
  kToAdmin2,
  kToAdmin1,
  kToCountry,
  kHash,
  kDrop,
};

// What `rule` says. kDrop for one that CheckMou() refuses.
Treatment TreatmentOf(const v1::FieldRule& rule);

// Makes `rule` say `treatment`; its path is left alone.
void SetTreatment(Treatment treatment, v1::FieldRule& rule);

// What both allow.
inline Treatment Stricter(Treatment a, Treatment b) {
  const Treatment stricter = a < b ? b : a;
  const Treatment laxer = a < b ? a : b;
  const bool keep_different_parts = laxer == Treatment::kKeepLastTwo &&
                                    stricter == Treatment::kKeepFirstLetter;
  return keep_different_parts ? Treatment::kKeepNothing : stricter;
}

// One leaf field of Claim, by its number in FieldCatalog, and its treatment.
struct FieldTreatment {
  int field = 0;
  Treatment treatment = Treatment::kDrop;
};

// The treatment of every leaf: kClear until it is tightened. A plain value.
class FieldTreatments {
 public:
  Treatment Of(int field) const { return treatments_[field]; }
  // Those whose treatment isn't kClear.
  const FieldSet& altered() const { return altered_; }

  // Adds a treatment: the stricter holds, whatever the order.
  void Tighten(FieldTreatment by) {
    Treatment& treatment = treatments_[by.field];
    treatment = Stricter(treatment, by.treatment);
    altered_.set(by.field, treatment != Treatment::kClear);
  }

 private:
  std::array<Treatment, kMaxFields> treatments_ = {};
  FieldSet altered_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_TREATMENT_H_
