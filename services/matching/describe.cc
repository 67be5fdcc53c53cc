#include "services/matching/describe.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/values.pb.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/languages.h"
#include "services/matching/names.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/calendar.h"
#include "services/matching/record/person.h"

namespace homeward::matching {
namespace {

constexpr size_t kMaxQueryNameBytes = 400;
constexpr size_t kMaxSourceRecordBytes = 200;
constexpr int kMaxQueryRelatives = 10;
constexpr int kMaxQueryLanguages = 10;

int YearOf(absl::Time time) {
  return static_cast<int>(absl::ToCivilYear(time, absl::UTCTimeZone()).year());
}

BirthCalendar CalendarOf(v1::Calendar calendar) {
  switch (calendar) {
    case v1::CALENDAR_ETHIOPIC:
      return BirthCalendar::kEthiopian;
    case v1::CALENDAR_PERSIAN:
      return BirthCalendar::kSolarHijri;
    case v1::CALENDAR_ISLAMIC:
      return BirthCalendar::kHijri;
    default:
      return BirthCalendar::kGregorian;
  }
}

template <typename Source>
void AddBirthOf(const Source& child, absl::Time source_time,
                Description& description) {
  const v1::PartialDate& date = child.date_of_birth();
  if (date.year() > 0) {
    const auto birth = ParseBirth(absl::StrFormat("%04d-%02d-%02d", date.year(),
                                                  date.month(), date.day()),
                                  {"yyyy-mm-dd", CalendarOf(date.calendar())});
    if (birth.ok()) AddBirth(*birth, description);
  } else if (child.age().has_min_years() && child.age().has_max_years()) {
    const int year = YearOf(source_time);
    AddBirth(BirthInYears(year - child.age().max_years() - 1,
                          year - child.age().min_years()),
             description);
  }
}

Sex SexOf(v1::Sex sex) {
  switch (sex) {
    case v1::SEX_FEMALE:
      return Sex::kFemale;
    case v1::SEX_MALE:
      return Sex::kMale;
    default:
      return Sex::kUnknown;
  }
}

// The sex that all claims tell, of those that tell one.
class ToldSex {
 public:
  void Add(v1::Sex told) {
    const Sex sex = SexOf(told);
    if (sex == Sex::kUnknown) return;
    if (sex_ != Sex::kUnknown && sex_ != sex) contradicted_ = true;
    sex_ = sex;
  }
  Sex sex() const { return contradicted_ ? Sex::kUnknown : sex_; }

 private:
  Sex sex_ = Sex::kUnknown;
  bool contradicted_ = false;
};

void AddNumber(IdentifierKind kind, absl::string_view text,
               Description& description) {
  auto identifier = MakeIdentifier(kind, text);
  if (identifier.ok()) description.identifiers.push_back(*identifier);
}

IdentifierKind KindOf(v1::DocumentType type) {
  switch (type) {
    case v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL:
      return IdentifierKind::kUnhcrIndividual;
    case v1::DOCUMENT_TYPE_UNHCR_CASE:
      return IdentifierKind::kUnhcrCase;
    case v1::DOCUMENT_TYPE_NATIONAL_ID:
      return IdentifierKind::kNational;
    case v1::DOCUMENT_TYPE_PASSPORT:
      return IdentifierKind::kPassport;
    default:
      return IdentifierKind::kOther;
  }
}

template <typename Person>
void AddDocuments(const Person& person, Description& description) {
  for (const v1::DocumentNumber& document : person.documents()) {
    AddNumber(KindOf(document.type()), document.number(), description);
  }
}

void AddLanguages(const google::protobuf::RepeatedPtrField<std::string>& codes,
                  Description& description) {
  for (const std::string& code : codes) AddLanguage(code, description);
}

void AddIdentity(const v1::ChildIdentity& child, absl::Time source_time,
                 Description& description) {
  AddName({child.name_full(), {}, {}, {}}, description);
  AddName({{},
           absl::StrCat(child.name_first(), " ", child.name_middle()),
           {},
           child.name_last()},
          description);
  AddName({child.name_nickname(), {}, {}, {}}, description);
  for (const std::string& name : child.name_other()) {
    AddName({name, {}, {}, {}}, description);
  }
  AddBirthOf(child, source_time, description);
  AddLanguages(child.language(), description);
  AddDocuments(child, description);
  for (const std::string& phone : child.telephone_current()) {
    AddNumber(IdentifierKind::kPhone, phone, description);
  }
  for (const std::string& phone : child.telephone_last()) {
    AddNumber(IdentifierKind::kPhone, phone, description);
  }
}

void AddMissing(const v1::MissingChild& child, absl::Time source_time,
                Description& description) {
  AddName({child.name_full(), {}, {}, {}}, description);
  AddName({{}, child.name_first(), {}, child.name_last()}, description);
  for (const std::string& name : child.name_other()) {
    AddName({name, {}, {}, {}}, description);
  }
  AddBirthOf(child, source_time, description);
  AddLanguages(child.language(), description);
  AddDocuments(child, description);
}

void AddRelatives(const v1::Claim& claim, Description& description) {
  if (claim.has_family_member()) {
    const v1::FamilyMember& member = claim.family_member();
    AddRelative(member.relation_name(), member.relation(),
                RelativeSource::kFamily, description);
  }
  if (claim.has_accompanying_adult()) {
    const v1::AccompanyingAdult& adult = claim.accompanying_adult();
    AddRelative(adult.relation_name(), adult.claimed_relation(),
                RelativeSource::kAdult, description);
  }
  const v1::MissingReport& report = claim.missing_report();
  AddRelative(report.reporter().name(), report.reporter().relation(),
              RelativeSource::kReporter, description);
  AddRelative(report.guardian_name(), 0, RelativeSource::kAdult, description);
  for (const std::string& name : report.last_seen_with()) {
    AddRelative(name, 0, RelativeSource::kAdult, description);
  }
}

// In which category a record names a relative; nothing for who asks.
std::optional<v1::Category> CategoryOf(RelativeSource source) {
  switch (source) {
    case RelativeSource::kFamily:
      return v1::CATEGORY_FAMILY;
    case RelativeSource::kAdult:
      return v1::CATEGORY_ADULTS;
    case RelativeSource::kReporter:
      return v1::CATEGORY_TIP;
    case RelativeSource::kQuestion:
      break;
  }
  return std::nullopt;
}

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

bool IsRecordId(absl::string_view record_id) {
  return !RecordOwner(record_id).empty();
}

absl::Status CheckRecordId(absl::string_view field,
                           absl::string_view record_id) {
  if (IsRecordId(record_id)) return absl::OkStatus();
  return Invalid(field,
                 "is not agencies/{agency}/children/{32 hexadecimal digits}");
}

absl::string_view RecordOwner(absl::string_view record_id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(record_id, '/');
  if (parts.size() != 4 || parts[0] != "agencies" || parts[2] != "children" ||
      parts[1].empty() || parts[1].size() > 63 || parts[3].size() != 32) {
    return "";
  }
  const auto is_id = [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  };
  const auto is_hex = [](char c) {
    return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
  };
  if (!absl::c_all_of(parts[1], is_id) || !absl::c_all_of(parts[3], is_hex)) {
    return "";
  }
  return parts[1];
}

Description DescribeClaims(
    const google::protobuf::RepeatedPtrField<v1::Claim>& claims) {
  Description description;
  ToldSex sex;
  for (const v1::Claim& claim : claims) {
    const absl::Time source_time =
        absl::FromUnixSeconds(claim.source_time().seconds());
    if (claim.has_identity()) {
      AddIdentity(claim.identity(), source_time, description);
      sex.Add(claim.identity().sex());
    }
    if (claim.has_missing_report()) {
      AddMissing(claim.missing_report().child(), source_time, description);
      sex.Add(claim.missing_report().child().sex());
    }
    AddRelatives(claim, description);
  }
  description.sex = sex.sex();
  return description;
}

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
      AddLanguages(child.name().languages(), description);
      return description;
    }
    case v1::ChildDescriptor::BY_NOT_SET:
      break;
  }
  return Invalid("child", "give a record id, a number or a name");
}

Description KeepRelatives(Description description,
                          absl::FunctionRef<bool(v1::Category)> is_seen) {
  auto& relatives = description.relatives;
  relatives.erase(
      std::remove_if(relatives.begin(), relatives.end(),
                     [&](const DescribedRelative& relative) {
                       const auto category = CategoryOf(relative.source);
                       return category.has_value() && !is_seen(*category);
                     }),
      relatives.end());
  return description;
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
