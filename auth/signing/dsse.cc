#include "auth/signing/dsse.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace homeward::auth {
namespace {

// The longest DER signature: two integers of 33 bytes, with their headers.
constexpr size_t kMaxSignatureBytes = 72;

absl::Status CheckSize(absl::string_view payload_type,
                       absl::string_view payload) {
  if (payload_type.empty()) {
    return absl::InvalidArgumentError("the envelope has no payload_type");
  }
  if (payload.size() > kMaxPayloadBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the envelope's payload has ", payload.size(),
                     " bytes; the most is ", kMaxPayloadBytes));
  }
  return absl::OkStatus();
}

bool HasSigned(const v1::Envelope& envelope, absl::string_view signed_bytes,
               const PublicKey& key) {
  return absl::c_any_of(
      envelope.signatures(), [&](const v1::EnvelopeSignature& signature) {
        return signature.key_id() == key.key_id() &&
               signature.signature().size() <= kMaxSignatureBytes &&
               key.Verify(signed_bytes, signature.signature()).ok();
      });
}

}  // namespace

bool VerifiedPayload::SignedBy(const PublicKey& key) const {
  return absl::c_binary_search(signers_, key.key_id());
}

std::string Pae(absl::string_view payload_type, absl::string_view payload) {
  return absl::StrCat("DSSEv1 ", payload_type.size(), " ", payload_type, " ",
                      payload.size(), " ", payload);
}

absl::StatusOr<v1::Envelope> SignEnvelope(absl::string_view payload_type,
                                          absl::string_view payload,
                                          const SigningKey& key) {
  v1::Envelope envelope;
  envelope.set_payload_type(std::string(payload_type));
  envelope.set_payload(std::string(payload));
  return AddSignature(std::move(envelope), key);
}

absl::StatusOr<v1::Envelope> AddSignature(v1::Envelope envelope,
                                          const SigningKey& key) {
  absl::Status sized = CheckSize(envelope.payload_type(), envelope.payload());
  if (!sized.ok()) return sized;
  if (envelope.signatures_size() >= kMaxSignatures) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the envelope has ", kMaxSignatures, " signatures, which is the most"));
  }
  const std::string& key_id = key.public_key().key_id();
  for (const v1::EnvelopeSignature& present : envelope.signatures()) {
    if (present.key_id() == key_id) {
      return absl::AlreadyExistsError("this key has signed the envelope");
    }
  }
  auto signature = key.Sign(Pae(envelope.payload_type(), envelope.payload()));
  if (!signature.ok()) return signature.status();
  v1::EnvelopeSignature* added = envelope.add_signatures();
  added->set_key_id(key_id);
  added->set_signature(*std::move(signature));
  return envelope;
}

absl::StatusOr<VerifiedPayload> VerifyEnvelope(const v1::Envelope& envelope,
                                               absl::string_view expected_type,
                                               absl::Span<const PublicKey> keys,
                                               int min_signers) {
  absl::Status sized = CheckSize(envelope.payload_type(), envelope.payload());
  if (!sized.ok()) return sized;
  if (min_signers < 1) {
    return absl::InvalidArgumentError("an envelope needs at least one signer");
  }
  if (envelope.payload_type() != expected_type) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the envelope does not hold ", expected_type, " but another type"));
  }
  if (envelope.signatures_size() > kMaxSignatures) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the envelope has more than ", kMaxSignatures, " signatures"));
  }
  const std::string signed_bytes =
      Pae(envelope.payload_type(), envelope.payload());
  std::set<std::string> signers;
  for (const PublicKey& key : keys) {
    if (signers.count(key.key_id()) == 0 &&
        HasSigned(envelope, signed_bytes, key)) {
      signers.insert(key.key_id());
    }
  }
  if (signers.size() < static_cast<size_t>(min_signers)) {
    return absl::UnauthenticatedError(
        absl::StrCat(signers.size(), " of the known keys signed this ",
                     expected_type, "; it needs ", min_signers));
  }
  VerifiedPayload verified;
  verified.payload_ = envelope.payload();
  verified.payload_type_ = envelope.payload_type();
  verified.signers_.assign(signers.begin(), signers.end());
  return verified;
}

}  // namespace homeward::auth
