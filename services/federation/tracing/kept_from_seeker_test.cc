// Consent to tracing, where she is kept from who looks for her, or fled from
// where the asked agency is.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/tracing/tracing_consent.h"
#include "services/federation/tracing/tracing_consent_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KeptFromSeekerTest : public TracingConsentFixture {};

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

TEST_F(KeptFromSeekerTest, WhoIsKeptFromHerIsNotLookedForNorHelped) {
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

TEST_F(KeptFromSeekerTest, UntilSheWishesToHearOfHim) {
  EXPECT_THAT(May(ByRecord(Register(kChild + Consent() + kNoFather))),
              IsEmpty());
  EXPECT_THAT(
      May(ByRecord(Register(kChild + Consent() + kNoFather + kSeesFather))),
      ElementsAre("clinic"));
}

// As with a no: which of two records is hers is not for a program to say.
TEST_F(KeptFromSeekerTest, ARecordThatMayWellBeHersKeepsHerFromHimToo) {
  const std::string yes = Register(kChild + Consent());
  Confirm(ByName(), yes);
  ASSERT_THAT(May(ByName()), ElementsAre("clinic"));
  Register(absl::StrCat(
      "claims { identity { name_full: 'Solomiya Melnyk' date_of_birth { year: "
      "2015 } } }",
      kNoFather));
  EXPECT_THAT(May(ByName()), IsEmpty());
}

TEST_F(KeptFromSeekerTest, HerCountryOfOriginIsAskedOnlyIfSheSaysSo) {
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

}  // namespace
}  // namespace homeward::federation
