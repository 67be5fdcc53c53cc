// Every field with every outcome that fits it: nothing of the value is left
// but what the outcome leaves.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/redact.h"
#include "auth/redaction/redact_fixture.h"
#include "auth/testing/hasher.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::TextFormat;

// Two values that differ only in what a treatment takes away, as a text or as
// the text form of a message.
using Pair = std::pair<std::string, std::string>;

Pair Texts(Treatment treatment) {
  switch (treatment) {
    case Treatment::kKeepLastTwo:
      return {"secret alpha 77", "hidden 77"};
    case Treatment::kKeepFirstLetter:
      return {"Qsecret alpha", "Qhidden"};
    default:
      return {"secret alpha", "hidden"};
  }
}

Pair Dates(Treatment treatment) {
  switch (treatment) {
    case Treatment::kToMonth:
      return {"year: 2015 month: 4 day: 1", "year: 2015 month: 4 day: 30"};
    case Treatment::kToYear:
      return {"year: 2015 month: 4 day: 1", "year: 2015 month: 12"};
    default:  // In 2026 both are from 6 to 11 years old.
      return {"year: 2015 month: 12", "year: 2018 month: 3 day: 4"};
  }
}

// From 2024-10-04 on.
Pair Times(Treatment treatment) {
  const int64_t start = int64_t{20000} * 86400;
  const int64_t days = treatment == Treatment::kToDay     ? 0
                       : treatment == Treatment::kToMonth ? 20
                                                          : 80;
  return {
      absl::StrCat("seconds: ", start + 5),
      absl::StrCat("seconds: ", start + days * 86400 + 86399, " nanos: 123")};
}

Pair Places(Treatment treatment) {
  std::string area = "country_code: 'UA'";
  if (treatment != Treatment::kToCountry) {
    absl::StrAppend(&area, " admin1_code: 'UA-46'");
  }
  if (treatment == Treatment::kToAdmin2) {
    absl::StrAppend(&area, " admin2_code: 'UA4612'");
  }
  return {absl::StrCat(area, " site: 'secret' latitude_degrees: 1 type: 3"),
          absl::StrCat(area, " address: 'hidden' precision: PRECISION_EXACT")};
}

Pair Values(FieldForm form, Treatment treatment) {
  const auto document = [](const std::string& number) {
    return absl::StrCat("type: 3 number: '", number, "' issuer: '", number,
                        "'");
  };
  switch (form) {
    case FieldForm::kText:
      return Texts(treatment);
    case FieldForm::kDocumentNumber:
      return {document(Texts(treatment).first),
              document(Texts(treatment).second)};
    case FieldForm::kDate:
    case FieldForm::kBirthDate:
      return Dates(treatment);
    case FieldForm::kTime:
      return Times(treatment);
    case FieldForm::kAge:
      return {"min_years: 7 max_years: 8", "min_years: 6 max_years: 11"};
    case FieldForm::kPlace:
      return Places(treatment);
    case FieldForm::kFixed:
      break;
  }
  return {};
}

// A claim of 2026 in which only the leaf `path` has a value.
v1::Claim ClaimWith(const std::string& path, const std::string& value) {
  v1::Claim claim;
  claim.mutable_source_time()->set_seconds(1780272000);
  Message* at = &claim;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (const std::string& name : names) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(name);
    const auto* reflection = at->GetReflection();
    if (field->message_type() == nullptr) {
      field->is_repeated() ? reflection->AddString(at, field, value)
                           : reflection->SetString(at, field, value);
      return claim;
    }
    at = field->is_repeated() ? reflection->AddMessage(at, field)
                              : reflection->MutableMessage(at, field);
  }
  EXPECT_TRUE(TextFormat::ParseFromString(value, at)) << value;
  return claim;
}

v1::FieldRule Rule(const std::string& path, Treatment treatment) {
  v1::FieldRule rule;
  rule.set_field_path(path);
  SetTreatment(treatment, rule);
  return rule;
}

// The rules that let `path` be seen: a birth date's band needs its age.
std::vector<v1::FieldRule> Rules(const std::string& path, Treatment treatment,
                                 FieldForm form) {
  std::vector<v1::FieldRule> rules = {Rule(path, treatment)};
  if (form == FieldForm::kBirthDate && treatment == Treatment::kToAgeBand) {
    const std::string stem = path.substr(0, path.rfind("date_of_birth"));
    rules.push_back(Rule(stem + "age", Treatment::kClear));
  }
  return rules;
}

template <typename Visitor>
void ForEachFieldAndTreatment(Visitor visit) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (int field = 0; field < static_cast<int>(catalog.size()); ++field) {
    const FieldForm form = catalog.form(field);
    for (int i = 1; i < static_cast<int>(Treatment::kDrop); ++i) {
      const auto treatment = static_cast<Treatment>(i);
      if (Fits(treatment, form)) visit(catalog.path(field), form, treatment);
    }
  }
}

TEST(RedactOutcomesTest, WhatIsTakenAwayMakesNoDifference) {
  int tried = 0;
  const FieldHasher hasher = testing::Hasher();
  ForEachFieldAndTreatment([&](const std::string& path, FieldForm form,
                               Treatment treatment) {
    if (treatment == Treatment::kHash) return;
    const auto rules = Rules(path, treatment, form);
    const Grant grant = GrantBy(MouOf(rules));
    const auto [a, b] = Values(form, treatment);
    const v1::ChildRecord sent =
        Redact(grant, RecordOf({ClaimWith(path, a)}), hasher);
    EXPECT_EQ(
        sent.DebugString(),
        Redact(grant, RecordOf({ClaimWith(path, b)}), hasher).DebugString())
        << path;
    // Something is left, and it is said that it is not all.
    ASSERT_EQ(sent.claims_size(), 1) << path;
    ASSERT_EQ(sent.altered_fields_size(), 1) << path;
    EXPECT_EQ(sent.altered_fields(0).field_path(), rules.back().field_path());
    EXPECT_EQ(TreatmentOf(sent.altered_fields(0)), treatment) << path;
    ++tried;
  });
  EXPECT_GT(tried, 250);
}

TEST(RedactOutcomesTest, AHashTellsTheSameFromAnotherAndNothingElse) {
  int tried = 0;
  const FieldHasher hasher = testing::Hasher();
  ForEachFieldAndTreatment([&](const std::string& path, FieldForm form,
                               Treatment treatment) {
    if (treatment != Treatment::kHash) return;
    const auto rules = Rules(path, treatment, form);
    const Grant grant = GrantBy(MouOf(rules));
    const auto [a, b] = Values(form, treatment);
    const auto sent = [&](const Grant& to, const std::string& value) {
      return Redact(to, RecordOf({ClaimWith(path, value)}), hasher)
          .DebugString();
    };
    EXPECT_EQ(sent(grant, a), sent(grant, a));
    EXPECT_NE(sent(grant, a), sent(grant, b)) << path;
    EXPECT_NE(sent(grant, a), sent(GrantBy(MouOf(rules), "clinic"), a)) << path;
    EXPECT_TRUE(absl::StrContains(sent(grant, a), "\"hmac:")) << path;
    EXPECT_FALSE(absl::StrContains(sent(grant, a), "secret")) << path;
    ++tried;
  });
  EXPECT_GT(tried, 80);
}

TEST(RedactOutcomesTest, ABirthDateLeavesItsBandOnlyWhereTheAgeMayBeSeen) {
  const v1::Claim birth =
      ClaimWith("identity.date_of_birth", "year: 2016 month: 2");
  v1::Mou mou = MouOf({Rule("identity.date_of_birth", Treatment::kToAgeBand),
                       Rule("identity.age", Treatment::kToAgeBand)});
  const FieldHasher hasher = testing::Hasher();
  const auto shown = [&](const v1::Claim& claim) {
    const auto sent = Redact(GrantBy(mou), RecordOf({claim}), hasher);
    return sent.claims().empty() ? ""
                                 : sent.claims(0).identity().ShortDebugString();
  };
  EXPECT_EQ(shown(birth), "age { min_years: 6 max_years: 11 }");
  // Without a time there is no age.
  v1::Claim timeless = birth;
  timeless.clear_source_time();
  EXPECT_EQ(shown(timeless), "");
  // An age of the record's own stands.
  v1::Claim both = birth;
  both.mutable_identity()->mutable_age()->set_min_years(13);
  EXPECT_EQ(shown(both), "age { min_years: 12 }");
  // Another clause drops the age.
  v1::Clause& other = *mou.add_clauses();
  other = mou.clauses(0);
  other.set_clause_id("other");
  other.clear_fields();
  *other.add_fields() = Rule("identity.age", Treatment::kDrop);
  *other.add_fields() = Rule("identity.sex", Treatment::kClear);
  EXPECT_EQ(shown(birth), "");
}

TEST(RedactOutcomesTest, SendsTheDutiesAlong) {
  const v1::Claim claim = ClaimWith("identity.name_full", "Olena");
  v1::Mou mou = MouOf({Rule("identity.name_full", Treatment::kClear)});
  mou.mutable_clauses(0)->add_obligations()->set_type(
      v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  const auto sent = Redact(GrantBy(mou), RecordOf({claim}), testing::Hasher());
  ASSERT_EQ(sent.obligations_size(), 1);
  EXPECT_EQ(sent.obligations(0).type(), v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  EXPECT_EQ(sent.altered_fields_size(), 0);
}

}  // namespace
}  // namespace homeward::auth
