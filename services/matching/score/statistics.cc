#include "services/matching/score/statistics.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/matching/name/weigh_names.h"
#include "services/matching/record/hash.h"

namespace homeward::matching {
namespace {

// How many persons of the default population count beside those added.
constexpr double kDefaultPersons = 20;
constexpr double kDaysOfYear = 365.25;
// The years of the default population.
constexpr double kDefaultYears = 18;
// The least share that is believed: of a day, of a year.
constexpr double kLeastShare = 1e-7;

// The share of persons who have a word of another's name: see AgreeingShare().
constexpr double kSharedByChance = 0.0015;
// The share of persons who have a word that may be no name.
constexpr double kNoName = 1e-6;

// Whether it is a name that many have over the world.
bool IsKnown(const Word& word) { return word.initial || !word.groups.empty(); }

uint64_t DayKey(const Birth& birth) {
  return (uint64_t{birth.year} << 20) | (uint64_t{birth.month} << 12) |
         (uint64_t{birth.day} << 4) | static_cast<uint64_t>(birth.calendar);
}

double Blend(double count, double all, double unseen_share) {
  return (std::max(count, 0.0) + kDefaultPersons * unseen_share) /
         (std::max(all, 0.0) + kDefaultPersons);
}

// How many others have a value that `count` of `all` have: one that nobody
// else has was as likely to be had by one more.
double Others(uint32_t count, double all) {
  constexpr double kUnseen = 0.3;
  return all > 0 ? std::max(count, 1U) - 1.0 + kUnseen : 0;
}

uint32_t CountOf(const absl::flat_hash_map<uint64_t, uint32_t>& counts,
                 uint64_t key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

absl::string_view CountedSound(const Word& word) {
  return word.readings.empty() ? absl::string_view(word.folded)
                               : absl::string_view(word.readings[0].sound);
}

void Statistics::Add(const Person& person) {
  ++persons_;
  if (!person.name.words.empty()) {
    ++named_;
    for (const NameWord& word : person.name.words) {
      ++words_[HashOf(CountedSound(*word.word))];
    }
  }
  if (person.birth.has_value() && person.birth->has_interval()) {
    ++born_;
    const Birth& birth = *person.birth;
    ++years_[GregorianYear(birth.first / 2 + birth.last / 2)];
    if (birth.is_full()) ++days_[DayKey(birth)];
  }
  for (int field = 0; field < kTextFields; ++field) {
    if (person.texts[field].empty()) continue;
    ++with_text_[field];
    ++texts_[field][HashOf(person.texts[field])];
  }
}

double Statistics::ShareOf(const Word& word, double unseen_share) const {
  const auto all = static_cast<double>(named_);
  return std::min(
      Blend(Others(CountOf(words_, HashOf(CountedSound(word))), all), all,
            unseen_share),
      1.0);
}

double Statistics::WordShare(const Word& word) const {
  return ShareOf(word, DefaultNameFrequencies().Share(word));
}

double Statistics::AgreeingShare(const Word& word) const {
  return ShareOf(
      word, std::max(DefaultNameFrequencies().Share(word), kSharedByChance));
}

double Statistics::MistypedShare(const Word& word) const {
  return ShareOf(
      word, IsKnown(word) ? DefaultNameFrequencies().Share(word) : kNoName);
}

double Statistics::Affinity(const Word& word) const {
  const auto found = affinities_.find(HashOf(CountedSound(word)));
  return found == affinities_.end() ? 0 : found->second;
}

void Statistics::SetAffinity(const Word& word, double times) {
  float& most = affinities_[HashOf(CountedSound(word))];
  most = std::max(most, static_cast<float>(times));
}

double Statistics::TextShare(TextField field, absl::string_view value,
                             double unseen_share) const {
  const int at = static_cast<int>(field);
  const auto all = static_cast<double>(with_text_[at]);
  const uint32_t count = CountOf(texts_[at], HashOf(value));
  // There are many more numbers than persons: one that nobody else has is as
  // rare as all are.
  const double others =
      IsNumberOfOne(field) ? std::max(count, 1U) - 1.0 : Others(count, all);
  return Blend(others, all, unseen_share);
}

double Statistics::DayShare(const Birth& birth) const {
  const double mean = MeanDayShare(birth.first);
  const double count = CountOf(days_, DayKey(birth));
  return std::max(Blend(count - 1, static_cast<double>(born_), mean), mean);
}

double Statistics::MeanDayShare(int32_t day) const {
  const int year = GregorianYear(day);
  const double around =
      (YearShare(year - 1) + YearShare(year) + YearShare(year + 1)) / 3;
  return std::max(around / kDaysOfYear, kLeastShare);
}

double Statistics::YearShare(int year) const {
  const auto found = years_.find(year);
  const double count = found == years_.end() ? 0 : found->second;
  return Blend(count, static_cast<double>(born_), 1 / kDefaultYears);
}

double Statistics::IntervalShare(int32_t first, int32_t last) const {
  const int from = GregorianYear(first);
  const int to = std::min(GregorianYear(last), from + 120);
  double share = 0;
  for (int year = from; year <= to; ++year) share += YearShare(year);
  const double years = (static_cast<double>(last) - first + 1) / kDaysOfYear;
  return std::clamp(share * years / (to - from + 1), kLeastShare, 1.0);
}

}  // namespace homeward::matching
