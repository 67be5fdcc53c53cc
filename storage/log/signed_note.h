#ifndef HOMEWARD_STORAGE_LOG_SIGNED_NOTE_H_
#define HOMEWARD_STORAGE_LOG_SIGNED_NOTE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Signed notes: text, an empty line, and signature lines, each
// "— name base64(key id || signature)". Ed25519 only (type 0x01). Pure and
// thread-safe; nothing of the arguments is kept.
//
// Source: C2SP signed-note (c2sp.org/signed-note).
namespace homeward::storage {

// Signs bytes with the key that the caller holds. Returns the 64 bytes of an
// Ed25519 signature.
using SignFunction =
    std::function<absl::StatusOr<std::string>(absl::string_view message)>;

// A public key with the name under which it signs.
class NoteKey {
 public:
  // A key of the 32 bytes `public_key`. INVALID_ARGUMENT if `name` is empty or
  // has a space, a control character or "+", or the key has another size.
  static absl::StatusOr<NoteKey> Create(absl::string_view name,
                                        absl::string_view public_key);

  // Reads the form "name+keyid+base64(0x01 || key)". INVALID_ARGUMENT if it has
  // another form or type, or the key id is not that of the key.
  static absl::StatusOr<NoteKey> Parse(absl::string_view vkey);

  // The form that Parse() reads.
  std::string Format() const;

  const std::string& name() const { return name_; }
  // 32 bytes.
  const std::string& public_key() const { return public_key_; }
  // The first 4 bytes of SHA-256(name || "\n" || 0x01 || key).
  const std::string& id() const { return id_; }

 private:
  NoteKey(absl::string_view name, absl::string_view public_key);

  std::string name_;
  std::string public_key_;
  std::string id_;
};

// The note of `text`, signed through `sign` as `key`. The signature is checked
// before it is returned, so a signer with another key is found here and not by
// a partner. Errors of `sign` pass through.
//
// Errors:
//   INVALID_ARGUMENT     `text` is empty or does not end with a line feed.
//   FAILED_PRECONDITION  `sign` does not hold the private half of `key`.
absl::StatusOr<std::string> SignNote(absl::string_view text, const NoteKey& key,
                                     const SignFunction& sign);

// The text of `note`, its last line feed included, once a signature of `key` on
// it holds. Signatures by other keys are passed over.
//
// Errors:
//   INVALID_ARGUMENT  `note` is not a signed note, or is over 1 MiB.
//   NOT_FOUND         No signature is by `key`.
//   DATA_LOSS         A signature by `key` does not hold: the text was changed.
absl::StatusOr<std::string> OpenNote(absl::string_view note,
                                     const NoteKey& key);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_SIGNED_NOTE_H_
