#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/mou_diff.h"
#include "auth/proto_time.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "services/cli/command.h"
#include "services/cli/file/message_file.h"
#include "services/cli/mou/file/mou_texts.h"
#include "services/cli/mou/trial/change_text.h"
#include "services/cli/mou/trial/mou_trial_commands.h"

// What another text of an MOU would change.
namespace homeward::cli {
namespace {

struct Options {
  std::string old_file;
  std::string new_file;
  std::string charter;
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

}  // namespace

void AddMouDiffCommand(CLI::App* mou, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* diff = AddCommand(
      mou, "diff", "What one text discloses more than another, to whom, when",
      {"homeward mou diff police-clinic.mou.signed "
       "police-clinic-2.mou.textproto",
       "homeward mou diff old.textproto new.textproto --charter "
       "charter.textproto -o json"});
  diff->add_option("old", options->old_file, "The text before")->required();
  diff->add_option("new", options->new_file, "The text after")->required();
  diff->add_option("--charter", options->charter,
                   "The charter, to leave out what it forbids");
  diff->callback(
      [=] { context->Run([&] { return Diff(*context, *options); }); });
}

}  // namespace homeward::cli
