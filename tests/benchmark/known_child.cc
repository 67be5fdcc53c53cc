#include "tests/benchmark/known_child.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "google/protobuf/text_format.h"
#include "homeward/v1/claim.pb.h"
#include "tests/benchmark/must.h"

namespace homeward::benchmark {
namespace {

template <typename Message>
void Parse(const std::string& text, Message* message) {
  if (!google::protobuf::TextFormat::ParseFromString(text, message)) {
    Must(absl::InvalidArgumentError("not of this type"), "read a text");
  }
}

constexpr char kChild[] = R"pb(
  request_id: "benchmark"
  purpose: PURPOSE_TREAT
  identity {
    name_full: "Solomiya Tkachenko"
    name_first: "Solomiya"
    name_last: "Tkachenko"
    nationality: "UA"
    language: "uk"
    address_current {
      country_code: "PL"
      admin1_code: "PL-06"
      site: "Reception centre 4"
    }
  }
  location_protection { state: PROTECT_LOCATION_OFF }
)pb";

constexpr char kSafe[] = R"pb(
  wellbeing_check {
    status: WELLBEING_STATUS_SAFE
    method: WELLBEING_METHOD_IN_PERSON
  }
)pb";

constexpr char kReferral[] = R"pb(
  referral {
    referral_id: "to-ngo"
    to_agency_id: "ngo"
    service: REFERRAL_SERVICE_CASE_MANAGEMENT
  }
)pb";

}  // namespace

v1::RegisterChildRequest KnownChild(absl::Time seen) {
  const auto time = auth::ToTimestamp(seen);
  v1::RegisterChildRequest request;
  Parse(kChild, &request);
  v1::DocumentNumber* document = request.mutable_identity()->add_documents();
  document->set_type(v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL);
  document->set_number(kUnhcrNumber);
  *request.mutable_source()->mutable_source_time() = time;
  request.mutable_source()->set_basis(v1::BASIS_OBSERVED);
  v1::NewClaim* safe = request.add_further_claims();
  *safe->mutable_source() = request.source();
  Parse(kSafe, safe->mutable_claim());
  *safe->mutable_claim()->mutable_wellbeing_check()->mutable_checked_time() =
      time;
  ReferToNgo(&request);
  return request;
}

void ReferToNgo(v1::RegisterChildRequest* request) {
  v1::NewClaim* added = request->add_further_claims();
  *added->mutable_source() = request->source();
  Parse(kReferral, added->mutable_claim());
  *added->mutable_claim()->mutable_referral()->mutable_made_time() =
      request->source().source_time();
}

}  // namespace homeward::benchmark
