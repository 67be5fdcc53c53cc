#include "services/node/config/number_check.h"

#include "absl/strings/str_cat.h"

namespace homeward::node {

absl::Status CheckNumber(absl::string_view field, int value, int low,
                         int high) {
  if (low <= value && value <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": ", value, " is not in [", low, ", ", high,
                   "]; write a number in it, or leave the field out"));
}

absl::Status CheckNumberIfSet(absl::string_view field, int value, int high) {
  return value == 0 ? absl::OkStatus() : CheckNumber(field, value, 1, high);
}

}  // namespace homeward::node
