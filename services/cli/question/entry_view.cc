#include "services/cli/question/entry_view.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "homeward/v1/evidence.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/text_view.h"

namespace homeward::cli {

std::string EntryText(const v1::AuditEntry& entry) {
  const v1::AuditEvent& event = entry.event();
  std::string text =
      absl::StrCat(TimeText(event.time()), "  entry ", entry.index(), ": ",
                   ShortName(v1::AuditKind_Name(event.kind()), "AUDIT_KIND_"),
                   ", ", event.asker_agency_id());
  if (!event.responder_agency_id().empty()) {
    absl::StrAppend(&text, " asks ", event.responder_agency_id());
  }
  if (event.outcome() != v1::OUTCOME_UNSPECIFIED) {
    absl::StrAppend(&text, ": ",
                    ShortName(v1::Outcome_Name(event.outcome()), "OUTCOME_"));
  } else if (event.kind() == v1::AUDIT_KIND_SENT) {
    absl::StrAppend(&text, ": the question goes out, not answered yet");
  }
  return text;
}

}  // namespace homeward::cli
