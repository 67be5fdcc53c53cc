#include "services/exchange/pfif/pfif_words.h"

#include "gtest/gtest.h"

namespace homeward::exchange {
namespace {

TEST(PfifFieldOfTest, NamesTheFieldOfTheFile) {
  EXPECT_EQ(PfifFieldOf("identity.name_first"), "given_name/first_name");
  EXPECT_EQ(PfifFieldOf("identity.name_other[3]"), "alternate_names");
  EXPECT_EQ(PfifFieldOf("identity.date_of_birth.month"), "date_of_birth");
  EXPECT_EQ(PfifFieldOf("identity.documents[0].issuer"), "source_name");
  EXPECT_EQ(PfifFieldOf("identity.documents[0].number"), "person_record_id");
  EXPECT_EQ(PfifFieldOf("identity"), "date_of_birth/age");
  EXPECT_EQ(PfifFieldOf("source.source_time"), "source_date");
  EXPECT_EQ(PfifFieldOf("source_record_id"), "person_record_id");
}

TEST(PfifFieldOfTest, KnowsTheNotes) {
  EXPECT_EQ(PfifFieldOf("further_claims[12].sighting.place.site"),
            "note.last_known_location");
  EXPECT_EQ(PfifFieldOf("further_claims[2].identity.telephone_current[0]"),
            "note.phone_of_found_person");
  EXPECT_EQ(PfifFieldOf("further_claims[0].missing_report.reporter.name"),
            "author_*");
}

TEST(PfifFieldOfTest, WhatIsNoFieldOfPfifStaysAsItIs) {
  for (const char* path :
       {"purpose", "identity.age_band", "identity.nationality[0]",
        "further_claims", "further_claims[1]", "further_claims[x].source",
        ""}) {
    EXPECT_EQ(PfifFieldOf(path), path);
  }
}

}  // namespace
}  // namespace homeward::exchange
