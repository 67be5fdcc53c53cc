#include "services/rpc/service/question/break_glass_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/directory.pb.h"
#include "services/federation/break_glass/glass_entry.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/rpc/call.h"
#include "services/rpc/service/staff_roles.h"

namespace homeward::rpc {
namespace {

constexpr int kMostListed = 1000;

// Whether the directory lists a key for cases that the caller alone holds.
bool MayReview(const auth::Caller& caller, const auth::Directory& directory,
               absl::Time now) {
  const auto member = directory.Find(caller.agency_id(), now);
  return member.ok() &&
         !(*member)
              ->Keys(v1::KEY_USAGE_CASE, now, caller.staff()->subject())
              .empty();
}

}  // namespace

grpc::ServerUnaryReactor* BreakGlassService::ListBreakGlass(
    grpc::CallbackServerContext* context,
    const v1::ListBreakGlassRequest* request,
    v1::ListBreakGlassResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.BreakGlassService/ListBreakGlass", request,
                    response, [this](auto call) {
                      call->Finish(List(call->caller(), call->request()));
                    });
}

grpc::ServerUnaryReactor* BreakGlassService::ReviewBreakGlass(
    grpc::CallbackServerContext* context,
    const v1::ReviewBreakGlassRequest* request,
    v1::ReviewBreakGlassResponse* response) {
  return ServeUnary(front_, context,
                    "homeward.v1.BreakGlassService/ReviewBreakGlass", request,
                    response, [this](auto call) {
                      call->Finish(Review(call->caller(), call->request()));
                    });
}

v1::ListBreakGlassResponse BreakGlassService::List(
    const auth::Caller& caller,
    const v1::ListBreakGlassRequest& request) const {
  const absl::Time now = sources_.clock();
  const bool may_review = MayReview(caller, *sources_.directory(), now);
  // Who is suspended sees why, and nothing of others.
  const bool sees_all = (may_review || RequireAuditor(caller).ok()) &&
                        !sources_.book->IsSuspended(
                            caller.agency_id(), caller.staff()->subject(), now);
  v1::ListBreakGlassResponse response;
  for (v1::BreakGlassStatus& status : sources_.book->List(now)) {
    const bool is_hers = status.asker_subject() == caller.staff()->subject();
    if ((!is_hers && !sees_all) ||
        (request.open_only() && !federation::IsOpen(status))) {
      continue;
    }
    if (response.statuses_size() == kMostListed) break;
    if (!is_hers && !may_review) status.clear_free_text();
    *response.add_statuses() = std::move(status);
  }
  return response;
}

absl::StatusOr<v1::ReviewBreakGlassResponse> BreakGlassService::Review(
    const auth::Caller& caller,
    const v1::ReviewBreakGlassRequest& request) const {
  const absl::Time now = sources_.clock();
  const auto review = federation::VerifyReview(
      request.review(), caller.agency_id(), *sources_.directory(), now);
  if (!review.ok()) {
    return absl::InvalidArgumentError(review.status().message());
  }
  const std::string& digest = review->review.break_glass_sha256();
  auto status = sources_.book->Find(digest, now);
  if (!status.ok()) return status.status();
  const absl::Status kept = sources_.book->Review(*review, now);
  if (!kept.ok()) return kept;
  sources_.reviewed();
  status = sources_.book->Find(digest, now);
  if (!status.ok()) return status.status();
  v1::ReviewBreakGlassResponse response;
  *response.mutable_status() = *std::move(status);
  // Who reviewed it knows why; nobody else learns it by asking again.
  response.mutable_status()->clear_free_text();
  return response;
}

}  // namespace homeward::rpc
