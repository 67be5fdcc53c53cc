#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_DOCUMENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_DOCUMENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/internal/v1/policy.pb.h"

// How what is taken back stands in the store's documents. Pure.
namespace homeward::federation {

// The kinds of document: what was said (revocations.h), and what follows of it.
inline constexpr char kRevocations[] = "consent_revocation";
inline constexpr char kWithdrawals[] = "withdrawal";

// That a row of what was told is damaged.
inline constexpr char kUnreadToldText[] = "what was told can't be read";

// `message` as the document `name`.
template <typename Message>
internal::v1::StoredDocument DocumentOf(const std::string& name,
                                        const Message& message) {
  internal::v1::StoredDocument document;
  document.set_name(name);
  document.mutable_envelope()->set_payload_type(
      "application/vnd.homeward.stored.v1+protobuf");
  document.mutable_envelope()->set_payload(message.SerializeAsString());
  return document;
}

// The message of `document`. DATA_LOSS if it can't be read.
template <typename Message>
absl::StatusOr<Message> ReadDocument(
    const internal::v1::StoredDocument& document) {
  Message message;
  if (!message.ParseFromString(document.envelope().payload())) {
    return absl::DataLossError("a stored withdrawal can't be read");
  }
  return message;
}

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_DOCUMENTS_H_
