#include "services/cli/mou/page/mou_page.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/mou/break_glass.h"
#include "auth/mou/field_catalog.h"
#include "auth/proto_time.h"
#include "services/cli/mou/page/plain_words.h"

namespace homeward::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string Moment(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%-d %B %Y, %H:%M UTC", auth::ToTime(time),
                          absl::UTCTimeZone());
}

// `words` of each of `set`'s values, or `everybody` when it covers all.
template <typename Set>
std::string AnyOf(const Set& set, const std::vector<std::string>& words,
                  absl::string_view everybody) {
  if (set.any()) return std::string(everybody);
  return words.empty() ? "nobody and nothing" : absl::StrJoin(words, "; or ");
}

template <typename E, typename ToWords>
std::vector<std::string> Each(
    const google::protobuf::RepeatedField<int>& values, ToWords to_words) {
  std::vector<std::string> words;
  for (const int value : values)
    words.push_back(to_words(static_cast<E>(value)));
  return words;
}

std::string Agencies(const v1::AgencySet& set, bool permit) {
  const std::vector<std::string> ids(set.agency_ids().begin(),
                                     set.agency_ids().end());
  return AnyOf(set, ids, permit ? "any party" : "any agency");
}

// What must be so for a clause to apply.
std::string Conditions(const v1::Match& match, bool permit) {
  // As docs/mou.md, "Facts": a permit that says no age is for children.
  static const v1::AgeLimits& children = *[] {
    auto* limits = new v1::AgeLimits();
    limits->set_max_years(17);
    return limits;
  }();
  std::vector<std::string> conditions;
  for (const v1::Condition& condition : match.conditions()) {
    conditions.push_back(
        ConditionWords(condition.fact(), condition.expected()));
  }
  const bool every_age = match.has_subject_age()
                             ? match.subject_age().min_years() == 0 &&
                                   match.subject_age().max_years() == 0
                             : !permit;
  if (!every_age) {
    conditions.push_back("the child is " + AgeWords(match.has_subject_age()
                                                        ? match.subject_age()
                                                        : children));
  }
  return conditions.empty() ? "always" : absl::StrJoin(conditions, "; and ");
}

// What a broken glass means for a permit that allows it.
std::string BreakGlass(const v1::Match& match) {
  std::vector<std::string> who;
  auth::RolesThatBreakGlass().ForEach([&](v1::Role role) {
    if (match.roles().any() ||
        absl::c_linear_search(match.roles().roles(), role)) {
      who.push_back(RoleWords(role));
    }
  });
  return absl::StrCat(
      absl::StrJoin(who, "; or "),
      " may break the glass. Then nothing of \"When\" must be so but the age, "
      "for the kinds of data that she names. What is forbidden stays "
      "forbidden. The owner and the child's guardian are told at once, and "
      "another person reviews it within 24 hours.");
}

Page::Table MatchTable(const v1::Clause& clause) {
  const v1::Match& match = clause.match();
  const bool permit = clause.effect() == v1::EFFECT_PERMIT;
  Rows rows = {
      {"Whose records", Agencies(match.owner(), permit)},
      {"Who asks", Agencies(match.requester(), permit)},
      {"As what",
       AnyOf(match.roles(), Each<v1::Role>(match.roles().roles(), RoleWords),
             permit ? "any role that may see records" : "any role")},
      {"What for",
       AnyOf(match.purposes(),
             Each<v1::Purpose>(match.purposes().purposes(), PurposeWords),
             "any purpose")},
      {"What she does",
       AnyOf(match.actions(),
             Each<v1::Action>(match.actions().actions(), ActionWords),
             "anything")},
      {"When", Conditions(match, permit)}};
  if (!permit) {
    rows.push_back({"What is forbidden",
                    AnyOf(match.categories(),
                          Each<v1::Category>(match.categories().categories(),
                                             CategoryWords),
                          "everything, also that a record exists")});
  }
  if (match.allow_break_glass()) {
    rows.push_back({"In an emergency", BreakGlass(match)});
  }
  return {permit ? "Who may ask" : "Who may not ask",
          {"Question", "Answer"},
          std::move(rows)};
}

// The fields of a permit, in groups of the same kind and the same outcome.
Page::Table FieldTable(const v1::Clause& clause) {
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  // By category and what happens.
  std::map<std::pair<v1::Category, std::string>, std::vector<std::string>>
      groups;
  for (const v1::FieldRule& rule : clause.fields()) {
    const auto number = catalog.Find(rule.field_path());
    const v1::Category category = number.has_value() ? catalog.category(*number)
                                                     : v1::CATEGORY_UNSPECIFIED;
    groups[{category, OutcomeWords(rule)}].push_back(
        FieldWords(rule.field_path()));
  }
  Rows rows;
  for (const auto& [group, fields] : groups) {
    rows.push_back({CategoryWords(group.first), absl::StrJoin(fields, "; "),
                    group.second});
  }
  return {"What is shown; everything else is not",
          {"Kind", "Fields", "How"},
          std::move(rows)};
}

void AddClause(const v1::Clause& clause, Page& page) {
  const bool permit = clause.effect() == v1::EFFECT_PERMIT;
  page.parts.push_back(
      Page::Heading{3, absl::StrCat(permit ? "Permitted: " : "Forbidden: ",
                                    clause.clause_id())});
  page.parts.push_back(MatchTable(clause));
  if (!permit) return;
  page.parts.push_back(FieldTable(clause));
  if (clause.obligations().empty()) return;
  page.parts.push_back(Page::Paragraph{"Duties that go with it:"});
  Page::List duties;
  for (const v1::Obligation& duty : clause.obligations()) {
    duties.items.push_back(DutyWords(duty));
  }
  page.parts.push_back(std::move(duties));
}

// The clauses with this effect, below a heading, or a sentence when there is
// none.
void AddClauses(const v1::Mou& mou, v1::Effect effect, const char* heading,
                const char* if_none, Page& page) {
  page.parts.push_back(Page::Heading{2, heading});
  bool any = false;
  for (const v1::Clause& clause : mou.clauses()) {
    if (clause.effect() != effect) continue;
    AddClause(clause, page);
    any = true;
  }
  if (!any) page.parts.push_back(Page::Paragraph{if_none});
}

}  // namespace

Page MakeMouPage(const v1::Mou& mou) {
  Page page;
  const bool house = mou.party_agency_ids_size() == 1;
  page.title = absl::StrCat(house ? "House rules " : "Memorandum ",
                            mou.mou_id(), ", version ", mou.version());
  Rows rows = {{"Parties", mou.party_agency_ids().empty()
                               ? "the whole federation"
                               : absl::StrJoin(mou.party_agency_ids(), ", ")},
               {"Rests on", mou.legal_authority()},
               {"Holds from", Moment(mou.effective_time())},
               {"Holds until just before", Moment(mou.expiry_time())}};
  if (!mou.case_issuer_agency_ids().empty()) {
    rows.push_back(
        {"Whose word proves a case",
         absl::StrCat(absl::StrJoin(mou.case_issuer_agency_ids(), ", "),
                      "; for its own staff, by another person with a key of "
                      "her own")});
  }
  page.parts.push_back(
      Page::Table{"In short", {"What", "Answer"}, std::move(rows)});
  page.parts.push_back(Page::Paragraph{
      "It does nothing until every party has signed it. What it does not "
      "permit is denied. What it, another memorandum in force or the charter "
      "forbids is denied, whatever is permitted; and what is not known counts "
      "as not so where something is permitted, and as so where something is "
      "forbidden."});
  AddClauses(mou, v1::EFFECT_PERMIT, "What is permitted",
             "Nothing is permitted.", page);
  AddClauses(mou, v1::EFFECT_PROHIBIT, "What is forbidden",
             "Nothing is forbidden besides what the charter forbids.", page);
  return page;
}

}  // namespace homeward::cli
