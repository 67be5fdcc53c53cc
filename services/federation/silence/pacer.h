#ifndef HOMEWARD_SERVICES_FEDERATION_SILENCE_PACER_H_
#define HOMEWARD_SERVICES_FEDERATION_SILENCE_PACER_H_

#include <chrono>
#include <functional>

namespace homeward::federation {

// Lets the steps of a question that shows nothing happen on beats alone: whole
// multiples of a fixed time after its arrival. When a step happens tells then
// only how many beats it took, not how long. Thread-safe.
class Pacer {
 public:
  // Of a clock that nobody sets.
  using Instant = std::chrono::steady_clock::time_point;

  virtual ~Pacer() = default;

  // Runs `work` once, on the next beat of what arrived at `arrived`, on a
  // thread of the pacer. It must be quick. False when too much waits: `work`
  // is then destroyed and never runs.
  [[nodiscard]] virtual bool Submit(Instant arrived,
                                    std::function<void()> work) = 0;

  // Does the same with the rest of something that was submitted before. Never
  // refuses: as much can wait as was begun, whose number others bound.
  virtual void Resume(Instant arrived, std::function<void()> work) = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SILENCE_PACER_H_
