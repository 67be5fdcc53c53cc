#include "tests/matching/vocabulary.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cli/match/csv_reader.h"

namespace homeward::testing {
namespace {

constexpr double kFlat = 10;
constexpr size_t kMadeFamilies = 20000;
constexpr size_t kMadeGiven = 3000;

// Shuffles the same way on every machine, unlike std::shuffle.
void Shuffle(std::vector<std::string>* words, Random* random) {
  for (size_t i = words->size(); i > 1; --i) {
    std::swap((*words)[i - 1], (*words)[Below(i, random)]);
  }
}

// The names in the column `Romanized Name`, each once; only those of `gender`
// if that isn't empty.
absl::StatusOr<std::vector<std::string>> ReadNames(const std::string& path,
                                                   absl::string_view gender) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("no file ", path));
  cli::CsvReader reader(&file);
  const absl::Status header = reader.ReadHeader();
  if (!header.ok()) return header;
  const auto column = [&](absl::string_view name) {
    return static_cast<size_t>(
        std::find(reader.header().begin(), reader.header().end(), name) -
        reader.header().begin());
  };
  const size_t name = column("Romanized Name");
  const size_t sex = column("Gender");
  std::vector<std::string> names;
  absl::flat_hash_set<std::string> seen;
  while (true) {
    const auto more = reader.Next();
    if (!more.ok()) continue;
    if (!*more) return names;
    if (!gender.empty() && reader.row()[sex] != gender) continue;
    std::string word = absl::AsciiStrToLower(reader.row()[name]);
    if (word.empty() ||
        !std::all_of(word.begin(), word.end(), absl::ascii_isalpha))
      continue;
    if (seen.insert(word).second) names.push_back(std::move(word));
  }
}

// Adds `count` names that nobody has but that look like the others.
void AddMade(size_t count, std::vector<std::string>* names, Random* random) {
  const size_t real = names->size();
  for (size_t i = 0; i < count; ++i) {
    const std::string& front = (*names)[Below(real, random)];
    const std::string& end = (*names)[Below(real, random)];
    names->push_back(absl::StrCat(front.substr(0, (front.size() + 1) / 2),
                                  end.substr(end.size() / 2)));
  }
}

std::vector<std::string> WithEnds(const std::vector<std::string>& names,
                                  const std::vector<std::string>& ends,
                                  size_t count, Random* random) {
  std::vector<std::string> made;
  for (size_t i = 0; i < count; ++i) {
    made.push_back(absl::StrCat(names[Below(names.size(), random)],
                                ends[Below(ends.size(), random)]));
  }
  return made;
}

}  // namespace

double Chance(Random* random) {
  return static_cast<double>((*random)() >> 11) * 0x1.0p-53;
}

size_t Below(size_t count, Random* random) {
  return static_cast<size_t>(Chance(random) * static_cast<double>(count));
}

Words::Words(std::vector<std::string> words) : words_(std::move(words)) {
  double sum = 0;
  for (size_t i = 0; i < words_.size(); ++i) {
    sum += 1 / (static_cast<double>(i) + kFlat);
    up_to_.push_back(sum);
  }
}

const std::string& Words::Pick(Random* random) const {
  const double at = Chance(random) * up_to_.back();
  const auto found = std::upper_bound(up_to_.begin(), up_to_.end(), at);
  return words_[static_cast<size_t>(found - up_to_.begin())];
}

absl::StatusOr<Vocabulary> MakeVocabulary(const std::string& folder,
                                          Random* random) {
  auto girls = ReadNames(folder + "/forenames.csv", "F");
  auto boys = ReadNames(folder + "/forenames.csv", "M");
  auto families = ReadNames(folder + "/surnames.csv", "");
  for (auto* names : {&girls, &boys, &families}) {
    if (!names->ok()) return names->status();
    Shuffle(&**names, random);
  }
  const std::vector<std::string> roots = *families;
  AddMade(kMadeGiven, &*girls, random);
  AddMade(kMadeGiven, &*boys, random);
  AddMade(kMadeFamilies, &*families, random);
  Vocabulary words;
  words.girls = Words(*std::move(girls));
  words.boys = Words(*std::move(boys));
  words.families = Words(*std::move(families));
  words.streets = Words(WithEnds(
      roots, {" street", " place", " crescent", " court", " avenue", " road"},
      6000, random));
  words.localities = Words(
      WithEnds(roots, {" village", " farm", "", " downs", " park", " house"},
               4000, random));
  words.suburbs = Words(WithEnds(
      roots, {"", "ton", " hill", " point", "ville", "wood"}, 2000, random));
  return words;
}

}  // namespace homeward::testing
