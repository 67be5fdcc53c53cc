#ifndef HOMEWARD_SERVICES_FEDERATION_SILENCE_BEAT_PACER_H_
#define HOMEWARD_SERVICES_FEDERATION_SILENCE_BEAT_PACER_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "services/federation/silence/pacer.h"

namespace homeward::federation {

// Long enough that a search, and a sync of the log, nearly always take less;
// and two of them are half of the least time that a peer can be given.
inline constexpr std::chrono::milliseconds kAnswerBeat{25};

// The first beat after `now` of what arrived at `arrived`, not after `now`.
// `beat` is above zero.
Pacer::Instant NextBeat(Pacer::Instant arrived, Pacer::Instant now,
                        std::chrono::nanoseconds beat);

// The pacer of a node: one thread, on which all works run one after the other,
// the earliest first. No thread waits for a single question.
class BeatPacer final : public Pacer {
 public:
  struct Options {
    // Above zero.
    std::chrono::nanoseconds beat = kAnswerBeat;
    // The most that may wait before more is refused. At least 1.
    size_t max_waiting = 1024;
  };

  // Starts the thread.
  explicit BeatPacer(Options options);

  // As Stop().
  ~BeatPacer() override;

  BeatPacer(const BeatPacer&) = delete;
  BeatPacer& operator=(const BeatPacer&) = delete;

  [[nodiscard]] bool Submit(Instant arrived,
                            std::function<void()> work) override;
  void Resume(Instant arrived, std::function<void()> work) override;

  // Runs at once what waits, and from now on whatever comes, where it comes
  // from. Ends the thread. Must not be called by work of this pacer. A second
  // call does nothing.
  void Stop();

 private:
  struct Waiting {
    Instant due;
    // Of two that are due at once, the one that came first runs first.
    int64_t number;
    std::function<void()> work;
  };
  static bool IsLater(const Waiting& a, const Waiting& b);

  // True once `work` waits for its beat.
  bool Push(Instant arrived, size_t limit, std::function<void()>& work);
  void Run();

  const Options options_;
  // Not Abseil's, whose timed waits follow the wall clock. It guards the rest.
  std::mutex mutex_;
  std::condition_variable changed_;
  // A heap by IsLater(): the next is in front.
  std::vector<Waiting> waiting_;
  int64_t next_number_ = 0;
  bool stopping_ = false;
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SILENCE_BEAT_PACER_H_
