#include "services/rpc/testing/federation.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/staff.pb.h"

namespace homeward::rpc::testing {
namespace {

constexpr char kFederation[] = "fed.example";

template <typename T>
T Must(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::cerr << "test federation: " << result.status() << '\n';
  std::abort();
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  proto.set_seconds(absl::ToUnixSeconds(time));
  return proto;
}

std::string RandomHex(int bytes) {
  std::string random(bytes, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), bytes);
  random[0] = static_cast<char>((random[0] & 0x3f) | 0x40);
  return absl::BytesToHexString(random);
}

}  // namespace

struct TestFederation::Agency {
  Agency(std::string id, TestCertificate root)
      : id(std::move(id)), root(std::move(root)) {}

  const std::string id;
  const TestCertificate root;
  auth::SigningKey assertion_key = Must(auth::SigningKey::Generate());
  auth::SigningKey revocation_key = Must(auth::SigningKey::Generate());
  std::vector<std::string> revoked;
  int revocation_number = 0;
  absl::Duration revocation_age;
};

TestFederation::TestFederation(const std::vector<std::string>& agency_ids)
    : governor_(Must(auth::SigningKey::Generate())) {
  for (const std::string& id : agency_ids) {
    CertificateSpec spec = auth::testing::RootSpec(id + " root");
    spec.not_before = absl::Now() - absl::Hours(24);
    spec.not_after = absl::Now() + absl::Hours(24 * 365);
    spec.extensions = auth::testing::With(
        spec.extensions, "subjectAltName",
        absl::StrCat("URI:spiffe://", kFederation, "/agency/", id));
    agencies_[id] = std::make_shared<Agency>(id, auth::testing::Make(spec));
  }
  absl::MutexLock lock(&mutex_);
  members_ = agencies_;
  trust_.revocations = std::make_shared<const auth::RevocationSet>();
  InstallDirectory();
  for (auto& [id, agency] : members_) InstallRevocations(*agency);
}

Trust TestFederation::trust() const {
  absl::MutexLock lock(&mutex_);
  return trust_;
}

TrustSource TestFederation::source() const {
  return [this] { return trust(); };
}

Clock TestFederation::clock() {
  return [] { return absl::Now(); };
}

CertificateSpec TestFederation::Spec(const std::string& path) const {
  return SpecOfUris({absl::StrCat("spiffe://", kFederation, "/agency/", path)});
}

CertificateSpec TestFederation::SpecOfUris(
    const std::vector<std::string>& uris) const {
  CertificateSpec spec;
  spec.not_before = absl::Now() - absl::Hours(1);
  spec.not_after = absl::Now() + absl::Hours(6 * 24);
  spec.extensions =
      auth::testing::With(spec.extensions, "subjectAltName",
                          absl::StrCat("URI:", absl::StrJoin(uris, ",URI:"),
                                       ",DNS:localhost,IP:127.0.0.1"));
  return spec;
}

TestCertificate TestFederation::Issue(const CertificateSpec& spec,
                                      const std::string& agency_id) const {
  CertificateSpec fresh = spec;
  fresh.serial = RandomHex(16);
  return auth::testing::Make(fresh, &root(agency_id));
}

TestCertificate TestFederation::Issue(const std::string& path) const {
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  return Issue(Spec(path), parts[0]);
}

const TestCertificate& TestFederation::root(
    const std::string& agency_id) const {
  return agencies_.at(agency_id)->root;
}

void TestFederation::Revoke(const std::string& agency_id,
                            const auth::Certificate& leaf) {
  absl::MutexLock lock(&mutex_);
  Agency& agency = *agencies_.at(agency_id);
  agency.revoked.push_back(leaf.serial());
  InstallRevocations(agency);
}

void TestFederation::ForgetRevocations(const std::string& agency_id) {
  absl::MutexLock lock(&mutex_);
  trust_.revocations = std::make_shared<const auth::RevocationSet>();
  for (auto& [id, agency] : members_) {
    if (id == agency_id) agency->revocation_age = absl::Hours(25);
    InstallRevocations(*agency);
  }
}

void TestFederation::Expel(const std::string& agency_id) {
  absl::MutexLock lock(&mutex_);
  members_.erase(agency_id);
  InstallDirectory();
}

void TestFederation::InstallDirectory() {
  v1::Directory directory;
  directory.set_federation(kFederation);
  directory.set_version(++version_);
  *directory.mutable_issued_time() = ToProto(absl::Now() - absl::Minutes(1));
  *directory.mutable_expiry_time() = ToProto(absl::Now() + absl::Hours(24));
  directory.mutable_governance()->add_public_keys(
      governor_.public_key().spki_der());
  directory.mutable_governance()->set_threshold(1);
  for (const auto& [id, agency] : members_) {
    v1::Member& member = *directory.add_members();
    member.set_agency_id(id);
    member.set_kind(v1::AGENCY_KIND_POLICE);
    member.add_root_certificates(agency->root.certificate.der());
    for (const auto& [usage, key] :
         {std::pair(v1::KEY_USAGE_ASSERTION, &agency->assertion_key),
          {v1::KEY_USAGE_REVOCATION, &agency->revocation_key}}) {
      v1::MemberKey& entry = *member.add_keys();
      entry.set_usage(usage);
      entry.set_public_key(key->public_key().spki_der());
    }
  }
  auth::Governance governance;
  governance.keys.push_back(governor_.public_key());
  governance.threshold = 1;
  trust_.directory = Must(auth::VerifyDirectory(
      Must(auth::SignDocument(auth::kDirectoryType, directory, governor_)),
      governance, absl::Now()));
}

void TestFederation::InstallRevocations(Agency& agency) {
  v1::RevocationList list;
  list.set_agency_id(agency.id);
  list.set_number(++agency.revocation_number);
  *list.mutable_issued_time() = ToProto(absl::Now() - agency.revocation_age);
  for (const std::string& serial : agency.revoked) list.add_serials(serial);
  const absl::Time now = absl::Now();
  const auth::Member* member = Must(trust_.directory->Find(agency.id, now));
  trust_.revocations =
      Must(trust_.revocations->With(Must(auth::VerifyRevocationList(
          Must(auth::SignDocument(auth::kRevocationListType, list,
                                  agency.revocation_key)),
          *member, now))));
}

std::string TestFederation::Assertion(const std::string& agency_id,
                                      const std::string& node_thumbprint,
                                      absl::Duration life, v1::Role role,
                                      const std::string& terms_sha256) const {
  v1::StaffAssertion assertion;
  assertion.set_assertion_id(absl::HexStringToBytes(RandomHex(16)));
  assertion.set_issuer_agency_id(agency_id);
  assertion.set_subject("staff-1");
  assertion.add_roles(role);
  *assertion.mutable_auth_time() = ToProto(absl::Now());
  *assertion.mutable_issued_time() = ToProto(absl::Now());
  *assertion.mutable_expiry_time() = ToProto(absl::Now() + life);
  assertion.set_node_certificate_sha256(node_thumbprint);
  assertion.set_terms_sha256(terms_sha256);
  return Must(auth::SignDocument(auth::kStaffAssertionType, assertion,
                                 agencies_.at(agency_id)->assertion_key))
      .SerializeAsString();
}

PairFolder::PairFolder() {
  std::string base =
      (std::filesystem::temp_directory_path() / "homeward-pair-XXXXXX")
          .string();
  if (mkdtemp(base.data()) == nullptr) std::abort();
  base_ = base;
}

PairFolder::~PairFolder() { std::filesystem::remove_all(base_); }

void PairFolder::Put(const TestCertificate& leaf,
                     const auth::Certificate& root) {
  PutTexts(KeyPem(leaf), leaf.certificate.ToPem(), root.ToPem());
}

void PairFolder::PutTexts(const std::string& key_pem,
                          const std::string& cert_pem,
                          const std::string& root_pem) {
  const std::string folder = absl::StrCat(base_, "/", ++count_);
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/key.pem") << key_pem;
  chmod((folder + "/key.pem").c_str(), 0600);
  std::ofstream(folder + "/cert.pem") << cert_pem;
  std::ofstream(folder + "/root.pem") << root_pem;
  const std::string link = base_ + "/next";
  std::filesystem::create_directory_symlink(folder, link);
  std::filesystem::rename(link, path());
}

std::string KeyPem(const TestCertificate& certificate) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, certificate.key.get(), nullptr, nullptr, 0,
                           nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, size);
  BIO_free(bio);
  return pem;
}

}  // namespace homeward::rpc::testing
