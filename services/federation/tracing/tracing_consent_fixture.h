#ifndef HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_FIXTURE_H_

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/tracing/tracing_consent.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/match_state.h"
#include "services/matching/terms.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {

inline constexpr int64_t kNow = 1800000000;
inline constexpr int64_t kDay = 86400;
inline constexpr char kChild[] = R"pb(
  claims {
    identity {
      name_full: "Соломія Мельник"
      date_of_birth { year: 2015 month: 3 day: 2 }
      documents { type: DOCUMENT_TYPE_UNHCR_INDIVIDUAL number: "305-00412907" }
      telephone_current: "+380501234567"
    }
  }
)pb";

inline constexpr char kOfAllThatIsTold[] =
    "categories: [ CATEGORY_ID_MIN, CATEGORY_ID_FULL, CATEGORY_FAMILY ]";

// What she agreed to an hour ago, towards the clinic.
inline std::string Consent(const std::string& more = kOfAllThatIsTold) {
  return absl::StrCat(
      "claims { consent { purpose: PURPOSE_FAMILY_TRACING "
      "recipient_agency_ids: 'clinic' given_by: CONSENT_GIVER_CHILD "
      "consent_for_tracing: true given_time { seconds: ",
      kNow - kDay, " } ", more, " } }");
}

inline std::string Revoked(const std::string& more = "") {
  return Consent(absl::StrCat("revoked_time { seconds: ", kNow - 1, " } ",
                              more.empty() ? kOfAllThatIsTold : more));
}

inline v1::ChildDescriptor ByNumber() {
  return homeward::testing::TextProto(
      "identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: '305 "
      "00412907' "
      "}");
}

inline v1::ChildDescriptor ByName(
    const std::string& more = "birth_year: 2015") {
  return homeward::testing::TextProto(
      absl::StrCat("name { full_name: 'Solomiya Melnyk' ", more, " }"));
}

inline v1::ChildDescriptor ByRecord(const std::string& record_id) {
  return homeward::testing::TextProto(
      absl::StrCat("record_id: '", record_id, "'"));
}

// What an NGO's own records say of whom it may ask.
class TracingConsentFixture : public ::testing::Test {
 protected:
  std::string Register(const std::string& text,
                       const std::string& source = "") {
    internal::v1::StoredRecord record = homeward::testing::TextProto(text);
    storage::NewClaims content;
    for (v1::Claim& claim : *record.mutable_claims()) {
      claim.set_source_agency_id("ngo");
      if (!claim.has_source_time()) {
        claim.mutable_source_time()->set_seconds(kNow - 3600);
      }
      claim.set_basis(v1::BASIS_OBSERVED);
      content.claims.push_back(claim);
    }
    for (const std::string& term :
         matching::IndexTerms(matching::DescribeClaims(record.claims()))) {
      content.terms.push_back({std::string(matching::kTermKind), term});
    }
    auto change = kit_.records()->Create(content, {source, {}}, now_);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    return change->record_id;
  }

  // `subject` of the own staff says so.
  void Decide(const v1::ChildDescriptor& child, const std::string& record_id,
              v1::MatchVerdict verdict, const std::string& subject = "anna") {
    const auto key = matching::ChildKeyText(child, now_);
    ASSERT_OK(key);
    auto known = matches_.Find(*key);
    ASSERT_OK(known);
    v1::MatchDecision decision;
    decision.set_subject(subject);
    decision.set_verdict(verdict);
    matching::AddDecision(record_id, decision, known->matches);
    storage::Batch batch;
    ASSERT_OK(matches_.Put(*key, *known, &batch));
    ASSERT_OK(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).status);
  }
  void Confirm(const v1::ChildDescriptor& child, const std::string& record_id) {
    Decide(child, record_id, v1::MATCH_VERDICT_CONFIRMED);
  }

  // Who of the clinic and the police may be asked about `child`.
  std::set<std::string> May(const v1::ChildDescriptor& child,
                            const std::string& country_of_clinic = "") const {
    const auto may = consent_.WhoMayBeAsked(
        child, {{"clinic", country_of_clinic}, {"police", ""}},
        /*own_country_code=*/"", now_);
    EXPECT_OK(may);
    return may.ok() ? may->may : std::set<std::string>();
  }

  const absl::Time now_ = absl::FromUnixSeconds(kNow);
  storage::RecordTestKit kit_{storage::RecordTestKit::Disk::kMemory, "ngo"};
  const storage::MatchStore matches_{kit_.engine(), kit_.blind(),
                                     storage::Secret(std::string(32, 'm'))};
  const TracingConsent consent_{"ngo", kit_.records(), &matches_};
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_FIXTURE_H_
