#include "services/matching/match.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "services/matching/languages.h"
#include "services/matching/numbers.h"
#include "services/matching/record/text_level.h"
#include "services/matching/relatives.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

constexpr double kPossible = 0.10;
constexpr double kWeak = 0.05;
constexpr double kLeastPersons = 1000;

constexpr double kMillibits = 1000;

// The odds that who has a person's number is that person: one in a thousand
// numbers is mistyped into another's, or lent.
constexpr double kNumberOdds = 999;
// The odds that of the children with a family's number it is this one.
constexpr double kFamilyOdds = 1.6;
// Beside names a family's number says no more than that it is the family: a
// brother has the same family name too.
constexpr double kFamilyBits = 5;

// Names and births weigh as in the population at large: see Match::score.
const Statistics& AtLarge() {
  static const Statistics* const kStatistics = new Statistics;
  return *kStatistics;
}

// The bits of all evidence but the prior.
double BitsOf(const Scorer& scorer, const Person& left, const Person& right) {
  const PairScore score = scorer.Score(left, right);
  return score.bits - score.evidence.front().bits;
}

// One person with her name or birth replaced by those that agree best.
struct Pair {
  Person asked;
  Person held;
};

void ChooseNames(const Scorer& scorer, const Description& asked,
                 const Description& held, Match& match) {
  double best = 0;
  for (const DescribedName& one : asked.names) {
    for (const DescribedName& other : held.names) {
      Pair pair;
      pair.asked.name = one.name;
      pair.held.name = other.name;
      const double bits = BitsOf(scorer, pair.asked, pair.held);
      if (match.held_name.has_value() && bits <= best) continue;
      best = bits;
      match.asked_name = one;
      match.held_name = other;
    }
  }
}

void ChooseBirths(const Scorer& scorer, const Description& asked,
                  const Description& held, Match& match) {
  double best = 0;
  for (const Birth& one : asked.births) {
    for (const Birth& other : held.births) {
      Pair pair;
      pair.asked.birth = one;
      pair.held.birth = other;
      const double bits = BitsOf(scorer, pair.asked, pair.held);
      if (match.held_birth.has_value() && bits <= best) continue;
      best = bits;
      match.asked_birth = one;
      match.held_birth = other;
    }
  }
}

// Numbers of which a person has one, so that another one tells against her.
std::optional<TextField> FieldOf(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::kUnhcrIndividual:
      return TextField::kRegistration;
    case IdentifierKind::kNational:
      return TextField::kNationalNumber;
    case IdentifierKind::kPassport:
      return TextField::kPassport;
    default:
      return std::nullopt;
  }
}

absl::string_view NameOf(IdentifierKind kind) {
  const auto field = FieldOf(kind);
  if (field.has_value()) return FieldName(*field);
  return kind == IdentifierKind::kPhone ? FieldName(TextField::kPhone)
                                        : FieldName(TextField::kOtherNumber);
}

void AddNumber(IdentifierKind kind, const NumberPair& pair, Match& match) {
  const double in_population = -match.score.evidence.front().bits;
  FieldEvidence evidence;
  evidence.field = NameOf(kind);
  evidence.level = pair.agree ? "exact" : "different";
  if (!pair.agree) {
    const auto field = FieldOf(kind);
    if (!field.has_value()) return;
    const LevelWeight& weight =
        DefaultWeights().of(*field, TextLevel::kDifferent);
    evidence.bits = std::log2(weight.m / weight.u);
  } else if (IsPersonal(kind)) {
    evidence.bits = in_population + std::log2(kNumberOdds);
    match.same_number = true;
  } else {
    evidence.bits = match.held_name.has_value()
                        ? kFamilyBits
                        : in_population + std::log2(kFamilyOdds);
  }
  match.score.evidence.push_back(evidence);
  match.numbers.push_back(pair);
}

void AddNumbers(const Description& asked, const Description& held,
                Match& match) {
  for (const IdentifierKind kind :
       {IdentifierKind::kUnhcrIndividual, IdentifierKind::kNational,
        IdentifierKind::kPassport, IdentifierKind::kUnhcrCase,
        IdentifierKind::kOther, IdentifierKind::kPhone}) {
    const auto pair = CompareNumbers(kind, asked, held);
    if (pair.has_value()) AddNumber(kind, *pair, match);
  }
}

// Whose mother has this name is of that family: as with a family's number.
void AddRelatives(const Scorer& scorer, const Description& asked,
                  const Description& held, Match& match) {
  match.relatives = CompareRelatives(scorer, asked, held);
  if (!match.relatives.has_value()) return;
  const double in_population = -match.score.evidence.front().bits;
  FieldEvidence evidence;
  evidence.field = "relative";
  evidence.level = "agrees";
  evidence.bits = std::min(match.relatives->bits,
                           match.held_name.has_value()
                               ? kFamilyBits
                               : in_population + std::log2(kFamilyOdds));
  match.score.evidence.push_back(evidence);
}

void AddLanguages(const Description& asked, const Description& held,
                  Match& match) {
  const auto evidence = CompareLanguages(asked, held);
  if (!evidence.has_value()) return;
  match.score.evidence.push_back(*evidence);
  match.asked_languages = asked.languages;
  match.held_languages = held.languages;
}

// Rounds all evidence to thousandths, so that whoever adds it up gets the
// score.
void Sum(PairScore& score) {
  int64_t sum = 0;
  for (FieldEvidence& evidence : score.evidence) {
    const int64_t millibits = Millibits(evidence.bits);
    evidence.bits = static_cast<double>(millibits) / kMillibits;
    sum += millibits;
  }
  score.bits = static_cast<double>(sum) / kMillibits;
}

// Whether enough agrees besides the sum: two words of a name and a birth, or a
// number that one person has.
bool MayBeStrong(const Match& match) {
  if (match.same_number) return true;
  int words = 0;
  bool birth = false;
  for (const FieldEvidence& evidence : match.score.evidence) {
    if (evidence.bits <= 0) continue;
    if (evidence.field == "name") {
      words += std::max(evidence.left_words, evidence.right_words);
    }
    birth = birth || evidence.field == "birth";
  }
  return words >= 2 && birth;
}

Band BandOf(const Match& match) {
  const double probability = match.score.probability;
  if (probability >= kStrongProbability && MayBeStrong(match))
    return Band::kStrong;
  if (probability >= kPossible) return Band::kPossible;
  return probability >= kWeak ? Band::kWeak : Band::kNone;
}

}  // namespace

int64_t Millibits(double bits) { return std::llround(bits * kMillibits); }

double ExpectedPersons(double records) {
  constexpr double kHalfWay = 3.1622776601683795;  // In bits, to ten.
  double persons = kLeastPersons;
  while (persons * kHalfWay < records) persons *= 10;
  return persons;
}

Match Compare(const Description& asked, const Description& held,
              double expected_persons) {
  const Calibration calibration = DefaultCalibration();
  const Scorer scorer(&DefaultWeights(), &AtLarge(), expected_persons,
                      calibration);
  Match match;
  ChooseNames(scorer, asked, held, match);
  ChooseBirths(scorer, asked, held, match);
  match.asked_sex = asked.sex;
  Pair pair;
  pair.asked.birth = match.asked_birth;
  pair.held.birth = match.held_birth;
  pair.asked.sex = asked.sex;
  pair.held.sex = held.sex;
  if (match.held_name.has_value()) {
    pair.asked.name = match.asked_name->name;
    pair.held.name = match.held_name->name;
  }
  match.score = scorer.Score(pair.asked, pair.held);
  AddNumbers(asked, held, match);
  AddRelatives(scorer, asked, held, match);
  AddLanguages(asked, held, match);
  Sum(match.score);
  match.score.probability = calibration.Probability(match.score.bits);
  match.band = BandOf(match);
  return match;
}

}  // namespace homeward::matching
