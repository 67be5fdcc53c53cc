#ifndef HOMEWARD_AUTH_CHANGE_QUESTION_CLASSES_H_
#define HOMEWARD_AUTH_CHANGE_QUESTION_CLASSES_H_

#include <set>
#include <string>
#include <vector>

#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "homeward/v1/roles.pb.h"

// Which questions some clauses can't tell apart. For mou_diff.cc only.
namespace homeward::auth {

// Reads the clauses of a charter and of two texts of an MOU as they are
// written; decides nothing. Keeps references to them. Immutable.
class QuestionClasses {
 public:
  // People and reasons that no clause tells apart: one of each set stands for
  // all. None is empty but `other_roles`: a second role, if there is one.
  struct People {
    std::string owner;
    std::string requester;
    std::set<v1::Role> roles;
    std::set<v1::Role> other_roles;
    std::set<v1::Purpose> purposes;
    std::set<v1::Action> actions;
  };

  // The charter first.
  explicit QuestionClasses(std::vector<const v1::Mou*> documents)
      : documents_(std::move(documents)) {}

  // All of whom some permit speaks. Who has two roles is there as well, where
  // some clause takes something from one of them.
  std::vector<People> All() const;

  // What the clauses about `people` ask for: facts, and the years at which an
  // age limit begins or one has just ended. Those that the decision asks for
  // by itself are there too.
  std::set<v1::Fact> FactsFor(const People& people) const;
  std::set<int> FirstYearsFor(const People& people) const;

 private:
  std::vector<const v1::Clause*> Clauses() const;
  std::vector<const v1::Clause*> ClausesAbout(const People& people) const;
  bool IsPermitted(const People& people) const;
  // Whether the other role, if any, can take something away.
  bool OtherRoleTakes(const People& people) const;

  const std::vector<const v1::Mou*> documents_;
};

// Who and why, as the difference tells it.
v1::Exposure ToMessage(const QuestionClasses::People& people);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_QUESTION_CLASSES_H_
