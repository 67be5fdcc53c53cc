#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RECORD_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/exchange/age.h"
#include "services/exchange/date.h"

// The records of the People Finder Interchange Format, of any version, under
// the names of version 1.4. Source: PFIF 1.4, http://zesty.ca/pfif/1.4/.
namespace homeward::exchange {

enum class PfifVersion { k11, k12, k13, k14 };

enum class PfifSex { kUnset, kFemale, kMale, kOther };

enum class PfifStatus {
  kUnset,
  kInformationSought,
  kIsNoteAuthor,
  kBelievedAlive,
  kBelievedMissing,
  kBelievedDead,
};

// What somebody knows or asks about a person. Empty text: not said.
struct PfifNote {
  std::string note_record_id;            // "domain/local", always set.
  std::string person_record_id;          // The same; from the person around it.
  std::string linked_person_record_id;   // A duplicate of the person, or empty.
  std::optional<absl::Time> entry_date;  // Of the sender, not of this node.
  std::string author_name;
  std::string author_email;
  std::string author_phone;
  std::optional<absl::Time> source_date;    // Always set.
  std::optional<bool> author_made_contact;  // `found` before 1.4.
  PfifStatus status = PfifStatus::kUnset;
  std::string email_of_found_person;
  std::string phone_of_found_person;
  std::string last_known_location;
  std::string text;
  std::string photo_url;
  int64_t line = 0;  // Of its start tag, from 1.
  // The note as XML, if it stands outside of persons: see RefusedRecord.
  std::string xml;
};

// A person who is sought or was found.
struct PfifPerson {
  std::string person_record_id;  // "domain/local", always set.
  std::optional<absl::Time> entry_date;
  std::optional<absl::Time> expiry_date;
  std::string author_name;
  std::string author_email;
  std::string author_phone;
  std::string source_name;
  std::optional<absl::Time> source_date;  // Always set from 1.3 on.
  std::string source_url;
  // Names, one a line where there are several. Before 1.3 the two below joined.
  std::string full_name;
  std::string given_name;       // `first_name` before 1.4.
  std::string family_name;      // `last_name` before 1.4.
  std::string alternate_names;  // One a line.
  std::string description;      // `other` before 1.4.
  PfifSex sex = PfifSex::kUnset;
  std::optional<PartialDate> date_of_birth;
  std::optional<AgeRange> age;
  std::string home_street;
  std::string home_neighborhood;
  std::string home_city;
  std::string home_state;
  std::string home_postal_code;  // `home_zip` in 1.1.
  std::string home_country;
  std::string photo_url;
  std::string profile_urls;  // One a line.
  std::vector<PfifNote> notes;
  PfifVersion version = PfifVersion::k14;
  // The placeholder of a record that its source has deleted: nothing but the
  // id and dates, and expired. A copy must be erased.
  bool deleted = false;
  int64_t line = 0;  // Of its start tag, from 1.
  // The person with her notes as XML: see RefusedRecord.
  std::string xml;
};

// Returns what the record says of the person's age. The age is taken to be of
// the latest date on the record, which makes the person younger.
AgeEvidence AgeOf(const PfifPerson& person);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RECORD_H_
