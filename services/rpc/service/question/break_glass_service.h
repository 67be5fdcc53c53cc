#ifndef HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_BREAK_GLASS_SERVICE_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_BREAK_GLASS_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "homeward/v1/break_glass_service.grpc.pb.h"
#include "homeward/v1/break_glass_service.pb.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/rpc/front.h"

namespace homeward::rpc {

// Where own staff broke the glass, over gRPC. The contract is in
// homeward/v1/break_glass_service.proto. Thread-safe.
class BreakGlassService final : public v1::BreakGlassService::CallbackService {
 public:
  struct Sources {
    // Must outlive the server.
    federation::GlassBook* book = nullptr;
    // Who holds which key now. Never null.
    std::function<std::shared_ptr<const auth::Directory>()> directory;
    std::function<absl::Time()> clock;
    // There is a review to be told. Must not block.
    std::function<void()> reviewed;
  };

  BreakGlassService(const Front* front, Sources sources)
      : front_(front), sources_(std::move(sources)) {}

  grpc::ServerUnaryReactor* ListBreakGlass(
      grpc::CallbackServerContext* context,
      const v1::ListBreakGlassRequest* request,
      v1::ListBreakGlassResponse* response) override;
  grpc::ServerUnaryReactor* ReviewBreakGlass(
      grpc::CallbackServerContext* context,
      const v1::ReviewBreakGlassRequest* request,
      v1::ReviewBreakGlassResponse* response) override;

  // The same for a caller who was admitted.
  v1::ListBreakGlassResponse List(
      const auth::Caller& caller,
      const v1::ListBreakGlassRequest& request) const;
  absl::StatusOr<v1::ReviewBreakGlassResponse> Review(
      const auth::Caller& caller,
      const v1::ReviewBreakGlassRequest& request) const;

 private:
  const Front* const front_;
  const Sources sources_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_QUESTION_BREAK_GLASS_SERVICE_H_
