#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_READER_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/exchange/age.h"
#include "services/exchange/fhir/fhir_summary.h"
#include "services/exchange/fhir/json_cursor.h"

// Reads International Patient Summaries (HL7 FHIR R4): a bundle in a file, or
// one in each line of it.
namespace homeward::exchange {

struct FhirOptions {
  // The instant of the import: no summary may be later.
  absl::Time now;
  absl::Duration max_clock_skew = absl::Minutes(10);
  size_t max_bundle_bytes = 8 << 20;
};

// A summary, and what to tell of it.
struct FhirBundle {
  PatientSummary summary;
  // Where the bundle departs from the standard and was taken all the same.
  std::vector<JsonRemark> remarks;
  // What the reader does not know, as JSON pointers, at most 1,000. Without
  // what IsNarrative() names.
  std::vector<std::string> unread;
  // The bundle as it came. Set by FhirReader.
  std::string json;
};

// True for parts that repeat the rest for people or for machines: narrative
// (text/div, text/status), meta and language.
bool IsNarrative(absl::string_view pointer);

// Reads one bundle. Never throws. Errors name a place as a JSON pointer (or a
// line where the text is not JSON) and hold no value of the bundle:
//   INVALID_ARGUMENT    As ParseJsonStrictly(); or not a Bundle of type
//                       document; its first entry is not a Composition of type
//                       LOINC 60591-5, or another entry is one; the subject is
//                       not in the bundle or has no name; a birth date or
//                       gender that cannot be; an entry about another patient;
//                       a timestamp in the future.
//   RESOURCE_EXHAUSTED  Longer than `max_bundle_bytes`, more than 500,000
//                       values, or entries that refer to each other so often
//                       that reading would take seconds.
//
// Source: FHIR R4 section 3.3.1 "documents"; IPS, invariants bdl-ips-1,
// ips-comp-1 and ips-pat-1. What real files leave out is a remark: identifier,
// timestamp, fullUrl, birthDate, gender, a mandatory or an empty section.
absl::StatusOr<FhirBundle> ReadFhirBundle(absl::string_view json,
                                          const FhirOptions& options);

// What the summary says of the patient's age.
AgeEvidence AgeOf(const PatientSummary& summary);

// A bundle that can't be taken. The rest of the file goes on.
struct RefusedBundle {
  int64_t line = 0;     // On which it starts, from 1.
  absl::Status reason;  // As ReadFhirBundle().
  // The bundle as it came, to be corrected and read again. Empty if it was too
  // long to keep.
  std::string json;
};

// Where bundles go, in the order of the file. A status that is not OK stops
// the reader and becomes its result.
struct FhirSink {
  std::function<absl::Status(const FhirBundle&, int64_t line)> bundle;
  std::function<absl::Status(const RefusedBundle&)> refused;
};

// One file, of one bundle over many lines or with one in each line. Memory
// holds one bundle. Not thread-safe.
class FhirReader {
 public:
  FhirReader(FhirOptions options, FhirSink sink);
  ~FhirReader();
  FhirReader(const FhirReader&) = delete;
  FhirReader& operator=(const FhirReader&) = delete;

  // Takes the next bytes; any cut will do. Errors: what `sink` returned.
  absl::Status Feed(absl::string_view bytes);
  absl::Status Finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_READER_H_
