#ifndef HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_GENERATOR_H_
#define HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_GENERATOR_H_

#include <random>
#include <string>

#include "auth/change/testing/question.h"
#include "auth/decision/access.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth::testing {

// Documents by chance: a fixed seed gives the same ones everywhere.
class QuestionGenerator {
 public:
  explicit QuestionGenerator(unsigned seed) : random_(seed) {}

  // A charter and MOUs, some of several versions, some suspended.
  Question Documents();

  // In [0, limit).
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  Tri AnyTri() { return static_cast<Tri>(Below(3)); }

 private:
  void Frame(v1::Mou& mou, const std::string& id, int version);
  void AddAgencies(v1::AgencySet& set, const v1::Mou& mou, bool permit);
  void AddMatch(v1::Match& match, const v1::Mou& mou, bool permit);
  Treatment AnyTreatment(const char* path);
  void AddClause(v1::Mou& mou, bool permit);

  std::mt19937 random_;
};

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_GENERATOR_H_
