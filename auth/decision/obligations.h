#ifndef HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_
#define HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_

#include <vector>

#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// Adds `duties` to `kept`: each type once, and of two the one with the shorter
// time. No time is longer than any.
void MergeObligations(const std::vector<v1::Obligation>& duties,
                      std::vector<v1::Obligation>& kept);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_OBLIGATIONS_H_
