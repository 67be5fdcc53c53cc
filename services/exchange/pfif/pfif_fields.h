#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_FIELDS_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_FIELDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/exchange/pfif/pfif_record.h"

// Which fields each version of PFIF has, and what each may hold. Pure,
// thread-safe.
namespace homeward::exchange {

// True if a person, or a note, of `version` may have a field `name`.
bool IsPersonField(PfifVersion version, absl::string_view name);
bool IsNoteField(PfifVersion version, absl::string_view name);

// Sets the field `name` from `text`, of which spaces at both ends are dropped;
// empty text leaves it unset. The field must belong to the version of the
// record.
//
// Errors:
//   INVALID_ARGUMENT  The text is not of the field's form. The message says
//                     what is wrong and does not hold the text.
//
// Source: PFIF 1.4 sections "person" and "note"; 1.1 to 1.3 for old names.
absl::Status SetPersonField(absl::string_view name, absl::string_view text,
                            PfifPerson* person);
absl::Status SetNoteField(absl::string_view name, absl::string_view text,
                          PfifNote* note);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_FIELDS_H_
