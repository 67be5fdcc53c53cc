#include "services/cli/mou/trial/mou_trial_commands.h"

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proof/prove.h"
#include "homeward/v1/red_line.pb.h"
#include "services/cli/command.h"
#include "services/cli/file/message_file.h"
#include "services/cli/mou/file/mou_documents.h"
#include "services/cli/mou/trial/decide_lines.h"
#include "services/cli/mou/trial/proof_progress.h"
#include "services/cli/mou/trial/proof_text.h"
#include "services/cli/options/time_option.h"

// Trying MOUs and proving what they can't allow, without a node.
namespace homeward::cli {
namespace {

struct Options {
  MouFiles files;
  std::string requests;
  std::string time;
};

Result Decide(Context& context, const Options& options) {
  const auto documents = ReadMous(options.files, context.now());
  if (!documents.ok()) return documents.status();
  std::ifstream file;
  if (options.requests != "-") {
    file.open(options.requests, std::ios::binary);
    if (!file.is_open()) {
      return absl::NotFoundError(
          absl::StrCat(options.requests, " can't be read"));
    }
  }
  context.Say(documents->SignatureText());
  const auto errors = DecideLines(
      *documents, file.is_open() ? file : *context.in, *context.out);
  if (!errors.ok()) return errors.status();
  if (*errors == 0) return ExitCode::kOk;
  context.Say(absl::StrCat(*errors,
                           " lines hold no question that can be "
                           "decided: each has an error in its place."));
  return ExitCode::kError;
}

// Proves, and tells how far it is.
absl::StatusOr<v1::ProofReport> WatchedProof(Context& context,
                                             const MouDocuments& documents,
                                             const v1::RedLines& red_lines,
                                             auth::ProofBounds bounds) {
  ProofProgress progress(&context);
  bounds.watch = [&progress](int64_t done, int64_t most) {
    return progress.Tell(done, most);
  };
  return auth::Prove(documents.set, red_lines, bounds);
}

Result Prove(Context& context, const Options& options) {
  const auto from =
      ReadTimeOption("--time", options.time, absl::InfinitePast());
  if (!from.ok()) return from.status();
  v1::RedLines red_lines;
  const absl::Status read =
      ReadMessage(context, options.files.red_lines, red_lines);
  if (!read.ok()) return read;
  const auto documents = ReadMous(options.files, context.now());
  if (!documents.ok()) return documents.status();
  auth::ProofBounds bounds;
  bounds.from = *from;
  auto report = WatchedProof(context, *documents, red_lines, bounds);
  if (!report.ok()) return report.status();
  report->set_assumes_signatures(!documents->assumed.empty());
  context.Say(documents->SignatureText());
  context.Json(*report);
  for (const std::string& line : ProofText(*report)) context.Text(line);
  return report->holds() ? ExitCode::kOk : ExitCode::kError;
}

// Whether -o stands on the command line: what is made for programs is JSON
// without it.
bool IsOutputGiven(const CLI::App& command) {
  const CLI::App* root = &command;
  while (root->get_parent() != nullptr) root = root->get_parent();
  return root->count("--output") > 0;
}

void AddFiles(CLI::App* command, MouFiles* files) {
  command->add_option("--charter", files->charter, "The charter")->required();
  command
      ->add_option("--mous", files->folder,
                   "The folder of the MOUs, drafts or signed")
      ->required();
  command->add_option("--directory", files->directory,
                      "The signed directory, to check signatures with; without "
                      "it every document is taken as signed");
  command->add_flag("--drafts", files->drafts,
                    "Take as signed what isn't, or not by all");
}

}  // namespace

void AddMouTrialCommands(CLI::App* mou, Context* context) {
  auto decide_options = std::make_shared<Options>();
  CLI::App* decide = AddCommand(
      mou, "decide", "What MOUs allow: a decision for each question of a file",
      {"homeward mou decide --charter deploy/mou_templates/charter.textproto "
       "--mous deploy/mou_templates --requests questions.ndjson",
       "homeward mou decide --charter charter.textproto --mous mous "
       "--directory directory.binpb --drafts --requests questions.ndjson"});
  AddFiles(decide, &decide_options->files);
  decide
      ->add_option("--requests", decide_options->requests,
                   "The questions, the JSON of one DecideRequest a line; - for "
                   "standard input")
      ->required();
  decide->callback(
      [=] { context->Run([&] { return Decide(*context, *decide_options); }); });

  auto prove_options = std::make_shared<Options>();
  CLI::App* prove = AddCommand(
      mou, "prove", "Whether MOUs cross a red line, and by which question",
      {"homeward mou prove --charter deploy/mou_templates/charter.textproto "
       "--mous deploy/mou_templates --red-lines "
       "deploy/red_lines/red_lines.textproto",
       "homeward mou prove --charter charter.textproto --mous mous "
       "--red-lines red_lines.textproto -o text"});
  AddFiles(prove, &prove_options->files);
  prove
      ->add_option("--red-lines", prove_options->files.red_lines,
                   "The red lines")
      ->required();
  prove->add_option("--time", prove_options->time,
                    "Prove of what is asked from then on, as a node does from "
                    "now on; of any time if not given");
  prove->callback([=] {
    if (!IsOutputGiven(*prove)) context->format = Format::kJson;
    context->Run([&] { return Prove(*context, *prove_options); });
  });
}

}  // namespace homeward::cli
