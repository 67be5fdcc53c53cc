#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_EXCHANGE_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_EXCHANGE_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/federation/answering/answer_draft.h"
#include "services/federation/answering/decide_answer.h"
#include "services/federation/answering/responder.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/silence/pacer.h"

namespace homeward::federation {

// One question on its way to its answer.
struct Responder::Exchange {
  std::string asker_agency_id;
  absl::Time now;
  Pacer::Instant arrived;
  Done done;
  AnswerFrame frame;
  std::optional<VerifiedQuestion> question;
  // It is fresh: what becomes of it is remembered.
  bool taken_up = false;
  LimitedQuestion probe;
  // What the statement that came with it is worth here.
  GlassReading glass;
  AnswerDraft draft;
  // Nothing is shown: what it does is seen on beats alone.
  bool silent = false;

  // Once it is taken up.
  TakenQuestion taken() const { return {*question, glass, now}; }
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_EXCHANGE_H_
