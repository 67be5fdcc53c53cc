#ifndef HOMEWARD_TESTS_SECOND_OPINION_FORM_H_
#define HOMEWARD_TESTS_SECOND_OPINION_FORM_H_

#include <string>

#include "homeward/v1/mou.pb.h"

namespace homeward::second_opinion {

// In what form a field is disclosed.
struct Form {
  v1::FieldOutcome outcome = v1::FIELD_OUTCOME_DROP;
  // Set where it is coarsened.
  v1::Coarseness coarsen_to = v1::COARSENESS_UNSPECIFIED;
  // Set where it is masked.
  v1::MaskKeep mask_keep = v1::MASK_KEEP_UNSPECIFIED;
};

bool operator==(Form a, Form b);

Form FormOf(const v1::FieldRule& rule);

// What is left of a field when both must hold.
Form Both(Form a, Form b);

// `form` in words.
std::string Text(Form form);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_FORM_H_
