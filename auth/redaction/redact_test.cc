#include "auth/redaction/redact.h"

#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/mou/field_catalog.h"
#include "auth/redaction/redact_fixture.h"
#include "auth/testing/hasher.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::homeward::testing::TextProto;

TEST(RedactTest, KeepsWhatIsGrantedAndNothingElse) {
  const v1::Claim claim = TextProto(R"pb(
    claim_id: "7"
    source_agency_id: "ngo"
    field_states {
      field_path: "sighting.place.site"
      state: KNOWLEDGE_STATE_REFUSED
    }
    field_states {
      field_path: "sighting.status"
      state: KNOWLEDGE_STATE_UNKNOWN
    }
    sighting {
      place { country_code: "UA" admin1_code: "UA-46" site: "the shelter" }
      observer: "a neighbour"
    }
  )pb");
  const v1::ChildRecord sent =
      Redact(GrantOf({"claim_id", "field_states", "sighting.place.admin1_code",
                      "sighting.status"}),
             RecordOf({claim}), testing::Hasher());
  const v1::ChildRecord expected = TextProto(R"pb(
    record_id: "agencies/ngo/children/1"
    owner_agency_id: "ngo"
    claims {
      claim_id: "7"
      field_states {
        field_path: "sighting.status"
        state: KNOWLEDGE_STATE_UNKNOWN
      }
      sighting { place { admin1_code: "UA-46" } }
    }
  )pb");
  EXPECT_EQ(sent.DebugString(), expected.DebugString());
}

std::set<std::string> PathsIn(const v1::ChildRecord& record) {
  const FieldSet fields = FieldsIn(record);
  std::set<std::string> paths;
  for (size_t i = 0; i < kMaxFields; ++i) {
    if (fields.test(i)) {
      paths.insert(FieldCatalog::Get().path(static_cast<int>(i)));
    }
  }
  return paths;
}

TEST(RedactTest, NamesTheFieldsThatARecordTells) {
  const v1::ChildRecord record = TextProto(R"pb(
    record_id: "agencies/ngo/children/1"
    claims {
      claim_id: "7"
      sighting {
        seen_time { seconds: 1 }
        place { admin1_code: "UA-46" }
      }
    }
    claims {
      claim_id: "8"
      identity {
        documents { number: "1" }
        telephone_current: "+380671234567"
      }
    }
    claims {}
  )pb");
  EXPECT_THAT(PathsIn(record),
              ::testing::UnorderedElementsAre("claim_id", "sighting.seen_time",
                                              "sighting.place.admin1_code",
                                              "identity.documents",
                                              "identity.telephone_current"));
  EXPECT_TRUE(FieldsIn(v1::ChildRecord()).none());
}

TEST(RedactTest, LeavesOutAClaimOfWhichNothingMayBeSeen) {
  const v1::Claim hidden = TextProto(R"pb(
    claim_id: "8"
    health_summary { functional_needs: "a ramp" }
  )pb");
  const v1::Claim empty = TextProto(R"pb(claim_id: "9")pb");
  const auto sent = Redact(GrantOf({"claim_id", "wellbeing_check.status"}),
                           RecordOf({hidden, empty}), testing::Hasher());
  EXPECT_EQ(sent.claims_size(), 0);
}

TEST(RedactTest, DropsFieldsThatThisBuildDoesNotKnow) {
  v1::Claim claim = TextProto(R"pb(
    claim_id: "7"
    sighting {
      seen_time { seconds: 1 }
      place { site: "the shelter" }
    }
  )pb");
  auto* time = claim.mutable_sighting()->mutable_seen_time();
  time->GetReflection()->MutableUnknownFields(time)->AddVarint(9999, 1);
  claim.GetReflection()->MutableUnknownFields(&claim)->AddVarint(9999, 1);
  v1::Place* place = claim.mutable_sighting()->mutable_place();
  place->GetReflection()->MutableUnknownFields(place)->AddVarint(9999, 1);
  const auto sent =
      Redact(GrantOf({"claim_id", "sighting.place.site", "sighting.seen_time"}),
             RecordOf({claim}), testing::Hasher());
  ASSERT_EQ(sent.claims_size(), 1);
  EXPECT_EQ(sent.claims(0).sighting().place().site(), "the shelter");
  EXPECT_EQ(sent.SerializeAsString().find("\xf8\xf0\x04"), std::string::npos);
  const v1::Place& out = sent.claims(0).sighting().place();
  EXPECT_TRUE(out.GetReflection()->GetUnknownFields(out).empty());
}

// Fills messages by chance.
class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  void Fill(Message& message, int depth) {
    const auto* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (field->real_containing_oneof() != nullptr || Below(3) == 0) continue;
      Set(message, field, depth);
    }
    for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
      const auto* oneof = type->oneof_decl(i);
      Set(message, oneof->field(Below(oneof->field_count())), depth);
    }
  }

 private:
  void Set(Message& message, const FieldDescriptor* field, int depth) {
    const auto* r = message.GetReflection();
    const bool many = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth == 0) return;
        for (int i = many ? Below(3) : 1; i > 0; --i) {
          Fill(many ? *r->AddMessage(&message, field)
                    : *r->MutableMessage(&message, field),
               depth - 1);
        }
        return;
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = absl::StrCat("t", Below(1000));
        many ? r->AddString(&message, field, text)
             : r->SetString(&message, field, text);
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        many ? r->AddEnumValue(&message, field, 1)
             : r->SetEnumValue(&message, field, 1);
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!many) r->SetBool(&message, field, true);
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        if (!many) r->SetInt32(&message, field, 1 + Below(9));
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        if (!many) r->SetInt64(&message, field, 1 + Below(9));
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (!many) r->SetDouble(&message, field, 1.5);
        return;
      default:
        FAIL() << field->full_name() << " has a type that isn't filled";
    }
  }

  std::mt19937 random_;
};

// The leaves of `claim` that are set, as "path=value", each value once.
void Leaves(const Message& message, const std::string& prefix,
            std::set<std::string>& leaves) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    const bool is_leaf = FieldCatalog::Get().Find(path).has_value();
    if (!is_leaf && field->message_type() == nullptr) {
      leaves.insert(absl::StrCat(path, "=?"));
      continue;
    }
    if (is_leaf) {
      google::protobuf::FieldDescriptor const* f = field;
      std::unique_ptr<Message> only(message.New());
      only->CopyFrom(message);
      for (const FieldDescriptor* other : fields) {
        if (other != f) only->GetReflection()->ClearField(only.get(), other);
      }
      leaves.insert(absl::StrCat(path, "=", only->ShortDebugString()));
      continue;
    }
    const auto* r = message.GetReflection();
    const int count = field->is_repeated() ? r->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      Leaves(field->is_repeated() ? r->GetRepeatedMessage(message, field, i)
                                  : r->GetMessage(message, field),
             absl::StrCat(path, "."), leaves);
    }
  }
}

TEST(RedactTest, NothingOutsideTheGrantLeavesAndNothingInsideIsLost) {
  Filler filler(20260102);
  const FieldCatalog& catalog = FieldCatalog::Get();
  int kept = 0;
  for (int i = 0; i < 150; ++i) {
    std::set<std::string> paths = {"claim_id"};
    const int one_in = 1 + filler.Below(6);
    for (size_t n = 0; n < catalog.size(); ++n) {
      if (catalog.path(n) != "field_states" && filler.Below(one_in) == 0) {
        paths.insert(catalog.path(n));
      }
    }
    const Grant grant = GrantOf(paths);
    for (int j = 0; j < 20; ++j) {
      v1::Claim claim;
      filler.Fill(claim, 6);
      claim.set_claim_id("id");
      std::set<std::string> expected, all;
      Leaves(claim, "", all);
      bool has_fact = false;
      for (const std::string& leaf : all) {
        const std::string path = leaf.substr(0, leaf.find('='));
        if (paths.count(path) == 0) continue;
        expected.insert(leaf);
        has_fact |= path.find('.') != std::string::npos;
      }
      const v1::ChildRecord sent =
          Redact(grant, RecordOf({claim}), testing::Hasher());
      ASSERT_EQ(sent.claims_size(), has_fact ? 1 : 0);
      if (!has_fact) continue;
      std::set<std::string> actual;
      Leaves(sent.claims(0), "", actual);
      ASSERT_EQ(actual, expected);
      ++kept;
    }
  }
  EXPECT_GT(kept, 500);
}

}  // namespace
}  // namespace homeward::auth
