#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RULES_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/exchange/pfif/pfif_raw.h"
#include "services/exchange/pfif/pfif_record.h"

// Turns the text of PFIF records into records, or into the reasons why not.
// Pure, thread-safe.
namespace homeward::exchange {

// What is wrong with one field. Holds no value of a record, so it may be shown
// and logged.
struct PfifProblem {
  int64_t line = 0;    // Of the field, or of the record where it is missing.
  std::string field;   // The element's name.
  std::string reason;  // Continues "FIELD ...", as in "is missing".
};

// By what records are judged.
struct PfifRules {
  PfifVersion version = PfifVersion::k14;
  absl::Time now;
  // A source's clock may be ahead of ours by this much.
  absl::Duration max_clock_skew = absl::Minutes(10);
  // If set, ids must be of this domain: a source may speak for its own records
  // only.
  std::string domain;
};

// What became of a record: usable if `problems` is empty. `remarks` are
// deviations that real sources make and that do no harm.
template <typename Record>
struct PfifJudged {
  Record record;
  std::vector<PfifProblem> problems;
  std::vector<PfifProblem> remarks;
};

// Judges a person without its notes: mandatory fields by version, the form of
// each field, no field twice, no source_date in the future.
//
// A person of 1.1 or 1.2 needs one of its two names, although the standard
// asks for both: children with a single name are normal.
PfifJudged<PfifPerson> JudgePerson(const PfifRawRecord& raw,
                                   const PfifRules& rules);

// Judges a note. `person_record_id` is the person's around it, empty if it
// stands alone; a note that names another one is a problem. A missing author
// or text is a remark: sources leave them out.
PfifJudged<PfifNote> JudgeNote(const PfifRawRecord& raw,
                               const std::string& person_record_id,
                               const PfifRules& rules);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RULES_H_
