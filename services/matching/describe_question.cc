#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/languages.h"
#include "services/matching/name/name_tokens.h"
#include "services/matching/record/birth.h"
#include "services/matching/record_id.h"
#include "services/matching/year_of.h"

namespace homeward::matching {
namespace {

constexpr size_t kMaxQueryNameBytes = 400;
constexpr size_t kMaxSourceRecordBytes = 200;
constexpr int kMaxQueryRelatives = 10;
constexpr int kMaxQueryLanguages = 10;

absl::Status Invalid(absl::string_view field, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", reason));
}

absl::Status CheckName(const v1::ChildName& name, absl::Time now) {
  if (NameTokens(name.full_name()).empty()) {
    return Invalid("child.name.full_name", "has no letters; give a name");
  }
  if (name.full_name().size() > kMaxQueryNameBytes) {
    return Invalid("child.name.full_name", "is longer than 400 bytes");
  }
  if (name.has_birth_year() &&
      (name.birth_year() < 1900 || name.birth_year() > YearOf(now))) {
    return Invalid("child.name.birth_year",
                   "is not between 1900 and this year");
  }
  return absl::OkStatus();
}

absl::Status CheckRelatives(const v1::ChildName& name) {
  if (name.relatives_size() > kMaxQueryRelatives) {
    return Invalid("child.name.relatives", "are more than 10");
  }
  for (const v1::Relative& relative : name.relatives()) {
    if (NameTokens(relative.full_name()).empty()) {
      return Invalid("child.name.relatives.full_name",
                     "has no letters; give a name");
    }
    if (relative.full_name().size() > kMaxQueryNameBytes) {
      return Invalid("child.name.relatives.full_name",
                     "is longer than 400 bytes");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLanguages(const v1::ChildName& name) {
  if (name.languages_size() > kMaxQueryLanguages) {
    return Invalid("child.name.languages", "are more than 10");
  }
  for (const std::string& code : name.languages()) {
    if (LanguageOf(code).empty()) {
      return Invalid("child.name.languages",
                     "has one that is no BCP 47 code, such as uk");
    }
  }
  return absl::OkStatus();
}

struct Way {
  IdentifierKind kind;
  const char* prefix;
};

absl::StatusOr<Way> WayOf(v1::IdentifierType type) {
  switch (type) {
    case v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL:
      return Way{IdentifierKind::kUnhcrIndividual, "unhcr:"};
    case v1::IDENTIFIER_TYPE_UNHCR_CASE:
      return Way{IdentifierKind::kUnhcrCase, "unhcr-case:"};
    case v1::IDENTIFIER_TYPE_TELEPHONE:
      return Way{IdentifierKind::kPhone, "phone:"};
    case v1::IDENTIFIER_TYPE_ICRC:
      return Way{IdentifierKind::kOther, "icrc:"};
    case v1::IDENTIFIER_TYPE_SOURCE_RECORD:
      return Way{IdentifierKind::kOther, "source:"};
    default:
      return Invalid("child.identifier.type", "is not a known kind of number");
  }
}

absl::StatusOr<Identifier> ReadIdentifier(const v1::ChildIdentifier& number,
                                          const Way& way) {
  if (number.value().size() > kMaxSourceRecordBytes) {
    return Invalid("child.identifier.value", "is longer than 200 bytes");
  }
  auto identifier = MakeIdentifier(way.kind, number.value());
  if (!identifier.ok()) {
    return Invalid("child.identifier.value", identifier.status().message());
  }
  return identifier;
}

}  // namespace

absl::StatusOr<Description> DescribeQuestion(const v1::ChildDescriptor& child,
                                             absl::Time now) {
  Description description;
  switch (child.by_case()) {
    case v1::ChildDescriptor::kRecordId: {
      const absl::Status named =
          CheckRecordId("child.record_id", child.record_id());
      if (!named.ok()) return named;
      return description;
    }
    case v1::ChildDescriptor::kIdentifier: {
      auto way = WayOf(child.identifier().type());
      if (!way.ok()) return way.status();
      auto identifier = ReadIdentifier(child.identifier(), *way);
      if (!identifier.ok()) return identifier.status();
      description.identifiers.push_back(*std::move(identifier));
      return description;
    }
    case v1::ChildDescriptor::kName: {
      absl::Status status = CheckName(child.name(), now);
      if (status.ok()) status = CheckRelatives(child.name());
      if (status.ok()) status = CheckLanguages(child.name());
      if (!status.ok()) return status;
      AddName({child.name().full_name(), {}, {}, {}}, description);
      if (child.name().has_birth_year()) {
        const int year = child.name().birth_year();
        AddBirth(BirthInYears(year, year), description);
      }
      for (const v1::Relative& relative : child.name().relatives()) {
        AddRelative(relative.full_name(), relative.relation(),
                    RelativeSource::kQuestion, description);
      }
      for (const std::string& code : child.name().languages()) {
        AddLanguage(code, description);
      }
      return description;
    }
    case v1::ChildDescriptor::BY_NOT_SET:
      break;
  }
  return Invalid("child", "give a record id, a number or a name");
}

absl::StatusOr<std::string> ChildKeyText(const v1::ChildDescriptor& child,
                                         absl::Time now) {
  auto description = DescribeQuestion(child, now);
  if (!description.ok()) return description.status();
  if (child.has_record_id()) return absl::StrCat("record:", child.record_id());
  if (child.has_identifier()) {
    auto way = WayOf(child.identifier().type());
    if (!way.ok()) return way.status();
    return absl::StrCat(way->prefix, description->identifiers[0].value);
  }
  std::vector<std::string> words = NameTokens(child.name().full_name());
  absl::c_sort(words);
  return absl::StrCat("name:", absl::StrJoin(words, " "), ":",
                      child.name().has_birth_year()
                          ? absl::StrCat(child.name().birth_year())
                          : "");
}

}  // namespace homeward::matching
