#include "services/matching/score/weights_text.h"

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/matching/score/levels.h"

namespace homeward::matching {
namespace {

constexpr double kMostDays = 1e6;

// One weight and what it is called.
struct Entry {
  std::string field;
  std::string level;
  LevelWeight* weight;
  double most_u;
};

std::string Dashed(absl::string_view name) {
  return absl::StrReplaceAll(name, {{" ", "-"}});
}

// Every weight that counts, in the order of the file.
std::vector<Entry> Entries(Weights* weights) {
  std::vector<Entry> entries;
  for (int i = 1; i < kBirthLevels; ++i) {
    entries.push_back({"birth", Dashed(LevelName(static_cast<BirthLevel>(i))),
                       &weights->birth[i], kMostDays});
  }
  entries.push_back({"sex", "exact", &weights->same_sex, 1});
  entries.push_back({"sex", "different", &weights->other_sex, 1});
  for (int field = 0; field < kTextFields; ++field) {
    for (int i = 1; i < kTextLevels; ++i) {
      entries.push_back({std::string(FieldName(static_cast<TextField>(field))),
                         Dashed(LevelName(static_cast<TextLevel>(i))),
                         &weights->text[field][i], 1});
    }
  }
  return entries;
}

absl::Status LineError(int line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("weights, line ", line, ": ", what));
}

absl::Status ReadLine(absl::string_view line, int number,
                      const std::vector<Entry>& entries) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (parts.size() != 4) return LineError(number, "it isn't `field level m u`");
  for (const Entry& entry : entries) {
    if (entry.field != parts[0] || entry.level != parts[1]) continue;
    double m = 0, u = 0;
    if (!absl::SimpleAtod(parts[2], &m) || !absl::SimpleAtod(parts[3], &u) ||
        !(m > 0 && m <= 1) || !(u > 0 && u <= entry.most_u)) {
      return LineError(number, "m and u must be above 0 and at most 1");
    }
    *entry.weight = {m, u};
    return absl::OkStatus();
  }
  return LineError(number, "no such field and level");
}

}  // namespace

std::string WeightsText(const Weights& weights) {
  Weights copy = weights;
  std::string text =
      "# How often a level is seen in records of one person (m) and of two "
      "(u).\n# For births u is in days.\n# field level m u\n";
  for (const Entry& entry : Entries(&copy)) {
    absl::StrAppendFormat(&text, "%s %s %.6g %.6g\n", entry.field, entry.level,
                          entry.weight->m, entry.weight->u);
  }
  return text;
}

absl::StatusOr<Weights> ParseWeights(absl::string_view text) {
  Weights weights = DefaultWeights();
  const std::vector<Entry> entries = Entries(&weights);
  int number = 0;
  for (const absl::string_view whole : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(whole);
    if (line.empty() || line[0] == '#') continue;
    const absl::Status read = ReadLine(line, number, entries);
    if (!read.ok()) return read;
  }
  return weights;
}

}  // namespace homeward::matching
