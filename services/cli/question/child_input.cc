#include "services/cli/question/child_input.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "homeward/v1/record.pb.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/message_file.h"
#include "services/matching/record_id.h"

namespace homeward::cli {
namespace {

constexpr char kFileHelp[] =
    "A file with her name or number, or - for standard input: text protobuf "
    "or JSON, homeward.v1.ChildDescriptor, such as\n"
    "name { full_name: \"...\" birth_year: 2014 }";

// Name and year, or a number: whatever the person knows.
absl::StatusOr<v1::ChildDescriptor> AskForChild(Context& context) {
  v1::ChildDescriptor child;
  const auto name =
      context.Ask("Her name, in any script (empty to give a number):");
  if (!name.ok()) return name.status();
  if (!name->empty()) {
    child.mutable_name()->set_full_name(*name);
    const auto year = context.Ask("Year of birth (empty if not known):");
    if (!year.ok()) return year.status();
    int number = 0;
    if (absl::SimpleAtoi(*year, &number)) {
      child.mutable_name()->set_birth_year(number);
    } else if (!year->empty()) {
      return absl::InvalidArgumentError("the year is no number");
    }
    return child;
  }
  const auto unhcr = context.Ask("UNHCR individual number (or empty):");
  if (!unhcr.ok()) return unhcr.status();
  v1::ChildIdentifier& identifier = *child.mutable_identifier();
  identifier.set_type(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL);
  identifier.set_value(*unhcr);
  if (!unhcr->empty()) return child;
  const auto phone = context.Ask("Telephone with country code:");
  if (!phone.ok()) return phone.status();
  identifier.set_type(v1::IDENTIFIER_TYPE_TELEPHONE);
  identifier.set_value(*phone);
  if (!phone->empty()) return child;
  return absl::InvalidArgumentError("nothing names the child");
}

}  // namespace

void AddChildOptions(CLI::App* command, ChildOptions* options) {
  command->add_option("child", options->file, kFileHelp);
  command->add_option("--record", options->record,
                      "A record's id, agencies/AGENCY/children/ID");
  for (const char* flag : {"--name", "--birth-year", "--born", "--unhcr",
                           "--phone", "--identifier"}) {
    command->add_option(flag, options->refused, "Refused")->group("");
  }
}

absl::StatusOr<v1::ChildDescriptor> ReadChild(Context& context,
                                              const ChildOptions& options) {
  if (!options.refused.empty()) {
    return UsageError(
        "a child's name, birth or number is not taken from a flag: it would "
        "stay in the shell's history and show in the list of processes. Clear "
        "it from your history",
        "put it into a file and name the file, or type - and then the text");
  }
  v1::ChildDescriptor child;
  if (!options.record.empty()) {
    if (!matching::IsRecordId(options.record)) {
      return UsageError("--record is no record id",
                        "agencies/AGENCY/children/32 hexadecimal digits");
    }
    child.set_record_id(options.record);
    return child;
  }
  if (options.file.empty() && context.in_is_terminal) {
    return AskForChild(context);
  }
  const absl::Status read = ReadMessage(context, options.file, child);
  if (!read.ok()) return read;
  if (child.by_case() == v1::ChildDescriptor::BY_NOT_SET) {
    return absl::InvalidArgumentError(
        "nothing names the child: set record_id, identifier or name");
  }
  return child;
}

}  // namespace homeward::cli
