#include "tests/benchmark/asker.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "tests/benchmark/known_child.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/must.h"
#include "tests/benchmark/running_federation.h"

namespace homeward::benchmark {

Asker::Asker(const RunningFederation& running)
    : stub_(v1::QueryService::NewStub(running.StaffChannel("ngo"))),
      assertion_(running.Assertion("ngo", v1::ROLE_CP_CASEWORKER)) {
  v1::ChildIdentifier& number = *request_.mutable_child()->mutable_identifier();
  number.set_type(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL);
  number.set_value(kUnhcrNumber);
  request_.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  request_.set_scope(v1::SCOPE_FEDERATION);
}

LocateResult Asker::Ask(absl::Duration timeout, const std::string& mou_id) {
  request_.set_mou_id(mou_id);
  request_.clear_peer_timeout();
  if (timeout > absl::ZeroDuration()) {
    *request_.mutable_peer_timeout() =
        google::protobuf::util::TimeUtil::MillisecondsToDuration(
            absl::ToInt64Milliseconds(timeout));
  }
  absl::Notification ended;
  LocateResult result;
  Locate(*stub_, request_, assertion_, [&](LocateResult answered) {
    result = std::move(answered);
    ended.Notify();
  });
  ended.WaitForNotification();
  Must(result.ok ? absl::OkStatus() : absl::UnknownError("failed"),
       "LocateChild");
  return result;
}

}  // namespace homeward::benchmark
