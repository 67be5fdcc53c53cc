#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "nlohmann/json.hpp"
#include "services/cli/certificate/certificate_commands.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/options/time_option.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string root;
  std::string leaf;
  std::string chain;
  std::string time;
  std::string federation;
  std::string agency;
};

// PEM or DER, one or several; none of a file that is empty.
absl::StatusOr<std::vector<auth::Certificate>> ReadCertificates(
    const std::string& path) {
  const auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  if (absl::StripAsciiWhitespace(*bytes).empty()) {
    return std::vector<auth::Certificate>();
  }
  if (absl::StrContains(*bytes, "-----BEGIN")) {
    auto chain = auth::Certificate::ChainFromPem(*bytes);
    if (!chain.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": ", chain.status().message()));
    }
    return chain;
  }
  auto one = auth::Certificate::FromDer(*bytes);
  if (!one.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", one.status().message()));
  }
  return std::vector<auth::Certificate>{*std::move(one)};
}

// One aspect by name.
using Aspects =
    std::vector<std::pair<absl::string_view, auth::CertificateAspect>>;

// `report` by name, with the agency that the caller expects.
Aspects AspectsOf(auth::CertificateReport report, const Options& options) {
  if (!options.agency.empty() && report.identity.ok && report.id.has_value() &&
      report.id->agency() != options.agency) {
    report.identity.ok = false;
    report.identity.reason = "the leaf names another agency than --agency";
  }
  return {{"chain", report.chain},
          {"validity", report.validity},
          {"key_usage", report.key_usage},
          {"algorithm", report.algorithm},
          {"identity", report.identity}};
}

void Show(Context& context, const auth::CertificateReport& report,
          const Aspects& aspects, bool accepted) {
  nlohmann::ordered_json json;
  json["accepted"] = accepted;
  for (const auto& [name, aspect] : aspects) {
    json[std::string(name)] = {{"ok", aspect.ok}, {"reason", aspect.reason}};
    context.Text(absl::StrCat(aspect.ok ? "ok    " : "FAIL  ", name, ": ",
                              aspect.reason));
  }
  if (report.id.has_value()) {
    json["id"] = report.id->ToString();
    context.Text(absl::StrCat("names ", report.id->ToString()));
  }
  if (report.root_thumbprint.has_value()) {
    json["root_sha256"] = absl::BytesToHexString(*report.root_thumbprint);
  }
  context.Text(accepted ? "A node would accept it."
                        : "A node would refuse it.");
  context.JsonText(json.dump(context.format == Format::kJson ? 2 : -1));
}

Result Verify(Context& context, const Options& options) {
  const auto roots = ReadCertificates(options.root);
  if (!roots.ok()) return roots.status();
  auto leaf = ReadCertificates(options.leaf);
  if (!leaf.ok()) return leaf.status();
  if (leaf->empty() || roots->empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(leaf->empty() ? options.leaf : options.root,
                     ": it holds no certificate"));
  }
  std::vector<auth::Certificate> chain(leaf->begin() + 1, leaf->end());
  if (!options.chain.empty()) {
    const auto more = ReadCertificates(options.chain);
    if (!more.ok()) return more.status();
    chain.insert(chain.end(), more->begin(), more->end());
  }
  const auto time = ReadTimeOption("--time", options.time, context.now());
  if (!time.ok()) return time.status();
  const auth::CertificateReport report = auth::CheckPeerCertificate(
      leaf->front(), chain, *roots, options.federation, *time);
  const Aspects aspects = AspectsOf(report, options);
  bool accepted = true;
  for (const auto& [name, aspect] : aspects) accepted &= aspect.ok;
  Show(context, report, aspects, accepted);
  return accepted ? ExitCode::kOk : ExitCode::kError;
}

}  // namespace

void AddCertificateVerifyCommand(CLI::App* certificate, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      certificate, "verify", "Would a node accept this peer certificate?",
      {"homeward certificate verify --root root.pem --leaf cert.pem",
       "homeward certificate verify --root root.pem --leaf cert.pem --chain "
       "chain.pem --time 2026-03-01T12:00:00Z -o json"});
  command->add_option("--root", options->root, "The agency's root, PEM or DER")
      ->required();
  command->add_option("--leaf", options->leaf, "The certificate, PEM or DER")
      ->required();
  command->add_option("--chain", options->chain,
                      "What the peer sends besides, PEM; may be empty");
  command->add_option("--time", options->time, "When; now if not given");
  command->add_option("--federation", options->federation,
                      "The federation expected; any if not given");
  command->add_option("--agency", options->agency,
                      "The agency expected; any if not given");
  command->callback(
      [=] { context->Run([&] { return Verify(*context, *options); }); });
}

}  // namespace homeward::cli
