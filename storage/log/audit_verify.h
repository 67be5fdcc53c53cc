#ifndef HOMEWARD_STORAGE_LOG_AUDIT_VERIFY_H_
#define HOMEWARD_STORAGE_LOG_AUDIT_VERIFY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine/engine.h"
#include "storage/log/signed_note.h"

namespace homeward::storage {

// Which log is checked, and against what.
struct AuditVerifyRequest {
  std::string name;    // See AuditLogOptions.
  std::string origin;  // See Checkpoint::origin.
  NoteKey key;         // Whose signature binds.
  // Checkpoints of the log, as signed notes: the one in the head file, and any
  // that a partner kept. The one in the store is checked in any case.
  std::vector<std::string> checkpoints;
  // Called now and then with the entries checked and the size of the log; false
  // stops the check. May be empty.
  std::function<bool(uint64_t done, uint64_t size)> progress;
  // The topic of the entry with this metadata; empty if it has none. Each entry
  // with a topic must be found by it, and by no other. May be empty: then that
  // is not checked.
  std::function<std::string(absl::string_view metadata)> topic_of = {};
  // Whether the details of an entry, as they are sealed, can be read still. May
  // be empty: then none count as erased.
  std::function<bool(uint64_t index, absl::string_view sealed)> opens = {};
};

// What a check of a whole log found.
struct AuditVerdict {
  bool ok() const { return problem.empty(); }

  // What is wrong, in words for an operator; empty if nothing is.
  std::string problem;
  // The lowest entry that is missing or can't be trusted, where the damage can
  // be placed. In the last, incomplete tile it is the first entry of the
  // complete subtree that holds the damage.
  std::optional<uint64_t> first_bad_index;
  uint64_t size = 0;            // Entries in the log.
  uint64_t erased_details = 0;  // Entries whose details can't be read: allowed.
  uint64_t signed_size = 0;     // Of the largest checkpoint that holds.
};

// Reads every entry of a log, in pages, and computes its tree anew: entries,
// details, topics, tiles, head row and the signature of every checkpoint.
// Trusts no stored hash. Details are erased by their key and never by their
// row: a row that is missing was taken out. Needs no secret key, and may run
// while the log grows: it checks what was durable when it began.
//
// An error means that the check could not be made (those of Reader,
// INVALID_ARGUMENT for the name, and CANCELLED when `progress` stopped it); a
// log that fails it is a verdict.
absl::StatusOr<AuditVerdict> VerifyAuditLog(const Reader& reader,
                                            const AuditVerifyRequest& request);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_AUDIT_VERIFY_H_
