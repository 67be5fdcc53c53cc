#ifndef HOMEWARD_AUTH_CERTIFICATE_SPIFFE_ID_H_
#define HOMEWARD_AUTH_CERTIFICATE_SPIFFE_ID_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace homeward::auth {

// True for 1 to 63 of `a-z`, `0-9` and `-`: an agency's or a node's id.
bool IsIdentifier(absl::string_view id);

// True for 1 to 255 of `a-z`, `0-9`, `.`, `-` and `_`: a federation's name,
// which is a SPIFFE trust domain.
bool IsFederation(absl::string_view name);

// Who a certificate names:
//   spiffe://{federation}/agency/{agency}              an agency
//   spiffe://{federation}/agency/{agency}/node/{node}  one of its nodes
//   spiffe://{federation}/agency/{agency}/client/{name}
//                                                      a program of its staff
// Immutable value; safe in many threads.
//
// Source: SPIFFE-ID section 2 (github.com/spiffe/spiffe, standards).
class SpiffeId {
 public:
  // Reads `uri`, byte for byte: no case folding, no percent-encoding, no
  // port, user, query, fragment, empty segment or trailing slash.
  //
  // Errors:
  //   INVALID_ARGUMENT  Not one of the three forms, or over 2,048 bytes. The
  //                     text says which rule is broken and does not quote.
  static absl::StatusOr<SpiffeId> Parse(absl::string_view uri);

  // From its parts; an empty `node` names the agency itself.
  //
  // Errors:
  //   INVALID_ARGUMENT  IsFederation() or IsIdentifier() does not hold.
  static absl::StatusOr<SpiffeId> Make(absl::string_view federation,
                                       absl::string_view agency,
                                       absl::string_view node = "");

  // A program that the agency's staff use. It may speak to the agency's own
  // nodes only.
  //
  // Errors:
  //   INVALID_ARGUMENT  IsFederation() or IsIdentifier() does not hold.
  static absl::StatusOr<SpiffeId> MakeClient(absl::string_view federation,
                                             absl::string_view agency,
                                             absl::string_view client);

  const std::string& federation() const { return federation_; }
  // The id alone, without "agencies/".
  const std::string& agency() const { return agency_; }
  // Empty when it names the agency itself or a client.
  const std::string& node() const { return node_; }
  // Empty when it names the agency itself or a node.
  const std::string& client() const { return client_; }
  std::string ToString() const;

  friend bool operator==(const SpiffeId& a, const SpiffeId& b) {
    return a.federation_ == b.federation_ && a.agency_ == b.agency_ &&
           a.node_ == b.node_ && a.client_ == b.client_;
  }

 private:
  SpiffeId(std::string federation, std::string agency, std::string node,
           std::string client);

  std::string federation_;
  std::string agency_;
  std::string node_;
  std::string client_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_SPIFFE_ID_H_
