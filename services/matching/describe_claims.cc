#include <algorithm>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/values.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/languages.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/calendar.h"
#include "services/matching/record/person.h"
#include "services/matching/year_of.h"

namespace homeward::matching {
namespace {

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
    // Too short: cases of several agencies end in the same one.
    if (document.type() == v1::DOCUMENT_TYPE_CASE_SHORT_ID) continue;
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

}  // namespace

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

}  // namespace homeward::matching
