#ifndef HOMEWARD_STORAGE_LOG_CHECKPOINT_H_
#define HOMEWARD_STORAGE_LOG_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/digest.h"
#include "storage/log/signed_note.h"

// Checkpoints: what a log states about itself, as a note of three lines
// (origin, number of entries, base64 of the root). Pure and thread-safe.
//
// Source: C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint).
namespace homeward::storage {

// The head of a log: all that its entries are bound by.
struct Checkpoint {
  // Which log, unique for ever, for instance
  // "rivermark.example/agency/registrar/front-1". One line, not empty.
  std::string origin;
  // How many entries.
  uint64_t size = 0;
  // The root of the tree of RFC 6962 over them.
  Hash root = {};
  // Further lines, each ending with a line feed. Empty in our own.
  std::string extension;
};

// The text that is signed. INVALID_ARGUMENT if the origin is empty or has a
// line feed.
absl::StatusOr<std::string> CheckpointText(const Checkpoint& checkpoint);

// Reads what CheckpointText() wrote. INVALID_ARGUMENT if it has another form:
// a size with leading zeros or over 64 bits, a root that is not 32 bytes in
// canonical base64, an empty extension line.
absl::StatusOr<Checkpoint> ParseCheckpointText(absl::string_view text);

// The signed note of `checkpoint`. Errors are those of CheckpointText() and
// SignNote().
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const NoteKey& key,
                                           const SignFunction& sign);

// The checkpoint in `note`, once the signature of `key` holds and it is of the
// log `origin`.
//
// Errors: those of OpenNote() and ParseCheckpointText(), and
//   FAILED_PRECONDITION  It is a checkpoint of another log.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          const NoteKey& key,
                                          absl::string_view origin);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_CHECKPOINT_H_
