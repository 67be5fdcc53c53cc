#ifndef HOMEWARD_AUTH_DECISION_COMPILED_SET_H_
#define HOMEWARD_AUTH_DECISION_COMPILED_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/fact_table.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_set.h"
#include "auth/mou/signed_mou.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"

// MOUs in the form in which they are evaluated. For active_set and grant
// only.
namespace homeward::auth {

// Agencies have numbers within one set. One that no document of it names:
inline constexpr int kUnnamedAgency = -1;

// Numbers of agencies, sorted. Most clauses name one or two.
using AgencyNumbers = absl::InlinedVector<int, 2>;

struct CompiledAgencies {
  bool any = false;
  AgencyNumbers numbers;

  bool Contains(int agency) const;
};

struct CompiledMou;

struct CompiledClause {
  const CompiledMou* mou = nullptr;
  std::string name;  // `{mou_id}@{version}/{clause_id}`
  PurposeSet purposes;
  ActionSet actions;
  RoleSet roles;
  CategorySet categories;
  CompiledAgencies owner;
  CompiledAgencies requester;
  std::vector<FactCondition> conditions;
  // The conditions that are known before a record is.
  std::vector<FactCondition> case_conditions;
  std::optional<AgeInterval> age;
  // Only of permits: the fields that are disclosed in some form, those that
  // are dropped, and what happens to those that are neither dropped nor clear.
  FieldSet discloses;
  FieldSet drops;
  std::vector<FieldTreatment> alters;
  CategorySet disclosed_categories;  // Of `discloses`.
  std::vector<v1::Obligation> obligations;
  // Whether it is the permit before it once more, with a broken glass in place
  // of its conditions.
  bool by_break_glass = false;

  // Whether only a record can tell if it applies.
  bool NeedsRecord() const {
    return age.has_value() || conditions.size() != case_conditions.size();
  }
};

struct CompiledMou {
  std::string id;
  int64_t version = 0;
  std::string name;  // `{mou_id}@{version}`
  std::string sha256;
  // [start, end): its own times, ended by the version after it.
  absl::Time start;
  absl::Time end;
  // When the first of the higher versions begins.
  absl::Time replaced_by = absl::InfiniteFuture();
  // It permits nothing; its prohibitions hold.
  bool suspended = false;
  AgencyNumbers parties;
  std::vector<std::string> case_issuers;
  std::vector<CompiledClause> permits;
  std::vector<CompiledClause> prohibitions;

  bool InForce(absl::Time now) const { return start <= now && now < end; }
  bool HasParty(int agency) const;
};

struct CompiledSet {
  absl::flat_hash_map<std::string, int> agency_numbers;
  std::vector<std::string> agency_ids;  // By number.
  std::unique_ptr<const CompiledMou> charter;
  // Sorted by id and version; never moved, since clauses are pointed to.
  std::vector<std::unique_ptr<const CompiledMou>> mous;
  // The versions of each id, the lowest first.
  absl::flat_hash_map<std::string, std::vector<const CompiledMou*>> by_id;
  // The prohibitions, the charter's first, by requester (any requester under
  // kUnnamedAgency) and purpose: a clause stands once under each that it
  // covers.
  absl::flat_hash_map<std::pair<int, int>, std::vector<const CompiledClause*>>
      prohibitions;

  int NumberOf(absl::string_view agency_id) const;
  // The version of `mou_id` in force at `now`, or null.
  const CompiledMou* InForce(absl::string_view mou_id, absl::Time now) const;
};

// Compiles one document, numbering the agencies it names in `set`. In a permit
// "any" agency is any party, "any" role is any that may see records, and no age
// is that of children. A permit that allows break-glass becomes two.
std::unique_ptr<CompiledMou> Compile(const SignedMou& document,
                                     CompiledSet& set);

// Lists the prohibitions of `mou` under requester and purpose.
void IndexProhibitions(const CompiledMou& mou, CompiledSet& set);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_COMPILED_SET_H_
