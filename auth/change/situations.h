#ifndef HOMEWARD_AUTH_CHANGE_SITUATIONS_H_
#define HOMEWARD_AUTH_CHANGE_SITUATIONS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "auth/decision/access.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"

// What may be known of a case and a record. For mou_diff.cc only.
namespace homeward::auth {

// Every combination of values of some facts, and of what is known of the
// child's age. Immutable.
class Situations {
 public:
  // What a decision is made from in one situation.
  struct Known {
    CaseFacts case_facts;
    RecordFacts facts;
  };

  // Those that clauses with these facts and age limits tell apart: every
  // combination, also such as are never true of one child. A fact is the same
  // for all categories: consent is there for all or for none.
  // `case_issuer_agency_id` is who vouches for cases.
  //
  // Errors:
  //   INVALID_ARGUMENT    A fact can't be tried.
  //   RESOURCE_EXHAUSTED  There are over 50,000 situations.
  static absl::StatusOr<Situations> Make(
      const std::set<v1::Fact>& facts, const std::set<int>& first_years,
      const std::string& case_issuer_agency_id);

  // The situations, by their numbers.
  const std::vector<Known>& all() const { return all_; }

  // `numbers` (sorted, each once) in few words: under any one of these.
  std::vector<v1::Circumstances> Describe(
      const std::vector<int>& numbers) const;

 private:
  Situations() = default;
  // For each fact, and last for the age, the values that are meant: bit n is
  // the value n, of a fact as in Tri.
  using Region = std::vector<uint32_t>;

  std::vector<int> Digits(int number) const;
  bool Holds(const Region& region, const std::vector<bool>& wanted) const;
  Region Grow(int number, const std::vector<bool>& wanted) const;
  v1::Circumstances InWords(const Region& region) const;

  std::vector<v1::Fact> facts_;
  std::vector<AgeInterval> ages_;
  // How many values each fact, and last the age, may have.
  std::vector<int> sizes_;
  std::vector<Known> all_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_SITUATIONS_H_
