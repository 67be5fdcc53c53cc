#ifndef HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_COMMANDS_H_
#define HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/context.h"

// As those of command.h.
namespace homeward::cli {

// Adds the group `certificate`.
void AddCertificateCommands(CLI::App* root, Context* context);

// `revoke`, below `certificate`.
void AddCertificateRevokeCommand(CLI::App* certificate, Context* context);

// `verify`, below `certificate`.
void AddCertificateVerifyCommand(CLI::App* certificate, Context* context);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CERTIFICATE_CERTIFICATE_COMMANDS_H_
