// Two answers to every red line, found in different ways: box subtraction, and
// z3 on an encoding that shares no code with it (testing/smt_proof.py).

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proof/prove.h"
#include "auth/proof/testing/mou_sets.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

using testing::Documents;
using testing::MouSets;

constexpr int kSets = 2000;
// As many as smt_proof.py looks at.
constexpr int kMaxHops = 4;

std::string Json(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

// Documents, and the second from which on questions count.
struct Asked {
  Documents documents;
  int from = 0;
};

std::string Line(const Asked& asked) {
  const Documents& documents = asked.documents;
  std::string mous;
  for (const v1::Mou& mou : documents.mous) {
    absl::StrAppend(&mous, mous.empty() ? "" : ",", Json(mou));
  }
  std::string suspended;
  for (const std::string& id : documents.suspended_ids) {
    absl::StrAppend(&suspended, suspended.empty() ? "" : ",", "\"", id, "\"");
  }
  return absl::StrCat("{\"from\":", asked.from,
                      ",\"charter\":", Json(documents.charter), ",\"mous\":[",
                      mous, "],\"suspended\":[", suspended,
                      "],\"redLines\":", Json(documents.red_lines), "}");
}

// What Prove() says, as smt_proof.py prints it.
std::string Proven(const Asked& asked) {
  ProofBounds bounds;
  bounds.from = absl::FromUnixSeconds(asked.from);
  const auto report =
      Prove(testing::SetOf(asked.documents), asked.documents.red_lines, bounds);
  if (!report.ok()) return report.status().ToString();
  std::string said;
  for (const v1::RedLineResult& result : report->results()) {
    // The claims are given apart: what the charter prohibits is no breach.
    said += result.breaches().empty() ? '-' : 'b';
    said += result.charter().verdict() == v1::VERDICT_HOLDS ? '-' : 'g';
    said += std::any_of(result.paths().begin(), result.paths().end(),
                        [](const v1::OnwardPath& path) {
                          return !path.breaks_duty() &&
                                 path.hops_size() <= kMaxHops;
                        })
                ? 'c'
                : '-';
    if (result.verdict() == v1::VERDICT_UNDECIDED) said += '?';
  }
  return said;
}

std::vector<std::string> AskZ3(const std::string& file) {
  const std::string command =
      absl::StrCat("python3 -B auth/proof/testing/smt_proof.py ", file);
  FILE* pipe = popen(command.c_str(), "r");
  std::vector<std::string> lines;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
    lines.emplace_back(buffer);
    lines.back().pop_back();
  }
  EXPECT_EQ(pclose(pipe), 0);
  return lines;
}

// Lets some red lines ask whether the glass is broken, which nothing but a red
// line may.
void AskForGlass(MouSets& sets, v1::RedLines& red_lines) {
  for (v1::RedLine& line : *red_lines.mutable_red_lines()) {
    if (!sets.OneIn(4)) continue;
    v1::Condition& glass = *line.mutable_match()->add_conditions();
    glass.set_fact(v1::FACT_BREAK_GLASS);
    glass.set_expected(sets.OneIn(3));
  }
}

void AddDuty(v1::Clause& permit, v1::ObligationType type, int seconds) {
  v1::Obligation& duty = *permit.add_obligations();
  duty.set_type(type);
  if (seconds > 0) duty.mutable_within()->set_seconds(seconds);
}

// Lets some red lines ask about ways over other agencies too, and some permits
// say how long what they show is kept and whether it is passed on. Times are
// multiples of 50 seconds, so that it is no matter how short an instant is.
void AskForWays(MouSets& sets, Documents& documents) {
  for (v1::RedLine& line : *documents.red_lines.mutable_red_lines()) {
    line.set_through_others(sets.OneIn(3));
  }
  for (v1::Mou& mou : documents.mous) {
    for (v1::Clause& clause : *mou.mutable_clauses()) {
      if (clause.effect() != v1::EFFECT_PERMIT) continue;
      if (sets.OneIn(5)) {
        AddDuty(clause, v1::OBLIGATION_TYPE_NO_ONWARD_SHARING, 0);
      }
      if (sets.OneIn(3)) {
        AddDuty(clause, v1::OBLIGATION_TYPE_RETAIN_AT_MOST,
                50 * (1 + sets.Below(8)));
      }
    }
  }
}

TEST(Z3Test, BothAnswersAgree) {
  const std::string file =
      absl::StrCat(std::getenv("TEST_TMPDIR"), "/documents.jsonl");
  MouSets sets(20260301);
  std::vector<Asked> asked;
  {
    std::ofstream out(file);
    for (int i = 0; i < kSets; ++i) {
      asked.push_back({sets.Next()});
      AskForGlass(sets, asked.back().documents.red_lines);
      AskForWays(sets, asked.back().documents);
      // Most sets are over at 1500, and some at any time before.
      if (sets.OneIn(2)) asked.back().from = 50 * sets.Below(20);
      out << Line(asked.back()) << "\n";
    }
  }
  const std::vector<std::string> answers = AskZ3(file);
  ASSERT_EQ(answers.size(), asked.size());
  std::map<char, int> counts;
  int expired = 0;
  for (int i = 0; i < kSets; ++i) {
    const std::string proven = Proven(asked[i]);
    if (asked[i].from > 0) {
      expired += Proven({asked[i].documents, 0}) != proven;
    }
    ASSERT_EQ(proven, answers[i]) << "set " << i << ": " << Line(asked[i]);
    for (size_t j = 0; j < proven.size(); j += 3) {
      ++counts[proven[j]];
      ++counts[proven[j + 2]];
      // What the charter prohibits is no breach: claim A implies claim B.
      if (proven[j + 1] == '-') ++counts['A'];
      if (proven[j] == '-' && proven[j + 1] == 'g') ++counts['B'];
    }
  }
  // What is over counts no more.
  EXPECT_GT(expired, kSets / 50);
  // Neither is right by always saying the same.
  EXPECT_GT(counts['b'], kSets / 10);
  EXPECT_GT(counts['A'], kSets / 10);
  EXPECT_GT(counts['B'], kSets / 10);
  EXPECT_GT(counts['c'], kSets / 50);
}

}  // namespace
}  // namespace homeward::auth::proof
