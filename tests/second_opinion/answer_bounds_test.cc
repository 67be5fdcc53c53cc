// No answer of an honest owner is beyond what the asker expects, over generated
// documents, questions and facts: the two share the MOU and nothing else. One
// field more, or one more exact, is beyond it.
#include "auth/decision/answer_bounds.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/redaction/excess.h"
#include "auth/redaction/field_hash.h"
#include "auth/redaction/redact.h"
#include "auth/testing/hasher.h"
#include "auth/what_if/what_if.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/document_generator.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/first_opinion.h"
#include "tests/second_opinion/question_generator.h"

namespace homeward::second_opinion {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::TextFormat;

// A value of `field` that every treatment but CLEAR changes, in text format.
std::string ValueOf(const FieldDescriptor& field) {
  const std::string type =
      field.message_type() == nullptr ? "" : field.message_type()->name();
  if (type == "PartialDate") return "{ year: 2015 month: 4 day: 3 }";
  if (type == "Timestamp") return "{ seconds: 1700000001 }";
  if (type == "AgeRange") return "{ min_years: 7 max_years: 8 }";
  if (type == "DocumentNumber") return "{ number: 'A-12345' issuer: 'UA' }";
  if (type == "Place") return "{ country_code: 'UA' site: 'by the river' }";
  if (!type.empty()) return "{}";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "'Solomiia Koval'";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true";
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.enum_type()->value(1)->name();
    default:
      return "7";
  }
}

// Sets the leaf `path` below `message`, and nothing else.
void SetLeaf(const std::string& path, Message& message) {
  std::string text;
  std::string end;
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const FieldDescriptor* field = nullptr;
  for (const auto& name : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      absl::StrAppend(&text, " {");
      absl::StrAppend(&end, " }");
      type = field->message_type();
    }
    field = type->FindFieldByName(std::string(name));
    ASSERT_NE(field, nullptr) << path;
    absl::StrAppend(&text, " ", field->name());
  }
  absl::StrAppend(&text, ": ", ValueOf(*field), end);
  TextFormat::Parser parser;
  ASSERT_TRUE(parser.MergeFromString(text, &message)) << text;
}

// A record with every field: a claim of each fact, which also says of every
// field why it is unset.
internal::v1::StoredRecord FullRecord() {
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  v1::Claim common;
  for (const auth::FieldCatalog::Node& root : catalog.roots()) {
    if (root.leaf >= 0) SetLeaf(catalog.path(root.leaf), common);
  }
  common.clear_field_states();
  for (size_t i = 0; i < catalog.size(); ++i) {
    common.add_field_states()->set_field_path(
        catalog.path(static_cast<int>(i)));
  }
  internal::v1::StoredRecord record;
  record.set_record_id("agencies/a/children/1");
  for (const auth::FieldCatalog::Node& root : catalog.roots()) {
    if (root.leaf >= 0) continue;
    v1::Claim& claim = *record.add_claims();
    claim = common;
    for (size_t i = 0; i < catalog.size(); ++i) {
      if (root.below.test(i)) SetLeaf(catalog.path(static_cast<int>(i)), claim);
    }
  }
  return record;
}

// What an owner goes by who has the MOU `mou_id` in common with who goes by
// `documents`, and nothing else.
std::shared_ptr<const auth::ActiveSet> OwnerSet(const Documents& documents,
                                                const std::string& mou_id,
                                                DocumentGenerator& generator) {
  Documents owner = generator.Next();
  owner.unsigned_mous.clear();
  owner.suspended.clear();
  for (v1::Mou& mou : owner.mous) {
    mou.set_mou_id(absl::StrCat("x-", mou.mou_id()));
  }
  for (const v1::Mou& mou : documents.mous) {
    if (mou.mou_id() == mou_id) owner.mous.push_back(mou);
  }
  return Compiled(owner);
}

class AnswerBoundsTest : public ::testing::Test {
 protected:
  // What the owner's `grant` sends is within `bounds`.
  void CheckHonest(const auth::AnswerBounds& bounds, const auth::Grant& grant) {
    ASSERT_TRUE((grant.fields() & ~bounds.fields()).none());
    v1::ChildRecord sent = auth::Redact(grant, record_, hasher_);
    sent_fields_ += static_cast<int>(auth::FieldsIn(sent).count());
    const auth::FieldSet excess = auth::ExcessOf(bounds, sent);
    ASSERT_TRUE(excess.none())
        << auth::FieldCatalog::Get().path(excess._Find_first());
    const std::string before = sent.SerializeAsString();
    auth::AddDuties(bounds, sent);
    ASSERT_EQ(sent.SerializeAsString(), before);
  }

  // Every field that is not, or not as it is, within `bounds`, is in excess.
  void CheckHostile(const auth::AnswerBounds& bounds) {
    for (int field = 0; field < static_cast<int>(full_.size()); ++field) {
      if (bounds.clear().test(field)) continue;
      v1::ChildRecord record;
      *record.add_claims() = full_[field];
      ASSERT_TRUE(auth::ExcessOf(bounds, record).test(field))
          << auth::FieldCatalog::Get().path(field);
      altered_ += bounds.fields().test(field);
    }
  }

  // A claim with the field of each number alone.
  static std::vector<v1::Claim> Claims() {
    const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
    std::vector<v1::Claim> claims(catalog.size());
    for (size_t i = 0; i < catalog.size(); ++i) {
      SetLeaf(catalog.path(static_cast<int>(i)), claims[i]);
    }
    return claims;
  }

  const internal::v1::StoredRecord record_ = FullRecord();
  const std::vector<v1::Claim> full_ = Claims();
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  // How much was looked at.
  int sent_fields_ = 0;
  int altered_ = 0;
};

TEST_F(AnswerBoundsTest, HoldForEveryHonestOwnerAndForNoOther) {
  Chance chance(20);
  DocumentGenerator generator(chance);
  int granted = 0;
  for (int i = 0; i < 100; ++i) {
    const Documents documents = generator.Next();
    const auto asker = Compiled(documents);
    std::map<std::string, std::shared_ptr<const auth::ActiveSet>> owners;
    for (const v1::Mou& mou : documents.mous) {
      owners[mou.mou_id()] = OwnerSet(documents, mou.mou_id(), generator);
    }
    QuestionGenerator questions(documents, chance);
    for (int j = 0; j < 60; ++j) {
      const auto asked = auth::ReadWhatIf(questions.Next());
      ASSERT_TRUE(asked.ok());
      const auto admitted =
          auth::Admit(asker, asked->request, asked->case_facts, asked->now);
      if (!admitted.admission.ok()) continue;
      const auth::AnswerBounds bounds = auth::BoundsOf(*admitted.admission);
      if (j % 6 == 0) CheckHostile(bounds);
      auth::AccessRequest sent = asked->request;
      sent.categories = bounds.ask();
      // The owner may take the token for none.
      const auto taken = auth::Admit(
          owners.at(sent.mou_id), sent,
          chance.OneIn(3) ? auth::CaseFacts() : asked->case_facts, asked->now);
      if (!taken.admission.ok()) continue;
      const auto authorized = auth::Authorize(*taken.admission, asked->facts);
      if (!authorized.grant.ok()) continue;
      ++granted;
      CheckHonest(bounds, *authorized.grant);
      if (HasFatalFailure()) FAIL() << "documents " << i << ", question " << j;
    }
  }
  EXPECT_GT(granted, 300);
  EXPECT_GT(sent_fields_, 600);
  EXPECT_GT(altered_, 100);
}

}  // namespace
}  // namespace homeward::second_opinion
