#include "services/node/config/config_address.h"

#include <arpa/inet.h>

#include <string>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace homeward::node {
namespace {

constexpr size_t kMaxSocketPathBytes = 107;

bool IsPort(absl::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         absl::c_all_of(text, absl::ascii_isdigit);
}

}  // namespace

absl::StatusOr<Address> SplitAddress(absl::string_view text) {
  const absl::Status wrong = absl::InvalidArgumentError("not host:port");
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return wrong;
  absl::string_view host = text.substr(0, colon);
  const absl::string_view port = text.substr(colon + 1);
  Address address;
  if (!IsPort(port) || !absl::SimpleAtoi(port, &address.port) ||
      address.port > 65535) {
    return wrong;
  }
  const bool bracketed =
      absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  if (host.empty() || absl::StrContains(host, '[') ||
      absl::StrContains(host, '/') || absl::StrContains(host, ' ') ||
      absl::StrContains(host, ':') != bracketed) {
    return wrong;
  }
  address.host = std::string(host);
  return address;
}

bool IsLoopback(absl::string_view text) {
  const auto address = SplitAddress(text);
  if (!address.ok()) return false;
  if (address->host == "localhost" || address->host == "::1") return true;
  in_addr parsed;
  return inet_pton(AF_INET, address->host.c_str(), &parsed) == 1 &&
         (ntohl(parsed.s_addr) >> 24) == 127;
}

bool IsUnixSocket(absl::string_view text) {
  return absl::ConsumePrefix(&text, "unix:") && !text.empty() &&
         text.size() <= kMaxSocketPathBytes;
}

}  // namespace homeward::node
