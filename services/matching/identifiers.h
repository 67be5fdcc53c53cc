#ifndef HOMEWARD_SERVICES_MATCHING_IDENTIFIERS_H_
#define HOMEWARD_SERVICES_MATCHING_IDENTIFIERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Brings telephone and document numbers to one form. Pure, thread-safe.
namespace homeward::matching {

enum class IdentifierKind {
  kPhone,            // Of the child or of an adult with it: families share one.
  kUnhcrIndividual,  // proGres individual number.
  kUnhcrCase,        // proGres case (group) number: families share one.
  kNational,
  kPassport,
  kOther,
};

struct Identifier {
  IdentifierKind kind = IdentifierKind::kOther;
  std::string value;  // As MakeIdentifier() made it.
};

// Reads a number as somebody typed it, with digits of any script. A phone
// becomes "+" and digits if it was written with "+" or "00", else digits
// alone; any other number becomes capital letters and digits.
//
// Errors:
//   INVALID_ARGUMENT  A phone without 6 to 15 digits (ITU-T E.164 section 6),
//                     a number without 3 to 64 letters and digits, or a
//                     placeholder such as 0000 or N/A: two of these would be
//                     equal and mean nothing. The message lacks the number.
absl::StatusOr<Identifier> MakeIdentifier(IdentifierKind kind,
                                          absl::string_view text);

// True if both may be one number. Phones of which one lacks its country are
// compared by their last 9 digits.
bool SameIdentifier(const Identifier& left, const Identifier& right);

// True if the number names one person and not a family.
bool IsPersonal(IdentifierKind kind);

// The term under which an index finds the number: equal for any two that
// SameIdentifier() holds the same. Never empty; made for blinding, not to be
// stored as it is.
std::string IndexTerm(const Identifier& identifier);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_IDENTIFIERS_H_
