#include "tests/benchmark/locate_call.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "auth/proto_time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "tests/benchmark/running_federation.h"

namespace homeward::benchmark {
namespace {

class Reader final : public grpc::ClientReadReactor<v1::LocateChildResponse> {
 public:
  Reader(v1::QueryService::Stub& stub, const v1::LocateChildRequest& request,
         const std::string& assertion, std::function<void(LocateResult)> done)
      : request_(request), done_(std::move(done)), start_(absl::Now()) {
    SignIn(assertion, &context_);
    stub.async()->LocateChild(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    for (const v1::NodeAnswer& answer : response_.answers()) {
      result_.answers.push_back({absl::Now() - start_, answer.agency_id(),
                                 answer.outcome(),
                                 auth::ToDuration(answer.elapsed())});
    }
    result_.last = std::move(response_);
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    result_.ok = status.ok();
    result_.whole = absl::Now() - start_;
    done_(std::move(result_));
    delete this;
  }

  const v1::LocateChildRequest request_;
  const std::function<void(LocateResult)> done_;
  const absl::Time start_;
  grpc::ClientContext context_;
  v1::LocateChildResponse response_;
  LocateResult result_;
};

}  // namespace

void Locate(v1::QueryService::Stub& stub, const v1::LocateChildRequest& request,
            const std::string& assertion,
            std::function<void(LocateResult)> done) {
  new Reader(stub, request, assertion, std::move(done));
}

}  // namespace homeward::benchmark
