#ifndef HOMEWARD_AUTH_PROOF_TESTING_MOU_SETS_H_
#define HOMEWARD_AUTH_PROOF_TESTING_MOU_SETS_H_

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "auth/decision/active_set.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/red_line.pb.h"

// MOUs and red lines by chance, for tests of the proof.
namespace homeward::auth::proof::testing {

// What a proof is about.
struct Documents {
  v1::Mou charter;
  std::vector<v1::Mou> mous;
  std::vector<std::string> suspended_ids;
  v1::RedLines red_lines;
};

// The set of `documents`, every MOU signed by all. Ends the process when
// something is wrong with them.
std::shared_ptr<const ActiveSet> SetOf(const Documents& documents);

// Small worlds: few agencies, roles, purposes, categories, ages and times, so
// that clauses meet often and red lines hold about as often as not. A fixed
// seed gives the same ones everywhere.
class MouSets {
 public:
  explicit MouSets(unsigned seed) : random_(seed) {}

  Documents Next();
  // A prohibition by chance, for an MOU or charter.
  v1::Clause Prohibition();

  int Below(int limit) { return static_cast<int>(random_() % limit); }
  bool OneIn(int count) { return Below(count) == 0; }

 private:
  v1::Mou Frame(const std::string& id, int version);
  void AddClause(v1::Mou& mou, v1::Clause clause);
  v1::Clause Permit(const v1::Mou& mou);
  Treatment AnyTreatment(const char* path);
  v1::RedLine RedLine(int number);
  void AddAgency(v1::AgencySet& set);
  void AddConditions(v1::Match& match, int one_in, bool of_cases);
  // Roles, purposes, actions, ages.
  void AddRest(v1::Match& match, bool narrow);

  std::mt19937 random_;
};

}  // namespace homeward::auth::proof::testing

#endif  // HOMEWARD_AUTH_PROOF_TESTING_MOU_SETS_H_
