#ifndef HOMEWARD_SERVICES_MATCHING_MATCH_H_
#define HOMEWARD_SERVICES_MATCHING_MATCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/matching/description.h"
#include "services/matching/numbers.h"
#include "services/matching/relatives.h"
#include "services/matching/score/scorer.h"

// Could a record be about the child that somebody asks for? Says how likely,
// and why; never decides: every link needs a person. Pure, thread-safe.
namespace homeward::matching {

// From this probability on a record is nearly surely about the child.
inline constexpr double kStrongProbability = 0.95;

enum class Band {
  kNone,      // Below 0.05: never shown.
  kWeak,      // Below 0.10.
  kPossible,  // Below 0.95, or by nothing but a name or a family's number.
  kStrong,
};

// What came of comparing a question with a record.
struct Match {
  // The evidence sums to the bits, each of them whole thousandths: see
  // Millibits(). Depends on the two descriptions and the
  // order of magnitude of the population; never on other candidates, and not
  // on how common values are at this node: it may be told to who must not
  // learn what else is here.
  PairScore score;
  Band band = Band::kNone;
  // A number that one person has agrees.
  bool same_number = false;
  // Of several names and births, those that agree best: on them the evidence
  // is. None where a side has none.
  std::optional<DescribedName> asked_name;
  std::optional<DescribedName> held_name;
  std::optional<Birth> asked_birth;
  std::optional<Birth> held_birth;
  Sex asked_sex = Sex::kUnknown;
  // The relatives who agree, if any do.
  std::optional<RelativePair> relatives;
  // Where the languages of both are known.
  std::vector<std::string> asked_languages;
  std::vector<std::string> held_languages;
  // Of the evidence on numbers, in its order.
  std::vector<NumberPair> numbers;
};

// Bits of evidence in thousandths, which add up exactly.
int64_t Millibits(double bits);

// Among how many persons one is looked for, at a node with about `records`: the
// power of ten that is nearest by ratio, at least 1,000, so that an answer
// tells no more than the order of magnitude, and does not change with each
// record that comes. It is wrong by 1.7 bits at most, above 1,000 records.
double ExpectedPersons(double records);

// Compares what is asked with what a record holds. One word of a name alone is
// never strong, and neither is a name without a birth that agrees.
Match Compare(const Description& asked, const Description& held,
              double expected_persons);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_MATCH_H_
