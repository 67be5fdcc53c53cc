#ifndef HOMEWARD_TESTS_SECOND_OPINION_READING_H_
#define HOMEWARD_TESTS_SECOND_OPINION_READING_H_

#include <string>

#include "homeward/v1/decide.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/branches.h"

namespace homeward::second_opinion {

// Three answers, from the least: the lower of two is their "and".
enum class Answer { kNo, kMaybe, kYes };

// The category of a leaf field of Claim, from the option of the protos;
// CATEGORY_UNSPECIFIED when there is no such field.
v1::Category CategoryOf(const std::string& field_path);

// How clauses read for one question that names one MOU. Keeps references to
// its arguments, and notes in `seen` what it came by.
class Reading {
 public:
  Reading(const v1::DecideRequest& question, const v1::Mou& named,
          Branches& seen)
      : question_(question), named_(named), seen_(seen) {}

  // Whether the question asks for `category`: EXIST is always asked for.
  bool Asks(v1::Category category) const;
  // Whether the clause speaks of these agencies and roles, this purpose and
  // this action.
  bool Speaks(const v1::Clause& clause) const;
  // Whether the clause, which speaks, covers `category`; as it would if the
  // glass were not broken unless `glass_counts`.
  Answer Covers(const v1::Clause& clause, v1::Category category,
                bool glass_counts = true) const;
  // The same as far as it can be told before there is a record.
  Answer CoversSoFar(const v1::Clause& clause, v1::Category category) const;
  // Whether only a record tells if the clause covers anything.
  static bool NeedsRecord(const v1::Clause& clause);

  // Where the child is is for nobody but the owner and who has custody.
  bool LocationIsProtected() const;

 private:
  static bool Names(const v1::Clause& clause, v1::Category category);
  Answer ByBreakGlass(const v1::Clause& clause, v1::Category category) const;
  Answer FactFor(v1::Fact fact, v1::Category category) const;
  Answer Holds(const v1::Condition& condition, v1::Category category) const;
  Answer AgeIn(const v1::AgeLimits& limits) const;
  bool RoleIn(const v1::RoleSet& roles, bool permit) const;
  void See(Branch branch) const { seen_.set(static_cast<size_t>(branch)); }

  const v1::DecideRequest& question_;
  const v1::Mou& named_;
  Branches& seen_;
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_READING_H_
