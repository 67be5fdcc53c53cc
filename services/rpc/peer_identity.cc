#include "services/rpc/peer_identity.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/certificate/spiffe_id.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/server_context.h"
#include "services/rpc/admission.h"
#include "services/rpc/fault.h"

namespace homeward::rpc {
namespace {

// The only value of the property `name`; empty when there is none or several.
std::string OnlyValue(const grpc::AuthContext& context, const char* name) {
  const std::vector<grpc::string_ref> values = context.FindPropertyValues(name);
  if (values.size() != 1) return "";
  return std::string(values[0].data(), values[0].size());
}

}  // namespace

absl::StatusOr<Credentials> CredentialsOf(
    const grpc::CallbackServerContext& context) {
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  Credentials credentials;
  if (peer != nullptr) {
    credentials.leaf_pem = OnlyValue(*peer, GRPC_X509_PEM_CERT_PROPERTY_NAME);
    credentials.chain_pem =
        OnlyValue(*peer, GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME);
  }
  if (credentials.leaf_pem.empty()) {
    return FaultError(Fault::kCertificateUnreadable, "",
                      "the connection has no client certificate");
  }
  if (OnlyValue(*peer, GRPC_PEER_SPIFFE_ID_PROPERTY_NAME).empty()) {
    return FaultError(Fault::kCertificateIdentity, "",
                      "the certificate has not exactly one URI name");
  }
  const auto staff = context.client_metadata().find(kStaffAssertionKey);
  if (staff != context.client_metadata().end()) {
    credentials.staff_assertion.assign(staff->second.data(),
                                       staff->second.size());
  }
  return credentials;
}

std::string AccountOf(const grpc::AuthContext& context) {
  const absl::StatusOr<auth::SpiffeId> id = auth::SpiffeId::Parse(
      OnlyValue(context, GRPC_PEER_SPIFFE_ID_PROPERTY_NAME));
  return id.ok() ? id->agency() : "";
}

}  // namespace homeward::rpc
