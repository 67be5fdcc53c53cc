#ifndef HOMEWARD_SERVICES_NODE_STATUS_ITEMS_H_
#define HOMEWARD_SERVICES_NODE_STATUS_ITEMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/node/status.h"

// What the parts of BuildStatus() share.
namespace homeward::node {

// Items as they are found. `next_step` says what to do about one.
class StatusItems {
 public:
  void Ok(absl::string_view subject, absl::string_view text);
  void Warn(absl::string_view subject, absl::string_view text,
            absl::string_view next_step);
  void Act(absl::string_view subject, absl::string_view text,
           absl::string_view next_step);
  void Add(absl::string_view subject, v1::Severity severity,
           absl::string_view text, absl::string_view next_step);

  // True once there is an item of `subject`.
  bool Has(absl::string_view subject) const;

  // All of them, the worst first, then by subject, then as they were found.
  std::vector<v1::StatusItem> WorstFirst() &&;

 private:
  std::vector<v1::StatusItem> items_;
};

// A length of time in its largest unit, cut down: "3 days", "5 hours".
std::string Words(absl::Duration length);

// Whom the node can rely on, and who on it: subjects "certificate", "directory"
// and "mous".
void AddTrust(const StatusFacts& facts, StatusItems& items);

// How it runs: subjects "peers", "clock", "log", "store", "queue" and "index".
void AddRunning(const StatusFacts& facts, StatusItems& items);

// What people have to ask others about: subjects "probing", "withdrawals" and
// "reviews".
void AddDuties(const StatusFacts& facts, StatusItems& items);

// What its staff must know of or do: subject "notices".
void AddNotices(const StatusFacts& facts, StatusItems& items);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_STATUS_ITEMS_H_
