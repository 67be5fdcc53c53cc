#include "services/federation/tracing/tracing_consent.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"
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
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kNow = 1800000000;
constexpr int64_t kDay = 86400;

constexpr char kChild[] = R"pb(
  claims {
    identity {
      name_full: "Соломія Мельник"
      date_of_birth { year: 2015 month: 3 day: 2 }
      documents { type: DOCUMENT_TYPE_UNHCR_INDIVIDUAL number: "305-00412907" }
      telephone_current: "+380501234567"
    }
  }
)pb";
constexpr char kAnothers[] =
    "agencies/clinic/children/0123456789abcdef0123456789abcdef";
constexpr char kOfAllThatIsTold[] =
    "categories: [ CATEGORY_ID_MIN, CATEGORY_ID_FULL, CATEGORY_FAMILY ]";

// What she agreed to an hour ago, towards the clinic.
std::string Consent(const std::string& more = kOfAllThatIsTold) {
  return absl::StrCat(
      "claims { consent { purpose: PURPOSE_FAMILY_TRACING "
      "recipient_agency_ids: 'clinic' given_by: CONSENT_GIVER_CHILD "
      "consent_for_tracing: true given_time { seconds: ",
      kNow - kDay, " } ", more, " } }");
}
std::string Revoked(const std::string& more = "") {
  return Consent(absl::StrCat("revoked_time { seconds: ", kNow - 1, " } ",
                              more.empty() ? kOfAllThatIsTold : more));
}

v1::ChildDescriptor ByNumber() {
  return TextProto(
      "identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: '305 "
      "00412907' "
      "}");
}
v1::ChildDescriptor ByName(const std::string& more = "birth_year: 2015") {
  return TextProto(
      absl::StrCat("name { full_name: 'Solomiya Melnyk' ", more, " }"));
}
v1::ChildDescriptor ByRecord(const std::string& record_id) {
  return TextProto(absl::StrCat("record_id: '", record_id, "'"));
}

class TracingConsentTest : public ::testing::Test {
 protected:
  std::string Register(const std::string& text,
                       const std::string& source = "") {
    internal::v1::StoredRecord record = TextProto(text);
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

TEST_F(TracingConsentTest, WithoutAnOwnRecordNobodyMayBeAsked) {
  for (const auto& child : {ByNumber(), ByName(), ByRecord(kAnothers)}) {
    EXPECT_THAT(May(child), IsEmpty());
  }
  Register(kChild);
  EXPECT_THAT(May(ByNumber()), IsEmpty());
}

TEST_F(TracingConsentTest, WhomSheAgreedToMayBeAskedByHerNumber) {
  Register(kChild + Consent());
  EXPECT_THAT(May(ByNumber()), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, TheNumberOfHerRecordElsewhereIsHers) {
  Register(kChild + Consent(), "pfif/1");
  const auto by_source = [](const std::string& number) {
    const v1::ChildDescriptor child = TextProto(absl::StrCat(
        "identifier { type: IDENTIFIER_TYPE_SOURCE_RECORD value: '", number,
        "' }"));
    return child;
  };
  EXPECT_THAT(May(by_source("pfif/1")), ElementsAre("clinic"));
  EXPECT_THAT(May(by_source("pfif/2")), IsEmpty());
}

TEST_F(TracingConsentTest, AnOwnRecordIsItself) {
  const std::string with = Register(kChild + Consent());
  const std::string without = Register(kChild);
  EXPECT_THAT(May(ByRecord(with)), ElementsAre("clinic"));
  EXPECT_THAT(May(ByRecord(without)), IsEmpty());
}

TEST_F(TracingConsentTest, ANameIsNotEnoughUntilStaffConfirmIt) {
  const std::string id = Register(kChild + Consent());
  EXPECT_THAT(May(ByName()), IsEmpty());
  Confirm(ByName(), id);
  EXPECT_THAT(May(ByName()), ElementsAre("clinic"));
  // Of a child of another year nobody said so.
  EXPECT_THAT(May(ByName("birth_year: 2016")), IsEmpty());
  Decide(ByName(), id, v1::MATCH_VERDICT_REJECTED, "ben");
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, ANumberOfTheFamilyIsNotEnough) {
  const std::string id = Register(kChild + Consent());
  const v1::ChildDescriptor phone = TextProto(
      "identifier { type: IDENTIFIER_TYPE_TELEPHONE value: '+380501234567' }");
  EXPECT_THAT(May(phone), IsEmpty());
  Confirm(phone, id);
  EXPECT_THAT(May(phone), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, WhatStaffRejectedIsAnotherChild) {
  const std::string id = Register(kChild + Consent());
  Decide(ByNumber(), id, v1::MATCH_VERDICT_REJECTED);
  EXPECT_THAT(May(ByNumber()), IsEmpty());
}

TEST_F(TracingConsentTest, AnothersRecordIsHersOnceStaffConfirmAnOwnOne) {
  const std::string id = Register(kChild + Consent());
  EXPECT_THAT(May(ByRecord(kAnothers)), IsEmpty());
  Confirm(ByRecord(kAnothers), id);
  EXPECT_THAT(May(ByRecord(kAnothers)), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, AConfirmedRecordOfAnotherAgencyIsNobodysWordHere) {
  Confirm(ByName(), kAnothers);
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, ItCoversAllThatTheQuestionTells) {
  struct Case {
    v1::ChildDescriptor child;
    std::vector<std::string> needed;
  };
  const std::vector<Case> cases = {
      {ByNumber(), {"ID_FULL"}},
      {ByName(""), {"ID_MIN"}},
      {ByName(), {"ID_MIN", "ID_FULL"}},
      {ByName("languages: 'uk'"), {"ID_MIN", "ID_FULL"}},
      {ByName("relatives { full_name: 'Oksana' }"), {"ID_MIN", "FAMILY"}}};
  // May() of a child who agrees to `categories`.
  const auto may = [&](const v1::ChildDescriptor& child,
                       const std::vector<std::string>& categories) {
    const std::string id = Register(
        kChild +
        Consent(absl::StrJoin(
            categories, " ", [](std::string* out, const std::string& name) {
              absl::StrAppend(out, "categories: CATEGORY_", name);
            })));
    Confirm(child, id);
    const std::set<std::string> found = May(child);
    Decide(child, id, v1::MATCH_VERDICT_REJECTED);
    return found;
  };
  for (const Case& one : cases) {
    EXPECT_THAT(may(one.child, one.needed), ElementsAre("clinic"))
        << one.child.ShortDebugString();
    for (size_t i = 0; i < one.needed.size(); ++i) {
      std::vector<std::string> less = one.needed;
      less[i] = "PHOTO";
      EXPECT_THAT(may(one.child, less), IsEmpty())
          << one.child.ShortDebugString() << " without " << one.needed[i];
    }
  }
}

TEST_F(TracingConsentTest, ItEndsWhenItEndsAndWhenItIsTakenBack) {
  const auto may = [&](const std::string& consents) {
    return May(ByRecord(Register(kChild + consents)));
  };
  const std::string until = "expiry_time { seconds: ";
  EXPECT_THAT(
      may(Consent(absl::StrCat(kOfAllThatIsTold, until, kNow + 1, "}"))),
      ElementsAre("clinic"));
  EXPECT_THAT(may(Consent(absl::StrCat(kOfAllThatIsTold, until, kNow, "}"))),
              IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked()), IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked("categories: CATEGORY_EXIST")),
              IsEmpty());
  EXPECT_THAT(may(Consent() + Revoked("categories: CATEGORY_HEALTH")),
              ElementsAre("clinic"));
  EXPECT_THAT(
      may(Consent(absl::StrCat(kOfAllThatIsTold, " assent { given: false }"))),
      IsEmpty());
}

// Which of two records is hers is not for a program to say: a no is a no.
TEST_F(TracingConsentTest, TheNoOfARecordThatMayWellBeHersCounts) {
  const std::string yes = Register(kChild + Consent());
  Confirm(ByName(), yes);
  ASSERT_THAT(May(ByName()), ElementsAre("clinic"));
  const std::string no = Register(
      "claims { identity { name_full: 'Solomiya Melnyk' date_of_birth { year: "
      "2015 } } }" +
      Revoked());
  EXPECT_THAT(May(ByName()), IsEmpty());
  Decide(ByName(), no, v1::MATCH_VERDICT_REJECTED);
  EXPECT_THAT(May(ByName()), ElementsAre("clinic"));
  Decide(ByName(), no, v1::MATCH_VERDICT_CONFIRMED, "ben");
  EXPECT_THAT(May(ByName()), IsEmpty());
}

// She wants nothing of her father, whoever asks for him.
constexpr char kNoFather[] = R"pb(
  claims {
    family_member {
      family_member_id: "f"
      relation_name: "Petro Kovalenko"
      relation: FAMILY_RELATIONSHIP_FATHER
      wishes { wished_contact: WISHED_CONTACT_NONE }
    }
  }
)pb";
constexpr char kSeesFather[] = R"pb(
  claims {
    source_time { seconds: 1799999940 }
    family_member {
      family_member_id: "f"
      wishes { wished_contact: WISHED_CONTACT_CONTACT }
    }
  }
)pb";

TEST_F(TracingConsentTest, WhoIsKeptFromHerIsNotLookedForNorHelped) {
  const auto named = [](const std::string& relation, const std::string& name) {
    return ByName(absl::StrCat("relatives { relation: FAMILY_RELATIONSHIP_",
                               relation, " full_name: '", name, "' }"));
  };
  const v1::ChildDescriptor father = named("FATHER", "Petro Kovalenko");
  const v1::ChildDescriptor mother = named("MOTHER", "Oksana Melnyk");
  const std::string id = Register(kChild + Consent() + kNoFather);
  for (const auto& child : {father, mother, ByName()}) Confirm(child, id);
  EXPECT_THAT(May(mother), ElementsAre("clinic"));
  EXPECT_THAT(May(father), IsEmpty());
  // Nobody is named: it may be he.
  EXPECT_THAT(May(ByName()), IsEmpty());
  EXPECT_THAT(May(ByRecord(id)), IsEmpty());
  const auto ruling =
      consent_.WhoMayBeAsked(father, {{"clinic", ""}}, "", now_);
  ASSERT_OK(ruling);
  EXPECT_TRUE(ruling->kept_from_seeker);
}

TEST_F(TracingConsentTest, UntilSheWishesToHearOfHim) {
  EXPECT_THAT(May(ByRecord(Register(kChild + Consent() + kNoFather))),
              IsEmpty());
  EXPECT_THAT(
      May(ByRecord(Register(kChild + Consent() + kNoFather + kSeesFather))),
      ElementsAre("clinic"));
}

// As with a no: which of two records is hers is not for a program to say.
TEST_F(TracingConsentTest, ARecordThatMayWellBeHersKeepsHerFromHimToo) {
  const std::string yes = Register(kChild + Consent());
  Confirm(ByName(), yes);
  ASSERT_THAT(May(ByName()), ElementsAre("clinic"));
  Register(absl::StrCat(
      "claims { identity { name_full: 'Solomiya Melnyk' date_of_birth { year: "
      "2015 } } }",
      kNoFather));
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(TracingConsentTest, HerCountryOfOriginIsAskedOnlyIfSheSaysSo) {
  const auto ask_abroad = [&](const std::string& more) {
    const std::string id =
        Register(kChild + Consent(absl::StrCat(kOfAllThatIsTold, " ", more)) +
                 "claims { identity { country_of_origin: 'UA' } }");
    return May(ByRecord(id), "UA");
  };
  EXPECT_THAT(ask_abroad(""), IsEmpty());
  EXPECT_THAT(ask_abroad("disclosure_country_of_origin: false"), IsEmpty());
  EXPECT_THAT(ask_abroad("disclosure_country_of_origin: true"),
              ElementsAre("clinic"));
  // Of another country she need not say so.
  const std::string id = Register(
      kChild + Consent() + "claims { identity { country_of_origin: 'UA' } }");
  EXPECT_THAT(May(ByRecord(id), "MD"), ElementsAre("clinic"));
}

TEST_F(TracingConsentTest, AMalformedChildIsRefused) {
  EXPECT_THAT(
      consent_.WhoMayBeAsked(v1::ChildDescriptor(), {{"clinic", ""}}, "", now_),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
