#ifndef HOMEWARD_SERVICES_NODE_LOG_GRPC_LOG_H_
#define HOMEWARD_SERVICES_NODE_LOG_GRPC_LOG_H_

#include "absl/time/time.h"
#include "services/node/log/log.h"

namespace homeward::node {

// How often gRPC may say something in the log.
inline constexpr absl::Duration kGrpcLogInterval = absl::Seconds(10);

// While it lives, what gRPC says of itself goes into `log`: which line of its
// source said something, never what, since that holds addresses and what
// others sent. One line in kGrpcLogInterval at most; it counts those that were
// held back. gRPC has one log in a process: the GrpcLog made last has it, and
// when that ends nobody. Thread-safe.
class GrpcLog {
 public:
  // `log` must outlive it.
  explicit GrpcLog(Log* log);
  ~GrpcLog();
  GrpcLog(const GrpcLog&) = delete;
  GrpcLog& operator=(const GrpcLog&) = delete;

 private:
  Log* const log_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_LOG_GRPC_LOG_H_
