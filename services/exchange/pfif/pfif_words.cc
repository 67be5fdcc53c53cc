#include "services/exchange/pfif/pfif_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace homeward::exchange {
namespace {

// A node's path, which may go on, and the field it came from. The first that
// fits holds.
struct Word {
  absl::string_view path;
  absl::string_view field;
};

constexpr Word kWords[] = {
    {"identity.name_full", "full_name/first_name/last_name"},
    {"identity.name_first", "given_name/first_name"},
    {"identity.name_last", "family_name/last_name"},
    {"identity.name_other", "alternate_names"},
    {"identity.sex", "sex"},
    {"identity.date_of_birth", "date_of_birth"},
    {"identity.age", "age"},
    {"identity.documents[0].issuer", "source_name"},
    {"identity.documents", "person_record_id"},
    {"identity.address_last", "home_*"},
    {"identity.physical_description", "description"},
    {"identity.telephone_current", "note.phone_of_found_person"},
    {"source_record_id", "person_record_id"},
    {"source.source_time", "source_date"},
    {"sighting.sighting_id", "note.note_record_id"},
    {"sighting.seen_time", "note.source_date"},
    {"sighting.place", "note.last_known_location"},
    {"sighting.reporter", "note.author_*"},
    {"sighting.text", "note.text"},
    {"missing_report.reporter", "author_*"},
    {"missing_report.last_seen_location", "note.last_known_location"},
};

// Takes "further_claims[12]." off the front.
void ConsumeClaim(absl::string_view* path) {
  absl::string_view rest = *path;
  if (!absl::ConsumePrefix(&rest, "further_claims[")) return;
  while (!rest.empty() && absl::ascii_isdigit(rest.front())) {
    rest.remove_prefix(1);
  }
  if (absl::ConsumePrefix(&rest, "].")) *path = rest;
}

}  // namespace

std::string PfifFieldOf(absl::string_view path) {
  absl::string_view fact = path;
  ConsumeClaim(&fact);
  // As a whole it is refused for whom it makes an adult.
  if (fact == "identity") return "date_of_birth/age";
  for (const Word& word : kWords) {
    absl::string_view rest = fact;
    if (!absl::ConsumePrefix(&rest, word.path)) continue;
    const bool whole =
        rest.empty() || rest.front() == '.' || rest.front() == '[';
    if (whole) return std::string(word.field);
  }
  return std::string(path);
}

}  // namespace homeward::exchange
