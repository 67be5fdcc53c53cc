#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_FIELD_LEVEL_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_FIELD_LEVEL_H_

#include "absl/strings/string_view.h"
#include "services/matching/record/person.h"
#include "services/matching/record/text_level.h"

namespace homeward::matching {

// Compares two values of `field` that MakeText() made: as CompareTexts(), but
//
// * Words in two scripts compare by how they sound, words of a name do so too:
//   kOtherScript or kMissing, since a town has other names in other languages
//   (Aleppo is Halab).
// * Two countries are the same or not: their codes are never close. A country
//   beside words that name none, such as "syrian", is kMissing.
//
// Symmetric. Never kElsewhere. Pure, thread-safe.
TextLevel CompareFields(TextField field, absl::string_view left,
                        absl::string_view right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_FIELD_LEVEL_H_
