#ifndef HOMEWARD_SERVICES_NODE_PARTS_H_
#define HOMEWARD_SERVICES_NODE_PARTS_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/federation/answering/responder.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/review_teller.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/courier/courier.h"
#include "services/federation/desk/desk.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/erasure_book.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/signer.h"
#include "services/federation/silence/beat_pacer.h"
#include "services/federation/sync/synchronizer.h"
#include "services/federation/tracing/tracing_consent.h"
#include "services/federation/watch/record_watch.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/federation/withdrawal/withdrawer.h"
#include "services/node/index/index_keeper.h"
#include "services/node/log/grpc_log.h"
#include "services/node/log/log.h"
#include "services/node/path/path_check.h"
#include "services/node/peers.h"
#include "services/node/services.h"
#include "services/node/store.h"
#include "services/node/store_watch.h"
#include "services/node/ticker.h"
#include "services/policy/policy.h"
#include "services/policy/revocation_keeper.h"
#include "services/query/pipeline.h"
#include "services/registration/registrar.h"
#include "services/rpc/admission.h"
#include "services/rpc/connection_guard.h"
#include "services/rpc/front.h"
#include "services/rpc/server.h"
#include "services/rpc/tls/tls_keeper.h"
#include "services/rpc/worker_pool.h"
#include "services/statistics/statistician.h"
#include "services/telemetry/metrics.h"
#include "storage/committer.h"
#include "storage/erasing/record_eraser.h"
#include "storage/walk/record_walk.h"

namespace homeward::node {

// How soon what is unproven is looked at again.
inline constexpr absl::Duration kProveEvery = absl::Seconds(5);

// What a node is made of, in the order of making: each part uses those before
// it, and goes before them. Node::Start() calls the functions in the order in
// which they stand here.
struct Parts {
  std::unique_ptr<Log> log;
  std::unique_ptr<GrpcLog> grpc_log;
  telemetry::Metrics metrics;
  int metrics_port = 0;
  std::string agency_id;
  std::string data_folder;
  absl::Duration synchronize_every = absl::Seconds(2);
  rpc::WorkerPool::Limits pool_limits;
  std::unique_ptr<rpc::WorkerPool> pool;
  std::unique_ptr<Store> store;
  std::unique_ptr<policy::Policy> policy;
  // Proves what MOUs may be active. Outlives whoever wakes it.
  std::unique_ptr<Ticker> prover;
  absl::Time prove_again = absl::InfinitePast();  // The prover's own.
  // Ends the proof that is under way; the next start begins it again.
  std::atomic<bool> proofs_end{false};
  std::unique_ptr<rpc::TlsKeeper> keeper;
  std::unique_ptr<rpc::Admission> admission;
  std::unique_ptr<query::Pipeline> pipeline;
  std::unique_ptr<Peers> peers;
  std::unique_ptr<federation::Synchronizer> synchronizer;
  federation::KnownSigners known_signers;
  std::unique_ptr<federation::Desk> desk;
  std::unique_ptr<storage::RecordWalk> record_walk;
  std::unique_ptr<federation::KeepingBook> keeping_book;
  std::unique_ptr<federation::RecordWatch> record_watch;
  std::unique_ptr<federation::ProbeGuard> probes;
  std::unique_ptr<federation::BeatPacer> pacer;
  std::unique_ptr<federation::WithdrawalBook> withdrawals;
  std::unique_ptr<federation::KeptAnswers> kept;
  std::unique_ptr<federation::Withdrawer> withdrawer;
  std::unique_ptr<federation::GlassBook> glass;
  std::unique_ptr<federation::ReviewTeller> reviews;
  std::unique_ptr<federation::TracingConsent> tracing;
  std::unique_ptr<storage::RecordEraser> record_eraser;
  std::unique_ptr<federation::ErasureBook> erasure_book;
  std::unique_ptr<federation::Eraser> eraser;
  federation::NodeParts node_parts;
  std::unique_ptr<federation::Responder> responder;
  std::unique_ptr<federation::Inquiry> inquiry;
  std::unique_ptr<registration::Registrar> registrar;
  std::unique_ptr<statistics::Statistician> statistician;
  std::unique_ptr<PathCheck> path_check;
  std::unique_ptr<policy::RevocationKeeper> revocation_keeper;
  std::unique_ptr<rpc::ConnectionGuard> guard;
  rpc::Front front;
  std::unique_ptr<Services> services;
  std::unique_ptr<rpc::Server> server;
  StoreWatch store_watch;  // The ticker's own.
  std::unique_ptr<Ticker> ticker;
  // Erases answers whose time is over.
  std::unique_ptr<Ticker> sweeper;
  std::unique_ptr<IndexKeeper> index_keeper;
  // Deletes notices that are kept no more.
  std::unique_ptr<Ticker> pruner;
  // Looks of which records the desk must be told by now.
  std::unique_ptr<Ticker> watch_ticker;
  // Finishes erasures, and looks again at those that are hindered.
  std::unique_ptr<Ticker> erasure_ticker;

  // How the store's one writer goes. Holds this.
  storage::CommitterOptions CommitterFor();
  // Log, pool, store, policy. Errors name the field of the configuration.
  absl::Status OpenStore(const internal::v1::NodeConfig& config);
  // The own certificate, who may connect, and how to connect to peers. Errors
  // name the field of the configuration.
  absl::Status StartTls(const internal::v1::NodeConfig& config);
  // Keeping shared documents alike.
  void MakeSynchronizer(const internal::v1::NodeConfig& config);
  // Where own staff are told of what they must know, and who tells them of
  // records whose time has come.
  void MakeDesk(const internal::v1::NodeConfig& config);
  // Who asks too much.
  void MakeProbeGuard(const internal::v1::NodeConfig& config);
  // When answers that show nothing go on.
  void MakePacer(std::chrono::nanoseconds beat);
  // What goes out and comes in, to be taken back.
  void MakeCopies(const internal::v1::NodeConfig& config);
  // Where the glass is broken, and telling what was found of it.
  void MakeGlass(const internal::v1::NodeConfig& config);
  // Erasing records at the request of whom they are about.
  void MakeErasures(const internal::v1::NodeConfig& config);
  // Takes up what was begun. Errors: those of ErasureBook::Restore().
  absl::Status RestoreErasures();
  // Asking and answering.
  void MakeFlows(const internal::v1::NodeConfig& config);
  // Registering, walking the path to a peer.
  void MakeSideFlows(const internal::v1::NodeConfig& config);
  // Counting children.
  void MakeStatistician(const internal::v1::NodeConfig& config);
  // Opens the ports; the node serves when this returns OK.
  absl::Status Serve(const internal::v1::NodeConfig& config);

  // The own pairs that sign. Holds this.
  federation::SignerFinder Signers();

  // How a courier goes that writes `event` to the log when it failed. Holds
  // this.
  federation::Courier::Options CourierFor(Literal event);
  // What Serve() is made of.
  absl::Status StartServer(const internal::v1::NodeConfig& config);
  void ObserveCall(const rpc::CallRecord& call);
  // What is looked at every 5 s.
  void Tick();
  void CountNotices();
  void Prove();
  void RenewRevocations();
  void Sweep();
  void KeepIndex();
  void ReportIndex(const IndexProgress& progress);
  void Prune();
  void WatchRecords();
  void StepErasures();
  // How the node is now.
  v1::GetStatusResponse Status() const;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PARTS_H_
