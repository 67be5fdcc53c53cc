#include "tests/second_opinion/agreement.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "homeward/v1/decide.pb.h"
#include "tests/second_opinion/chance.h"
#include "tests/second_opinion/document_generator.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/first_opinion.h"
#include "tests/second_opinion/question_generator.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {
namespace {

// Signing and compiling documents costs as much as some hundred questions.
constexpr int64_t kQuestionsPerSet = 250;

std::string Differ(const Documents& documents,
                   const v1::DecideRequest& question, const Opinion& first,
                   const Opinion& second) {
  std::string text =
      absl::StrCat("The node says:\n", Text(first), "The second opinion is:\n",
                   Text(second), "The question:\n", question.DebugString(),
                   "The charter:\n", documents.charter.DebugString());
  for (const v1::Mou& mou : documents.mous) {
    absl::StrAppend(&text, "An MOU:\n", mou.DebugString());
  }
  for (const std::string& id : documents.suspended) {
    absl::StrAppend(&text, "Suspended: ", id, "\n");
  }
  return text;
}

}  // namespace

Agreement Compare(unsigned seed, int64_t count) {
  Chance chance(seed);
  DocumentGenerator generator(chance);
  Agreement agreement;
  while (agreement.questions < count) {
    const Documents documents = generator.Next();
    const auto set = Compiled(documents);
    QuestionGenerator questions(documents, chance);
    const int64_t some =
        std::min(kQuestionsPerSet, count - agreement.questions);
    for (int64_t i = 0; i < some; ++i) {
      const v1::DecideRequest question = questions.Next();
      Branches seen;
      const Opinion second = SecondOpinion(documents, question, seen);
      const Opinion first = FirstOpinion(set, question);
      ++agreement.questions;
      if (!(first == second)) {
        agreement.difference = Differ(documents, question, first, second);
        return agreement;
      }
      agreement.coverage.Add(question, second, seen);
    }
  }
  return agreement;
}

}  // namespace homeward::second_opinion
