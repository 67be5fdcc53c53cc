#include "auth/facts/blocked_seekers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/person.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kNow = 1800000000;
constexpr int64_t kDay = 86400;

// A claim that was true `days` from now.
std::string At(int64_t days, const std::string& fact) {
  return absl::StrCat(
      "claims { source_agency_id: 'ngo' source_time { seconds: ",
      kNow + days * kDay, " } ", fact, " } ");
}

std::vector<BlockedSeeker> Blocked(const std::string& claims) {
  const internal::v1::StoredRecord record = TextProto(claims);
  return BlockedSeekers(record, absl::FromUnixSeconds(kNow));
}

std::string Objection(const std::string& more = "") {
  return "seeker_objection { objection_id: 'o' ground: "
         "OBJECTION_GROUND_CONCERN " +
         more + " }";
}
constexpr char kEnded[] = "state: OBJECTION_STATE_ENDED";

TEST(BlockedSeekersTest, AnObjectionNamesAPersonUntilItEnds) {
  const std::string open =
      At(-2, Objection("person_name: 'Zorv Tulimba' relation: "
                       "FAMILY_RELATIONSHIP_UNCLE"));
  const auto blocked = Blocked(open);
  ASSERT_THAT(blocked, SizeIs(1));
  EXPECT_THAT(blocked[0].names, ElementsAre("Zorv Tulimba"));
  EXPECT_EQ(blocked[0].relation, v1::FAMILY_RELATIONSHIP_UNCLE);
  EXPECT_THAT(Blocked(open + At(-1, Objection(kEnded))), IsEmpty());
  EXPECT_THAT(Blocked(At(-1, Objection(kEnded)) + open), IsEmpty());
}

TEST(BlockedSeekersTest, WithoutNameAndRelationItIsAboutAnybody) {
  const auto blocked = Blocked(At(-1, Objection()));
  ASSERT_THAT(blocked, SizeIs(1));
  EXPECT_THAT(blocked[0].names, IsEmpty());
  EXPECT_EQ(blocked[0].relation, v1::FAMILY_RELATIONSHIP_UNSPECIFIED);
}

TEST(BlockedSeekersTest, InDoubtItHolds) {
  const std::string open = At(-1, Objection());
  EXPECT_THAT(Blocked(open + At(-1, Objection(kEnded))), SizeIs(1));
  EXPECT_THAT(Blocked(open + At(-2, Objection(kEnded))), SizeIs(1));
  EXPECT_THAT(Blocked(open + At(1, Objection(kEnded))), SizeIs(1));
  EXPECT_THAT(Blocked(At(1, Objection())), SizeIs(1));
  EXPECT_THAT(
      Blocked("claims { " + Objection() + " }" + At(-1, Objection(kEnded))),
      SizeIs(1));
  EXPECT_THAT(Blocked(open + "claims { source_agency_id: 'ngo' " +
                      Objection(kEnded) + " }"),
              SizeIs(1));
}

TEST(BlockedSeekersTest, OneAgencyDoesNotEndTheObjectionOfAnother) {
  std::string other = At(-1, Objection(kEnded));
  other.replace(other.find("ngo"), 3, "clinic");
  EXPECT_THAT(Blocked(At(-2, Objection()) + other), SizeIs(1));
}

std::string Member(const std::string& more) {
  return "family_member { family_member_id: 'f' " + more + " }";
}

TEST(BlockedSeekersTest, WhomSheWishesNoContactWithUntilSheWishesIt) {
  const std::string none =
      At(-3, Member("relation_name: 'Zorv' wishes { wished_contact: "
                    "WISHED_CONTACT_NONE }"));
  EXPECT_THAT(Blocked(At(-3, Member("relation_name: 'Zorv'"))), IsEmpty());
  // What is said of him besides does not take it back, and names him too.
  const auto blocked =
      Blocked(none + At(-2, Member("relation_nickname: 'Zo' relation: "
                                   "FAMILY_RELATIONSHIP_FATHER wishes {}")));
  ASSERT_THAT(blocked, SizeIs(1));
  EXPECT_THAT(blocked[0].names, ElementsAre("Zorv", "Zo"));
  EXPECT_EQ(blocked[0].relation, v1::FAMILY_RELATIONSHIP_FATHER);
  EXPECT_THAT(
      Blocked(none +
              At(-1, Member("wishes { wished_contact: WISHED_CONTACT_CONTACT "
                            "}"))),
      IsEmpty());
}

TEST(BlockedSeekersTest, OfTwoRelationsEitherMayBeRight) {
  const std::string none = "wishes { wished_contact: WISHED_CONTACT_NONE } ";
  const auto blocked =
      Blocked(At(-2, Member(none + "relation: FAMILY_RELATIONSHIP_FATHER")) +
              At(-1, Member(none + "relation: FAMILY_RELATIONSHIP_UNCLE")));
  ASSERT_THAT(blocked, SizeIs(1));
  EXPECT_EQ(blocked[0].relation, v1::FAMILY_RELATIONSHIP_UNSPECIFIED);
}

std::string Adult(const std::string& more) {
  return "accompanying_adult { adult_id: 'a' relation_name: 'Zorv' " + more +
         " }";
}

TEST(BlockedSeekersTest, ASuspectStaysOneWhateverPapersHeShows) {
  EXPECT_THAT(Blocked(At(-3, Adult("adult_role: ADULT_ROLE_PARENT"))),
              IsEmpty());
  const std::string suspect = At(-2, Adult("adult_role: ADULT_ROLE_SUSPECT"));
  EXPECT_THAT(
      Blocked(suspect + At(-1, Adult("legal_relation_evidence: "
                                     "RELATION_EVIDENCE_DOCUMENT_SEEN"))),
      SizeIs(1));
  EXPECT_THAT(Blocked(suspect + At(-1, Adult("adult_role: ADULT_ROLE_PARENT"))),
              IsEmpty());
  EXPECT_THAT(Blocked(At(-1, Adult("legal_relation_evidence: "
                                   "RELATION_EVIDENCE_REFUTED"))),
              SizeIs(1));
}

TEST(ServesSeekersTest, IsTracingAndReunification) {
  for (int purpose = 0; purpose <= v1::Purpose_MAX; ++purpose) {
    EXPECT_EQ(ServesSeekers(static_cast<v1::Purpose>(purpose)),
              purpose == v1::PURPOSE_FAMILY_TRACING ||
                  purpose == v1::PURPOSE_REUNIFICATION);
  }
}

}  // namespace
}  // namespace homeward::auth
