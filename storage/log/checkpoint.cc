#include "storage/log/checkpoint.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace homeward::storage {
namespace {

absl::Status NotACheckpoint(absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("this is not a checkpoint: ", why));
}

bool IsOrigin(absl::string_view origin) {
  return !origin.empty() && !absl::StrContains(origin, '\n');
}

}  // namespace

absl::StatusOr<std::string> CheckpointText(const Checkpoint& checkpoint) {
  if (!IsOrigin(checkpoint.origin)) {
    return absl::InvalidArgumentError(
        "a log's origin must be one line of text");
  }
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(View(checkpoint.root)), "\n",
                      checkpoint.extension);
}

absl::StatusOr<Checkpoint> ParseCheckpointText(absl::string_view text) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(text, absl::MaxSplits('\n', 3));
  if (lines.size() != 4 || !IsOrigin(lines[0])) {
    return NotACheckpoint("it needs the lines origin, size and root");
  }
  Checkpoint checkpoint;
  checkpoint.origin = std::string(lines[0]);
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) ||
      absl::StrCat(checkpoint.size) != lines[1]) {
    return NotACheckpoint("the size must be a number without leading zeros");
  }
  std::string root;
  if (!absl::Base64Unescape(lines[2], &root) ||
      absl::Base64Escape(root) != lines[2]) {
    return NotACheckpoint("the root must be base64");
  }
  const absl::StatusOr<Hash> hash = HashFromBytes(root);
  if (!hash.ok()) return NotACheckpoint("the root must have 32 bytes");
  checkpoint.root = *hash;
  checkpoint.extension = std::string(lines[3]);
  const bool blank_line = absl::StartsWith(checkpoint.extension, "\n") ||
                          absl::StrContains(checkpoint.extension, "\n\n");
  if (!checkpoint.extension.empty() &&
      (blank_line || checkpoint.extension.back() != '\n')) {
    return NotACheckpoint("further lines must not be empty");
  }
  return checkpoint;
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const NoteKey& key,
                                           const SignFunction& sign) {
  const absl::StatusOr<std::string> text = CheckpointText(checkpoint);
  if (!text.ok()) return text.status();
  return SignNote(*text, key, sign);
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          const NoteKey& key,
                                          absl::string_view origin) {
  const absl::StatusOr<std::string> text = OpenNote(note, key);
  if (!text.ok()) return text.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointText(*text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->origin != origin) {
    return absl::FailedPreconditionError(
        absl::StrCat("the checkpoint is of the log ", checkpoint->origin,
                     ", not of ", origin));
  }
  return checkpoint;
}

}  // namespace homeward::storage
