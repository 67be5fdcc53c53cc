#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_TEXT_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_TEXT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Texts and codes as others send them. Pure, thread-safe. Every error is
// INVALID_ARGUMENT, names the field and the reason, and never the value.
namespace homeward::registration {

// "`field`: `reason`".
absl::Status Invalid(absl::string_view field, absl::string_view reason);

// Refuses what is not UTF-8, is longer than `max_bytes`, is only spaces, or has
// characters that can't be seen or change how the rest is read: controls (but
// for tab and line breaks), bidirectional overrides and isolates, byte order
// marks, noncharacters and private use. An empty text is OK.
absl::Status CheckText(absl::string_view field, absl::string_view text,
                       size_t max_bytes);

// A text that must have a letter or digit of some script, if it isn't empty,
// and is written as validate_script.h wants it.
absl::Status CheckName(absl::string_view field, absl::string_view name);

// ISO 3166-1 alpha-2, upper case, if it isn't empty.
absl::Status CheckCountry(absl::string_view field, absl::string_view code);

// BCP 47 by its form, if it isn't empty. Source: RFC 5646 section 2.1.
absl::Status CheckLanguage(absl::string_view field, absl::string_view tag);

// A telephone number with 3 to 20 digits of any script's writing, if it isn't
// empty.
absl::Status CheckTelephone(absl::string_view field, absl::string_view number);

// An agency's id, `[a-z0-9-]{1,63}`.
absl::Status CheckAgencyId(absl::string_view field, absl::string_view id);

// An id that somebody gave, 1 to 200 bytes of text without spaces.
absl::Status CheckId(absl::string_view field, absl::string_view id);

// A request's id, `[A-Za-z0-9_-]{8,64}`.
absl::Status CheckRequestId(absl::string_view id);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_TEXT_H_
