#ifndef HOMEWARD_AUTH_DECISION_FACT_TABLE_H_
#define HOMEWARD_AUTH_DECISION_FACT_TABLE_H_

#include <array>
#include <string>

#include "absl/types/span.h"
#include "auth/decision/access.h"
#include "auth/mou/enum_set.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// A condition of a clause, as a plain value.
struct FactCondition {
  v1::Fact fact = v1::FACT_UNSPECIFIED;
  bool expected = false;
};

// The facts of one question: for each fact, the categories for which it is
// true and those for which it is false; for the rest it is unknown. Most facts
// are the same for every category. Not thread-safe while it is filled.
class FactTable {
 public:
  // Every fact is unknown.
  FactTable() = default;

  void Set(v1::Fact fact, Tri value);
  // Overwrites; a category in both sets is unknown.
  void SetFor(v1::Fact fact, CategorySet yes, CategorySet no);

  // The categories for which every one of `conditions` surely holds: what a
  // permit needs.
  CategorySet Surely(absl::Span<const FactCondition> conditions) const;
  // The categories for which none of them surely fails: what a prohibition
  // needs. Holds all that Surely() does.
  CategorySet Maybe(absl::Span<const FactCondition> conditions) const;

 private:
  struct Entry {
    CategorySet yes;
    CategorySet no;
  };
  const Entry& EntryOf(v1::Fact fact) const;

  std::array<Entry, v1::Fact_ARRAYSIZE> entries_;
};

// A table with what `case_facts` says. Of an issuer that is none of
// `trusted_issuers`, whatever isn't false is unknown. So is every other fact.
FactTable TableOf(const CaseFacts& case_facts,
                  absl::Span<const std::string> trusted_issuers);

// Adds what `facts` says.
void AddTo(FactTable& table, const RecordFacts& facts);

// Whether a case token says `fact`, so that it matters who issued it.
bool IsOfCaseToken(v1::Fact fact);

// Whether `fact` is known before a record is: of the case, not of the record.
bool IsCaseFact(v1::Fact fact);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_FACT_TABLE_H_
