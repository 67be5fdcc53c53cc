// Which fields of a message are set, told as the library tells it.

#include "auth/mou/set_nodes.h"

#include <vector>

#include "auth/mou/field_catalog.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::homeward::testing::TextProto;

using Nodes = std::vector<FieldCatalog::Node>;

// Both ways of asking, at every message that is descended into.
void ExpectSame(const Nodes& nodes, const Message& message) {
  std::vector<const FieldDescriptor*> listed;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &listed);
  std::vector<const FieldDescriptor*> told;
  for (const FieldCatalog::Node* node : SetNodes(nodes, message)) {
    told.push_back(node->field);
    if (node->leaf < 0 && !node->field->is_repeated()) {
      ExpectSame(node->children, reflection->GetMessage(message, node->field));
    }
  }
  EXPECT_THAT(told, ::testing::UnorderedElementsAreArray(listed));
}

void ExpectSame(const v1::Claim& claim) {
  ExpectSame(FieldCatalog::Get().roots(), claim);
}

TEST(SetNodesTest, AnEmptyClaimHasNone) {
  EXPECT_TRUE(SetNodes(FieldCatalog::Get().roots(), v1::Claim()).empty());
}

TEST(SetNodesTest, FieldsOfTheClaimAndOfItsFact) {
  ExpectSame(TextProto(R"pb(
    claim_id: "c1"
    source_time { seconds: 5 }
    basis: BASIS_OBSERVED
    identity {
      name_full: "Solomiya Tkachenko"
      documents { number: "1" }
      documents { number: "2" }
      address_current { country_code: "PL" site: "Reception centre 4" }
    }
    field_states { field_path: "identity.name_last" }
  )pb"));
}

TEST(SetNodesTest, EachFactThatAClaimCanHave) {
  const auto* oneof = v1::Claim::descriptor()->FindOneofByName("fact");
  ASSERT_NE(oneof, nullptr);
  for (int i = 0; i < oneof->field_count(); ++i) {
    v1::Claim claim;
    claim.GetReflection()->MutableMessage(&claim, oneof->field(i));
    const auto set = SetNodes(FieldCatalog::Get().roots(), claim);
    ASSERT_EQ(set.size(), 1u) << oneof->field(i)->name();
    EXPECT_EQ(set[0]->field, oneof->field(i));
  }
}

}  // namespace
}  // namespace homeward::auth
