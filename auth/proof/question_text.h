#ifndef HOMEWARD_AUTH_PROOF_QUESTION_TEXT_H_
#define HOMEWARD_AUTH_PROOF_QUESTION_TEXT_H_

#include <string>

#include "homeward/v1/decide.pb.h"
#include "homeward/v1/red_line.pb.h"

// Questions and breaches in words, for the own staff. Pure.
namespace homeward::auth {

// "police asks ngo as police missing, for missing search, to locate, about a
// 12-year-old, at 2026-01-01 00:00 UTC, when open case is true".
std::string QuestionText(const v1::DecideRequest& question);

// "police-ngo@1/missing-child discloses identity.name_full when " and the
// question.
std::string BreachText(const v1::Breach& breach);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PROOF_QUESTION_TEXT_H_
