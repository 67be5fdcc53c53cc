#ifndef HOMEWARD_AUTH_SIGNING_DSSE_H_
#define HOMEWARD_AUTH_SIGNING_DSSE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"

// Signed documents: DSSE 1.0.2 (github.com/secure-systems-lab/dsse). The bytes
// that were signed are the bytes that are read: nothing is serialized anew.
namespace homeward::auth {

// The most bytes a payload may have.
inline constexpr size_t kMaxPayloadBytes = size_t{1} << 20;
// The most signatures an envelope may carry.
inline constexpr int kMaxSignatures = 64;

// Bytes whose signatures were checked. Only VerifyEnvelope() makes one, so a
// function that takes it can't be given unverified bytes.
class VerifiedPayload {
 public:
  const std::string& payload() const { return payload_; }
  const std::string& payload_type() const { return payload_type_; }
  // The key ids of the keys that signed, sorted, each once.
  const std::vector<std::string>& signers() const { return signers_; }
  bool SignedBy(const PublicKey& key) const;

 private:
  friend absl::StatusOr<VerifiedPayload> VerifyEnvelope(
      const v1::Envelope&, absl::string_view, absl::Span<const PublicKey>, int);
  VerifiedPayload() = default;

  std::string payload_;
  std::string payload_type_;
  std::vector<std::string> signers_;
};

// The bytes that a signature covers: DSSE's pre-authentication encoding,
// "DSSEv1 <size> <type> <size> <payload>". Thread-safe.
std::string Pae(absl::string_view payload_type, absl::string_view payload);

// An envelope around `payload` with one signature, by `key`. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  `payload_type` is empty, or `payload` has more than
//                     kMaxPayloadBytes.
//   INTERNAL          OpenSSL failed.
absl::StatusOr<v1::Envelope> SignEnvelope(absl::string_view payload_type,
                                          absl::string_view payload,
                                          const SigningKey& key);

// `envelope` with one more signature, by `key`. Does not check the others.
// Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  As SignEnvelope(), or it has kMaxSignatures already.
//   ALREADY_EXISTS    `key` has signed it.
//   INTERNAL          OpenSSL failed.
absl::StatusOr<v1::Envelope> AddSignature(v1::Envelope envelope,
                                          const SigningKey& key);

// Returns the payload of `envelope` when at least `min_signers` different keys
// of `keys` have signed it as `expected_type`. Signatures by other keys, broken
// ones and a key's second one do not count and do no harm; a key listed twice
// in `keys` is one key. A signature without the right key_id is not tried, so
// the work is at most one verification for each key. Keeps nothing of its
// arguments. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  Another payload type, too large, too many signatures, or
//                     `min_signers` < 1.
//   UNAUTHENTICATED   Fewer than `min_signers` keys signed it.
absl::StatusOr<VerifiedPayload> VerifyEnvelope(const v1::Envelope& envelope,
                                               absl::string_view expected_type,
                                               absl::Span<const PublicKey> keys,
                                               int min_signers);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_DSSE_H_
