// Whatever the bytes are: the reader ends without an exception, and a summary
// that it takes keeps what its header promises.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/exchange/age.h"
#include "services/exchange/fhir/fhir_reader.h"
#include "services/exchange/fhir/fhir_summary.h"

namespace homeward::exchange {
namespace {

void CheckSummary(const PatientSummary& summary, absl::Time now) {
  if (summary.patient.names.empty()) std::abort();
  for (const FhirSection& section : summary.sections) {
    const bool listed = !section.items.empty() || section.incomplete;
    if (listed != (section.empty == FhirEmpty::kNotEmpty)) std::abort();
  }
  if (SurelyAdult(AgeOf(summary), now) &&
      !summary.patient.birth_date.has_value()) {
    std::abort();
  }
}

}  // namespace
}  // namespace homeward::exchange

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace exchange = homeward::exchange;
  exchange::FhirOptions options;
  options.now = absl::FromUnixSeconds(1790000000);
  options.max_bundle_bytes = 32 << 10;
  exchange::FhirSink sink;
  sink.bundle = [&](const exchange::FhirBundle& bundle, int64_t line) {
    if (line < 1) std::abort();
    exchange::CheckSummary(bundle.summary, options.now);
    return absl::OkStatus();
  };
  sink.refused = [](const exchange::RefusedBundle& refused) {
    if (refused.reason.ok()) std::abort();
    return absl::OkStatus();
  };
  exchange::FhirReader reader(options, sink);
  const absl::string_view file(reinterpret_cast<const char*>(data), size);
  if (!reader.Feed(file).ok() || !reader.Finish().ok()) std::abort();
  return 0;
}
