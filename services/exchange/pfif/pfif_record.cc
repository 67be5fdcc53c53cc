#include "services/exchange/pfif/pfif_record.h"

#include <algorithm>

namespace homeward::exchange {

AgeEvidence AgeOf(const PfifPerson& person) {
  AgeEvidence evidence;
  evidence.birth = person.date_of_birth;
  evidence.age = person.age;
  evidence.age_stated_at = person.source_date;
  if (person.entry_date.has_value()) {
    evidence.age_stated_at = std::max(
        person.entry_date, evidence.age_stated_at);  // Unset is the smallest.
  }
  return evidence;
}

}  // namespace homeward::exchange
