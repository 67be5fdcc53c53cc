#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/context.h"
#include "services/cli/import/import_file.h"
#include "services/cli/import/import_run.h"
#include "services/exchange/age.h"
#include "services/exchange/pfif/pfif_claims.h"
#include "services/exchange/pfif/pfif_raw.h"
#include "services/exchange/pfif/pfif_reader.h"
#include "services/exchange/pfif/pfif_words.h"

namespace homeward::cli {
namespace {

using ::homeward::exchange::PfifNote;
using ::homeward::exchange::PfifPerson;

// One import of a file. It is read through first, and twice after that when
// something in it is about records that the file itself may hold further down.
class PfifImport {
 public:
  PfifImport(Context* context, const ImportOptions* options,
             const exchange::PfifMapping& mapping, RegisterFunction registrar)
      : context_(context),
        options_(options),
        mapping_(mapping),
        run_(
            context, std::move(registrar),
            RefusedPath(*options, ".refused.xml"),
            [this] { return exchange::PfifHeader(reader_->version()); },
            exchange::PfifFooter()) {}

  Result Run() {
    absl::Status status = CheckWhole();
    if (!status.ok()) return status;
    status = Read("importing", PersonsAlone());
    if (status.ok() && more_) {
      status = run_.Await();
      if (status.ok()) status = MayReadAgain();
      if (status.ok()) status = Read("importing", TheRest());
    }
    const absl::Status finished = run_.Finish();
    if (status.ok()) status = finished;
    if (status.ok()) return Summarize(*context_, *options_, run_.totals());
    TellWhatStays(*context_, run_.totals());
    return status;
  }

 private:
  // Errors: what is wrong with the file as a whole.
  absl::Status CheckWhole() {
    if (!IsFile(options_->file)) return absl::OkStatus();
    const absl::Status whole = Read("checking", exchange::PfifSink());
    if (whole.ok() || absl::IsNotFound(whole)) return whole;
    return absl::Status(whole.code(),
                        absl::StrCat(whole.message(),
                                     "; nothing of the file was taken: correct "
                                     "it, or have it sent again"));
  }

  // Adds persons, and tells what is refused.
  exchange::PfifSink PersonsAlone() {
    exchange::PfifSink sink;
    sink.person = [this](const PfifPerson& person) { return Take(person); };
    sink.note = [this](const PfifNote&) {
      more_ = true;
      return absl::OkStatus();
    };
    sink.refused = [this](const exchange::RefusedRecord& record) {
      for (const exchange::PfifProblem& problem : record.problems) {
        const absl::Status told =
            run_.Refuse(problem.line, problem.field, problem.reason);
        if (!told.ok()) return told;
      }
      return run_.Keep(record.xml);
    };
    return sink;
  }

  // Adds the notes outside of persons, and tells what was taken back.
  exchange::PfifSink TheRest() {
    exchange::PfifSink sink;
    sink.note = [this](const PfifNote& note) {
      return run_.Add(exchange::AdditionOf(note, mapping_), note.line,
                      note.xml);
    };
    sink.person = [this](const PfifPerson& person) {
      const absl::Status taken = RequestOf(person).status();
      if (!absl::IsFailedPrecondition(taken) || IsAdult(person)) {
        return absl::OkStatus();
      }
      v1::RegisterChildRequest which;
      which.set_purpose(mapping_.purpose);
      which.set_source_record_id(person.person_record_id);
      return run_.Withdraw(which, person.line, std::string(taken.message()));
    };
    return sink;
  }

  absl::Status Take(const PfifPerson& person) {
    if (IsAdult(person)) {
      run_.SkipAdult(person.line);
      return absl::OkStatus();
    }
    const auto request = RequestOf(person);
    if (request.ok()) return run_.Add(*request, person.line, person.xml);
    if (absl::IsFailedPrecondition(request.status())) {
      more_ = true;
      return absl::OkStatus();
    }
    return run_.RefuseAndKeep(person.line, "person", request.status().message(),
                              person.xml);
  }

  bool IsAdult(const PfifPerson& person) const {
    return exchange::SurelyAdult(exchange::AgeOf(person), now_);
  }

  // Errors: FAILED_PRECONDITION when its source took it back.
  absl::StatusOr<v1::RegisterChildRequest> RequestOf(
      const PfifPerson& person) const {
    return exchange::RegistrationOf(person, mapping_, now_);
  }

  absl::Status Read(const std::string& what, const exchange::PfifSink& sink) {
    exchange::PfifOptions reading;
    reading.now = now_;
    reader_ = std::make_unique<exchange::PfifReader>(reading, sink);
    return ReadPieces(
        *context_, options_->file, what,
        [this](absl::string_view piece) { return reader_->Feed(piece); },
        [this] { return reader_->Finish(); });
  }

  absl::Status MayReadAgain() const {
    if (IsFile(options_->file)) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        options_->file,
        " is a pipe, and holds notes outside of persons, or records that their "
        "source took back: write it to a file, which is read twice"));
  }

  Context* const context_;
  const ImportOptions* const options_;
  const exchange::PfifMapping mapping_;
  const absl::Time now_ = context_->now();
  bool more_ = false;  // For TheRest().
  std::unique_ptr<exchange::PfifReader> reader_;
  ImportRun run_;
};

// What the node says of a record, which begins with the field, in the words of
// the file.
absl::Status InWordsOfPfif(const absl::Status& status) {
  if (absl::IsNotFound(status)) {
    return absl::NotFoundError(
        "person_record_id: names nobody whom this node has: import her first, "
        "and then the note");
  }
  const absl::string_view said = status.message();
  const size_t end = said.find(": ");
  if (end == said.npos || !(absl::IsInvalidArgument(status) ||
                            absl::IsFailedPrecondition(status))) {
    return status;
  }
  return absl::Status(status.code(),
                      absl::StrCat(exchange::PfifFieldOf(said.substr(0, end)),
                                   said.substr(end)));
}

RegisterFunction InWordsOfPfif(RegisterFunction registrar) {
  return [registrar = std::move(registrar)](
             const v1::RegisterChildRequest& request,
             v1::RegisterChildResponse& response) {
    const absl::Status status = registrar(request, response);
    return status.ok() ? status : InWordsOfPfif(status);
  };
}

}  // namespace

Result ImportPfif(Context& context, const ImportOptions& options) {
  exchange::PfifMapping mapping;
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  mapping.purpose = *purpose;
  mapping.sought = options.sought;
  auto registrar = Registrar(context, options);
  if (!registrar.ok()) return registrar.status();
  return PfifImport(&context, &options, mapping,
                    InWordsOfPfif(*std::move(registrar)))
      .Run();
}

}  // namespace homeward::cli
