#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "services/cli/match/match_input.h"
#include "services/cli/match/match_options.h"
#include "services/cli/match/person_file.h"
#include "services/matching/score/scorer.h"
#include "services/matching/score/weights.h"

// `homeward match score`.
namespace homeward::cli {
namespace {

using matching::FieldEvidence;
using matching::Name;
using matching::PairScore;
using matching::Person;

// The only record of a file.
absl::StatusOr<PersonRow> ReadOne(Context& context, const std::string& path,
                                  const std::optional<ColumnMap>& map) {
  auto file = PersonFile::Open(&context, path, map);
  if (!file.ok()) return file.status();
  std::vector<PersonRow> rows = (*file)->Next(2, /*threads=*/1);
  const absl::Status finished = (*file)->Finish();
  if (!finished.ok()) return finished;
  if (rows.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": it must hold one record"));
  }
  return std::move(rows[0]);
}

std::string WordsOf(const Name& name, int first, int count) {
  std::string words;
  for (int i = first; i < first + count; ++i) {
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    name.words[i].word->written);
  }
  return words;
}

std::string DateText(const std::optional<matching::Birth>& birth) {
  if (!birth.has_value()) return "";
  if (birth->is_full()) {
    return absl::StrFormat("%04d-%02d-%02d", birth->year, birth->month,
                           birth->day);
  }
  return absl::StrCat(matching::GregorianYear(birth->first), "..",
                      matching::GregorianYear(birth->last));
}

// What a side has of what a piece of evidence compares.
std::string ValueOf(const Person& person, const FieldEvidence& evidence,
                    bool left) {
  if (evidence.field == "name") {
    return left ? WordsOf(person.name, evidence.left_word, evidence.left_words)
                : WordsOf(person.name, evidence.right_word,
                          evidence.right_words);
  }
  if (evidence.field == "birth") return DateText(person.birth);
  for (int i = 0; i < matching::kTextFields; ++i) {
    const auto field = static_cast<matching::TextField>(i);
    if (matching::FieldName(field) == evidence.field) return person.text(field);
  }
  return "";
}

std::string ShareText(double share) {
  return share <= 0 ? "" : absl::StrFormat("1 in %.0f", 1 / share);
}

void ShowTable(Context& context, const Person& left, const Person& right,
               const PairScore& score) {
  context.Text(absl::StrFormat("%-16s %-22s %8s  %-11s  %s", "field", "level",
                               "weight", "how common", "left | right"));
  for (const FieldEvidence& evidence : score.evidence) {
    const std::string l = ValueOf(left, evidence, /*left=*/true);
    const std::string r = ValueOf(right, evidence, /*left=*/false);
    context.Text(absl::StrFormat(
        "%-16s %-22s %+8.2f  %-11s  %s", std::string(evidence.field),
        std::string(evidence.level), evidence.bits, ShareText(evidence.share),
        l.empty() && r.empty() ? "" : absl::StrCat(l, " | ", r)));
  }
  context.Text(absl::StrFormat("%-16s %-22s %+8.2f", "score", "", score.bits));
  context.Text(absl::StrFormat("%-16s %-22s %8.6f", "probability", "",
                               score.probability));
}

void ShowJson(Context& context, const Person& left, const Person& right,
              const PairScore& score) {
  nlohmann::json evidence = nlohmann::json::array();
  for (const FieldEvidence& one : score.evidence) {
    evidence.push_back({{"field", std::string(one.field)},
                        {"level", std::string(one.level)},
                        {"weight", one.bits},
                        {"share", one.share},
                        {"left", ValueOf(left, one, /*left=*/true)},
                        {"right", ValueOf(right, one, /*left=*/false)}});
  }
  context.JsonText(nlohmann::json({{"score", score.bits},
                                   {"probability", score.probability},
                                   {"evidence", evidence}})
                       .dump());
}

}  // namespace

Result MatchScore(Context& context, const MatchOptions& options) {
  const auto map = ReadColumnMap(options);
  if (!map.ok()) return map.status();
  const auto left = ReadOne(context, options.left, *map);
  if (!left.ok()) return left.status();
  const auto right = ReadOne(context, options.right, *map);
  if (!right.ok()) return right.status();
  const auto weights = ReadWeights(options);
  if (!weights.ok()) return weights.status();
  const matching::Statistics statistics;
  const matching::Scorer scorer(&*weights, &statistics,
                                options.expected_persons,
                                matching::DefaultCalibration());
  const PairScore score = scorer.Score(left->person, right->person);
  ShowTable(context, left->person, right->person, score);
  ShowJson(context, left->person, right->person, score);
  return ExitCode::kOk;
}

}  // namespace homeward::cli
