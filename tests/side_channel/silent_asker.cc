#include "tests/side_channel/silent_asker.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "grpcpp/client_context.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "homeward/v1/roles.pb.h"
#include "storage/digest.h"
#include "tests/benchmark/known_child.h"
#include "tests/benchmark/must.h"

namespace homeward::side_channel {
namespace {

using benchmark::Must;
using benchmark::RunningFederation;
using Clock = std::chrono::steady_clock;

constexpr int kBirthYear = 2015;

federation::SigningIdentity SignerOf(const auth::testing::TestAgency& agency) {
  return {agency.leaf.der(), {std::shared_ptr<void>(), &agency.node_key}};
}

// An assertion of `subject` that is good for the next minutes.
v1::Envelope Assert(const auth::testing::Federation& federation,
                    const std::string& subject) {
  v1::StaffAssertion assertion =
      federation.Assertion("ngo", v1::ROLE_CP_CASEWORKER);
  assertion.set_subject(subject);
  const absl::Time now = absl::Now();
  *assertion.mutable_issued_time() = auth::ToTimestamp(now);
  *assertion.mutable_expiry_time() = auth::ToTimestamp(now + absl::Minutes(5));
  return federation.SignAssertion(assertion);
}

}  // namespace

SilentAsker::SilentAsker(const RunningFederation* running, std::string subject)
    : running_(running),
      subject_(std::move(subject)),
      stub_(v1::PeerService::NewStub(running->NodeChannel("ngo", kClinic))),
      signer_(SignerOf(running->federation().agency("ngo"))) {}

v1::AskRequest SilentAsker::Sign(const std::string& name) const {
  v1::Question question;
  question.set_question_id(Must(storage::RandomBytes(16), "random"));
  *question.mutable_issued_time() = auth::ToTimestamp(absl::Now());
  question.set_query_id("q-" + std::string(32, 'a'));
  question.set_asker_agency_id("ngo");
  question.set_audience_agency_id(kClinic);
  question.set_action(v1::ACTION_LOCATE);
  question.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  question.add_categories(v1::CATEGORY_LOC_COARSE);
  question.mutable_child()->mutable_name()->set_full_name(name);
  question.mutable_child()->mutable_name()->set_birth_year(kBirthYear);
  question.set_mou_id(RunningFederation::MouId(kClinic));
  question.set_mou_sha256(running_->mou_sha256(kClinic));
  *question.mutable_staff_assertion() =
      Assert(running_->federation(), subject_);
  return Must(federation::SignQuestion(question, signer_), "sign");
}

Measured SilentAsker::Ask(const std::string& name) const {
  const v1::AskRequest request = Sign(name);
  v1::AskResponse response;
  grpc::ClientContext context;
  const Clock::time_point start = Clock::now();
  const grpc::Status status = stub_->Ask(&context, request, &response);
  const std::chrono::duration<double, std::micro> took = Clock::now() - start;
  Must(status, "Ask");
  v1::Answer answer;
  Must(answer.ParseFromString(response.answer().payload())
           ? absl::OkStatus()
           : absl::InternalError("malformed"),
       "read an answer");
  return {answer.outcome(),
          {static_cast<double>(response.ByteSizeLong()), took.count()}};
}

void RegisterProtected(const RunningFederation& running,
                       const std::string& name, int children) {
  v1::RegisterChildRequest request;
  request.set_purpose(v1::PURPOSE_TREAT);
  auto& identity = *request.mutable_identity();
  identity.set_name_full(name);
  identity.mutable_date_of_birth()->set_year(kBirthYear);
  identity.mutable_address_current()->set_country_code("PL");
  identity.mutable_address_current()->set_admin1_code("PL-06");
  request.mutable_location_protection()->set_state(v1::PROTECT_LOCATION_ON);
  *request.mutable_source()->mutable_source_time() =
      auth::ToTimestamp(running.federation().now - absl::Hours(1));
  request.mutable_source()->set_basis(v1::BASIS_OBSERVED);
  benchmark::ReferToNgo(&request);
  const auto stub =
      v1::RegistrationService::NewStub(running.StaffChannel(kClinic));
  for (int i = 0; i < children; ++i) {
    request.set_request_id(
        absl::StrCat(absl::StrReplaceAll(name, {{" ", "-"}}), "-", i));
    grpc::ClientContext context;
    benchmark::SignIn(running.Assertion(kClinic, v1::ROLE_CLINIC_CLINICIAN),
                      &context);
    v1::RegisterChildResponse response;
    Must(stub->RegisterChild(&context, request, &response), "register a child");
  }
}

std::vector<std::string> Names(int count) {
  static constexpr const char* kSyllables[] = {
      "ko", "ra", "mi", "ze", "lu", "do", "pa", "ti", "ve", "ny", "sha", "bo"};
  std::mt19937 random(11);
  const auto word = [&] {
    std::string word = "S";
    for (int i = 0; i < 4; ++i) {
      absl::StrAppend(&word, kSyllables[random() % std::size(kSyllables)]);
    }
    return word;
  };
  std::set<std::string> names;
  while (names.size() < static_cast<size_t>(count)) {
    names.insert(absl::StrCat(word(), " ", word()));
  }
  std::vector<std::string> shuffled(names.begin(), names.end());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  return shuffled;
}

}  // namespace homeward::side_channel
