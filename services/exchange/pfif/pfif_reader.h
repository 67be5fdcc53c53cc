#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_READER_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/exchange/pfif/pfif_record.h"
#include "services/exchange/pfif/pfif_rules.h"

// Reads PFIF 1.1 to 1.4 as it arrives: memory holds one person and its notes,
// however long the file is.
namespace homeward::exchange {

// A record that breaks the rules of PFIF. The rest of the file goes on.
struct RefusedRecord {
  enum class Kind { kPerson, kNote, kUnknown };
  Kind kind = Kind::kUnknown;
  PfifVersion version = PfifVersion::k14;
  int64_t line = 0;                   // Of its start tag, from 1.
  std::vector<PfifProblem> problems;  // Never empty.
  // The record as XML, to be kept between PfifHeader(version) and PfifFooter()
  // (pfif_raw.h), corrected and read again. Empty if it was too long to keep.
  std::string xml;
};

// Where records go, in the order of the file. Any member may be empty. A
// status that is not OK stops the reader and becomes its result.
struct PfifSink {
  // A person, with the notes inside it that obey the rules.
  std::function<absl::Status(const PfifPerson&)> person;
  // A note outside of persons.
  std::function<absl::Status(const PfifNote&)> note;
  // A person (with all its notes), a note, or an element that is neither.
  std::function<absl::Status(const RefusedRecord&)> refused;
  // A deviation in a record that was taken all the same.
  std::function<void(const PfifProblem&)> remark;
};

struct PfifOptions {
  // The instant of the import: no source_date may be later.
  absl::Time now;
  absl::Duration max_clock_skew = absl::Minutes(10);
  // If set, the only domain whose records are taken.
  std::string domain;
  int64_t max_file_bytes = int64_t{4} << 30;
  int64_t max_record_bytes = 1 << 20;  // A person with its notes.
  int64_t max_field_bytes = 64 << 10;
};

// What a file held.
struct PfifTotals {
  int64_t persons = 0;
  int64_t notes = 0;  // In persons and outside.
  int64_t refused = 0;
  int64_t remarks = 0;
};

// One file. Not thread-safe. After an error every call returns that error;
// records handed on before stay good.
class PfifReader {
 public:
  PfifReader(PfifOptions options, PfifSink sink);
  ~PfifReader();
  PfifReader(const PfifReader&) = delete;
  PfifReader& operator=(const PfifReader&) = delete;

  // Takes the next bytes of the file; any cut will do. Errors, each with its
  // line:
  //   INVALID_ARGUMENT    Not XML, a DOCTYPE, an encoding other than UTF-8 or
  //                       UTF-16, nested too deeply, or not a PFIF namespace.
  //   RESOURCE_EXHAUSTED  Longer than `max_file_bytes`, or a tag without end.
  //   as `sink`           What a callback returned.
  absl::Status Feed(absl::string_view bytes);

  // Ends the file. Errors as Feed(); INVALID_ARGUMENT also if the file is cut
  // short.
  absl::Status Finish();

  const PfifTotals& totals() const;
  // Of the file, once its first element was read.
  PfifVersion version() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_READER_H_
