#ifndef HOMEWARD_TESTS_SECOND_OPINION_QUESTION_GENERATOR_H_
#define HOMEWARD_TESTS_SECOND_OPINION_QUESTION_GENERATOR_H_

#include <string>

#include "homeward/v1/decide.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/documents.h"

namespace homeward::second_opinion {

// Questions by chance to generated documents. Each is made to fit one permit,
// and then goes wrong here and there, so that it comes by every reason. Reads
// `documents` as long as it lives.
class QuestionGenerator {
 public:
  QuestionGenerator(const Documents& documents, Chance& chance)
      : documents_(documents), chance_(chance) {}

  // A question that ReadWhatIf() accepts.
  v1::DecideRequest Next();

 private:
  void Aim();
  std::string AgencyIn(const v1::AgencySet& agencies);
  v1::AgencyKind Kind();
  void AddRoles(v1::AccessQuestion& asked);
  void AddCategories(v1::AccessQuestion& asked);
  void AddFacts(v1::KnownFacts& facts);
  void AddFact(v1::Fact fact, v1::KnownFacts& facts);
  void AddConsent(v1::KnownFacts& facts);
  void AddAge(v1::KnownFacts& facts);
  v1::Truth TruthOf(v1::Fact fact);
  google::protobuf::Timestamp Time();

  const Documents& documents_;
  Chance& chance_;
  // The permit that the question in the making fits, and its MOU.
  const v1::Mou* mou_ = nullptr;
  const v1::Match* match_ = nullptr;
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_QUESTION_GENERATOR_H_
