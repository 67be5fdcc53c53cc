#include "services/matching/explain.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/numbers.h"

namespace homeward::matching {
namespace {

// What was asked and what the record has, of one piece of evidence.
struct Values {
  std::string asked;
  std::string record;
};

std::string WordsOf(const Name& name, int first, int count) {
  std::string words;
  for (int i = first; i < first + count; ++i) {
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    name.words[i].word->written);
  }
  return words;
}

std::string DateOf(const Birth& birth) {
  if (birth.is_full()) {
    return absl::StrFormat("%04d-%02d-%02d", birth.year, birth.month,
                           birth.day);
  }
  const int first = GregorianYear(birth.first);
  const int last = GregorianYear(birth.last);
  return first == last ? absl::StrCat(first) : absl::StrCat(first, "..", last);
}

std::string NameOf(Sex sex) { return sex == Sex::kFemale ? "female" : "male"; }

bool Has(const Description& seen, const DescribedName& name) {
  return absl::c_any_of(seen.names, [&](const DescribedName& one) {
    return one.text == name.text;
  });
}

bool Has(const Description& seen, const Birth& birth) {
  return absl::c_any_of(
      seen.births, [&](const Birth& one) { return IsSameBirth(one, birth); });
}

bool Has(const Description& seen, const DescribedRelative& relative) {
  return absl::c_any_of(seen.relatives, [&](const DescribedRelative& one) {
    return one.source == relative.source && one.text == relative.text &&
           one.relation == relative.relation;
  });
}

bool Has(const Description& seen, const Identifier& number) {
  return absl::c_any_of(seen.identifiers, [&](const Identifier& one) {
    return one.kind == number.kind && one.value == number.value;
  });
}

// The values of the evidence of one match, in the order of the evidence: which
// of them `seen` has.
class Viewer {
 public:
  Viewer(const Match& match, Description seen)
      : match_(match), seen_(std::move(seen)) {}

  // Nothing where it may not be told.
  std::optional<Values> Next(const FieldEvidence& evidence) {
    if (evidence.field == "prior") return Values();
    if (evidence.field == "name") return Name(evidence);
    if (evidence.field == "birth") return Birth();
    if (evidence.field == "sex") return Sexes(evidence.level == "exact");
    if (evidence.field == "household") return Household();
    if (evidence.field == "relative") return Relatives();
    if (evidence.field == "language") return Languages();
    return Number(match_.numbers[next_number_++]);
  }

 private:
  std::optional<Values> Name(const FieldEvidence& evidence) const {
    if (!Has(seen_, *match_.held_name)) return std::nullopt;
    return Values{WordsOf(match_.asked_name->name, evidence.left_word,
                          evidence.left_words),
                  WordsOf(match_.held_name->name, evidence.right_word,
                          evidence.right_words)};
  }
  std::optional<Values> Birth() const {
    if (!Has(seen_, *match_.held_birth)) return std::nullopt;
    return Values{DateOf(*match_.asked_birth), DateOf(*match_.held_birth)};
  }
  std::optional<Values> Sexes(bool same) const {
    const bool sees_same = seen_.sex == match_.asked_sex;
    if (seen_.sex == Sex::kUnknown || sees_same != same) return std::nullopt;
    return Values{NameOf(match_.asked_sex), NameOf(seen_.sex)};
  }
  // What may be of a relative depends on names, births and sexes.
  std::optional<Values> Household() const {
    const bool sees_birth = !match_.asked_birth.has_value() ||
                            !match_.held_birth.has_value() ||
                            Has(seen_, *match_.held_birth);
    const bool sees_sex =
        match_.asked_sex == Sex::kUnknown || seen_.sex != Sex::kUnknown;
    if (!Has(seen_, *match_.held_name) || !sees_birth || !sees_sex) {
      return std::nullopt;
    }
    return Values();
  }
  std::optional<Values> Relatives() const {
    if (!Has(seen_, match_.relatives->held)) return std::nullopt;
    return Values{match_.relatives->asked.text, match_.relatives->held.text};
  }
  std::optional<Values> Languages() const {
    if (seen_.languages != match_.held_languages) return std::nullopt;
    return Values{absl::StrJoin(match_.asked_languages, " "),
                  absl::StrJoin(match_.held_languages, " ")};
  }
  std::optional<Values> Number(const NumberPair& pair) const {
    if (!Has(seen_, pair.held)) return std::nullopt;
    return Values{pair.asked.value, pair.held.value};
  }

  const Match& match_;
  const Description seen_;
  size_t next_number_ = 0;
};

// Of the prior, among how many, which is a power of ten: see ExpectedPersons().
// Else how rare what agrees is.
int64_t OneIn(const FieldEvidence& evidence) {
  if (evidence.field == "prior") {
    return std::llround(
        std::pow(10, std::round(-evidence.bits * std::log10(2))));
  }
  return evidence.share > 0 ? std::llround(1 / evidence.share) : 0;
}

v1::MatchEvidence& AddEvidence(absl::string_view field, int64_t millibits,
                               v1::RecordMatch& told) {
  v1::MatchEvidence& added = *told.add_evidence();
  added.set_field(std::string(field));
  added.set_weight_millibits(millibits);
  told.set_score_millibits(told.score_millibits() + millibits);
  return added;
}

bool HoldsWords(const Description& description, const std::string& words) {
  return absl::c_any_of(description.names, [&](const DescribedName& one) {
    const auto count = static_cast<int>(one.name.words.size());
    return absl::StrContains(
        absl::StrCat(" ", WordsOf(one.name, 0, count), " "),
        absl::StrCat(" ", words, " "));
  });
}

// Whether `description` has `value`, as evidence of `field` tells it. What
// isn't known to be in it is not.
bool HoldsValue(const Description& description, const std::string& field,
                const std::string& value) {
  if (field == "name") return HoldsWords(description, value);
  if (field == "birth") {
    return absl::c_any_of(description.births, [&](const auto& birth) {
      return DateOf(birth) == value;
    });
  }
  if (field == "sex") {
    return description.sex != Sex::kUnknown && NameOf(description.sex) == value;
  }
  if (field == "relative") {
    return absl::c_any_of(description.relatives, [&](const auto& relative) {
      return relative.text == value;
    });
  }
  if (field == "language") {
    return absl::StrJoin(description.languages, " ") == value;
  }
  return absl::c_any_of(description.identifiers, [&](const Identifier& number) {
    return number.value == value;
  });
}

// Whether `value` is a span of years around a birth of `description`: who may
// not know the day compares by bands of age.
bool IsAroundBirth(const Description& description, const std::string& value) {
  const std::vector<std::string> ends = absl::StrSplit(value, "..");
  int first = 0;
  int last = 0;
  if (ends.size() != 2 || !absl::SimpleAtoi(ends[0], &first) ||
      !absl::SimpleAtoi(ends[1], &last)) {
    return false;
  }
  return absl::c_any_of(description.births, [&](const auto& birth) {
    return first <= GregorianYear(birth.first) &&
           GregorianYear(birth.last) <= last;
  });
}

}  // namespace

void KeepShownValues(v1::RecordMatch& told) {
  const Description shown = DescribeClaims(told.record().claims());
  for (v1::MatchEvidence& evidence : *told.mutable_evidence()) {
    if (!HoldsValue(shown, evidence.field(), evidence.record_value())) {
      evidence.clear_record_value();
    }
  }
}

void KeepAskedValues(const Description& asked, v1::RecordMatch& told) {
  for (v1::MatchEvidence& evidence : *told.mutable_evidence()) {
    const std::string& value = evidence.asked_value();
    const bool is_asked =
        HoldsValue(asked, evidence.field(), value) ||
        (evidence.field() == "birth" && IsAroundBirth(asked, value));
    if (!is_asked) evidence.clear_asked_value();
  }
}

void Explain(const Match& match, v1::RecordMatch& told) {
  told.set_probability(match.score.probability);
  Viewer viewer(match, DescribeClaims(told.record().claims()));
  std::optional<int64_t> not_shown;
  for (const FieldEvidence& evidence : match.score.evidence) {
    const int64_t millibits = Millibits(evidence.bits);
    std::optional<Values> values = viewer.Next(evidence);
    if (!values.has_value()) {
      not_shown = not_shown.value_or(0) + millibits;
      continue;
    }
    v1::MatchEvidence& added = AddEvidence(evidence.field, millibits, told);
    added.set_level(std::string(evidence.level));
    added.set_asked_value(std::move(values->asked));
    added.set_record_value(std::move(values->record));
    added.set_one_in(OneIn(evidence));
  }
  if (not_shown.has_value()) AddEvidence("not shown", *not_shown, told);
}

}  // namespace homeward::matching
