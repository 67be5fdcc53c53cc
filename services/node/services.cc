#include "services/node/services.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/break_glass/review_taker.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"

namespace homeward::node {
namespace {

std::vector<std::string> MemberIds(const policy::Policy& policy) {
  const auto current = policy.current();
  std::vector<std::string> ids;
  for (const auth::Member& member : current->directory->members()) {
    ids.push_back(member.agency_id());
  }
  return ids;
}

}  // namespace

Services::Services(const rpc::Front* front, const ServedParts& parts)
    : query_(front, parts.inquiry, parts.peer_timeout),
      peer_(front, parts.responder,
            {[parts](const auth::Contact& contact,
                     const v1::SynchronizeRequest& request) {
               parts.withdrawer->courier().Heard(contact.agency_id());
               parts.reviews->courier().Heard(contact.agency_id());
               return parts.synchronizer->Answer(contact, request);
             },
             [parts](const auth::Caller& caller,
                     const v1::WithdrawRequest& request) {
               const auto policy = parts.policy->current();
               return parts.kept->Withdraw(
                   caller, request,
                   {policy->directory.get(), policy->revocations.get(),
                    absl::Now(), parts.known_signers});
             },
             [parts](const auth::Caller& caller,
                     const v1::TellReviewRequest& request) {
               const auto policy = parts.policy->current();
               return federation::TakeReview(
                   caller, request, parts.agency_id, parts.signers,
                   {policy->directory.get(), policy->revocations.get(),
                    absl::Now(), parts.known_signers},
                   parts.glass);
             },
             [path_check = parts.path_check](const std::string& agency_id,
                                             auto done) {
               path_check->WalkBack(agency_id, std::move(done));
             }}),
      registration_(front, parts.registrar),
      match_(front, parts.registrar),
      mou_(
          front, parts.policy, absl::Now,
          [synchronizer = parts.synchronizer] { synchronizer->Nudge(); },
          [synchronizer = parts.synchronizer](v1::MouSummary& mou) {
            synchronizer->AddRefusals(mou);
          }),
      directory_(
          front, parts.policy, absl::Now,
          [synchronizer = parts.synchronizer] { synchronizer->Nudge(); }),
      log_reader_(
          &parts.store->log(), &parts.store->committer(),
          [policy = parts.policy] { return MemberIds(*policy); }, absl::Now),
      evidence_(
          front,
          {&parts.store->log(), &parts.store->engine(), parts.store->log_name(),
           parts.store->log_origin(), parts.store->log_note_key()},
          &log_reader_),
      admin_(front, parts.policy,
             {parts.status,
              [path_check = parts.path_check](const std::string& agency_id,
                                              absl::Time, auto done) {
                path_check->Diagnose(agency_id, std::move(done));
              },
              [probes = parts.probes] { return probes->InForce(absl::Now()); },
              [probes = parts.probes](const std::string& lockout_id,
                                      const auth::Caller& admin) {
                return probes->Lift(lockout_id, admin, absl::Now());
              }}),
      copies_(front,
              {parts.withdrawals, parts.kept,
               [policy = parts.policy] { return policy->current()->mous; },
               absl::Now}),
      notices_(front, parts.desk, absl::Now),
      break_glass_(
          front,
          {parts.glass,
           [policy = parts.policy] { return policy->current()->directory; },
           absl::Now,
           [reviews = parts.reviews] { reviews->courier().Nudge(); }}),
      cases_(front,
             {parts.policy,
              [synchronizer = parts.synchronizer](const std::string& id) {
                return synchronizer->LackingCase(id);
              },
              absl::Now,
              [synchronizer = parts.synchronizer] { synchronizer->Nudge(); }}),
      erasures_(front, parts.eraser),
      statistics_(front, parts.statistician) {}

std::vector<grpc::Service*> Services::all() {
  return {&query_,       &peer_,     &registration_, &match_,     &mou_,
          &directory_,   &evidence_, &admin_,        &copies_,    &notices_,
          &break_glass_, &cases_,    &erasures_,     &statistics_};
}

}  // namespace homeward::node
