#include "storage/log/signed_note.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/evp.h"
#include "storage/digest.h"

namespace homeward::storage {
namespace {

constexpr absl::string_view kEd25519("\1", 1);
// An em dash (U+2014) and a space.
constexpr absl::string_view kSignaturePrefix = "\xe2\x80\x94 ";
constexpr size_t kKeySize = 32;
constexpr size_t kIdSize = 4;
constexpr size_t kSignatureSize = 64;
constexpr size_t kMaxNoteSize = 1 << 20;

absl::Status NotANote(absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("this is not a signed note: ", why));
}

bool IsName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > ' ' && byte != 0x7f && c != '+';
  });
}

bool SignatureHolds(absl::string_view public_key, absl::string_view message,
                    absl::string_view signature) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_public_key(
          EVP_PKEY_ED25519, nullptr,
          reinterpret_cast<const unsigned char*>(public_key.data()),
          public_key.size()),
      EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(
             context.get(),
             reinterpret_cast<const unsigned char*>(signature.data()),
             signature.size(),
             reinterpret_cast<const unsigned char*>(message.data()),
             message.size()) == 1;
}

struct SignatureLine {
  std::string name;
  std::string id;
  std::string signature;
};

absl::StatusOr<SignatureLine> ParseLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kSignaturePrefix)) {
    return NotANote("a signature line must start with an em dash");
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  std::string bytes;
  if (parts.size() != 2 || !IsName(parts[0]) ||
      !absl::Base64Unescape(parts[1], &bytes) || bytes.size() <= kIdSize) {
    return NotANote("a signature line must have a name and base64");
  }
  return SignatureLine{std::string(parts[0]), bytes.substr(0, kIdSize),
                       bytes.substr(kIdSize)};
}

}  // namespace

NoteKey::NoteKey(absl::string_view name, absl::string_view public_key)
    : name_(name),
      public_key_(public_key),
      id_(View(Sha256({name, "\n", kEd25519, public_key})).substr(0, kIdSize)) {
}

absl::StatusOr<NoteKey> NoteKey::Create(absl::string_view name,
                                        absl::string_view public_key) {
  if (!IsName(name)) {
    return absl::InvalidArgumentError(
        "the name of a note key must not be empty nor hold spaces or \"+\"");
  }
  if (public_key.size() != kKeySize) {
    return absl::InvalidArgumentError(absl::StrCat(
        "an Ed25519 public key has 32 bytes, this has ", public_key.size()));
  }
  return NoteKey(name, public_key);
}

absl::StatusOr<NoteKey> NoteKey::Parse(absl::string_view vkey) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(vkey, absl::MaxSplits('+', 2));
  std::string bytes;
  if (parts.size() != 3 || !absl::Base64Unescape(parts[2], &bytes)) {
    return absl::InvalidArgumentError(
        "a verifier key has the form name+keyid+base64");
  }
  if (bytes.substr(0, 1) != kEd25519) {
    return absl::InvalidArgumentError(
        "the verifier key is not an Ed25519 key (type 1)");
  }
  absl::StatusOr<NoteKey> key = Create(parts[0], bytes.substr(1));
  if (!key.ok()) return key.status();
  if (absl::BytesToHexString(key->id()) != parts[1]) {
    return absl::InvalidArgumentError(
        "the verifier key's id is not that of its name and key: copy it again");
  }
  return key;
}

std::string NoteKey::Format() const {
  return absl::StrCat(name_, "+", absl::BytesToHexString(id_), "+",
                      absl::Base64Escape(absl::StrCat(kEd25519, public_key_)));
}

absl::StatusOr<std::string> SignNote(absl::string_view text, const NoteKey& key,
                                     const SignFunction& sign) {
  if (text.empty() || text.back() != '\n') {
    return absl::InvalidArgumentError(
        "the text of a note must end with a line feed");
  }
  const absl::StatusOr<std::string> signature = sign(text);
  if (!signature.ok()) return signature.status();
  if (signature->size() != kSignatureSize ||
      !SignatureHolds(key.public_key(), text, *signature)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the signer does not hold the private key of ", key.Format()));
  }
  return absl::StrCat(text, "\n", kSignaturePrefix, key.name(), " ",
                      absl::Base64Escape(absl::StrCat(key.id(), *signature)),
                      "\n");
}

absl::StatusOr<std::string> OpenNote(absl::string_view note,
                                     const NoteKey& key) {
  if (note.size() > kMaxNoteSize) return NotANote("it is over 1 MiB");
  // The last empty line ends the text, which may have empty lines of its own.
  const size_t blank = note.rfind("\n\n");
  if (blank == absl::string_view::npos || note.back() != '\n') {
    return NotANote("no empty line parts text from signatures");
  }
  const absl::string_view text = note.substr(0, blank + 1);
  absl::string_view rest = note.substr(blank + 2);
  if (!absl::ConsumeSuffix(&rest, "\n")) return NotANote("it has no signature");
  bool found = false;
  for (const absl::string_view text_line : absl::StrSplit(rest, '\n')) {
    const absl::StatusOr<SignatureLine> line = ParseLine(text_line);
    if (!line.ok()) return line.status();
    if (line->name != key.name() || line->id != key.id()) continue;
    if (!SignatureHolds(key.public_key(), text, line->signature)) {
      return absl::DataLossError(absl::StrCat(
          "the signature of ", key.name(),
          " does not hold: the note was changed after it was signed"));
    }
    found = true;
  }
  if (!found) {
    return absl::NotFoundError(
        absl::StrCat("no signature on the note is by ", key.Format()));
  }
  return std::string(text);
}

}  // namespace homeward::storage
