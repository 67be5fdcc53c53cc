// Whatever the bytes are: the reader ends, it tells the same however they are
// cut, and what it refuses is PFIF that can be read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/exchange/age.h"
#include "services/exchange/pfif/pfif_raw.h"
#include "services/exchange/pfif/pfif_reader.h"
#include "services/exchange/pfif/pfif_record.h"

namespace homeward::exchange {
namespace {

struct Result {
  bool ok = false;
  std::string told;
  std::vector<RefusedRecord> refused;
};

Result Read(absl::string_view file, size_t piece) {
  Result result;
  PfifOptions options;
  options.now = absl::FromUnixSeconds(1790000000);
  options.max_field_bytes = 512;
  options.max_record_bytes = 4096;
  PfifSink sink;
  sink.person = [&](const PfifPerson& person) {
    if (person.person_record_id.empty()) std::abort();
    const bool adult = SurelyAdult(AgeOf(person), options.now);
    absl::StrAppend(&result.told, "p", person.line, adult, person.notes.size(),
                    person.full_name, "\n");
    return absl::OkStatus();
  };
  sink.note = [&](const PfifNote& note) {
    if (!note.source_date.has_value()) std::abort();
    absl::StrAppend(&result.told, "n", note.line, note.text, "\n");
    return absl::OkStatus();
  };
  sink.refused = [&](const RefusedRecord& record) {
    if (record.problems.empty()) std::abort();
    absl::StrAppend(&result.told, "r", record.line, record.xml, "\n");
    result.refused.push_back(record);
    return absl::OkStatus();
  };
  PfifReader reader(options, sink);
  for (size_t at = 0; at < file.size(); at += piece) {
    if (!reader.Feed(file.substr(at, piece)).ok()) return result;
  }
  result.ok = reader.Finish().ok();
  return result;
}

void CheckRefused(const std::vector<RefusedRecord>& refused) {
  for (const RefusedRecord& record : refused) {
    if (record.xml.empty()) continue;
    const std::string file =
        absl::StrCat(PfifHeader(record.version), record.xml, PfifFooter());
    if (!Read(file, file.size()).ok) std::abort();
  }
}

}  // namespace
}  // namespace homeward::exchange

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace exchange = homeward::exchange;
  const absl::string_view file(reinterpret_cast<const char*>(data), size);
  const exchange::Result whole = exchange::Read(file, size + 1);
  const exchange::Result cut = exchange::Read(file, 7);
  if (whole.ok != cut.ok) std::abort();
  if (whole.ok && whole.told != cut.told) std::abort();
  exchange::CheckRefused(whole.refused);
  return 0;
}
