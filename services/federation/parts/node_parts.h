#ifndef HOMEWARD_SERVICES_FEDERATION_PARTS_NODE_PARTS_H_
#define HOMEWARD_SERVICES_FEDERATION_PARTS_NODE_PARTS_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/desk/desk.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/silence/pacer.h"
#include "services/federation/tracing/tracing_consent.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/policy/policy.h"
#include "services/query/pipeline.h"
#include "services/telemetry/metrics.h"
#include "storage/committer.h"
#include "storage/copies/disclosure_store.h"
#include "storage/log/audit_log.h"
#include "storage/records/match_store.h"

namespace homeward::federation {

// What a node needs to answer and to ask. Every pointer outlives its user;
// `metrics` may be null.
struct NodeParts {
  std::string agency_id;
  policy::Policy* policy = nullptr;
  const query::Pipeline* pipeline = nullptr;
  const storage::MatchStore* matches = nullptr;
  // With whom a family may be looked for.
  const TracingConsent* tracing = nullptr;
  storage::Committer* committer = nullptr;
  const storage::AuditLog* log = nullptr;
  SignerFinder signers;
  // What went out, what of it was taken back, and what came in.
  const storage::DisclosureStore* disclosures = nullptr;
  const WithdrawalBook* withdrawals = nullptr;
  const KeptAnswers* kept = nullptr;
  // Where own staff are told of what they must know.
  Desk* desk = nullptr;
  // Where the glass was broken, and who is suspended for it.
  GlassBook* glass = nullptr;
  KnownSigners* known_signers = nullptr;
  ProbeGuard* probes = nullptr;
  Pacer* pacer = nullptr;
  telemetry::Metrics* metrics = nullptr;
  std::function<absl::Time()> clock;
  // Runs the rest of a question on a worker, soon. Never refuses.
  std::function<void(std::function<void()>)> resume;
  // Told of an agency whose node goes by another version of an MOU, so that
  // both fetch what they lack at once. May be empty. Must not block.
  std::function<void(const std::string& agency_id)> stale_mou = {};
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PARTS_NODE_PARTS_H_
