#include <fstream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/mou_diff.h"
#include "auth/change/replay.h"
#include "auth/proto_time.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/decide_lines.h"
#include "services/cli/message_file.h"
#include "services/cli/mou/change_text.h"
#include "services/cli/mou_documents.h"
#include "services/cli/mou_more_commands.h"
#include "services/cli/mou_texts.h"

// What other MOUs would change.
namespace homeward::cli {
namespace {

struct Options {
  std::string old_file;
  std::string new_file;
  std::string charter;
  std::string present;
  std::string candidate;
  std::string recorded;
  std::string as_of;
};

// A charter that prohibits nothing but what every node prohibits by itself.
v1::Mou BareCharter() {
  v1::Mou charter;
  charter.set_mou_id("charter");
  charter.set_version(1);
  charter.set_legal_authority("none");
  charter.set_schema_version(1);
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("firewall");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match.mutable_owner()->set_any(true);
  match.mutable_requester()->set_any(true);
  match.mutable_roles()->set_any(true);
  match.mutable_purposes()->add_purposes(v1::PURPOSE_IMM_ENFORCEMENT);
  match.mutable_actions()->set_any(true);
  match.mutable_categories()->set_any(true);
  return charter;
}

// `mou` as version 1 of the same MOU, in force around `now`: texts are
// compared, whenever they hold.
v1::Mou Undated(v1::Mou mou, const std::string& mou_id, absl::Time now) {
  mou.set_mou_id(mou_id);
  mou.set_version(1);
  mou.clear_previous_sha256();
  *mou.mutable_effective_time() = auth::ToTimestamp(now - absl::Hours(1));
  *mou.mutable_expiry_time() = auth::ToTimestamp(now + absl::Hours(1));
  return mou;
}

Result Diff(Context& context, const Options& options) {
  v1::Mou charter = BareCharter();
  if (!options.charter.empty()) {
    const absl::Status read = ReadMessage(context, options.charter, charter);
    if (!read.ok()) return read;
  }
  const absl::Time now = context.now();
  charter = Undated(charter, charter.mou_id(), now);
  const auto before = ReadMouText(options.old_file);
  if (!before.ok()) return before.status();
  const auto after = ReadMouText(options.new_file);
  if (!after.ok()) return after.status();
  const auto old_set =
      SetOfOne(charter, Undated(*before, before->mou_id(), now));
  if (!old_set.ok()) return old_set.status();
  const auto new_set =
      SetOfOne(charter, Undated(*after, before->mou_id(), now));
  if (!new_set.ok()) return new_set.status();
  v1::Mou renamed = *after;
  renamed.set_mou_id(before->mou_id());
  const auto difference = auth::CompareMous(charter, {&*before, *old_set},
                                            {&renamed, *new_set}, now);
  if (!difference.ok()) return difference.status();
  if (options.charter.empty()) {
    context.Say(
        "Compared without a charter; what one forbids is not shown either "
        "way: give --charter.");
  }
  context.Json(*difference);
  for (const std::string& line : DifferenceText(*difference)) {
    context.Text(line);
  }
  return ExitCode::kOk;
}

absl::StatusOr<absl::Time> AsOf(const Context& context,
                                const Options& options) {
  if (options.as_of.empty()) return context.now();
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, options.as_of, &time, &error)) {
    return time;
  }
  return UsageError("--as-of is no time", "write it as 2026-03-01T00:00:00Z");
}

// The decisions of a file, one a line.
absl::Status ReplayFile(const std::string& path, auth::Replay& replay) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return absl::NotFoundError(absl::StrCat(path, " can't be read"));
  }
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto question = ReadQuestion(line);
    const absl::Status added =
        question.ok() ? replay.Add(*question) : question.status();
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", added.message()));
    }
  }
  if (file.bad()) {
    return absl::DataLossError(
        absl::StrCat(path, ":", number + 1, ": it can't be read"));
  }
  return absl::OkStatus();
}

Result Replay(Context& context, const Options& options) {
  const auto as_of = AsOf(context, options);
  if (!as_of.ok()) return as_of.status();
  MouFiles files;
  files.charter = options.charter;
  files.folder = options.present;
  const auto present = ReadMous(files, *as_of);
  if (!present.ok()) return present.status();
  files.folder = options.candidate;
  const auto candidate = ReadMous(files, *as_of);
  if (!candidate.ok()) return candidate.status();
  auth::Replay replay(present->set, candidate->set, *as_of);
  const absl::Status read = ReplayFile(options.recorded, replay);
  if (!read.ok()) return read;
  const v1::ReplayReport report = replay.Report();
  context.Json(report);
  for (const std::string& line : ReplayText(report)) context.Text(line);
  return ExitCode::kOk;
}

}  // namespace

void AddMouChangeCommands(CLI::App* mou, Context* context) {
  auto diff_options = std::make_shared<Options>();
  CLI::App* diff = AddCommand(
      mou, "diff", "What one text discloses more than another, to whom, when",
      {"homeward mou diff police-clinic.mou.signed "
       "police-clinic-2.mou.textproto",
       "homeward mou diff old.textproto new.textproto --charter "
       "charter.textproto -o json"});
  diff->add_option("old", diff_options->old_file, "The text before")
      ->required();
  diff->add_option("new", diff_options->new_file, "The text after")->required();
  diff->add_option("--charter", diff_options->charter,
                   "The charter, to leave out what it forbids");
  diff->callback(
      [=] { context->Run([&] { return Diff(*context, *diff_options); }); });

  auto replay_options = std::make_shared<Options>();
  CLI::App* replay = AddCommand(
      mou, "replay", "Which recorded decisions other MOUs would change",
      {"homeward mou replay --charter charter.textproto --mous mous "
       "--candidate next --recorded decisions.ndjson",
       "homeward mou replay --charter charter.textproto --mous mous "
       "--candidate next --recorded decisions.ndjson --as-of "
       "2026-09-01T00:00:00Z -o json"});
  replay->add_option("--charter", replay_options->charter, "The charter")
      ->required();
  replay
      ->add_option("--mous", replay_options->present,
                   "The folder of the present MOUs")
      ->required();
  replay
      ->add_option("--candidate", replay_options->candidate,
                   "The folder of the MOUs to try")
      ->required();
  replay
      ->add_option("--recorded", replay_options->recorded,
                   "The decisions, the JSON of one DecideRequest a line")
      ->required();
  replay->add_option("--as-of", replay_options->as_of,
                     "When the questions are asked anew; now if not given");
  replay->callback(
      [=] { context->Run([&] { return Replay(*context, *replay_options); }); });
}

}  // namespace homeward::cli
