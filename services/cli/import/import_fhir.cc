#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/code_name.h"
#include "services/cli/context.h"
#include "services/cli/import/import_file.h"
#include "services/cli/import/import_run.h"
#include "services/exchange/age.h"
#include "services/exchange/fhir/fhir_claims.h"
#include "services/exchange/fhir/fhir_reader.h"

namespace homeward::cli {
namespace {

absl::Status TakeBundle(Context& context, ImportRun& run, v1::Purpose purpose,
                        const exchange::FhirBundle& bundle, int64_t line) {
  if (exchange::SurelyAdult(exchange::AgeOf(bundle.summary), context.now())) {
    run.SkipAdult(line);
    return absl::OkStatus();
  }
  for (const std::string& pointer : bundle.unread) {
    if (!exchange::IsNarrative(pointer)) {
      context.Say(absl::StrCat("not taken, line ", line, ": ", pointer));
    }
  }
  const auto request = exchange::RegistrationOf(bundle.summary, purpose);
  if (request.ok()) return run.Add(*request, line, bundle.json);
  return run.RefuseAndKeep(line, "the summary", request.status().message(),
                           bundle.json);
}

}  // namespace

Result ImportFhir(Context& context, const ImportOptions& options) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  auto registrar = Registrar(context, options);
  if (!registrar.ok()) return registrar.status();
  ImportRun run(
      &context, *std::move(registrar), RefusedPath(options, ".refused.ndjson"),
      [] { return std::string(); }, "");
  exchange::FhirSink sink;
  sink.bundle = [&](const exchange::FhirBundle& bundle, int64_t line) {
    return TakeBundle(context, run, *purpose, bundle, line);
  };
  sink.refused = [&](const exchange::RefusedBundle& bundle) {
    return run.RefuseAndKeep(bundle.line, "the bundle", bundle.reason.message(),
                             bundle.json);
  };
  exchange::FhirOptions reading;
  reading.now = context.now();
  exchange::FhirReader reader(reading, sink);
  const absl::Status read = ReadPieces(
      context, options.file, "importing",
      [&](absl::string_view piece) { return reader.Feed(piece); },
      [&] { return reader.Finish(); });
  const absl::Status finished = run.Finish();
  const absl::Status ended = read.ok() ? finished : read;
  if (ended.ok()) return Summarize(context, options, run.totals());
  TellWhatStays(context, run.totals());
  return ended;
}

}  // namespace homeward::cli
