#include "services/rpc/server.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpc/impl/codegen/compression_types.h"
#include "grpc/impl/codegen/grpc_types.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/rpc/offered_services.h"
#include "services/rpc/store_health.h"
#include "services/rpc/unread_request.h"

namespace homeward::rpc {
namespace {

// What the health service calls all of a node (grpc.health.v1).
constexpr char kWholeNode[] = "";

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

bool IsLocal(const std::string& address) {
  return absl::StartsWith(address, "unix:") ||
         absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]:");
}

void SetLimits(const ServerLimits& limits, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(limits.max_message_bytes);
  builder.SetMaxSendMessageSize(limits.max_message_bytes);
  // gRPC 1.51 unpacks a message before it looks at its size: 4 MiB would become
  // 4 GiB. So nobody may send a packed one.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  for (const auto packed : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder.SetCompressionAlgorithmSupportStatus(packed, false);
  }
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                             limits.max_metadata_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             limits.max_streams_per_connection);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             Milliseconds(limits.max_connection_age));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             Milliseconds(limits.connection_age_grace));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS,
                             Milliseconds(limits.max_connection_idle));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             Milliseconds(limits.handshake_timeout));
  // Dead connections are found in 40 s; clients may ping every 10 s.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 9'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // What is read at once is worked through even when the connection has been
  // closed meanwhile: gRPC's own 4 MiB can be a hundred thousand calls.
  builder.AddChannelArgument(GRPC_ARG_TCP_MAX_READ_CHUNK_SIZE, 128 << 10);
  // Two nodes must not share one port unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::ResourceQuota quota("homeward");
  quota.Resize(limits.memory_bytes);
  builder.SetResourceQuota(quota);
}

// A server with the health service only. Null when it can't listen.
std::unique_ptr<grpc::Server> StartHealth(const std::string& address,
                                          int& port) {
  grpc::ServerBuilder builder;
  ServerLimits limits;
  limits.max_message_bytes = 4 << 10;
  limits.memory_bytes = size_t{4} << 20;
  SetLimits(limits, builder);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  return builder.BuildAndStart();
}

// gRPC makes the health service's threads only for a server that serves
// something else too; this is done once for the process.
void EnablePlugins() {
  static const bool once = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)once;
}

absl::Status CanNotListen(const std::string& address) {
  return absl::UnavailableError(
      absl::StrCat("can't listen on ", address,
                   ": is it in use, or not an address of this machine?"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  if (!options.health_address.empty() && !IsLocal(options.health_address)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the health address ", options.health_address,
                     " has no TLS: it must be loopback or unix:PATH"));
  }
  EnablePlugins();
  auto result = absl::WrapUnique(new Server());
  grpc::ServerBuilder builder;
  SetLimits(options.limits, builder);
  builder.AddListeningPort(options.listen_address, options.credentials,
                           &result->port_);
  for (grpc::Service* service : options.services) {
    builder.RegisterService(service);
  }
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(UnreadRequests());
  builder.SetOption(TellOfferedServices(&result->offered_));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  result->server_ = builder.BuildAndStart();
  if (result->server_ == nullptr || result->port_ == 0) {
    return CanNotListen(options.listen_address);
  }
  if (!options.health_address.empty()) {
    result->health_server_ =
        StartHealth(options.health_address, result->health_port_);
    if (result->health_server_ == nullptr) {
      return CanNotListen(options.health_address);
    }
    if (absl::StartsWith(options.health_address, "unix:")) {
      result->health_port_ = 0;
    }
  }
  absl::MutexLock lock(&result->health_mutex_);
  result->Tell();
  return result;
}

Server::~Server() { Stop(absl::ZeroDuration()); }

void Server::SetServing(bool serving) {
  absl::MutexLock lock(&health_mutex_);
  if (serving == serving_) return;
  serving_ = serving;
  Tell();
}

void Server::SetStoreWritable(bool writable) {
  absl::MutexLock lock(&health_mutex_);
  if (writable == store_writable_) return;
  store_writable_ = writable;
  Tell();
}

void Server::Tell() {
  // First why: who hears NOT_SERVING may ask at once.
  if (told_store_ != store_writable_) {
    SetStatus({kStoreHealth}, store_writable_);
    told_store_ = store_writable_;
  }
  const bool serving = serving_ && store_writable_;
  if (told_serving_ == serving) return;
  SetStatus(offered_, serving);
  SetStatus({kWholeNode}, serving);
  told_serving_ = serving;
}

void Server::SetStatus(const std::vector<std::string>& names, bool serving) {
  for (grpc::Server* server : {server_.get(), health_server_.get()}) {
    if (server == nullptr) continue;
    for (const std::string& name : names) {
      server->GetHealthCheckService()->SetServingStatus(name, serving);
    }
  }
}

void Server::Stop(absl::Duration limit) {
  SetServing(false);
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<grpc::Server> health_server;
  {
    absl::MutexLock lock(&health_mutex_);
    server = std::move(server_);
    health_server = std::move(health_server_);
  }
  if (server != nullptr) {
    server->Shutdown(std::chrono::system_clock::now() +
                     absl::ToChronoMilliseconds(limit));
  }
  if (health_server != nullptr) {
    health_server->Shutdown(std::chrono::system_clock::now());
  }
}

}  // namespace homeward::rpc
