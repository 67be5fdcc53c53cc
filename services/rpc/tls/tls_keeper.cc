#include "services/rpc/tls/tls_keeper.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/directory.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "services/rpc/tls/memory_file.h"
#include "services/rpc/tls/tls_pair.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {
namespace {

constexpr absl::Duration kPeriod = absl::Seconds(1);
constexpr unsigned int kProviderPeriodSeconds = 1;

// The roots of all members and the own one. gRPC takes them as one pool; who
// may name whom is peer_verifier.h's business.
std::string RootsPem(const auth::Directory& directory, const TlsPair& pair) {
  std::string pem = pair.root.ToPem();
  for (const auth::Member& member : directory.members()) {
    for (const auth::Certificate& root : member.roots()) {
      absl::StrAppend(&pem, root.ToPem());
    }
  }
  return pem;
}

// OK when peers that have this directory would accept `pair` as `expected`.
absl::Status CheckExpected(const TlsPair& pair, const auth::SpiffeId& expected,
                           const auth::Directory& directory) {
  if (!(pair.id == expected)) {
    return absl::InvalidArgumentError(
        absl::StrCat("certificate folder: cert.pem names another than ",
                     expected.ToString()));
  }
  for (const auth::Member& member : directory.members()) {
    if (member.agency_id() != expected.agency()) continue;
    if (absl::c_none_of(member.roots(), [&](const auth::Certificate& root) {
          return root.thumbprint() == pair.root.thumbprint();
        })) {
      return absl::InvalidArgumentError(
          "certificate folder: root.pem is not a root that the directory "
          "lists for this agency: peers would refuse it");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsKeeper>> TlsKeeper::Start(
    Options options, const auth::SpiffeId& expected) {
  const absl::StatusOr<TlsPairFiles> files = ReadTlsPairFiles(options.folder);
  if (!files.ok()) return files.status();
  absl::StatusOr<std::shared_ptr<const TlsPair>> pair =
      CheckTlsPair(*files, options.clock());
  if (!pair.ok()) return pair.status();
  const std::shared_ptr<const auth::Directory> directory =
      options.trust().directory;
  absl::Status checked = CheckExpected(**pair, expected, *directory);
  if (!checked.ok()) return checked;
  absl::StatusOr<MemoryFile> pair_file =
      MemoryFile::Create("homeward-pair", (*pair)->pem.view());
  if (!pair_file.ok()) return pair_file.status();
  absl::StatusOr<MemoryFile> roots_file =
      MemoryFile::Create("homeward-roots", RootsPem(*directory, **pair));
  if (!roots_file.ok()) return roots_file.status();
  return absl::WrapUnique(new TlsKeeper(
      std::move(options), *std::move(pair), files->digest, directory->digest(),
      *std::move(pair_file), *std::move(roots_file)));
}

TlsKeeper::TlsKeeper(Options options, std::shared_ptr<const TlsPair> pair,
                     std::string files_digest, std::string directory_digest,
                     MemoryFile pair_file, MemoryFile roots_file)
    : options_(std::move(options)),
      pair_file_(std::move(pair_file)),
      roots_file_(std::move(roots_file)),
      files_digest_(std::move(files_digest)),
      directory_digest_(std::move(directory_digest)),
      current_(std::move(pair)) {
  // One file for both: the key and the certificates are swapped together.
  provider_ =
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          pair_file_.path(), pair_file_.path(), roots_file_.path(),
          kProviderPeriodSeconds);
  thread_ = std::thread([this] { Watch(); });
}

TlsKeeper::~TlsKeeper() {
  stopping_ = true;
  bell_.Ring();
  thread_.join();
}

std::shared_ptr<const TlsPair> TlsKeeper::current() const {
  absl::MutexLock lock(&mutex_);
  return current_;
}

absl::Status TlsKeeper::refusal() const {
  absl::MutexLock lock(&mutex_);
  return refusal_;
}

std::shared_ptr<const TlsPair> TlsKeeper::Find(
    absl::string_view thumbprint) const {
  absl::MutexLock lock(&mutex_);
  if (current_->leaf.thumbprint() == thumbprint) return current_;
  if (previous_ != nullptr && previous_->leaf.thumbprint() == thumbprint) {
    return previous_;
  }
  return nullptr;
}

std::vector<std::string> TlsKeeper::Thumbprints() const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> thumbprints = {current_->leaf.thumbprint()};
  if (previous_ != nullptr) {
    thumbprints.push_back(previous_->leaf.thumbprint());
  }
  return thumbprints;
}

void TlsKeeper::Refresh() {
  absl::MutexLock lock(&watch_mutex_);
  RefreshPair();
  RefreshRoots();
}

void TlsKeeper::Watch() {
  while (true) {
    bell_.WaitFor(kPeriod);
    if (stopping_) return;
    Refresh();
  }
}

void TlsKeeper::RefreshPair() {
  const absl::StatusOr<TlsPairFiles> files = ReadTlsPairFiles(options_.folder);
  absl::Status status = files.status();
  if (files.ok()) {
    if (files->digest == files_digest_) {
      Conclude(absl::OkStatus());
      return;
    }
    absl::StatusOr<std::shared_ptr<const TlsPair>> pair =
        CheckTlsPair(*files, options_.clock());
    status = pair.status();
    if (pair.ok()) status = Publish(*std::move(pair));
  }
  if (status.ok()) files_digest_ = files->digest;
  // A bad pair is looked at again each second, since one that is not yet valid
  // becomes so; it is told of once.
  if (Conclude(status) && options_.refused) options_.refused(status);
}

bool TlsKeeper::Conclude(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  const bool news = !status.ok() && status.message() != refusal_.message();
  refusal_ = status;
  return news;
}

absl::Status TlsKeeper::Publish(std::shared_ptr<const TlsPair> pair) {
  const std::shared_ptr<const TlsPair> old = current();
  const std::shared_ptr<const auth::Directory> directory =
      options_.trust().directory;
  absl::Status checked = CheckExpected(*pair, old->id, *directory);
  if (!checked.ok()) return checked;
  absl::Status swapped = pair_file_.Replace(pair->pem.view());
  if (!swapped.ok()) return swapped;
  if (pair->root.thumbprint() != old->root.thumbprint()) {
    directory_digest_.clear();  // The pool holds the own root.
  }
  {
    absl::MutexLock lock(&mutex_);
    if (pair->leaf.thumbprint() != old->leaf.thumbprint()) previous_ = old;
    current_ = pair;
  }
  if (options_.changed) options_.changed(*pair);
  return absl::OkStatus();
}

void TlsKeeper::RefreshRoots() {
  const std::shared_ptr<const auth::Directory> directory =
      options_.trust().directory;
  if (directory->digest() == directory_digest_) return;
  const absl::Status swapped =
      roots_file_.Replace(RootsPem(*directory, *current()));
  if (swapped.ok()) {
    directory_digest_ = directory->digest();
  } else if (options_.refused) {
    options_.refused(swapped);
  }
}

}  // namespace homeward::rpc
