#include "services/cli/agency/agency_setup.h"

#include <openssl/rand.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/country_code.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/log_key.h"
#include "auth/signing/secret.h"
#include "auth/signing/signing_key.h"
#include "services/cli/agency/config_text.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/certificate/certificate_folder.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

constexpr absl::Duration kLeafLifetime = absl::Hours(7 * 24);
constexpr int kStoreKeyBytes = 32;

absl::Status Refuse(absl::string_view what) {
  return absl::InvalidArgumentError(what);
}

// Makes keys and files in one folder, and keeps the first error.
class Setup {
 public:
  Setup(const internal::v1::InitAnswers& answers, std::string folder,
        absl::Time now)
      : answers_(answers), folder_(std::move(folder)), now_(now) {}

  absl::StatusOr<v1::Member> Run() {
    for (const auto& step :
         {&Setup::MakeFolders, &Setup::MakeRoot, &Setup::MakePairs,
          &Setup::MakeKeys, &Setup::MakeCaseKey, &Setup::MakeLogKey,
          &Setup::MakeStoreKey, &Setup::WriteDocuments}) {
      const absl::Status status = (this->*step)();
      if (!status.ok()) return status;
    }
    return member_;
  }

 private:
  std::string Path(absl::string_view name) const {
    return JoinPath(folder_, name);
  }

  absl::Status MakeFolders() {
    for (const char* name :
         {"", "root", "keys", kCertificateFolder, kDataFolder}) {
      const absl::Status made =
          MakeFolder(*name == '\0' ? folder_ : Path(name));
      if (!made.ok()) return made;
    }
    return absl::OkStatus();
  }

  absl::Status MakeRoot() {
    auto key = auth::SigningKey::Generate();
    if (!key.ok()) return key.status();
    const auto agency =
        auth::SpiffeId::Make(answers_.federation(), answers_.agency_id());
    if (!agency.ok()) return agency.status();
    auto root = auth::MakeAgencyRoot(*key, *agency, now_ - absl::Hours(1));
    if (!root.ok()) return root.status();
    member_.set_agency_id(answers_.agency_id());
    member_.set_display_name(answers_.display_name().empty()
                                 ? answers_.agency_id()
                                 : answers_.display_name());
    member_.set_kind(answers_.kind());
    member_.set_country_code(answers_.country_code());
    member_.add_root_certificates(root->der());
    member_.add_endpoints(EndpointOf(answers_));
    absl::Status written = WriteKey(Path(kRootKeyFile), *key);
    if (!written.ok()) return written;
    root_key_.emplace(*std::move(key));
    root_.emplace(*std::move(root));
    return WriteFile(Path(kRootCertificateFile), root_->ToPem(), kPublicMode);
  }

  absl::Status MakePairs() {
    const Host host = HostOf(EndpointOf(answers_));
    const auto node =
        auth::SpiffeId::Make(answers_.federation(), answers_.agency_id(), "1");
    const auto client = auth::SpiffeId::MakeClient(answers_.federation(),
                                                   answers_.agency_id(), "cli");
    if (!node.ok()) return node.status();
    if (!client.ok()) return client.status();
    PairRequest request{*node, {"localhost"}, {"127.0.0.1"}, kLeafLifetime};
    if (!host.is_address && host.name != "localhost") {
      request.dns_names.push_back(host.name);
    }
    if (host.is_address && host.name != "127.0.0.1") {
      request.ip_addresses.push_back(host.name);
    }
    const std::string folder = Path(kCertificateFolder);
    const auto node_leaf =
        IssuePair(folder, "node", *root_key_, *root_, request, now_);
    if (!node_leaf.ok()) return node_leaf.status();
    return IssuePair(folder, "client", *root_key_, *root_,
                     {*client, {}, {}, kLeafLifetime}, now_)
        .status();
  }

  absl::Status MakeKeys() {
    for (const auto& [usage, file] :
         {std::pair(v1::KEY_USAGE_ASSERTION, kAssertionKeyFile),
          std::pair(v1::KEY_USAGE_MOU, kMouKeyFile),
          std::pair(v1::KEY_USAGE_REVOCATION, kRevocationKeyFile)}) {
      const auto key = auth::SigningKey::Generate();
      if (!key.ok()) return key.status();
      const absl::Status written = WriteKey(Path(file), *key);
      if (!written.ok()) return written;
      v1::MemberKey* entry = member_.add_keys();
      entry->set_usage(usage);
      entry->set_public_key(key->public_key().spki_der());
    }
    return absl::OkStatus();
  }

  // The first key for cases is one person's, so that her word is not the
  // node's.
  absl::Status MakeCaseKey() {
    const auto key = auth::SigningKey::Generate();
    if (!key.ok()) return key.status();
    *member_.add_keys() = CaseKeyOf(*key, CaseSupervisorOf(answers_));
    return WriteKey(Path(kCaseKeyFile), *key);
  }

  // The verifier key is a signed note's: c2sp.org/signed-note.
  absl::Status MakeLogKey() {
    const auto key = auth::LogKey::Generate();
    if (!key.ok()) return key.status();
    const auto pem = key->ToPem();
    if (!pem.ok()) return pem.status();
    // As the node names its key.
    const std::string name = absl::StrCat(answers_.agency_id(), "-1");
    const std::string typed = absl::StrCat("\x01", key->public_key());
    const std::string hash = auth::Sha256(absl::StrCat(name, "\n", typed));
    member_.add_log_vkeys(absl::StrCat(
        name, "+", absl::BytesToHexString(absl::string_view(hash).substr(0, 4)),
        "+", absl::Base64Escape(typed)));
    return WriteNewFile(Path(kLogKeyFile), pem->view(), kSecretMode);
  }

  absl::Status MakeStoreKey() {
    std::string bytes(kStoreKeyBytes, '\0');
    if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                        kStoreKeyBytes) != 1) {
      return absl::InternalError("OpenSSL has no randomness");
    }
    const auth::Secret key(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return WriteNewFile(Path(kStoreKeyFile), key.view(), kSecretMode);
  }

  absl::Status WriteDocuments() {
    v1::RevocationList list;
    list.set_agency_id(answers_.agency_id());
    list.set_number(1);
    *list.mutable_issued_time() = auth::ToTimestamp(now_);
    const auto key = ReadKey(Path(kRevocationKeyFile));
    if (!key.ok()) return key.status();
    const auto envelope = SignRevocations(list, *key);
    if (!envelope.ok()) return envelope.status();
    absl::Status written = WriteEnvelope(Path(kRevocationFile), *envelope);
    if (!written.ok()) return written;
    written = WriteFile(Path(kMemberFile), ToText(member_), kPublicMode);
    if (!written.ok()) return written;
    // Last: a folder with a configuration is complete.
    return WriteNewFile(Path(kConfigFile), ConfigText(answers_), kPublicMode);
  }

  const internal::v1::InitAnswers& answers_;
  const std::string folder_;
  const absl::Time now_;
  v1::Member member_;
  std::optional<auth::SigningKey> root_key_;
  std::optional<auth::Certificate> root_;
};

}  // namespace

absl::Status CheckAnswers(const internal::v1::InitAnswers& answers) {
  if (!auth::IsFederation(answers.federation())) {
    return Refuse("federation: use 1 to 255 of a-z, 0-9, '.', '-' and '_'");
  }
  if (!auth::IsIdentifier(answers.agency_id())) {
    return Refuse("agency_id: use 1 to 63 of a-z, 0-9 and '-'");
  }
  if (!auth::IsIdentifier(CaseSupervisorOf(answers))) {
    return Refuse("case_supervisor: use 1 to 63 of a-z, 0-9 and '-'");
  }
  if (answers.kind() == v1::AGENCY_KIND_UNSPECIFIED) {
    return Refuse("kind: say what the agency does");
  }
  const std::string& country = answers.country_code();
  if (!country.empty() && !auth::IsCountryCode(country)) {
    return Refuse("country_code: use two capital letters, such as GB");
  }
  for (const std::string& address :
       {answers.listen_address(), answers.endpoint()}) {
    if (!address.empty() && address.find(':') == std::string::npos) {
      return Refuse("an address is not host:port");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Envelope> SignRevocations(const v1::RevocationList& list,
                                             const auth::SigningKey& key) {
  return auth::SignDocument(auth::kRevocationListType, list, key);
}

absl::StatusOr<v1::Member> SetUpAgency(const internal::v1::InitAnswers& answers,
                                       const std::string& folder,
                                       absl::Time now) {
  const absl::Status checked = CheckAnswers(answers);
  if (!checked.ok()) return checked;
  if (Exists(JoinPath(folder, kConfigFile))) {
    return absl::AlreadyExistsError(
        absl::StrCat(folder, " is an agency's folder already"));
  }
  return Setup(answers, folder, now).Run();
}

}  // namespace homeward::cli
