#include "auth/certificate/spiffe_id.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxUriBytes = 2048;

bool IsLowerOrDigit(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c);
}

absl::Status Refuse(absl::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("the identity is not spiffe://{federation}/agency/{agency}, "
                   ".../node/{node} or .../client/{name}: ",
                   rule));
}

}  // namespace

bool IsIdentifier(absl::string_view id) {
  return !id.empty() && id.size() <= 63 && absl::c_all_of(id, [](char c) {
    return IsLowerOrDigit(c) || c == '-';
  });
}

bool IsFederation(absl::string_view name) {
  return !name.empty() && name.size() <= 255 &&
         absl::c_all_of(name, [](char c) {
           return IsLowerOrDigit(c) || c == '.' || c == '-' || c == '_';
         });
}

SpiffeId::SpiffeId(std::string federation, std::string agency, std::string node,
                   std::string client)
    : federation_(std::move(federation)),
      agency_(std::move(agency)),
      node_(std::move(node)),
      client_(std::move(client)) {}

absl::StatusOr<SpiffeId> SpiffeId::Parse(absl::string_view uri) {
  if (uri.size() > kMaxUriBytes) return Refuse("it has over 2048 bytes");
  if (!absl::ConsumePrefix(&uri, "spiffe://")) {
    return Refuse("it does not begin with spiffe://");
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(uri, '/');
  const bool is_agency = parts.size() == 3 && parts[1] == "agency";
  const bool is_node =
      parts.size() == 5 && parts[1] == "agency" && parts[3] == "node";
  const bool is_client =
      parts.size() == 5 && parts[1] == "agency" && parts[3] == "client";
  if (is_client) return MakeClient(parts[0], parts[2], parts[4]);
  if (!is_agency && !is_node) {
    return Refuse("its path has another shape");
  }
  // An empty segment after "node" would otherwise read as no node at all.
  if (is_node && parts[4].empty()) return Refuse("the node's id is empty");
  return Make(parts[0], parts[2], is_node ? parts[4] : "");
}

absl::StatusOr<SpiffeId> SpiffeId::Make(absl::string_view federation,
                                        absl::string_view agency,
                                        absl::string_view node) {
  if (!IsFederation(federation)) {
    return Refuse("the federation is not 1 to 255 of a-z, 0-9, '.', '-', '_'");
  }
  if (!IsIdentifier(agency)) {
    return Refuse("the agency's id is not 1 to 63 of a-z, 0-9, '-'");
  }
  if (!node.empty() && !IsIdentifier(node)) {
    return Refuse("the node's id is not 1 to 63 of a-z, 0-9, '-'");
  }
  return SpiffeId(std::string(federation), std::string(agency),
                  std::string(node), "");
}

absl::StatusOr<SpiffeId> SpiffeId::MakeClient(absl::string_view federation,
                                              absl::string_view agency,
                                              absl::string_view client) {
  absl::StatusOr<SpiffeId> id = Make(federation, agency);
  if (!id.ok()) return id;
  if (!IsIdentifier(client)) {
    return Refuse("the client's name is not 1 to 63 of a-z, 0-9, '-'");
  }
  id->client_ = std::string(client);
  return id;
}

std::string SpiffeId::ToString() const {
  std::string uri = absl::StrCat("spiffe://", federation_, "/agency/", agency_);
  if (!node_.empty()) absl::StrAppend(&uri, "/node/", node_);
  if (!client_.empty()) absl::StrAppend(&uri, "/client/", client_);
  return uri;
}

}  // namespace homeward::auth
