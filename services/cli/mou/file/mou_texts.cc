#include "services/cli/mou/file/mou_texts.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"

namespace homeward::cli {
namespace {

using auth::MouKind;
using auth::PublicKey;

absl::string_view TypeOf(MouKind kind) {
  return kind == MouKind::kCharter ? auth::kCharterPayloadType
                                   : auth::kMouPayloadType;
}

v1::Envelope Unsigned(const v1::Mou& mou, MouKind kind) {
  v1::Envelope envelope;
  envelope.set_payload_type(std::string(TypeOf(kind)));
  envelope.set_payload(mou.SerializeAsString());
  return envelope;
}

}  // namespace

absl::StatusOr<v1::Envelope> ReadMouEnvelope(const std::string& file,
                                             MouKind kind) {
  const auto bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  v1::Envelope envelope;
  if (envelope.ParseFromString(*bytes) &&
      envelope.payload_type() == TypeOf(kind)) {
    return envelope;
  }
  v1::Directory directory;
  if (kind == MouKind::kCharter &&
      envelope.payload_type() == auth::kDirectoryType &&
      directory.ParseFromString(envelope.payload()) &&
      directory.has_charter()) {
    return directory.charter();
  }
  v1::Mou mou;
  const absl::Status parsed = ParseMessage(*bytes, file, mou);
  if (!parsed.ok()) return parsed;
  return Unsigned(mou, kind);
}

absl::StatusOr<v1::Mou> ReadMouText(const std::string& file, MouKind kind) {
  const auto envelope = ReadMouEnvelope(file, kind);
  if (!envelope.ok()) return envelope.status();
  v1::Mou mou;
  const absl::Status read = auth::ParseStrictly(envelope->payload(), mou);
  if (!read.ok()) {
    return absl::Status(read.code(), absl::StrCat(file, ": ", read.message()));
  }
  return mou;
}

absl::StatusOr<auth::SignedMou> AssumeSigned(const v1::Envelope& document,
                                             MouKind kind) {
  const auto key = auth::SigningKey::Generate();
  if (!key.ok()) return key.status();
  const auto once = auth::SignEnvelope(TypeOf(kind), document.payload(), *key);
  if (!once.ok()) return once.status();
  const std::vector<PublicKey> keys = {key->public_key()};
  if (kind == MouKind::kMou) {
    return auth::VerifyMou(*once, [&keys](absl::string_view) { return keys; });
  }
  const auto payload = auth::VerifyEnvelope(*once, TypeOf(kind), keys, 1);
  if (!payload.ok()) return payload.status();
  return auth::ReadCharter(*payload);
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> SetOfOne(
    const v1::Mou& charter, const v1::Mou& mou) {
  const auto signed_charter =
      AssumeSigned(Unsigned(charter, MouKind::kCharter), MouKind::kCharter);
  if (!signed_charter.ok()) return signed_charter.status();
  const auto signed_mou =
      AssumeSigned(Unsigned(mou, MouKind::kMou), MouKind::kMou);
  if (!signed_mou.ok()) return signed_mou.status();
  return auth::ActiveSet::Build(*signed_charter, {*signed_mou}, {});
}

}  // namespace homeward::cli
