#include "services/cli/code_name.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

// Every value of an enum but the first, in the short form.
std::vector<std::string> Names(const google::protobuf::EnumDescriptor* type,
                               absl::string_view prefix, char between) {
  std::vector<std::string> names;
  for (int i = 1; i < type->value_count(); ++i) {
    std::string name = absl::AsciiStrToLower(
        absl::StripPrefix(type->value(i)->name(), prefix));
    const std::string dash(1, '-');
    name = absl::StrReplaceAll(name, {{"_", dash}});
    // The first word is the kind of agency: cp.caseworker.
    const size_t first = name.find('-');
    if (between == '.' && first != std::string::npos) name[first] = '.';
    names.push_back(name);
  }
  return names;
}

}  // namespace

absl::StatusOr<v1::Role> ParseRole(absl::string_view text) {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  if (v1::Role_Parse(EnumName(text, "ROLE_"), &role) &&
      role != v1::ROLE_UNSPECIFIED) {
    return role;
  }
  return UsageError("there is no such role",
                    absl::StrCat("one of: ", absl::StrJoin(RoleNames(), ", ")));
}

absl::StatusOr<v1::Purpose> ParsePurpose(absl::string_view text) {
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  if (v1::Purpose_Parse(EnumName(text, "PURPOSE_"), &purpose) &&
      purpose != v1::PURPOSE_UNSPECIFIED) {
    return purpose;
  }
  return UsageError(
      "there is no such purpose",
      absl::StrCat("one of: ", absl::StrJoin(PurposeNames(), ", ")));
}

absl::StatusOr<v1::Category> ParseCategory(absl::string_view text) {
  v1::Category category = v1::CATEGORY_UNSPECIFIED;
  if (v1::Category_Parse(EnumName(text, "CATEGORY_"), &category) &&
      category != v1::CATEGORY_UNSPECIFIED) {
    return category;
  }
  return UsageError(
      "there is no such category",
      absl::StrCat("one of: ", absl::StrJoin(CategoryNames(), ", ")));
}

std::vector<std::string> RoleNames() {
  return Names(v1::Role_descriptor(), "ROLE_", '.');
}

std::vector<std::string> PurposeNames() {
  return Names(v1::Purpose_descriptor(), "PURPOSE_", '-');
}

std::vector<std::string> CategoryNames() {
  return Names(v1::Category_descriptor(), "CATEGORY_", '-');
}

std::string EnumName(absl::string_view text, absl::string_view prefix) {
  const std::string upper = absl::AsciiStrToUpper(
      absl::StrReplaceAll(text, {{"-", "_"}, {".", "_"}, {" ", "_"}}));
  return absl::StrCat(prefix, absl::StripPrefix(upper, prefix));
}

std::string ShortName(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

}  // namespace homeward::cli
