#ifndef HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_
#define HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_

#include <vector>

#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// Whether `a` leaves less time than `b`, of the same type. No time is longer
// than any.
bool IsSooner(const v1::Obligation& a, const v1::Obligation& b);

// Adds `duties` to `kept`: each type once, and of two the one with the shorter
// time.
void MergeObligations(const std::vector<v1::Obligation>& duties,
                      std::vector<v1::Obligation>& kept);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_
