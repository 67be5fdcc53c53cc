#include "services/exchange/pfif/pfif_fields.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace homeward::exchange {
namespace {

constexpr PfifVersion k11 = PfifVersion::k11;
constexpr PfifVersion k12 = PfifVersion::k12;
constexpr PfifVersion k13 = PfifVersion::k13;
constexpr PfifVersion k14 = PfifVersion::k14;

// A text that names a record, unlike other text.
template <typename Record>
struct RecordId {
  std::string Record::*member;
};

// The description of 1.1 to 1.3, which had other things beside it.
template <typename Record>
struct Other {
  std::string Record::*member;
};

// A field, the versions that have it, and the member that takes it.
template <typename Record>
struct Field {
  absl::string_view name;
  PfifVersion first;
  PfifVersion last;
  std::variant<std::string Record::*, RecordId<Record>, Other<Record>,
               std::optional<absl::Time> Record::*,
               std::optional<PartialDate> Record::*,
               std::optional<AgeRange> Record::*, std::optional<bool> Record::*,
               PfifSex Record::*, PfifStatus Record::*>
      member;
};

const std::vector<Field<PfifPerson>>& PersonFields() {
  using P = PfifPerson;
  static const auto& fields = *new std::vector<Field<P>>{
      {"person_record_id", k11, k14, RecordId<P>{&P::person_record_id}},
      {"entry_date", k11, k14, &P::entry_date},
      {"expiry_date", k13, k14, &P::expiry_date},
      {"author_name", k11, k14, &P::author_name},
      {"author_email", k11, k14, &P::author_email},
      {"author_phone", k11, k14, &P::author_phone},
      {"source_name", k11, k14, &P::source_name},
      {"source_date", k11, k14, &P::source_date},
      {"source_url", k11, k14, &P::source_url},
      {"full_name", k13, k14, &P::full_name},
      {"first_name", k11, k13, &P::given_name},
      {"given_name", k14, k14, &P::given_name},
      {"last_name", k11, k13, &P::family_name},
      {"family_name", k14, k14, &P::family_name},
      {"alternate_names", k14, k14, &P::alternate_names},
      {"other", k11, k13, Other<P>{&P::description}},
      {"description", k14, k14, &P::description},
      {"sex", k12, k14, &P::sex},
      {"date_of_birth", k12, k14, &P::date_of_birth},
      {"age", k12, k14, &P::age},
      {"home_street", k11, k14, &P::home_street},
      {"home_neighborhood", k11, k14, &P::home_neighborhood},
      {"home_city", k11, k14, &P::home_city},
      {"home_state", k11, k14, &P::home_state},
      {"home_zip", k11, k11, &P::home_postal_code},
      {"home_postal_code", k12, k14, &P::home_postal_code},
      {"home_country", k12, k14, &P::home_country},
      {"photo_url", k11, k14, &P::photo_url},
      {"profile_urls", k14, k14, &P::profile_urls},
  };
  return fields;
}

const std::vector<Field<PfifNote>>& NoteFields() {
  using N = PfifNote;
  static const auto& fields = *new std::vector<Field<N>>{
      {"note_record_id", k11, k14, RecordId<N>{&N::note_record_id}},
      // 1.1 lacks it; a note that stands alone in a file to correct needs it.
      {"person_record_id", k11, k14, RecordId<N>{&N::person_record_id}},
      {"linked_person_record_id", k12, k14,
       RecordId<N>{&N::linked_person_record_id}},
      {"entry_date", k11, k14, &N::entry_date},
      {"author_name", k11, k14, &N::author_name},
      {"author_email", k11, k14, &N::author_email},
      {"author_phone", k11, k14, &N::author_phone},
      {"source_date", k11, k14, &N::source_date},
      {"found", k11, k13, &N::author_made_contact},
      {"author_made_contact", k14, k14, &N::author_made_contact},
      {"status", k12, k14, &N::status},
      {"email_of_found_person", k11, k14, &N::email_of_found_person},
      {"phone_of_found_person", k11, k14, &N::phone_of_found_person},
      {"last_known_location", k11, k14, &N::last_known_location},
      {"text", k11, k14, &N::text},
      {"photo_url", k14, k14, &N::photo_url},
  };
  return fields;
}

absl::Status Parse(absl::string_view text, std::string* value) {
  *value = std::string(text);
  return absl::OkStatus();
}

template <typename T>
absl::Status Take(absl::StatusOr<T> parsed, std::optional<T>* value) {
  if (!parsed.ok()) return parsed.status();
  *value = *std::move(parsed);
  return absl::OkStatus();
}

absl::Status Parse(absl::string_view text, std::optional<absl::Time>* value) {
  return Take(ParseUtcTime(text), value);
}
absl::Status Parse(absl::string_view text, std::optional<PartialDate>* value) {
  return Take(ParsePartialDate(text), value);
}
absl::Status Parse(absl::string_view text, std::optional<AgeRange>* value) {
  return Take(ParseAge(text), value);
}

absl::Status Parse(absl::string_view text, std::optional<bool>* value) {
  if (text != "true" && text != "false") {
    return absl::InvalidArgumentError("is neither true nor false");
  }
  *value = text == "true";
  return absl::OkStatus();
}

absl::Status Parse(absl::string_view text, PfifSex* value) {
  if (text == "female") *value = PfifSex::kFemale;
  if (text == "male") *value = PfifSex::kMale;
  if (text == "other") *value = PfifSex::kOther;
  if (*value != PfifSex::kUnset) return absl::OkStatus();
  return absl::InvalidArgumentError("is not female, male or other");
}

absl::Status Parse(absl::string_view text, PfifStatus* value) {
  constexpr absl::string_view kCodes[] = {"information_sought",
                                          "is_note_author", "believed_alive",
                                          "believed_missing", "believed_dead"};
  for (size_t i = 0; i < std::size(kCodes); ++i) {
    if (text == kCodes[i]) *value = static_cast<PfifStatus>(i + 1);
  }
  if (*value != PfifStatus::kUnset) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "is not a status of PFIF: write one of ", absl::StrJoin(kCodes, ", ")));
}

absl::Status ParseRecordId(absl::string_view text, std::string* value) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  const auto in_domain = [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '-';
  };
  const auto in_local = [](char c) {
    return !absl::ascii_isspace(c) && !absl::ascii_iscntrl(c);
  };
  if (text.size() > 255 || parts.second.empty() ||
      !absl::StrContains(parts.first, '.') || parts.first.front() == '.' ||
      parts.first.back() == '.' || !absl::c_all_of(parts.first, in_domain) ||
      !absl::c_all_of(parts.second, in_local)) {
    return absl::InvalidArgumentError(
        "is not a record id: write the domain of the record's home, a slash "
        "and its number there, as in example.org/person.1");
  }
  return Parse(text, value);
}

// "description:" on a line and indented lines below it is how 1.1 to 1.3 put
// a description into `other`. What else stands there is kept as it is.
std::string DescriptionIn(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "description:")) return std::string(text);
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (absl::string_view& line : lines) absl::ConsumePrefix(&line, "    ");
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

// Sets one field, by the kind of its member.
template <typename Record>
struct Setter {
  absl::string_view text;
  Record* record;

  absl::Status operator()(RecordId<Record> id) const {
    return ParseRecordId(text, &(record->*id.member));
  }
  absl::Status operator()(Other<Record> other) const {
    record->*other.member = DescriptionIn(text);
    return absl::OkStatus();
  }
  template <typename T>
  absl::Status operator()(T Record::*member) const {
    return Parse(text, &(record->*member));
  }
};

template <typename Record>
bool IsField(const std::vector<Field<Record>>& fields, PfifVersion version,
             absl::string_view name) {
  return absl::c_any_of(fields, [&](const Field<Record>& field) {
    return field.name == name && field.first <= version &&
           version <= field.last;
  });
}

template <typename Record>
absl::Status SetField(const std::vector<Field<Record>>& fields,
                      absl::string_view name, absl::string_view text,
                      Record* record) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) return absl::OkStatus();
  for (const Field<Record>& field : fields) {
    if (field.name == name) {
      return std::visit(Setter<Record>{text, record}, field.member);
    }
  }
  return absl::InvalidArgumentError("is not a field of PFIF");
}

}  // namespace

bool IsPersonField(PfifVersion version, absl::string_view name) {
  return IsField(PersonFields(), version, name);
}
bool IsNoteField(PfifVersion version, absl::string_view name) {
  return IsField(NoteFields(), version, name);
}

absl::Status SetPersonField(absl::string_view name, absl::string_view text,
                            PfifPerson* person) {
  return SetField(PersonFields(), name, text, person);
}
absl::Status SetNoteField(absl::string_view name, absl::string_view text,
                          PfifNote* note) {
  return SetField(NoteFields(), name, text, note);
}

}  // namespace homeward::exchange
