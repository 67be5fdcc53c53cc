#include "services/cli/replay/replay_command.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/replay.h"
#include "homeward/v1/mou_change.pb.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/mou/file/mou_documents.h"
#include "services/cli/mou/trial/change_text.h"
#include "services/cli/options/time_option.h"
#include "services/cli/replay/past_decisions.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string charter;
  std::string present;
  std::string candidate;
  std::string recorded;
  std::string as_of;
  std::string from;
  std::string until;
};

absl::StatusOr<TimeSpan> SpanOf(const Options& options) {
  const auto start =
      ReadTimeOption("--from", options.from, absl::InfinitePast());
  if (!start.ok()) return start.status();
  const auto end =
      ReadTimeOption("--until", options.until, absl::InfiniteFuture());
  if (!end.ok()) return end.status();
  if (*end < *start) {
    return UsageError("--until is before --from", "exchange them");
  }
  return TimeSpan{*start, *end};
}

Result Run(Context& context, const Options& options) {
  const auto as_of = ReadTimeOption("--as-of", options.as_of, context.now());
  if (!as_of.ok()) return as_of.status();
  const auto span = SpanOf(options);
  if (!span.ok()) return span.status();
  MouFiles files;
  files.charter = options.charter;
  files.folder = options.present;
  const auto present = ReadMous(files, *as_of);
  if (!present.ok()) return present.status();
  files.folder = options.candidate;
  const auto candidate = ReadMous(files, *as_of);
  if (!candidate.ok()) return candidate.status();
  auth::Replay replay(present->set, candidate->set, *as_of);
  const absl::Status read = options.recorded.empty()
                                ? ReplayNode(context, *span, replay)
                                : ReplayFile(options.recorded, *span, replay);
  if (!read.ok()) return read;
  const v1::ReplayReport report = replay.Report();
  context.Json(report);
  for (const std::string& line : ReplayText(report)) context.Text(line);
  return ExitCode::kOk;
}

}  // namespace

void AddReplayCommand(CLI::App* mou, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* replay = AddCommand(
      mou, "replay", "Which past decisions of the own node other MOUs change",
      {"homeward mou replay --charter charter.textproto --mous mous "
       "--candidate next --from 2026-09-01T00:00:00Z",
       "homeward mou replay --charter charter.textproto --mous mous "
       "--candidate next --recorded decisions.ndjson --as-of "
       "2026-09-01T00:00:00Z -o json"});
  replay->add_option("--charter", options->charter, "The charter")->required();
  replay
      ->add_option("--mous", options->present, "The folder of the present MOUs")
      ->required();
  replay
      ->add_option("--candidate", options->candidate,
                   "The folder of the MOUs to try")
      ->required();
  replay->add_option("--recorded", options->recorded,
                     "Read the decisions from this file, the JSON of one "
                     "DecideRequest a line, and not from the node's log");
  replay->add_option("--from", options->from, "Only those made at or after");
  replay->add_option("--until", options->until, "Only those made before");
  replay->add_option("--as-of", options->as_of,
                     "When the questions are asked anew; now if not given");
  replay->callback(
      [=] { context->Run([&] { return Run(*context, *options); }); });
}

}  // namespace homeward::cli
