#include "services/matching/score/moved.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "services/matching/record/person.h"

namespace homeward::matching {
namespace {

// How many records of a person have another address than hers: a reviewed
// default, which takes 4.3 bits at most. Where people move much it is more.
constexpr double kMoved = 0.05;

constexpr TextField kOfAddress[] = {
    TextField::kStreetNumber, TextField::kStreet, TextField::kLocality,
    TextField::kSuburb,       TextField::kState,  TextField::kPostcode};

bool IsOfAddress(const FieldEvidence& evidence) {
  return absl::c_any_of(kOfAddress, [&](TextField field) {
    return evidence.field == FieldName(field);
  });
}

bool BirthsAgree(const std::vector<FieldEvidence>& evidence) {
  return absl::c_any_of(evidence, [](const FieldEvidence& one) {
    return one.field == "birth" && one.bits > 0;
  });
}

}  // namespace

double MovedBits(const std::vector<FieldEvidence>& evidence) {
  if (!BirthsAgree(evidence)) return 0;
  double stayed = 0;
  for (const FieldEvidence& one : evidence) {
    if (IsOfAddress(one)) stayed += one.bits;
  }
  const double both = std::log2((1 - kMoved) * std::exp2(stayed) + kMoved);
  return std::max(both - stayed, 0.0);
}

}  // namespace homeward::matching
