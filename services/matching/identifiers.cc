#include "services/matching/identifiers.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/matching/index_version.h"
#include "services/matching/name/name_tokens.h"

namespace homeward::matching {
namespace {

// The digits of a phone that do not depend on where one dials from.
constexpr size_t kPhoneTail = 9;

// Words that people write where they have no number.
bool IsPlaceholder(absl::string_view value) {
  const bool one_character =
      absl::c_all_of(value, [&](char c) { return c == value.front(); });
  return one_character || value == "NA" || value == "NONE" ||
         value == "UNKNOWN" || value == "NULL" || value == "123456789";
}

absl::StatusOr<Identifier> MakePhone(absl::string_view folded, bool plus) {
  std::string digits;
  for (const char c : folded) {
    if (absl::ascii_isdigit(c)) digits += c;
  }
  absl::string_view number = digits;
  if (!plus) plus = absl::ConsumePrefix(&number, "00");
  if (number.size() < 6 || number.size() > 15 || IsPlaceholder(number)) {
    return absl::InvalidArgumentError(
        "not a phone number: write + and the country's code, then 6 to 15 "
        "digits in all");
  }
  return Identifier{IdentifierKind::kPhone,
                    absl::StrCat(plus ? "+" : "", number)};
}

absl::string_view PhoneTail(absl::string_view phone) {
  absl::ConsumePrefix(&phone, "+");
  return phone.size() <= kPhoneTail ? phone
                                    : phone.substr(phone.size() - kPhoneTail);
}

}  // namespace

absl::StatusOr<Identifier> MakeIdentifier(IdentifierKind kind,
                                          absl::string_view text) {
  // Repeated groups of digits count, so each is folded by itself.
  std::string folded;
  const absl::string_view read = text.substr(0, kMaxNameBytes);
  std::vector<std::string> parts;
  for (size_t at = 0; at < read.size();) {
    size_t end = at;
    while (end < read.size() && !absl::ascii_isspace(read[end]) &&
           !absl::ascii_ispunct(read[end])) {
      ++end;
    }
    if (end > at) {
      absl::StrAppend(&folded,
                      absl::StrJoin(NameTokens(read.substr(at, end - at)), ""));
    }
    at = end + 1;
  }
  if (kind == IdentifierKind::kPhone) {
    return MakePhone(folded,
                     absl::StartsWith(absl::StripAsciiWhitespace(text), "+"));
  }
  absl::AsciiStrToUpper(&folded);
  if (folded.size() < 3 || folded.size() > 64 || IsPlaceholder(folded)) {
    return absl::InvalidArgumentError(
        "not a number of a document: it must have 3 to 64 letters and digits "
        "and stand for something");
  }
  return Identifier{kind, folded};
}

bool SameIdentifier(const Identifier& left, const Identifier& right) {
  if (left.kind != right.kind || left.value.empty()) return false;
  if (left.kind != IdentifierKind::kPhone) return left.value == right.value;
  const bool both_full =
      absl::StartsWith(left.value, "+") && absl::StartsWith(right.value, "+");
  return both_full ? left.value == right.value
                   : PhoneTail(left.value) == PhoneTail(right.value);
}

bool IsPersonal(IdentifierKind kind) {
  return kind == IdentifierKind::kUnhcrIndividual ||
         kind == IdentifierKind::kNational || kind == IdentifierKind::kPassport;
}

std::string IndexTerm(const Identifier& identifier) {
  const absl::string_view value = identifier.kind == IdentifierKind::kPhone
                                      ? PhoneTail(identifier.value)
                                      : identifier.value;
  return absl::StrCat(kNumberVersion, "|i", static_cast<int>(identifier.kind),
                      "|", value);
}

}  // namespace homeward::matching
