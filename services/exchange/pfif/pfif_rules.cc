#include "services/exchange/pfif/pfif_rules.h"

#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/pfif/pfif_fields.h"

namespace homeward::exchange {
namespace {

constexpr char kNotOfVersion[] =
    "is not a field of this version of PFIF, and was left out";

// Collects the problems of one record.
template <typename Record>
class Judge {
 public:
  Judge(const PfifRawRecord& raw, const PfifRules& rules)
      : raw_(raw), rules_(rules) {
    judged.record.line = raw.line;
  }

  // Sets every field, and notes where each was.
  void SetFields(bool (*is_field)(PfifVersion, absl::string_view),
                 absl::Status (*set)(absl::string_view, absl::string_view,
                                     Record*)) {
    for (const PfifRawField& field : raw_.fields) {
      if (!is_field(rules_.version, field.name)) {
        judged.remarks.push_back({field.line, field.name, kNotOfVersion});
        continue;
      }
      if (!lines_.emplace(field.name, field.line).second) {
        Problem(field.line, field.name, "is given twice: keep one");
        continue;
      }
      const absl::Status status = set(field.name, field.text, &judged.record);
      if (!status.ok()) Problem(field.line, field.name, status.message());
    }
  }

  // Where `field` is, or the record if it is missing.
  int64_t LineOf(absl::string_view field) const {
    const auto found = lines_.find(field);
    return found == lines_.end() ? raw_.line : found->second;
  }

  void Problem(int64_t line, absl::string_view field,
               absl::string_view reason) {
    judged.problems.push_back({line, std::string(field), std::string(reason)});
  }
  void Problem(absl::string_view field, absl::string_view reason) {
    Problem(LineOf(field), field, reason);
  }
  void Remark(absl::string_view field, absl::string_view reason) {
    judged.remarks.push_back(
        {LineOf(field), std::string(field), std::string(reason)});
  }

  // `is_set` is of the value; a value that was refused is not missing as well.
  void Require(bool is_set, absl::string_view field) {
    if (is_set) return;
    for (const PfifProblem& problem : judged.problems) {
      if (problem.field == field) return;
    }
    Problem(field, "is missing");
  }

  void RequirePast(const std::optional<absl::Time>& time,
                   absl::string_view field) {
    if (time.has_value() && *time > rules_.now + rules_.max_clock_skew) {
      Problem(field, "is in the future");
    }
  }

  void RequireDomain(const std::string& id, absl::string_view field) {
    if (id.empty() || rules_.domain.empty()) return;
    if (!absl::StartsWithIgnoreCase(id, absl::StrCat(rules_.domain, "/"))) {
      Problem(field, absl::StrCat("is not of the domain ", rules_.domain,
                                  ", the only one that this source may "
                                  "speak for"));
    }
  }

  PfifJudged<Record> judged;

 private:
  const PfifRawRecord& raw_;
  const PfifRules& rules_;
  absl::flat_hash_map<std::string, int64_t> lines_;
};

// True if nothing but the id and dates is there, and the expiry has passed.
bool IsPlaceholder(const PfifRawRecord& raw, const PfifPerson& person,
                   absl::Time now) {
  if (!person.expiry_date.has_value() || *person.expiry_date > now) {
    return false;
  }
  for (const PfifRawField& field : raw.fields) {
    const bool kept = field.name == "person_record_id" ||
                      field.name == "source_date" ||
                      field.name == "entry_date" || field.name == "expiry_date";
    if (!kept && !absl::StripAsciiWhitespace(field.text).empty()) return false;
  }
  return raw.notes.empty();
}

void RequireNames(Judge<PfifPerson>* judge, PfifVersion version) {
  PfifPerson& person = judge->judged.record;
  if (version >= PfifVersion::k13) {
    if (!person.deleted) judge->Require(!person.full_name.empty(), "full_name");
    return;
  }
  if (person.given_name.empty() && person.family_name.empty()) {
    judge->Problem("first_name", "is missing, and so is last_name");
  } else if (person.given_name.empty() || person.family_name.empty()) {
    judge->Remark(person.given_name.empty() ? "first_name" : "last_name",
                  "is missing: taken as a single name");
  }
  person.full_name = std::string(absl::StripAsciiWhitespace(
      absl::StrCat(person.given_name, " ", person.family_name)));
}

}  // namespace

PfifJudged<PfifPerson> JudgePerson(const PfifRawRecord& raw,
                                   const PfifRules& rules) {
  Judge<PfifPerson> judge(raw, rules);
  judge.SetFields(&IsPersonField, &SetPersonField);
  PfifPerson& person = judge.judged.record;
  person.version = rules.version;
  person.deleted = IsPlaceholder(raw, person, rules.now);
  judge.Require(!person.person_record_id.empty(), "person_record_id");
  judge.RequireDomain(person.person_record_id, "person_record_id");
  RequireNames(&judge, rules.version);
  if (rules.version >= PfifVersion::k13) {
    judge.Require(person.source_date.has_value(), "source_date");
  }
  judge.RequirePast(person.source_date, "source_date");
  if (person.date_of_birth.has_value() &&
      person.date_of_birth->Earliest() >
          absl::ToCivilDay(rules.now + absl::Hours(14), absl::UTCTimeZone())) {
    judge.Problem("date_of_birth", "is in the future");
  }
  return std::move(judge.judged);
}

PfifJudged<PfifNote> JudgeNote(const PfifRawRecord& raw,
                               const std::string& person_record_id,
                               const PfifRules& rules) {
  Judge<PfifNote> judge(raw, rules);
  judge.SetFields(&IsNoteField, &SetNoteField);
  PfifNote& note = judge.judged.record;
  judge.Require(!note.note_record_id.empty(), "note_record_id");
  judge.RequireDomain(note.note_record_id, "note_record_id");
  if (note.person_record_id.empty()) note.person_record_id = person_record_id;
  judge.Require(!note.person_record_id.empty(), "person_record_id");
  if (!person_record_id.empty() && note.person_record_id != person_record_id) {
    judge.Problem("person_record_id",
                  "names another person than the one that "
                  "the note is in");
  }
  judge.Require(note.source_date.has_value(), "source_date");
  judge.RequirePast(note.source_date, "source_date");
  if (note.author_name.empty()) judge.Remark("author_name", "is missing");
  if (note.text.empty() && rules.version < PfifVersion::k14) {
    judge.Remark("text", "is missing");
  }
  return std::move(judge.judged);
}

}  // namespace homeward::exchange
