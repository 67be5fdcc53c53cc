#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_CLAIMS_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_CLAIMS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/registration_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/exchange/pfif/pfif_record.h"

// PFIF persons as records of this federation. Pure, thread-safe.
namespace homeward::exchange {

// What a file of persons is.
struct PfifMapping {
  // Why the records are written.
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  // Whether each person is sought, as in a feed of the police: then a missing
  // report goes with her.
  bool sought = false;
};

// `person` as a registration. The same person, whole, gives the same request
// with the same request id, so that importing a file twice changes nothing.
//
// What becomes of which field:
//   person_record_id, source_name  source_record_id; a document of the type
//                                  CASE_ID with its issuer
//   source_date, else entry_date   source_time; basis IMPORTED
//   full_name (its first line), given_name, family_name
//                                  name_full, name_first, name_last
//   further lines of full_name, alternate_names
//                                  name_other
//   sex, date_of_birth, age        the same
//   home_*                         address_last
//   description, photo_url, profile_urls, source_url
//                                  physical_description.other_details
//   author_*                       reporter of the missing report, when sought
//   note                           a sighting: source_date is seen_time,
//                                  last_known_location is the place; author_*
//                                  is who reported it
//   note: linked_person_record_id, email_of_found_person, photo_url
//                                  lines of the sighting's text
//   note: phone_of_found_person    telephone_current of another identity claim;
//                                  what is no number, a line of the text
//
// expiry_date is looked at, and not kept: a record that was taken before it
// passed stays until a later file tells of it.
//
// Errors:
//   INVALID_ARGUMENT     Neither source_date nor entry_date; over 150 notes.
//   FAILED_PRECONDITION  It has expired at its source, or is the placeholder of
//                        a record that its source deleted: PFIF forbids to take
//                        it.
absl::StatusOr<v1::RegisterChildRequest> RegistrationOf(
    const PfifPerson& person, const PfifMapping& mapping, absl::Time now);

// `note`, which stands outside of a person, as facts to add to the record of
// the person whom it names. It never makes a record.
v1::RegisterChildRequest AdditionOf(const PfifNote& note,
                                    const PfifMapping& mapping);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_CLAIMS_H_
