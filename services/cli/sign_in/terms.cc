#include "services/cli/sign_in/terms.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

constexpr char kFolder[] = "terms";

std::string SignaturePath(const Home& home, const std::string& subject) {
  return home.Path(absl::StrCat(kFolder, "/", subject, ".binpb"));
}

// What the configuration asks for, in lower case. Empty: nothing.
std::string PresentTerms(const Home& home) {
  return absl::AsciiStrToLower(home.config().terms_sha256());
}

absl::Status NotSigned(const std::string& subject, absl::string_view why) {
  return rpc::DetailedError(
      absl::StatusCode::kUnauthenticated, "HW-STAFF-004",
      absl::StrCat(subject, " has not signed the agency's present terms of use",
                   why),
      v1::FAULT_CALLER,
      absl::StrCat("homeward sign-terms --as ", subject, " FILE"));
}

absl::Status CheckSubject(const std::string& subject) {
  if (auth::IsIdentifier(subject)) return absl::OkStatus();
  return UsageError(
      "a subject is a pseudonym, 1 to 63 of a-z, 0-9 and '-': never a name",
      "homeward sign-terms --as anna-4 terms.txt");
}

}  // namespace

absl::StatusOr<std::string> SignedTerms(const Home& home,
                                        const std::string& subject) {
  const std::string present = PresentTerms(home);
  if (present.empty()) return std::string();
  const auto envelope = ReadEnvelope(SignaturePath(home, subject));
  if (absl::IsNotFound(envelope.status())) return NotSigned(subject, "");
  if (!envelope.ok()) return envelope.status();
  const auto key = home.Key(kAssertionKeyFile);
  if (!key.ok()) return key.status();
  const auto payload = auth::VerifyEnvelope(
      *envelope, auth::kTermsSignatureType, {key->public_key()}, 1);
  v1::TermsSignature signature;
  if (!payload.ok() ||
      !auth::ParseStrictly(payload->payload(), signature).ok()) {
    return NotSigned(subject, ": the signature does not hold");
  }
  if (signature.agency_id() != home.config().agency_id() ||
      signature.subject() != subject) {
    return NotSigned(subject, ": the signature is another's");
  }
  if (absl::BytesToHexString(signature.terms_sha256()) != present) {
    return NotSigned(subject, ", only other ones");
  }
  return signature.terms_sha256();
}

absl::Status SignTerms(const Home& home, const std::string& subject,
                       const std::string& path, bool dry_run, absl::Time now) {
  absl::Status named = CheckSubject(subject);
  if (!named.ok()) return named;
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  const std::string digest = auth::Sha256(*text);
  const std::string present = PresentTerms(home);
  if (absl::BytesToHexString(digest) != present) {
    return UsageError(
        present.empty() ? "this agency asks for no terms of use"
                        : absl::StrCat(path,
                                       " are not the present terms of "
                                       "use"),
        absl::StrCat("see terms_sha256 in ", home.Path(kConfigFile),
                     "; this file has ", absl::BytesToHexString(digest)));
  }
  const auto key = home.Key(kAssertionKeyFile);
  if (!key.ok()) return key.status();
  if (dry_run) return absl::OkStatus();
  v1::TermsSignature signature;
  signature.set_agency_id(home.config().agency_id());
  signature.set_subject(subject);
  signature.set_terms_sha256(digest);
  *signature.mutable_sign_time() = auth::ToTimestamp(now);
  const auto envelope =
      auth::SignDocument(auth::kTermsSignatureType, signature, *key);
  if (!envelope.ok()) return envelope.status();
  absl::Status folder = MakeFolder(home.Path(kFolder));
  if (!folder.ok()) return folder;
  return WriteFile(SignaturePath(home, subject), envelope->SerializeAsString(),
                   kSecretMode);
}

}  // namespace homeward::cli
