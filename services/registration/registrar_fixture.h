#ifndef HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_FIXTURE_H_
#define HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_FIXTURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/test_kit.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {

// A child with three claims.
inline v1::RegisterChildRequest Child(const std::string& request_id) {
  v1::RegisterChildRequest request = testing::TextProto(R"pb(
    purpose: PURPOSE_MISSING_SEARCH
    source {
      source_time { seconds: 1700000000 }
      basis: BASIS_OBSERVED
    }
    identity {
      name_full: "Solomiya Tkachenko"
      sex: SEX_FEMALE
      date_of_birth { year: 2018 }
    }
    accompanying_adults { adult_id: "a-1" relation_name: "Oksana" }
    crossing_event {
      crossing_event_id: "c-1"
      crossing_time { seconds: 1700000000 }
      crossing_point { country_code: "PL" site: "Medyka" }
    }
  )pb");
  request.set_request_id(request_id);
  return request;
}

// A sighting of the child `record_id`.
inline v1::AddClaimRequest SightingOf(const std::string& record_id,
                                      const std::string& request_id) {
  v1::AddClaimRequest request = testing::TextProto(R"pb(
    purpose: PURPOSE_MISSING_SEARCH
    new_claim {
      source {
        source_time { seconds: 1700000500 }
        basis: BASIS_OBSERVED
      }
      claim {
        sighting {
          sighting_id: "s-1"
          seen_time { seconds: 1700000500 }
          place { country_code: "PL" site: "Hall 5" }
        }
      }
    }
  )pb");
  request.set_record_id(record_id);
  request.set_request_id(request_id);
  return request;
}

// A registrar of "north", and two of its staff: by the house rules `police_`
// may register and read, `officer_` may do nothing.
class RegistrarTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::RegisterChildResponse> Register(
      const v1::RegisterChildRequest& request) {
    return RegistrarKit::Await<v1::RegisterChildResponse>(
        [&](auto done) { kit_->RegisterChild(police_, request, done); });
  }
  absl::StatusOr<v1::AddClaimResponse> Add(const v1::AddClaimRequest& request) {
    return RegistrarKit::Await<v1::AddClaimResponse>(
        [&](auto done) { kit_->AddClaim(police_, request, done); });
  }
  absl::StatusOr<v1::GetChildResponse> Get(const std::string& record_id) {
    v1::GetChildRequest request;
    request.set_record_id(record_id);
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    return RegistrarKit::Await<v1::GetChildResponse>(
        [&](auto done) { kit_->GetChild(police_, request, done); });
  }

  std::string Registered(const v1::RegisterChildRequest& request) {
    auto response = Register(request);
    EXPECT_OK(response);
    return response.ok() ? response->record_id() : "";
  }

  size_t RowsUnder(absl::string_view prefix) {
    auto page = kit_.store().engine()->Scan(storage::ScanPrefix(prefix));
    EXPECT_OK(page);
    return page->rows.size();
  }

  auth::testing::Federation federation_;
  auth::Caller police_ = federation_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  auth::Caller officer_ =
      federation_.CallerOf("north", v1::ROLE_POLICE_GENERAL);
  RegistrarKit kit_;
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_FIXTURE_H_
