#ifndef HOMEWARD_TESTS_TESTING_READ_LOG_H_
#define HOMEWARD_TESTS_TESTING_READ_LOG_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "storage/log/audit_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::testing {

// An entry of an audit log as a node writes it.
struct LogEntry {
  v1::AuditEvent event;
  // Empty where the log has none any more.
  v1::AuditDetails details;
};

// The first 1,000 entries of `log`, oldest first. Only what is durable: drain
// the committer before. An entry that can't be read fails the test.
inline std::vector<LogEntry> ReadLog(const storage::AuditLog& log) {
  const auto records = log.Read(0, 1000);
  EXPECT_OK(records);
  std::vector<LogEntry> entries;
  if (!records.ok()) return entries;
  for (const storage::AuditRecord& record : *records) {
    LogEntry& entry = entries.emplace_back();
    EXPECT_TRUE(entry.event.ParseFromString(record.metadata));
    if (!record.details.has_value()) continue;
    EXPECT_TRUE(
        entry.details.ParseFromString(std::string(record.details->view())));
  }
  return entries;
}

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_READ_LOG_H_
