#ifndef HOMEWARD_SERVICES_RPC_TLS_TLS_PAIR_H_
#define HOMEWARD_SERVICES_RPC_TLS_TLS_PAIR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/secret.h"
#include "auth/signing/signing_key.h"

namespace homeward::rpc {

// The three files of a certificate folder as they were at one moment, unread.
struct TlsPairFiles {
  auth::Secret key_pem;
  std::string cert_pem;
  std::string root_pem;
  // SHA-256 of the three, to tell whether they have changed.
  std::string digest;
};

// A private key with its certificate, found good. Immutable.
struct TlsPair {
  auth::Certificate leaf;
  // What is sent besides the leaf: nothing that a peer needs.
  std::vector<auth::Certificate> chain;
  auth::Certificate root;
  auth::SpiffeId id;
  auth::SigningKey key;
  // The key and the certificates in one text, for gRPC.
  auth::Secret pem;
};

// Reads `key.pem`, `cert.pem` (leaf first) and `root.pem` of `folder`. The
// folder is opened once, so when it is a symbolic link that is swapped, all
// three are of the old folder or all of the new.
//
// Errors:
//   NOT_FOUND         The folder or one of the files is not there.
//   INVALID_ARGUMENT  A file is empty or has over 64 KiB.
//   PERMISSION_DENIED The key can be read by others (mode not 0600 or 0400),
//                     or a file can't be read.
absl::StatusOr<TlsPairFiles> ReadTlsPairFiles(const std::string& folder);

// Judges the files as a peer would: the key belongs to the leaf, the root
// itself issued the leaf, and all hold at `now`. (Handshakes would take
// intermediate CAs between them, but signed questions and answers bring the
// leaf alone.) Errors never quote the files.
//
// Errors:
//   INVALID_ARGUMENT     A file can't be read as PEM, the key is not the
//                        leaf's, or the chain, key usage, algorithm or identity
//                        is wrong; the text says which, and which file.
//   FAILED_PRECONDITION  Expired, or not yet valid.
absl::StatusOr<std::shared_ptr<const TlsPair>> CheckTlsPair(
    const TlsPairFiles& files, absl::Time now);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_TLS_PAIR_H_
