#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_WORDS_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

// What RegistrationOf() did, told backwards. Pure, thread-safe.
namespace homeward::exchange {

// Where in a PFIF file that came from which a node calls `path` when it refuses
// a registration, such as `identity.name_full` or
// `further_claims[2].sighting.place.site`: then `note.last_known_location`.
// Where it may be one of several fields, or has another name before PFIF 1.3,
// all are told, as in `given_name/first_name`. `path` itself when it is of no
// field of PFIF. Without spaces.
std::string PfifFieldOf(absl::string_view path);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_WORDS_H_
