#ifndef HOMEWARD_SERVICES_CLI_MOU_PAGE_PLAIN_WORDS_H_
#define HOMEWARD_SERVICES_CLI_MOU_PAGE_PLAIN_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"

// What an MOU says, in the words of people who sign it. Pure. A value that has
// no words of its own yet is told by its name.
namespace homeward::cli {

// "a police officer who searches for missing children".
std::string RoleWords(v1::Role role);
// "to find a child who is reported missing".
std::string PurposeWords(v1::Purpose purpose);
// "ask where a child is".
std::string ActionWords(v1::Action action);
// "name, sex and age band".
std::string CategoryWords(v1::Category category);
// "there is an open case" or "there is no open case".
std::string ConditionWords(v1::Fact fact, bool expected);
// "shown as it is", "shown less exactly: the month".
std::string OutcomeWords(const v1::FieldRule& rule);
// "delete what was received, within 30 days".
std::string DutyWords(const v1::Obligation& duty);
// `identity.date_of_birth` is "date of birth (identity)".
std::string FieldWords(absl::string_view path);
// "from 12 to 17 years old".
std::string AgeWords(const v1::AgeLimits& age);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_PAGE_PLAIN_WORDS_H_
