#ifndef HOMEWARD_TESTS_SECOND_OPINION_DOCUMENT_GENERATOR_H_
#define HOMEWARD_TESTS_SECOND_OPINION_DOCUMENT_GENERATOR_H_

#include <string>
#include <vector>

#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/documents.h"

namespace homeward::second_opinion {

// The agencies of generated documents, and one that no document names.
inline constexpr const char* kAgencies[] = {"a", "b", "c"};
inline constexpr const char kStranger[] = "stranger";
// Who may vouch for cases under generated MOUs.
inline constexpr const char kIssuer[] = "court";

// Charters and MOUs by chance, that CheckMou() accepts. Their clauses speak of
// few fields of every category and are often made from each other, so that
// permits and prohibitions meet.
class DocumentGenerator {
 public:
  explicit DocumentGenerator(Chance& chance) : chance_(chance) {}

  // A charter and some MOUs: of several versions, suspended, unsigned.
  Documents Next();

  // A prohibition for an MOU or charter with `clause_id`, often against one of
  // the permits made so far.
  v1::Clause Prohibition(const std::string& clause_id);

 private:
  v1::Mou Frame(const std::string& id, int version);
  v1::Mou Agreement(const std::string& id, int version);
  // Speaks of the same as `like`, unless that is null.
  v1::Clause Permit(const v1::Mou& mou, const std::string& clause_id,
                    const v1::Clause* like);
  void PickFields();
  void AddFields(v1::Clause& clause);
  void PickForm(v1::FieldRule& rule);
  void AddDuties(v1::Clause& clause);
  void AddConditions(v1::Match& match, int one_in);
  void AddAge(v1::Match& match);
  // Agencies, roles, purpose and action; of a permit of `permits_of`, unless
  // that is null.
  v1::Match AnyMatch(const v1::Mou* permits_of);

  Chance& chance_;
  // What the clauses of the documents in the making may disclose.
  std::vector<std::string> fields_;
  std::vector<v1::Match> permitted_;
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_DOCUMENT_GENERATOR_H_
