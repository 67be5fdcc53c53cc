#ifndef HOMEWARD_SERVICES_CLI_NODE_NODE_CLIENT_H_
#define HOMEWARD_SERVICES_CLI_NODE_NODE_CLIENT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "grpcpp/support/sync_stream.h"
#include "services/cli/context.h"
#include "services/cli/home.h"
#include "services/cli/node/node_tls.h"

namespace homeward::cli {

// How long a call may last when it says nothing else.
inline constexpr absl::Duration kCallTimeout = absl::Seconds(15);

// The own agency's node, as somebody who is signed in. Move-only; may be used
// by many threads.
class NodeClient {
 public:
  // Connects, within 2 seconds.
  //
  // Errors (each with a code, whose fault it is, and what mends it):
  //   UNAUTHENTICATED  Nobody is signed in.
  //   UNAVAILABLE, FAILED_PRECONDITION  The node can't be reached, or what is
  //                    there is not the own node.
  static absl::StatusOr<NodeClient> Open(const Context& context);

  // The same for what nobody waits for: connects by `deadline`, and does not
  // find out why it can't.
  //
  // Errors:
  //   UNAUTHENTICATED  Nobody is signed in.
  //   UNAVAILABLE      The node can't be reached by then.
  static absl::StatusOr<NodeClient> OpenBy(const Context& context,
                                           absl::Time deadline);

  // The same without a session: to sign in, and to ask for the health.
  static absl::StatusOr<NodeClient> OpenSignedOut(const Context& context);

  // SHA-256 of the node's certificate, 32 raw bytes.
  std::string node_thumbprint() const { return seen_->thumbprint(); }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Calls `method` of a stub. Errors: the node's, with its detail.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response& response,
                    absl::Duration timeout = kCallTimeout) const {
    Stub stub(channel_);
    grpc::ClientContext call;
    Prepare(call, timeout);
    return Finish((stub.*method)(&call, request, &response), call);
  }

  // Calls `method`, which streams, and hands each message to `take`.
  template <typename Stub, typename Request, typename Response>
  absl::Status Read(std::unique_ptr<grpc::ClientReader<Response>> (
                        Stub::*method)(grpc::ClientContext*, const Request&),
                    const Request& request,
                    const std::function<void(const Response&)>& take,
                    absl::Duration timeout) const {
    Stub stub(channel_);
    grpc::ClientContext call;
    Prepare(call, timeout);
    const std::unique_ptr<grpc::ClientReader<Response>> reader =
        (stub.*method)(&call, request);
    Response message;
    while (reader->Read(&message)) take(message);
    return Finish(reader->Finish(), call);
  }

  // What Call() does before and after, for calls that stream to the node.
  void Prepare(grpc::ClientContext& call, absl::Duration timeout) const;
  absl::Status Finish(const grpc::Status& status,
                      const grpc::ClientContext& call) const;

 private:
  NodeClient() = default;
  // What OpenBy() and Open() do, the latter without `deadline`.
  static absl::StatusOr<NodeClient> OpenSignedIn(
      const Context& context, std::optional<absl::Time> deadline);
  static absl::StatusOr<NodeClient> Connect(const Context& context,
                                            const Home& home,
                                            std::optional<absl::Time> deadline);

  std::string endpoint_;
  std::string assertion_;
  std::shared_ptr<SeenNode> seen_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_NODE_NODE_CLIENT_H_
