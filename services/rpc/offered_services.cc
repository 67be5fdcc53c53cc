#include "services/rpc/offered_services.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/impl/server_initializer.h"
#include "grpcpp/support/channel_arguments.h"

namespace homeward::rpc {
namespace {

class Teller final : public grpc::ServerBuilderPlugin {
 public:
  explicit Teller(std::vector<std::string>* names) : names_(names) {}

  std::string name() override { return "homeward_offered_services"; }
  void InitServer(grpc::ServerInitializer* /*server*/) override {}
  void ChangeArguments(const std::string& /*name*/, void* /*value*/) override {}
  void Finish(grpc::ServerInitializer* server) override {
    // gRPC has a name there once for each method.
    const std::set<std::string> names(server->GetServiceList()->begin(),
                                      server->GetServiceList()->end());
    names_->assign(names.begin(), names.end());
  }

 private:
  std::vector<std::string>* const names_;
};

class Option final : public grpc::ServerBuilderOption {
 public:
  explicit Option(std::vector<std::string>* names) : names_(names) {}

  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->push_back(std::make_unique<Teller>(names_));
  }

 private:
  std::vector<std::string>* const names_;
};

}  // namespace

std::unique_ptr<grpc::ServerBuilderOption> TellOfferedServices(
    std::vector<std::string>* names) {
  return std::make_unique<Option>(names);
}

}  // namespace homeward::rpc
