#include "services/exchange/pfif/pfif_claims.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/exchange/claim_parts.h"

namespace homeward::exchange {
namespace {

constexpr size_t kMaxNotes = 150;

v1::Sex SexOf(PfifSex sex) {
  switch (sex) {
    case PfifSex::kFemale:
      return v1::SEX_FEMALE;
    case PfifSex::kMale:
      return v1::SEX_MALE;
    case PfifSex::kOther:
      return v1::SEX_OTHER;
    case PfifSex::kUnset:
      return v1::SEX_UNSPECIFIED;
  }
}

v1::PersonStatus StatusOf(PfifStatus status) {
  switch (status) {
    case PfifStatus::kInformationSought:
      return v1::PERSON_STATUS_INFORMATION_SOUGHT;
    case PfifStatus::kIsNoteAuthor:
      return v1::PERSON_STATUS_IS_NOTE_AUTHOR;
    case PfifStatus::kBelievedAlive:
      return v1::PERSON_STATUS_BELIEVED_ALIVE;
    case PfifStatus::kBelievedMissing:
      return v1::PERSON_STATUS_BELIEVED_MISSING;
    case PfifStatus::kBelievedDead:
      return v1::PERSON_STATUS_BELIEVED_DEAD;
    case PfifStatus::kUnset:
      return v1::PERSON_STATUS_UNSPECIFIED;
  }
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

v1::Place HomeOf(const PfifPerson& person) {
  v1::Place place;
  for (const std::string& part :
       {person.home_street, person.home_neighborhood, person.home_city,
        person.home_state, person.home_postal_code}) {
    AppendLine(part, place.mutable_address());
  }
  if (!person.home_country.empty()) SetCountry(person.home_country, &place);
  return place;
}

// What there is no field for, where it helps to recognise her.
std::string DetailsOf(const PfifPerson& person) {
  std::string details = person.description;
  for (const auto& [label, value] : {std::pair("photo", &person.photo_url),
                                     std::pair("profile", &person.profile_urls),
                                     std::pair("source", &person.source_url)}) {
    for (const std::string& line : Lines(*value)) {
      AppendLine(absl::StrCat(label, ": ", line), &details);
    }
  }
  return details;
}

v1::ChildIdentity IdentityOf(const PfifPerson& person) {
  v1::ChildIdentity identity;
  const std::vector<std::string> full = Lines(person.full_name);
  if (!full.empty()) identity.set_name_full(full.front());
  identity.set_name_first(person.given_name);
  identity.set_name_last(person.family_name);
  for (size_t i = 1; i < full.size(); ++i) identity.add_name_other(full[i]);
  for (const std::string& name : Lines(person.alternate_names)) {
    identity.add_name_other(name);
  }
  identity.set_sex(SexOf(person.sex));
  if (person.date_of_birth.has_value()) {
    *identity.mutable_date_of_birth() = DateOf(*person.date_of_birth);
  }
  if (person.age.has_value()) {
    *identity.mutable_age() = AgeRangeOf(*person.age, /*estimated=*/false);
  }
  v1::DocumentNumber& number = *identity.add_documents();
  number.set_type(v1::DOCUMENT_TYPE_CASE_ID);
  number.set_number(person.person_record_id);
  number.set_issuer(person.source_name);
  v1::Place home = HomeOf(person);
  if (home.ByteSizeLong() > 0) {
    *identity.mutable_address_last() = std::move(home);
  }
  const std::string details = DetailsOf(person);
  if (!details.empty()) {
    identity.mutable_physical_description()->set_other_details(details);
  }
  return identity;
}

// Name, telephone and e-mail of an author, as far as they are told.
std::string ContactOf(const std::string& phone, const std::string& email) {
  std::vector<std::string> parts;
  for (const std::string& part : {phone, email}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, ", ");
}

v1::Sighting SightingOf(const PfifNote& note) {
  v1::Sighting sighting;
  sighting.set_sighting_id(note.note_record_id);
  *sighting.mutable_seen_time() = StampOf(*note.source_date);
  if (!note.last_known_location.empty()) {
    sighting.mutable_place()->set_site(note.last_known_location);
    sighting.mutable_place()->set_precision(v1::PRECISION_SITE);
  }
  sighting.set_status(StatusOf(note.status));
  if (note.author_made_contact.has_value()) {
    sighting.set_author_made_contact(*note.author_made_contact);
  }
  std::string reporter = note.author_name;
  const std::string contact = ContactOf(note.author_phone, note.author_email);
  if (!contact.empty()) absl::StrAppend(&reporter, " (", contact, ")");
  sighting.set_reporter(reporter);
  std::string text = note.text;
  for (const auto& [label, value] :
       {std::pair("same person as", &note.linked_person_record_id),
        std::pair("e-mail of the person", &note.email_of_found_person),
        std::pair("photo", &note.photo_url)}) {
    if (!value->empty()) AppendLine(absl::StrCat(label, ": ", *value), &text);
  }
  const std::string& phone = note.phone_of_found_person;
  if (!phone.empty() && !IsTelephone(phone)) {
    AppendLine(absl::StrCat("telephone of the person: ", phone), &text);
  }
  sighting.set_text(text);
  return sighting;
}

void AddNote(const PfifNote& note, v1::RegisterChildRequest* request) {
  v1::NewClaim& claim = *request->add_further_claims();
  *claim.mutable_source() = ImportedAt(*note.source_date);
  *claim.mutable_claim()->mutable_sighting() = SightingOf(note);
  if (!IsTelephone(note.phone_of_found_person)) return;
  v1::NewClaim& phone = *request->add_further_claims();
  *phone.mutable_source() = ImportedAt(*note.source_date);
  phone.mutable_claim()->mutable_identity()->add_telephone_current(
      note.phone_of_found_person);
}

v1::MissingChild MissingChildOf(const v1::ChildIdentity& identity) {
  v1::MissingChild child;
  child.set_name_full(identity.name_full());
  child.set_name_first(identity.name_first());
  child.set_name_last(identity.name_last());
  *child.mutable_name_other() = identity.name_other();
  child.set_sex(identity.sex());
  if (identity.has_age()) *child.mutable_age() = identity.age();
  if (identity.has_date_of_birth()) {
    *child.mutable_date_of_birth() = identity.date_of_birth();
  }
  if (identity.has_physical_description()) {
    *child.mutable_physical_description() = identity.physical_description();
  }
  return child;
}

v1::MissingReport ReportOf(const PfifPerson& person,
                           const v1::ChildIdentity& identity,
                           absl::Time reported) {
  v1::MissingReport report;
  report.set_report_id(person.person_record_id);
  report.mutable_reporter()->set_name(person.author_name);
  report.mutable_reporter()->set_contact(
      ContactOf(person.author_phone, person.author_email));
  *report.mutable_child() = MissingChildOf(identity);
  const PfifNote* last_seen = nullptr;
  for (const PfifNote& note : person.notes) {
    if (note.last_known_location.empty()) continue;
    if (last_seen == nullptr || *last_seen->source_date < *note.source_date) {
      last_seen = &note;
    }
  }
  if (last_seen != nullptr) {
    *report.mutable_last_seen_time() = StampOf(*last_seen->source_date);
    report.mutable_last_seen_location()->set_site(
        last_seen->last_known_location);
  }
  v1::MissingStatusChange& change = *report.add_status_changes();
  change.set_status(v1::MISSING_STATUS_REPORTED);
  *change.mutable_change_time() = StampOf(reported);
  return report;
}

}  // namespace

absl::StatusOr<v1::RegisterChildRequest> RegistrationOf(
    const PfifPerson& person, const PfifMapping& mapping, absl::Time now) {
  if (person.deleted) {
    return absl::FailedPreconditionError("its source has deleted the record");
  }
  if (person.expiry_date.has_value() && *person.expiry_date <= now) {
    return absl::FailedPreconditionError(
        "the record has expired at its source (expiry_date)");
  }
  const std::optional<absl::Time> time =
      person.source_date.has_value() ? person.source_date : person.entry_date;
  if (!time.has_value()) {
    return absl::InvalidArgumentError(
        "has neither source_date nor entry_date: nobody knows when it was "
        "true");
  }
  if (person.notes.size() > kMaxNotes) {
    return absl::InvalidArgumentError(
        absl::StrCat("has over ", kMaxNotes, " notes"));
  }
  v1::RegisterChildRequest request;
  request.set_purpose(mapping.purpose);
  *request.mutable_source() = ImportedAt(*time);
  request.set_source_record_id(person.person_record_id);
  *request.mutable_identity() = IdentityOf(person);
  if (mapping.sought) {
    v1::NewClaim& claim = *request.add_further_claims();
    *claim.mutable_source() = ImportedAt(*time);
    *claim.mutable_claim()->mutable_missing_report() =
        ReportOf(person, request.identity(), *time);
  }
  for (const PfifNote& note : person.notes) AddNote(note, &request);
  SetContentId(&request);
  return request;
}

v1::RegisterChildRequest AdditionOf(const PfifNote& note,
                                    const PfifMapping& mapping) {
  v1::RegisterChildRequest request;
  request.set_purpose(mapping.purpose);
  *request.mutable_source() = ImportedAt(*note.source_date);
  request.set_source_record_id(note.person_record_id);
  AddNote(note, &request);
  SetContentId(&request);
  return request;
}

}  // namespace homeward::exchange
