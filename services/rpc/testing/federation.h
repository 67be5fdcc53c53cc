#ifndef HOMEWARD_SERVICES_RPC_TESTING_FEDERATION_H_
#define HOMEWARD_SERVICES_RPC_TESTING_FEDERATION_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/certificates.h"
#include "homeward/v1/roles.pb.h"
#include "services/rpc/trust.h"

// A federation with real keys and certificates, good now. Everything here ends
// the test when it fails.
namespace homeward::rpc::testing {

using auth::testing::CertificateSpec;
using auth::testing::TestCertificate;

// Members with a root each, a signed directory and revocation lists.
// Thread-safe.
class TestFederation {
 public:
  explicit TestFederation(const std::vector<std::string>& agency_ids);

  // What holds now.
  Trust trust() const;
  TrustSource source() const;
  static Clock clock();

  // A good certificate of `path`, such as "north/node/1", with 127.0.0.1 and
  // localhost as host names, from an hour ago for six days.
  CertificateSpec Spec(const std::string& path) const;
  // The same where `uris` are all URI names, whole.
  CertificateSpec SpecOfUris(const std::vector<std::string>& uris) const;
  // A certificate by `spec` with a fresh serial, of the root of `agency_id`.
  TestCertificate Issue(const CertificateSpec& spec,
                        const std::string& agency_id) const;
  // Issue(Spec(path)) by the agency that `path` begins with.
  TestCertificate Issue(const std::string& path) const;
  const TestCertificate& root(const std::string& agency_id) const;

  // Adds `leaf` to the revocation list of its agency.
  void Revoke(const std::string& agency_id, const auth::Certificate& leaf);
  // Makes the lists of `agency_id` older than a day.
  void ForgetRevocations(const std::string& agency_id);
  // A directory of the next version without `agency_id`.
  void Expel(const std::string& agency_id);

  // A serialized staff assertion of `agency_id` for the node certificate with
  // this thumbprint. `terms_sha256` are the terms of use that she has signed.
  std::string Assertion(const std::string& agency_id,
                        const std::string& node_thumbprint,
                        absl::Duration life = absl::Minutes(10),
                        v1::Role role = v1::ROLE_NODE_ADMIN,
                        const std::string& terms_sha256 = "") const;

 private:
  struct Agency;
  void InstallDirectory() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void InstallRevocations(Agency& agency) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const auth::SigningKey governor_;
  std::map<std::string, std::shared_ptr<Agency>> agencies_;
  mutable absl::Mutex mutex_;
  std::map<std::string, std::shared_ptr<Agency>> members_
      ABSL_GUARDED_BY(mutex_);
  int version_ ABSL_GUARDED_BY(mutex_) = 0;
  Trust trust_ ABSL_GUARDED_BY(mutex_);
};

// A certificate folder behind a symbolic link, as a node's configuration names
// it; removed at the end.
class PairFolder {
 public:
  PairFolder();
  ~PairFolder();
  PairFolder(const PairFolder&) = delete;
  PairFolder& operator=(const PairFolder&) = delete;

  std::string path() const { return base_ + "/current"; }
  // Swaps the folder for one with these.
  void Put(const TestCertificate& leaf, const auth::Certificate& root);
  void PutTexts(const std::string& key_pem, const std::string& cert_pem,
                const std::string& root_pem);

 private:
  std::string base_;
  int count_ = 0;
};

// The private key as PEM.
std::string KeyPem(const TestCertificate& certificate);

}  // namespace homeward::rpc::testing

#endif  // HOMEWARD_SERVICES_RPC_TESTING_FEDERATION_H_
