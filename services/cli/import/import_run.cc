#include "services/cli/import/import_run.h"

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/cli/sign_in/session.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

constexpr size_t kMaxUnderWay = 16;

// Whether `status` is about this record alone.
bool IsAboutTheRecord(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) ||
         absl::IsFailedPrecondition(status) || absl::IsNotFound(status);
}

}  // namespace

// A registration under way.
struct ImportRun::Flight {
  v1::RegisterChildRequest request;
  v1::RegisterChildResponse response;
  int64_t line = 0;
  std::string raw;
  // Why its source took it back; empty when it did not.
  std::string withdrawn;
  std::future<absl::Status> done;
};

ImportRun::ImportRun(Context* context, RegisterFunction do_register,
                     std::string refused_path,
                     std::function<std::string()> header, std::string footer)
    : context_(context),
      register_(std::move(do_register)),
      header_(std::move(header)),
      footer_(std::move(footer)) {
  if (!refused_path.empty()) refused_.emplace(std::move(refused_path));
}

ImportRun::~ImportRun() {
  for (const auto& flight : flights_) flight->done.wait();
}

absl::Status ImportRun::Add(const v1::RegisterChildRequest& request,
                            int64_t line, std::string raw) {
  auto flight = std::make_unique<Flight>();
  flight->request = request;
  flight->line = line;
  flight->raw = std::move(raw);
  return Start(std::move(flight));
}

absl::Status ImportRun::Withdraw(const v1::RegisterChildRequest& request,
                                 int64_t line, std::string reason) {
  auto flight = std::make_unique<Flight>();
  flight->request = request;
  flight->line = line;
  flight->withdrawn = std::move(reason);
  return Start(std::move(flight));
}

absl::Status ImportRun::Start(std::unique_ptr<Flight> flight) {
  ++totals_.read;
  if (!flight->request.source_record_id().empty()) {
    // The record's own number tells what is there already. Under the id that
    // is made of the content, the node would say once more what it said when
    // the same file came first.
    const auto id = RandomId();
    if (!id.ok()) return id.status();
    flight->request.set_request_id(absl::BytesToHexString(*id));
  }
  flight->done = std::async(std::launch::async, [this, flight = flight.get()] {
    return register_(flight->request, flight->response);
  });
  flights_.push_back(std::move(flight));
  if (flights_.size() < kMaxUnderWay) return absl::OkStatus();
  return Land();
}

absl::Status ImportRun::Land() {
  const std::unique_ptr<Flight> flight = std::move(flights_.front());
  flights_.pop_front();
  const absl::Status status = flight->done.get();
  if (!flight->withdrawn.empty()) return LandWithdrawn(*flight, status);
  if (status.ok()) {
    const bool added = flight->response.claim_ids_size() > 0;
    ++(flight->response.created() ? totals_.created
       : added                    ? totals_.added_to
                                  : totals_.unchanged);
    if (context_->format == Format::kNdjson) {
      context_->Json(flight->response);
    }
    return absl::OkStatus();
  }
  if (!IsAboutTheRecord(status)) return status;
  // The node's words begin with the field, as in "identity.sex: is ...".
  absl::string_view reason = status.message();
  const size_t end = reason.find(": ");
  absl::string_view field = reason.substr(0, end);
  if (end == reason.npos || absl::StrContains(field, ' ')) {
    field = "";
  } else {
    reason.remove_prefix(end + 2);
  }
  return RefuseAndKeep(flight->line, field, reason, flight->raw);
}

absl::Status ImportRun::LandWithdrawn(const Flight& flight,
                                      const absl::Status& status) {
  if (!status.ok() && !absl::IsNotFound(status)) return status;
  ++totals_.withdrawn;
  const bool here = status.ok() && !flight.response.record_id().empty();
  if (here) ++totals_.withdrawn_here;
  context_->Say(
      absl::StrCat("not taken, line ", flight.line, ": ", flight.withdrawn,
                   here ? absl::StrCat("; this node has it from before as ",
                                       flight.response.record_id(),
                                       ": ask the source what holds")
                        : ""));
  return absl::OkStatus();
}

absl::Status ImportRun::Refuse(int64_t line, absl::string_view field,
                               absl::string_view reason) {
  context_->Say(absl::StrCat("refused, line ", line, ": ",
                             field.empty() ? "the record" : field, " ",
                             reason));
  return absl::OkStatus();
}

absl::Status ImportRun::Keep(absl::string_view raw) {
  ++totals_.refused;
  if (raw.empty() || !refused_.has_value()) return absl::OkStatus();
  const std::string header = refused_->made() ? "" : header_();
  if (refused_->Write(absl::StrCat(header, raw, "\n"))) return absl::OkStatus();
  return CantKeep();
}

absl::Status ImportRun::RefuseAndKeep(int64_t line, absl::string_view field,
                                      absl::string_view reason,
                                      absl::string_view raw) {
  const absl::Status told = Refuse(line, field, reason);
  return told.ok() ? Keep(raw) : told;
}

absl::Status ImportRun::CantKeep() const {
  return rpc::DetailedError(
      absl::StatusCode::kFailedPrecondition, "HW-DISK-001",
      absl::StrCat("can't write ", refused_->path()), v1::FAULT_CALLER,
      "make room, or copy the file to a folder that you may write to; then "
      "import again: what was imported stays");
}

void ImportRun::SkipAdult(int64_t line) {
  ++totals_.read;
  ++totals_.adults;
  context_->Say(
      absl::StrCat("skipped, line ", line, ": the person is surely an adult"));
}

absl::Status ImportRun::Await() {
  absl::Status result;
  while (!flights_.empty()) {
    const absl::Status status = Land();
    if (result.ok()) result = status;
  }
  return result;
}

absl::Status ImportRun::Finish() {
  const absl::Status result = Await();
  if (!refused_.has_value() || !refused_->made()) return result;
  const bool written = refused_->Write(footer_);
  if (!refused_->Close() || !written) return result.ok() ? CantKeep() : result;
  context_->Say(absl::StrCat("Refused records are in ", refused_->path(),
                             ": correct and import that file."));
  return result;
}

}  // namespace homeward::cli
