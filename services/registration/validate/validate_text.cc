#include "services/registration/validate/validate_text.h"

#include <cstdint>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "auth/country_code.h"
#include "services/matching/names.h"
#include "services/registration/validate/validate_script.h"

namespace homeward::registration {
namespace {

constexpr size_t kMaxNameBytes = 400;
constexpr size_t kMaxIdBytes = 200;
constexpr uint32_t kNotUtf8 = 0xffffffff;

// Takes one character off the front of `*text`. kNotUtf8 for overlong forms,
// surrogates and whatever else RFC 3629 does not allow.
uint32_t TakeCharacter(absl::string_view* text) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>((*text)[i]));
  };
  const uint32_t lead = byte(0);
  const size_t length = lead < 0x80           ? 1
                        : (lead >> 5) == 0x6  ? 2
                        : (lead >> 4) == 0xe  ? 3
                        : (lead >> 3) == 0x1e ? 4
                                              : 0;
  if (length == 0 || text->size() < length) return kNotUtf8;
  uint32_t code = length == 1 ? lead : lead & (0x7fU >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) >> 6) != 0x2) return kNotUtf8;
    code = (code << 6) | (byte(i) & 0x3f);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[length] || code > 0x10ffff || surrogate) return kNotUtf8;
  text->remove_prefix(length);
  return code;
}

// Unicode Standard, chapters 23.1 to 23.7 and table 9 of Annex 9.
bool IsHidden(uint32_t code) {
  if (code < 0x20) return code != '\t' && code != '\n' && code != '\r';
  return (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff ||
         (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) == 0xfffe ||
         (code >= 0xe000 && code <= 0xf8ff) || code >= 0xe0000;
}

bool IsIdCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '_';
}

}  // namespace

absl::Status Invalid(absl::string_view field, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", reason));
}

absl::Status CheckText(absl::string_view field, absl::string_view text,
                       size_t max_bytes) {
  if (text.size() > max_bytes) {
    return Invalid(field, absl::StrCat("is longer than ", max_bytes, " bytes"));
  }
  bool blank = true;
  for (absl::string_view rest = text; !rest.empty();) {
    const uint32_t code = TakeCharacter(&rest);
    if (code == kNotUtf8) return Invalid(field, "is not UTF-8");
    if (IsHidden(code)) {
      return Invalid(field,
                     "has a character that can't be seen, such as a control "
                     "or a change of the writing direction");
    }
    blank &= code <= 0x20 || code == 0xa0 || code == 0x3000;
  }
  if (blank && !text.empty()) {
    return Invalid(field, "has only spaces; leave it unset when unknown");
  }
  return absl::OkStatus();
}

absl::Status CheckName(absl::string_view field, absl::string_view name) {
  absl::Status text = CheckText(field, name, kMaxNameBytes);
  if (!text.ok()) return text;
  if (!name.empty() && matching::NameTokens(name).empty()) {
    return Invalid(field, "has no letters; leave it unset when unknown");
  }
  const absl::string_view fault = WritingFault(name);
  return fault.empty() ? absl::OkStatus() : Invalid(field, fault);
}

absl::Status CheckCountry(absl::string_view field, absl::string_view code) {
  if (code.empty() || auth::IsCountryCode(code)) return absl::OkStatus();
  return Invalid(field, "is not two capital letters (ISO 3166-1 alpha-2)");
}

absl::Status CheckLanguage(absl::string_view field, absl::string_view tag) {
  if (tag.empty()) return absl::OkStatus();
  const std::vector<absl::string_view> parts = absl::StrSplit(tag, '-');
  const bool starts =
      parts[0].size() >= 2 && absl::c_all_of(parts[0], absl::ascii_isalpha);
  const bool goes_on = absl::c_all_of(parts, [](absl::string_view part) {
    return !part.empty() && part.size() <= 8 &&
           absl::c_all_of(part, absl::ascii_isalnum);
  });
  if (starts && goes_on && tag.size() <= 35) return absl::OkStatus();
  return Invalid(field, "is not a language tag such as `uk` (BCP 47)");
}

absl::Status CheckTelephone(absl::string_view field, absl::string_view number) {
  absl::Status text = CheckText(field, number, /*max_bytes=*/100);
  if (!text.ok() || number.empty()) return text;
  const int digits = DigitCount(number);
  if (digits >= 3 && digits <= 20) return absl::OkStatus();
  return Invalid(field, "is not a telephone number of 3 to 20 digits");
}

absl::Status CheckAgencyId(absl::string_view field, absl::string_view id) {
  const auto is_id = [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  };
  if (!id.empty() && id.size() <= 63 && absl::c_all_of(id, is_id)) {
    return absl::OkStatus();
  }
  return Invalid(field, "is not an agency id (1 to 63 of a-z, 0-9 and -)");
}

absl::Status CheckId(absl::string_view field, absl::string_view id) {
  if (id.empty()) return Invalid(field, "is required");
  if (absl::c_any_of(id, absl::ascii_isspace)) {
    return Invalid(field, "has a space");
  }
  return CheckText(field, id, kMaxIdBytes);
}

absl::Status CheckRequestId(absl::string_view id) {
  if (id.size() >= 8 && id.size() <= 64 && absl::c_all_of(id, IsIdCharacter)) {
    return absl::OkStatus();
  }
  return Invalid("request_id", "is not 8 to 64 of A-Z, a-z, 0-9, _ and -");
}

}  // namespace homeward::registration
