#ifndef HOMEWARD_AUTH_MOU_FIELD_FORM_H_
#define HOMEWARD_AUTH_MOU_FIELD_FORM_H_

#include <string>

#include "auth/mou/treatment.h"
#include "google/protobuf/descriptor.h"

// What kind of value a leaf holds, and what can be done to it. Pure.
// Source: docs/mou.md, "Outcomes".
namespace homeward::auth {

enum class FieldForm {
  // Whole or not at all: choices, numbers, codes and everything else.
  kFixed,
  // Text that is no code: `(homeward.v1.code)` is not set.
  kText,
  // DocumentNumber.
  kDocumentNumber,
  // PartialDate.
  kDate,
  // PartialDate with the age beside it: AgeBeside() is not null.
  kBirthDate,
  // Timestamp.
  kTime,
  // AgeRange.
  kAge,
  // Place, where it is one leaf.
  kPlace,
};

// The form of the leaf `field`, whether or not it is repeated.
FieldForm FormOf(const google::protobuf::FieldDescriptor& field);

// The field of the same message that holds the age of who was born on the date
// `birth`: of `relation_date_of_birth` it is `relation_age`. Null if there is
// none.
const google::protobuf::FieldDescriptor* AgeBeside(
    const google::protobuf::FieldDescriptor& birth);

// Whether a value of the form can be treated so.
bool Fits(Treatment treatment, FieldForm form);

// What fits, for people: `CLEAR, COARSEN to MONTH or YEAR, DROP`.
std::string FittingOutcomes(FieldForm form);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_FIELD_FORM_H_
