#ifndef HOMEWARD_SERVICES_CLI_PROGRESS_H_
#define HOMEWARD_SERVICES_CLI_PROGRESS_H_

#include <cstdint>
#include <string>

#include "services/cli/context.h"

namespace homeward::cli {

// How far something long is: a bar on a terminal, and nothing anywhere else,
// with --plain or in a JSON format. Not thread-safe.
class Progress {
 public:
  // Keeps `context`.
  Progress(Context* context, std::string what);

  // Whether there is a bar here at all.
  bool IsDrawn() const;
  // Shows `done` of `all` things; only whole percents are drawn.
  void Show(int64_t done, int64_t all);
  // Wipes the bar.
  void End();

 private:
  Context* const context_;
  const std::string what_;
  int shown_percent_ = -1;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_PROGRESS_H_
