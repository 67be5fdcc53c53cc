#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/import_run.h"
#include "services/cli/node_client.h"
#include "services/cli/progress.h"
#include "services/exchange/age.h"
#include "services/exchange/fhir_claims.h"
#include "services/exchange/fhir_reader.h"
#include "services/exchange/pfif_claims.h"
#include "services/exchange/pfif_raw.h"
#include "services/exchange/pfif_reader.h"

namespace homeward::cli {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

struct Options {
  std::string file;
  std::string purpose;
  bool sought = false;
  bool dry_run = false;
};

// Hands the file over piece by piece, with a bar. `feed` and `finish` are a
// reader's.
absl::Status ReadPieces(
    Context& context, const std::string& path,
    const std::function<absl::Status(absl::string_view)>& feed,
    const std::function<absl::Status()>& finish) {
  std::ifstream file(path, std::ios::binary);
  struct stat info;
  if (!file || stat(path.c_str(), &info) != 0) {
    return absl::NotFoundError(absl::StrCat("can't read ", path));
  }
  Progress progress(&context, "importing");
  std::string piece(kPieceBytes, '\0');
  int64_t done = 0;
  absl::Status status;
  while (status.ok() &&
         (file.read(piece.data(), kPieceBytes) || file.gcount() > 0)) {
    done += file.gcount();
    status = feed(absl::string_view(piece.data(), file.gcount()));
    progress.Show(done, info.st_size);
  }
  progress.End();
  if (!status.ok()) return status;
  return finish();
}

// How records are registered: by the node, or not at all in a dry run.
absl::StatusOr<RegisterFunction> Registrar(Context& context,
                                           const Options& options) {
  if (options.dry_run) {
    return RegisterFunction(
        [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
          return absl::OkStatus();
        });
  }
  auto opened = NodeClient::Open(context);
  if (!opened.ok()) return opened.status();
  auto client = std::make_shared<NodeClient>(*std::move(opened));
  return RegisterFunction([client](const v1::RegisterChildRequest& request,
                                   v1::RegisterChildResponse& response) {
    return client->Call(&v1::RegistrationService::Stub::RegisterChild, request,
                        response, absl::Seconds(30));
  });
}

Result Summarize(Context& context, const Options& options,
                 const ImportTotals& totals) {
  const nlohmann::ordered_json json{{"read", totals.read},
                                    {"created", totals.created},
                                    {"addedTo", totals.added_to},
                                    {"unchanged", totals.unchanged},
                                    {"adultsSkipped", totals.adults},
                                    {"refused", totals.refused}};
  context.JsonText(json.dump());
  if (options.dry_run) {
    context.Text(absl::StrCat("A dry run: ", totals.unchanged,
                              " records can be taken, ", totals.adults,
                              " adults, ", totals.refused, " refused."));
  } else {
    context.Text(absl::StrCat(totals.created, " registered, ", totals.added_to,
                              " added to, ", totals.unchanged, " unchanged, ",
                              totals.adults, " adults skipped, ",
                              totals.refused, " refused."));
    context.Next("homeward locate --purpose PURPOSE CHILD_FILE");
  }
  return totals.refused > 0 ? ExitCode::kPartial : ExitCode::kOk;
}

// Adds a person, or tells why not.
absl::Status TakePerson(Context& context, ImportRun& run,
                        const exchange::PfifPerson& person,
                        const exchange::PfifMapping& mapping) {
  if (exchange::SurelyAdult(exchange::AgeOf(person), context.now())) {
    run.SkipAdult(person.line);
    return absl::OkStatus();
  }
  const auto request = exchange::RegistrationOf(person, mapping, context.now());
  if (request.ok()) return run.Add(*request, person.line, person.xml);
  const absl::Status told =
      run.Refuse(person.line, "person", request.status().message());
  // What its source took back is not kept either.
  const bool keep = absl::IsInvalidArgument(request.status());
  return told.ok() ? run.Keep(keep ? person.xml : "") : told;
}

Result ImportPfif(Context& context, const Options& options) {
  exchange::PfifMapping mapping;
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  mapping.purpose = *purpose;
  mapping.sought = options.sought;
  auto registrar = Registrar(context, options);
  if (!registrar.ok()) return registrar.status();
  std::unique_ptr<exchange::PfifReader> reader;
  ImportRun run(
      &context, *std::move(registrar),
      absl::StrCat(options.file, ".refused.xml"),
      [&reader] { return exchange::PfifHeader(reader->version()); },
      exchange::PfifFooter());
  exchange::PfifSink sink;
  sink.person = [&](const exchange::PfifPerson& person) {
    return TakePerson(context, run, person, mapping);
  };
  sink.note = [&](const exchange::PfifNote& note) {
    const absl::Status told = run.Refuse(
        note.line, "note", "stands outside of a person: put it into hers");
    return told.ok() ? run.Keep(note.xml) : told;
  };
  sink.refused = [&](const exchange::RefusedRecord& record) {
    for (const exchange::PfifProblem& problem : record.problems) {
      const absl::Status told =
          run.Refuse(problem.line, problem.field, problem.reason);
      if (!told.ok()) return told;
    }
    return run.Keep(record.xml);
  };
  exchange::PfifOptions reading;
  reading.now = context.now();
  reader = std::make_unique<exchange::PfifReader>(reading, sink);
  const absl::Status read = ReadPieces(
      context, options.file,
      [&](absl::string_view piece) { return reader->Feed(piece); },
      [&] { return reader->Finish(); });
  const absl::Status finished = run.Finish();
  if (!read.ok()) return read;
  if (!finished.ok()) return finished;
  return Summarize(context, options, run.totals());
}

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
  const absl::Status told =
      run.Refuse(line, "the summary", request.status().message());
  return told.ok() ? run.Keep(bundle.json) : told;
}

Result ImportFhir(Context& context, const Options& options) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  auto registrar = Registrar(context, options);
  if (!registrar.ok()) return registrar.status();
  ImportRun run(
      &context, *std::move(registrar),
      absl::StrCat(options.file, ".refused.ndjson"),
      [] { return std::string(); }, "");
  exchange::FhirSink sink;
  sink.bundle = [&](const exchange::FhirBundle& bundle, int64_t line) {
    return TakeBundle(context, run, *purpose, bundle, line);
  };
  sink.refused = [&](const exchange::RefusedBundle& bundle) {
    const absl::Status told =
        run.Refuse(bundle.line, "the bundle", bundle.reason.message());
    return told.ok() ? run.Keep(bundle.json) : told;
  };
  exchange::FhirOptions reading;
  reading.now = context.now();
  exchange::FhirReader reader(reading, sink);
  const absl::Status read = ReadPieces(
      context, options.file,
      [&](absl::string_view piece) { return reader.Feed(piece); },
      [&] { return reader.Finish(); });
  const absl::Status finished = run.Finish();
  if (!read.ok()) return read;
  if (!finished.ok()) return finished;
  return Summarize(context, options, run.totals());
}

}  // namespace

void AddImportCommands(CLI::App* root, Context* context) {
  CLI::App* import = AddGroup(root, "import", "Import files of other systems");
  auto pfif_options = std::make_shared<Options>();
  pfif_options->purpose = "register";
  CLI::App* pfif = AddCommand(
      import, "pfif", "Import persons: PFIF 1.1 to 1.4",
      {"homeward import pfif persons.xml --purpose family-tracing",
       "homeward import pfif missing.xml --sought --purpose missing-search"});
  pfif->add_option("file", pfif_options->file, "The file")->required();
  pfif->add_option("--purpose", pfif_options->purpose, "Why");
  pfif->add_flag("--sought", pfif_options->sought,
                 "Each person is sought: a missing report goes with her");
  AddDryRun(pfif, &pfif_options->dry_run);
  pfif->callback([=] {
    context->Run([&] { return ImportPfif(*context, *pfif_options); });
  });
  auto fhir_options = std::make_shared<Options>();
  fhir_options->purpose = "treat";
  CLI::App* fhir = AddCommand(
      import, "fhir",
      "Import FHIR International Patient Summaries: a bundle, or one a line",
      {"homeward import fhir summary.json",
       "homeward import fhir summaries.ndjson --purpose treat --dry-run"});
  fhir->add_option("file", fhir_options->file, "The file")->required();
  fhir->add_option("--purpose", fhir_options->purpose, "Why");
  AddDryRun(fhir, &fhir_options->dry_run);
  fhir->callback([=] {
    context->Run([&] { return ImportFhir(*context, *fhir_options); });
  });
}

}  // namespace homeward::cli
