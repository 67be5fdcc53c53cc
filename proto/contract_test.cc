// What buf does not check of the facts: what their fields disclose.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::testing::Each;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

struct Leaf {
  const FieldDescriptor* field;
  v1::Category category;
};

// Every leaf below `message` by its path. Walks by itself, so that it does
// not share a mistake with auth/field_catalog.
void CollectLeaves(const Descriptor& message, const std::string& prefix,
                   std::map<std::string, Leaf>* leaves) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    const std::string path = absl::StrCat(prefix, field->name());
    const bool has_category = field->options().HasExtension(v1::category);
    if (field->message_type() != nullptr && !has_category) {
      CollectLeaves(*field->message_type(), path + ".", leaves);
    } else {
      (*leaves)[path] = {field, field->options().GetExtension(v1::category)};
    }
  }
}

std::map<std::string, Leaf> ClaimLeaves() {
  std::map<std::string, Leaf> leaves;
  CollectLeaves(*v1::Claim::descriptor(), "", &leaves);
  return leaves;
}

// The category of each leaf whose path begins with `prefix`.
std::map<std::string, v1::Category> CategoriesBelow(const std::string& prefix) {
  std::map<std::string, v1::Category> below;
  for (const auto& [path, leaf] : ClaimLeaves()) {
    if (absl::StartsWith(path, prefix)) below[path] = leaf.category;
  }
  EXPECT_FALSE(below.empty()) << "no leaf below " << prefix;
  return below;
}

bool IsNumberOrBool(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
    default:
      return true;
  }
}

TEST(FactsTest, EachLeafHasACategory) {
  for (const auto& [path, leaf] : ClaimLeaves()) {
    EXPECT_NE(leaf.category, v1::CATEGORY_UNSPECIFIED) << path;
    EXPECT_TRUE(v1::Category_IsValid(leaf.category)) << path;
  }
}

TEST(FactsTest, EachNumberAndBoolTellsUnsetFromZero) {
  for (const auto& [path, leaf] : ClaimLeaves()) {
    if (!IsNumberOrBool(*leaf.field) || leaf.field->is_repeated()) continue;
    EXPECT_TRUE(leaf.field->has_presence()) << path << ": make it optional";
  }
}

TEST(FactsTest, WholeFactsOfOneCategoryStayInIt) {
  const std::map<std::string, v1::Category> facts = {
      {"accompanying_adult.", v1::CATEGORY_ADULTS},
      {"family_member.", v1::CATEGORY_FAMILY},
      {"wellbeing_check.", v1::CATEGORY_WELLBEING},
      {"photo.", v1::CATEGORY_PHOTO},
      {"recording.", v1::CATEGORY_INCIDENT},
      {"location_protection.", v1::CATEGORY_CONSENT},
      {"consent.", v1::CATEGORY_CONSENT},
      {"seeker_objection.", v1::CATEGORY_CONCERNS},
      {"missing_report.reporter.", v1::CATEGORY_TIP},
      {"health_summary.sensitive_", v1::CATEGORY_HEALTH_SENS},
      {"identity.name_", v1::CATEGORY_ID_MIN},
  };
  for (const auto& [prefix, category] : facts) {
    EXPECT_THAT(CategoriesBelow(prefix), Each(Pair(::testing::_, category)));
  }
}

TEST(FactsTest, WhatSaysExactlyWhereIsExact) {
  int seen = 0;
  for (const auto& [path, leaf] : ClaimLeaves()) {
    for (const char* part : {".site", ".address", "itude_degrees"}) {
      if (!absl::EndsWith(path, part)) continue;
      EXPECT_EQ(leaf.category, v1::CATEGORY_LOC_EXACT) << path;
      ++seen;
    }
  }
  EXPECT_GT(seen, 4);
}

TEST(FactsTest, LegalStatusIsApartFromIdentity) {
  auto leaves = ClaimLeaves();
  for (const char* path :
       {"identity.displacement_status", "identity.travel_documents",
        "identity.interview.arrival_date", "crossing_event.documents_shown"}) {
    EXPECT_EQ(leaves[path].category, v1::CATEGORY_LEGAL_STATUS) << path;
  }
}

// Who may know that a record exists may not know by that why it exists.
TEST(FactsTest, ExistenceTellsOfNoFactButRegistrationAndCrossing) {
  std::vector<std::string> existence;
  for (const auto& [path, leaf] : ClaimLeaves()) {
    if (leaf.category == v1::CATEGORY_EXIST) existence.push_back(path);
  }
  EXPECT_THAT(existence,
              UnorderedElementsAre("claim_id", "source_agency_id",
                                   "source_time", "entry_time", "basis",
                                   "field_states", "identity.registration_date",
                                   "crossing_event.crossing_event_id"));
}

}  // namespace
}  // namespace homeward
