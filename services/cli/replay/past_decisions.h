#ifndef HOMEWARD_SERVICES_CLI_REPLAY_PAST_DECISIONS_H_
#define HOMEWARD_SERVICES_CLI_REPLAY_PAST_DECISIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/change/replay.h"
#include "services/cli/context.h"

// Where past decisions are read from, one after the other: never all at once.
namespace homeward::cli {

// Those made in [start, end).
struct TimeSpan {
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
};

// Adds the decisions of a file, the JSON of one DecideRequest a line.
//
// Errors:
//   NOT_FOUND, DATA_LOSS  The file can't be read.
//   INVALID_ARGUMENT      A line is none: the text names it and quotes nothing.
absl::Status ReplayFile(const std::string& path, const TimeSpan& span,
                        auth::Replay& replay);

// Adds what the own node decided, by its log, and shows how far that is.
// Errors: as NodeClient::Open() and EvidenceService.ListDecisions.
absl::Status ReplayNode(Context& context, const TimeSpan& span,
                        auth::Replay& replay);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_REPLAY_PAST_DECISIONS_H_
