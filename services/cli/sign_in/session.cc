#include "services/cli/sign_in/session.h"

#include <openssl/rand.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/sign_in/terms.h"

namespace homeward::cli {

absl::StatusOr<Session> ReadSession(const Home& home, absl::Time now) {
  const auto envelope = ReadEnvelope(home.Path(kSessionFile));
  if (absl::IsNotFound(envelope.status())) {
    return SignInError("nobody is signed in");
  }
  if (!envelope.ok()) return envelope.status();
  v1::StaffAssertion assertion;
  if (!assertion.ParseFromString(envelope->payload())) {
    return SignInError("the session can't be read");
  }
  const auto expiry = auth::ToTime(assertion.expiry_time(), "expiry_time");
  if (!expiry.ok()) return SignInError("the session can't be read");
  if (now >= *expiry) {
    return SignInError(absl::StrCat(
        "the session has expired ",
        absl::FormatDuration(absl::Trunc(now - *expiry, absl::Seconds(1))),
        " ago"));
  }
  return Session{envelope->SerializeAsString(), assertion.subject(), *expiry};
}

absl::StatusOr<v1::Envelope> StartSession(const Home& home,
                                          const SessionRequest& request,
                                          absl::Time now) {
  if (!auth::IsIdentifier(request.subject)) {
    return UsageError(
        "a subject is a pseudonym, 1 to 63 of a-z, 0-9 and '-': never a name",
        "homeward sign-in --as anna-4 --role cp.caseworker");
  }
  if (request.roles.empty() || request.lifetime > auth::kMaxAssertionLifetime ||
      request.lifetime <= absl::ZeroDuration()) {
    return UsageError("a session needs a role, and lasts at most 15 minutes",
                      "homeward sign-in --as anna-4 --role cp.caseworker");
  }
  const auto terms = SignedTerms(home, request.subject);
  if (!terms.ok()) return terms.status();
  const auto id = RandomId();
  if (!id.ok()) return id.status();
  const auto key = home.Key(kAssertionKeyFile);
  if (!key.ok()) return key.status();
  v1::StaffAssertion assertion;
  assertion.set_assertion_id(*id);
  assertion.set_issuer_agency_id(home.config().agency_id());
  assertion.set_subject(request.subject);
  for (const v1::Role role : request.roles) assertion.add_roles(role);
  *assertion.mutable_auth_time() = auth::ToTimestamp(now);
  *assertion.mutable_issued_time() = auth::ToTimestamp(now);
  *assertion.mutable_expiry_time() = auth::ToTimestamp(now + request.lifetime);
  assertion.set_node_certificate_sha256(request.node_certificate_sha256);
  assertion.set_terms_sha256(*terms);
  auto envelope =
      auth::SignDocument(auth::kStaffAssertionType, assertion, *key);
  if (!envelope.ok()) return envelope.status();
  const absl::Status written = WriteFile(
      home.Path(kSessionFile), envelope->SerializeAsString(), kSecretMode);
  if (!written.ok()) return written;
  return envelope;
}

absl::StatusOr<std::string> RandomId() {
  std::string id(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), 16) != 1) {
    return absl::InternalError("OpenSSL has no randomness");
  }
  return id;
}

}  // namespace homeward::cli
