#include "services/registration/validate/validate_health.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"
#include "services/registration/validate/validate_text.h"

namespace homeward::registration {
namespace {

using ::google::protobuf::FieldDescriptor;

// HIV infection, AIDS, pregnancy, mental, depressive, anxiety and
// post-traumatic stress disorders.
constexpr absl::string_view kSnomedCodes[] = {
    "86406008", "62479008",  "77386006", "74732009",
    "35489007", "197480006", "47505003"};

bool IsSensitiveIcd10(absl::string_view code) {
  if (code.size() < 3) return false;
  const absl::string_view block = code.substr(0, 3);
  return block[0] == 'F' || block[0] == 'O' ||
         (block >= "A50" && block <= "A64") ||
         (block >= "B20" && block <= "B24") || block == "Z21" ||
         block == "Y05" || absl::StartsWith(code, "T74.2");
}

bool IsSensitive(const v1::CodedEntry& entry) {
  return IsSensitiveCode(entry.system(), entry.code()) ||
         absl::c_any_of(entry.translations(), [](const v1::Translation& code) {
           return IsSensitiveCode(code.system(), code.code());
         });
}

}  // namespace

bool IsSensitiveCode(absl::string_view system, absl::string_view code) {
  if (absl::StrContains(system, "icd-10")) return IsSensitiveIcd10(code);
  return system == "http://snomed.info/sct" &&
         absl::c_linear_search(kSnomedCodes, code);
}

absl::Status CheckHealth(absl::string_view field,
                         const v1::HealthSummary& summary) {
  if (summary.ByteSizeLong() == 0) {
    return Invalid(field, "says nothing; give at least one section");
  }
  const auto& reflection = *summary.GetReflection();
  std::vector<const FieldDescriptor*> present;
  reflection.ListFields(summary, &present);
  for (const FieldDescriptor* section : present) {
    if (section->message_type() != v1::CodedEntry::descriptor() ||
        section->options().GetExtension(v1::category) != v1::CATEGORY_HEALTH) {
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(summary, section); ++i) {
      const auto& entry = static_cast<const v1::CodedEntry&>(
          reflection.GetRepeatedMessage(summary, section, i));
      if (!IsSensitive(entry)) continue;
      return Invalid(absl::StrCat(field, ".", section->name(), "[", i, "]"),
                     "holds a sensitive code; give it in a sensitive_ field");
    }
  }
  return absl::OkStatus();
}

}  // namespace homeward::registration
