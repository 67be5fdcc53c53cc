#ifndef HOMEWARD_SERVICES_NODE_SERVICES_H_
#define HOMEWARD_SERVICES_NODE_SERVICES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/federation/answering/responder.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/review_teller.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/desk/desk.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/signer.h"
#include "services/federation/sync/synchronizer.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/federation/withdrawal/withdrawer.h"
#include "services/node/path/path_check.h"
#include "services/node/store.h"
#include "services/policy/policy.h"
#include "services/registration/registrar.h"
#include "services/rpc/front.h"
#include "services/rpc/service/evidence/evidence_service.h"
#include "services/rpc/service/evidence/log_reader.h"
#include "services/rpc/service/policy/admin_service.h"
#include "services/rpc/service/policy/case_service.h"
#include "services/rpc/service/policy/directory_service.h"
#include "services/rpc/service/policy/mou_service.h"
#include "services/rpc/service/question/break_glass_service.h"
#include "services/rpc/service/question/copy_service.h"
#include "services/rpc/service/question/notice_service.h"
#include "services/rpc/service/question/peer_service.h"
#include "services/rpc/service/question/query_service.h"
#include "services/rpc/service/record/erasure_service.h"
#include "services/rpc/service/record/match_service.h"
#include "services/rpc/service/record/registration_service.h"
#include "services/rpc/service/record/statistics_service.h"
#include "services/statistics/statistician.h"

namespace homeward::node {

// What the services serve. Every pointer outlives them.
struct ServedParts {
  Store* store = nullptr;
  policy::Policy* policy = nullptr;
  const federation::Inquiry* inquiry = nullptr;
  federation::Responder* responder = nullptr;
  federation::Synchronizer* synchronizer = nullptr;
  const registration::Registrar* registrar = nullptr;
  PathCheck* path_check = nullptr;
  federation::ProbeGuard* probes = nullptr;
  const federation::WithdrawalBook* withdrawals = nullptr;
  const federation::KeptAnswers* kept = nullptr;
  federation::Withdrawer* withdrawer = nullptr;
  federation::Desk* desk = nullptr;
  federation::GlassBook* glass = nullptr;
  federation::ReviewTeller* reviews = nullptr;
  federation::Eraser* eraser = nullptr;
  statistics::Statistician* statistician = nullptr;
  // The own agency, and the own pairs that sign.
  std::string agency_id;
  federation::SignerFinder signers;
  federation::KnownSigners* known_signers = nullptr;
  std::function<v1::GetStatusResponse()> status;
  // What a peer has to answer a question that names no time of its own.
  absl::Duration peer_timeout;
};

// Every service of a node's gRPC server.
class Services {
 public:
  // `front` must outlive the server.
  Services(const rpc::Front* front, const ServedParts& parts);

  // For rpc::Server::Options.
  std::vector<grpc::Service*> all();

 private:
  rpc::QueryService query_;
  rpc::PeerService peer_;
  rpc::RegistrationService registration_;
  rpc::MatchService match_;
  rpc::MouService mou_;
  rpc::DirectoryService directory_;
  rpc::LogReader log_reader_;
  rpc::EvidenceService evidence_;
  rpc::AdminService admin_;
  rpc::CopyService copies_;
  rpc::NoticeService notices_;
  rpc::BreakGlassService break_glass_;
  rpc::CaseService cases_;
  rpc::ErasureService erasures_;
  rpc::StatisticsService statistics_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_SERVICES_H_
