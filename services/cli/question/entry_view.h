#ifndef HOMEWARD_SERVICES_CLI_QUESTION_ENTRY_VIEW_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_ENTRY_VIEW_H_

#include <string>

#include "homeward/v1/evidence_service.pb.h"

// Entries of the log as people read them. Pure.
namespace homeward::cli {

// What an entry of the log is about, in one line: when, what happened, who
// asked whom and what was answered. An entry that tells of no answer says
// nothing of one, and that of a question that goes out says so.
std::string EntryText(const v1::AuditEntry& entry);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_ENTRY_VIEW_H_
