#include "services/matching/record_id.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace homeward::matching {

bool IsRecordId(absl::string_view record_id) {
  return !RecordOwner(record_id).empty();
}

absl::Status CheckRecordId(absl::string_view field,
                           absl::string_view record_id) {
  if (IsRecordId(record_id)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      field, ": is not agencies/{agency}/children/{32 hexadecimal digits}"));
}

absl::string_view RecordOwner(absl::string_view record_id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(record_id, '/');
  if (parts.size() != 4 || parts[0] != "agencies" || parts[2] != "children" ||
      parts[1].empty() || parts[1].size() > 63 || parts[3].size() != 32) {
    return "";
  }
  const auto is_id = [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  };
  const auto is_hex = [](char c) {
    return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
  };
  if (!absl::c_all_of(parts[1], is_id) || !absl::c_all_of(parts[3], is_hex)) {
    return "";
  }
  return parts[1];
}

}  // namespace homeward::matching
