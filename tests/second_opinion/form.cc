#include "tests/second_opinion/form.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace homeward::second_opinion {

bool operator==(Form a, Form b) {
  return a.outcome == b.outcome && a.coarsen_to == b.coarsen_to &&
         a.mask_keep == b.mask_keep;
}

Form FormOf(const v1::FieldRule& rule) {
  return {rule.outcome(), rule.coarsen_to(), rule.mask_keep()};
}

Form Both(Form a, Form b) {
  // Their numbers go from the strictest up.
  if (a.outcome != b.outcome) return a.outcome < b.outcome ? a : b;
  Form both = a;
  // And these from the most exact up.
  both.coarsen_to = std::max(a.coarsen_to, b.coarsen_to);
  if (a.mask_keep != b.mask_keep) both.mask_keep = v1::MASK_KEEP_NOTHING;
  return both;
}

std::string Text(Form form) {
  std::string text = v1::FieldOutcome_Name(form.outcome);
  if (form.coarsen_to != v1::COARSENESS_UNSPECIFIED) {
    absl::StrAppend(&text, " ", v1::Coarseness_Name(form.coarsen_to));
  }
  if (form.mask_keep != v1::MASK_KEEP_UNSPECIFIED) {
    absl::StrAppend(&text, " ", v1::MaskKeep_Name(form.mask_keep));
  }
  return text;
}

}  // namespace homeward::second_opinion
