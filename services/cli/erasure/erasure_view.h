#ifndef HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_VIEW_H_
#define HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_VIEW_H_

#include <string>
#include <vector>

#include "homeward/v1/erasure.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "homeward/v1/retention.pb.h"

namespace homeward::cli {

// `erasure` as its reader needs it: a line with the record and how far it is,
// then, indented, what hinders it and who holds copies. Pure.
std::vector<std::string> ErasureText(const v1::Erasure& erasure);

// `shown` as one reads it to the person whom it is about. Pure.
std::string ShownText(const v1::ShownOnce& shown);

// `keeping`, why a record is kept, in one line. Pure.
std::string KeepingText(const v1::Keeping& keeping);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_ERASURE_ERASURE_VIEW_H_
