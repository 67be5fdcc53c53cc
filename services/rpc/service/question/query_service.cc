#include "services/rpc/service/question/query_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/merging/answer_size.h"
#include "services/rpc/call.h"
#include "services/rpc/fault.h"

namespace homeward::rpc {
namespace {

constexpr absl::Duration kShortestTimeout = absl::Milliseconds(100);
constexpr absl::Duration kLongestTimeout = absl::Seconds(30);

// What the questions of both kinds of `call` have in common. A peer has
// `timeout` unless the request names another.
//
// Errors:
//   INVALID_ARGUMENT  `peer_timeout` or `scope` is none that is allowed.
template <typename Call>
absl::StatusOr<federation::StaffQuestion> ReadQuestion(
    const std::shared_ptr<Call>& call, v1::Action action,
    absl::Duration timeout) {
  const auto& request = call->request();
  federation::StaffQuestion question{call->caller()};
  question.deadline = call->deadline();
  question.abandoned = [call] { return call->cancelled(); };
  question.action = action;
  question.purpose = request.purpose();
  question.child = request.child();
  question.case_token = request.case_token();
  question.break_glass = request.break_glass();
  question.break_glass_text = request.break_glass_text();
  question.mou_id = request.mou_id();
  question.include_rejected = request.include_rejected();
  if (!v1::Scope_IsValid(request.scope())) {
    return absl::InvalidArgumentError("scope: is none that this node knows");
  }
  question.ask_peers = request.scope() != v1::SCOPE_NODE;
  question.peer_timeout = request.has_peer_timeout()
                              ? auth::ToDuration(request.peer_timeout())
                              : timeout;
  if (question.peer_timeout < kShortestTimeout ||
      question.peer_timeout > kLongestTimeout) {
    return absl::InvalidArgumentError(
        "peer_timeout: is not between 100 ms and 30 s");
  }
  return question;
}

// `status`, with what to do about it where that is known.
absl::Status Explained(const absl::Status& status) {
  if (status.message() == federation::kSuspendedText) {
    return FaultError(Fault::kSuspended, "", status.message());
  }
  if (status.message() == federation::kNoTracingConsentText) {
    return FaultError(Fault::kNoTracingConsent, "", status.message());
  }
  return status;
}

template <typename Response>
void AddAnswers(std::vector<v1::NodeAnswer> answers, Response& response) {
  for (v1::NodeAnswer& answer : answers) {
    *response.add_answers() = std::move(answer);
  }
}

v1::LocateChildResponse ToResponse(federation::Update update) {
  v1::LocateChildResponse response;
  response.set_query_id(std::move(update.query_id));
  if (!update.agency_ids.empty()) {
    response.mutable_progress()->mutable_agency_ids()->Add(
        update.agency_ids.begin(), update.agency_ids.end());
  }
  AddAnswers(std::move(update.answers), response);
  if (update.summary.has_value()) {
    *response.mutable_summary() = *std::move(update.summary);
  }
  return response;
}

}  // namespace

grpc::ServerWriteReactor<v1::LocateChildResponse>* QueryService::LocateChild(
    grpc::CallbackServerContext* context,
    const v1::LocateChildRequest* request) {
  return ServeStream<v1::LocateChildResponse>(
      front_, context, "homeward.v1.QueryService/LocateChild", request,
      [this](auto call) {
        auto question = ReadQuestion(call, v1::ACTION_LOCATE, peer_timeout_);
        if (!question.ok()) return call->Finish(question.status());
        for (const int category : call->request().categories()) {
          question->categories.push_back(static_cast<v1::Category>(category));
        }
        // A client that reads too slowly loses answers, but not the summary.
        inquiry_->Ask(
            *std::move(question),
            {[call](federation::Update update) {
               call->Write(ToResponse(std::move(update)));
             },
             [call](const absl::Status& status, federation::Update last) {
               call->SetQueryId(last.query_id);
               if (!status.ok()) return call->Finish(Explained(status));
               call->FinishWith(ToResponse(std::move(last)));
             }});
      });
}

grpc::ServerUnaryReactor* QueryService::GetWellbeing(
    grpc::CallbackServerContext* context,
    const v1::GetWellbeingRequest* request,
    v1::GetWellbeingResponse* response) {
  return ServeUnary(
      front_, context, "homeward.v1.QueryService/GetWellbeing", request,
      response, [this](auto call) {
        auto question =
            ReadQuestion(call, v1::ACTION_GET_WELLBEING, peer_timeout_);
        if (!question.ok()) return call->Finish(question.status());
        const auto result = std::make_shared<v1::GetWellbeingResponse>();
        inquiry_->Ask(*std::move(question),
                      {[result](federation::Update update) {
                         AddAnswers(std::move(update.answers), *result);
                       },
                       [call, result](const absl::Status& status,
                                      federation::Update last) {
                         call->SetQueryId(last.query_id);
                         if (!status.ok())
                           return call->Finish(Explained(status));
                         result->set_query_id(last.query_id);
                         AddAnswers(std::move(last.answers), *result);
                         federation::FitAnswers(federation::kMaxAnswersBytes,
                                                *result->mutable_answers());
                         *result->mutable_summary() = *std::move(last.summary);
                         *result->mutable_answer_time() =
                             auth::ToTimestamp(absl::Now());
                         call->Finish(*std::move(result));
                       }});
      });
}

}  // namespace homeward::rpc
