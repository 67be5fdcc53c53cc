#ifndef HOMEWARD_AUTH_SIGNING_DOCUMENT_H_
#define HOMEWARD_AUTH_SIGNING_DOCUMENT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "google/protobuf/message.h"
#include "homeward/v1/envelope.pb.h"

// The documents that this room verifies: protobuf messages in envelopes.
namespace homeward::auth {

inline constexpr absl::string_view kDirectoryType =
    "application/vnd.homeward.directory.v1+protobuf";
inline constexpr absl::string_view kCharterType =
    "application/vnd.homeward.charter.v1+protobuf";
inline constexpr absl::string_view kRevocationListType =
    "application/vnd.homeward.revocation-list.v1+protobuf";
inline constexpr absl::string_view kStaffAssertionType =
    "application/vnd.homeward.staff-assertion.v1+protobuf";
inline constexpr absl::string_view kTermsSignatureType =
    "application/vnd.homeward.terms-signature.v1+protobuf";
inline constexpr absl::string_view kCaseTokenType =
    "application/vnd.homeward.case-token.v1+protobuf";

// `message` as an envelope of the type `payload_type`, signed by `key`. The
// bytes are fixed here, once: they are what everybody keeps. Errors as
// SignEnvelope(). Thread-safe.
absl::StatusOr<v1::Envelope> SignDocument(
    absl::string_view payload_type, const google::protobuf::Message& message,
    const SigningKey& key);

// Reads `payload` into `message`, to the last byte. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  No message of its type, or it holds a field that this
//                     build does not know, at any depth: such a field could be
//                     a restriction, and what is unknown is denied.
absl::Status ParseStrictly(absl::string_view payload,
                           google::protobuf::Message& message);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_DOCUMENT_H_
