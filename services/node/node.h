#ifndef HOMEWARD_SERVICES_NODE_NODE_H_
#define HOMEWARD_SERVICES_NODE_NODE_H_

#include <chrono>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/federation/silence/beat_pacer.h"

namespace homeward::node {

struct Parts;

// A running node: the store, the policy, the services and their threads, built
// from a configuration. Thread-safe.
class Node {
 public:
  // Builds and starts a node. It serves when this returns. Peers are told that
  // there is nothing to show on beats of `answer_beat`; see federation::Pacer.
  //
  // Errors: the text names the field of the configuration that leads to it and
  // what to do. Nothing listens then.
  static absl::StatusOr<std::unique_ptr<Node>> Start(
      const internal::v1::NodeConfig& config,
      std::chrono::nanoseconds answer_beat = federation::kAnswerBeat);

  // As Stop() with 10 s.
  ~Node();

  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Where it listens; those of the metrics and of the health service are 0
  // when they are served nowhere.
  int port() const;
  int metrics_port() const;
  int health_port() const;

  // Stops in order: takes no more calls, lets those that run finish for at most
  // `limit`, of which peers have four fifths to answer, makes durable what
  // waits, signs the log. A second call does nothing.
  void Stop(absl::Duration limit);

 private:
  explicit Node(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_NODE_H_
