#ifndef HOMEWARD_SERVICES_RPC_FRONT_H_
#define HOMEWARD_SERVICES_RPC_FRONT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "grpcpp/alarm.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "services/rpc/admission.h"
#include "services/rpc/gate.h"
#include "services/rpc/worker_pool.h"

namespace homeward::rpc {

class ConnectionGuard;

// What is measured of a call when it ends.
struct CallRecord {
  // Such as "homeward.v1.PeerService/Ask".
  const char* method;
  absl::StatusCode code;
  // From its arrival to its end.
  absl::Duration latency;
  // The query it belongs to. Empty when it is none.
  std::string query_id = {};
};

// What all services of a node share. Every pointer outlives the server.
struct Front {
  WorkerPool* pool = nullptr;
  const Admission* admission = nullptr;
  // The longest a call may last whatever deadline its client set.
  absl::Duration max_call_time = absl::Minutes(2);
  // The same of what reads the whole log or all records, such as
  // EvidenceService/VerifyLog; the command waits as long.
  absl::Duration max_verification_time = absl::Hours(1);
  // Whether own staff, who was admitted, may make any other call than one
  // that IsForSuspended(). May block. Empty: everybody may.
  std::function<absl::Status(const auth::Caller&)> check_account;
  // Told of what calls bring through. May be null.
  ConnectionGuard* guard = nullptr;
  // Told of every call that ends. Must be thread-safe and not block. May be
  // empty.
  std::function<void(const CallRecord&)> observe;
};

// What the three kinds of call in call.h have in common: who calls, until
// when, and that a call ends once. Thread-safe. Outlives gRPC's own objects,
// so a handler may keep it as long as it likes.
class CallCore {
 public:
  // `context` is used until Gone(); `method` is a literal.
  CallCore(const Front* front, grpc::CallbackServerContext* context,
           const char* method);

  // Who calls. Only after Admit() was OK, and not for Audience::kContact.
  const auth::Caller& caller() const { return *caller_; }
  // Who calls a method for Audience::kContact. Only after Admit() was OK.
  const auth::Contact& contact() const { return *contact_; }
  // When the answer is of no use any more: the client's deadline, or the
  // node's own if that is earlier.
  absl::Time deadline() const { return deadline_; }
  // Whether the client went away. Work may stop then.
  bool cancelled() const;
  // Whether somebody waits for the answer still: the client did not go away,
  // and it is not past deadline().
  bool awaited() const;
  // Calls `react` once when the client goes away before the call has ended; at
  // once if it has gone. `react` must not block.
  void OnCancel(std::function<void()> react);
  // Puts the query's id into the trailing metadata `homeward-query-id`.
  void SetQueryId(const std::string& query_id);

  // The rest is for call.h.

  // Runs `work` on the pool. False when too much waits.
  [[nodiscard]] bool Submit(std::function<void()> work);
  // Decides who calls. CANCELLED when nobody waits for it any more.
  absl::Status Admit();
  // A message of this call came through.
  void Received();
  // Claims the end of the call: true for the first who calls it. Then the
  // trailing metadata is complete and the caller must end the call.
  bool BeginEnd(const absl::Status& status);
  // What the client is told of `status`. Peers get one text for each code,
  // whatever the reason; a contact also what is wrong with what it sent.
  grpc::Status Outward(const absl::Status& status) const;
  // The client went away.
  void Cancelled();
  // Ends the call on the wire, also when its end waits for a client that does
  // not read.
  void Abort();
  // gRPC is done with the call: `context` is not used any more.
  void Gone();
  // Whether gRPC lets the call last longer than deadline().
  bool outlasts_deadline() const { return outlasts_deadline_; }

 private:
  CallCore(const Front* front, grpc::CallbackServerContext* context,
           const char* method, absl::Time client_deadline);

  const Front* const front_;
  const char* const method_;
  const Audience audience_;
  const std::string account_;
  const std::string peer_;
  const absl::Time start_;
  const absl::Time deadline_;
  const bool outlasts_deadline_;
  // One of the two, once admitted.
  std::optional<auth::Caller> caller_;
  std::optional<auth::Contact> contact_;
  mutable absl::Mutex mutex_;
  // Null when gRPC is done with it.
  grpc::CallbackServerContext* context_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::string query_id_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_cancel_ ABSL_GUARDED_BY(mutex_);
};

// Ends a stream at its deadline where gRPC doesn't: a client that never reads
// or sends must not keep it for ever.
class DeadlineAlarm {
 public:
  explicit DeadlineAlarm(const std::shared_ptr<CallCore>& core);

 private:
  grpc::Alarm alarm_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_FRONT_H_
