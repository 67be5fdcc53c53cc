// The services over the policy, as they answer once a caller is admitted.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory_service.pb.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/policy/testing/mou_signers.h"
#include "services/policy/testing/policy_node.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/service/policy/admin_service.h"
#include "services/rpc/service/policy/directory_service.h"
#include "services/rpc/service/policy/mou_service.h"
#include "services/rpc/service/staff_roles.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

class PolicyServicesTest : public ::testing::Test {
 protected:
  auth::Caller As(v1::Role role) { return federation_.CallerOf("north", role); }
  v1::ProposeMouRequest Propose(const std::string& mou_id) {
    v1::ProposeMouRequest request;
    *request.mutable_mou() =
        signers_.Sign(signers_.Mou(mou_id), {"north", "south"});
    return request;
  }
  v1::StateMouRequest Suspend(const std::string& agency_id, int64_t number) {
    v1::StateMouRequest request;
    *request.mutable_statement() = signers_.State(
        agency_id, "tracing", number, v1::MOU_STATEMENT_KIND_SUSPEND);
    return request;
  }
  uint64_t LogSize() { return node_.kit().log().Current().size; }

  auth::testing::Federation federation_;
  policy::testing::MouSigners signers_{federation_};
  policy::testing::PolicyNode node_{federation_, "north",
                                    signers_.SignedDirectory()};
  int changes_ = 0;
  MouService mous_{nullptr, node_.policy(), [this] { return federation_.now; },
                   [this] { ++changes_; }};
  DirectoryService directory_{nullptr, node_.policy(),
                              [this] { return federation_.now; },
                              [this] { ++changes_; }};
  AdminService admin_{nullptr, node_.policy(), {}};
};

TEST_F(PolicyServicesTest, RolesOpenWhatTheyShouldAndNothingElse) {
  for (int value = 1; v1::Role_IsValid(value); ++value) {
    const auto role = static_cast<v1::Role>(value);
    EXPECT_EQ(RequireNodeAdmin(As(role)).ok(), role == v1::ROLE_NODE_ADMIN);
    EXPECT_EQ(
        RequireAuditor(As(role)).ok(),
        role == v1::ROLE_NODE_ADMIN || role == v1::ROLE_OVERSIGHT_AUDITOR);
  }
  const v1::ErrorDetail refusal =
      DetailOf(RequireNodeAdmin(As(v1::ROLE_POLICE_MISSING)));
  EXPECT_EQ(refusal.code(), "HW-STAFF-003");
  // In the words that are typed.
  EXPECT_THAT(refusal.next_command(),
              HasSubstr("homeward sign-in --as SUBJECT --role node.admin"));
  EXPECT_THAT(refusal.cause(), HasSubstr("node.admin"));
}

TEST_F(PolicyServicesTest, OnlyAnAdministratorChangesAnything) {
  const auth::Caller other = As(v1::ROLE_OVERSIGHT_AUDITOR);
  EXPECT_THAT(mous_.Propose(other, Propose("tracing")), StatusIs(kDenied));
  // Not even what is malformed is told to who may not ask.
  EXPECT_THAT(mous_.Propose(other, {}), StatusIs(kDenied));
  EXPECT_THAT(mous_.State(other, {}), StatusIs(kDenied));
  EXPECT_THAT(directory_.Install(other, {}), StatusIs(kDenied));
  EXPECT_THAT(directory_.InstallList(other, {}), StatusIs(kDenied));
  EXPECT_THAT(admin_.MayDiagnose(other, "south"), StatusIs(kDenied));
  EXPECT_EQ(changes_, 0);
  EXPECT_EQ(LogSize(), 0u);
}

TEST_F(PolicyServicesTest, AuditorsSeeLockoutsAndAdministratorsLiftThem) {
  std::string lifted;
  AdminService admin{nullptr,
                     node_.policy(),
                     {{},
                      {},
                      [] { return std::vector<v1::ProbeLockout>(2); },
                      [&](const std::string& lockout_id, const auth::Caller&) {
                        if (lockout_id != "known")
                          return absl::NotFoundError("");
                        lifted = lockout_id;
                        return absl::OkStatus();
                      }}};
  for (const v1::Role role :
       {v1::ROLE_OVERSIGHT_AUDITOR, v1::ROLE_NODE_ADMIN}) {
    ASSERT_OK_AND_ASSIGN(const auto list, admin.Lockouts(As(role)));
    EXPECT_THAT(list.lockouts(), SizeIs(2));
  }
  EXPECT_THAT(admin.Lockouts(As(v1::ROLE_POLICE_MISSING)), StatusIs(kDenied));
  EXPECT_THAT(admin.Lift(As(v1::ROLE_OVERSIGHT_AUDITOR), "known"),
              StatusIs(kDenied));
  EXPECT_EQ(lifted, "");
  EXPECT_THAT(admin.Lift(As(v1::ROLE_NODE_ADMIN), "other"),
              StatusIs(kNotFound));
  EXPECT_OK(admin.Lift(As(v1::ROLE_NODE_ADMIN), "known"));
  EXPECT_EQ(lifted, "known");
}

TEST_F(PolicyServicesTest, TheListThatTheNodeReliesOnCanBeRead) {
  const auth::Caller staff = As(v1::ROLE_CP_CASEWORKER);
  EXPECT_THAT(directory_.GetList(staff, {}), StatusIs(kNotFound));
  for (const char* agency : {"north", "south"}) {
    v1::InstallRevocationListRequest request;
    *request.mutable_revocation_list() =
        federation_.SignedList(agency, 1, {"\x07"}, federation_.now);
    ASSERT_OK(directory_.InstallList(As(v1::ROLE_NODE_ADMIN), request));
    v1::GetRevocationListRequest get;
    if (std::string(agency) != "north") get.set_agency_id(agency);
    ASSERT_OK_AND_ASSIGN(const auto list, directory_.GetList(staff, get));
    EXPECT_EQ(list.revocation_list().SerializeAsString(),
              request.revocation_list().SerializeAsString());
  }
}

TEST_F(PolicyServicesTest, WhoRefusesAnMouIsShownWithIt) {
  MouService mous{
      nullptr, node_.policy(), [this] { return federation_.now; }, [] {},
      [](v1::MouSummary& mou) { mou.add_refusing_agency_ids("south"); }};
  ASSERT_OK_AND_ASSIGN(
      const auto proposed,
      mous.Propose(As(v1::ROLE_NODE_ADMIN), Propose("tracing")));
  EXPECT_THAT(proposed.mou().refusing_agency_ids(), SizeIs(1));
  ASSERT_OK_AND_ASSIGN(const auto list, mous.List({}));
  ASSERT_THAT(list.mous(), SizeIs(1));
  EXPECT_EQ(list.mous(0).refusing_agency_ids(0), "south");
}

TEST_F(PolicyServicesTest, AnMouIsTakenLoggedAndToldToPeers) {
  ASSERT_OK_AND_ASSIGN(
      const auto response,
      mous_.Propose(As(v1::ROLE_NODE_ADMIN), Propose("tracing")));
  EXPECT_EQ(response.mou().state(), v1::MOU_STATE_ACTIVE);
  EXPECT_THAT(response.mou().missing_agency_ids(), IsEmpty());
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(LogSize(), 1u);
}

TEST_F(PolicyServicesTest, ADryRunChangesNothing) {
  v1::ProposeMouRequest request = Propose("tracing");
  request.set_dry_run(true);
  ASSERT_OK(mous_.Propose(As(v1::ROLE_NODE_ADMIN), request));
  EXPECT_EQ(changes_, 0);
  EXPECT_EQ(LogSize(), 0u);
  ASSERT_OK_AND_ASSIGN(const auto list, mous_.List({}));
  EXPECT_THAT(list.mous(), IsEmpty());
}

TEST_F(PolicyServicesTest, AnMouThatBreaksARuleIsRefused) {
  v1::ProposeMouRequest request;
  v1::Mou mou = signers_.Mou("tracing");
  mou.clear_clauses();
  *request.mutable_mou() = signers_.Sign(mou, {"north"});
  EXPECT_THAT(mous_.Propose(As(v1::ROLE_NODE_ADMIN), request),
              StatusIs(kInvalid));
  EXPECT_THAT(mous_.Propose(As(v1::ROLE_NODE_ADMIN), {}), StatusIs(kInvalid));
  *request.mutable_mou() = signers_.Sign(signers_.Mou("tracing"), {"west"});
  EXPECT_THAT(mous_.Propose(As(v1::ROLE_NODE_ADMIN), request),
              StatusIs(kPrecondition));
  EXPECT_EQ(changes_, 0);
}

TEST_F(PolicyServicesTest, OnePartySuspendsAlone) {
  const auth::Caller admin = As(v1::ROLE_NODE_ADMIN);
  EXPECT_THAT(mous_.State(admin, Suspend("north", 1)), StatusIs(kNotFound));
  ASSERT_OK(mous_.Propose(admin, Propose("tracing")));
  EXPECT_THAT(mous_.State(admin, Suspend("west", 1)), StatusIs(kPrecondition));
  ASSERT_OK_AND_ASSIGN(const auto response,
                       mous_.State(admin, Suspend("north", 2)));
  EXPECT_EQ(response.mou().state(), v1::MOU_STATE_SUSPENDED);
  EXPECT_THAT(mous_.State(admin, Suspend("north", 1)), StatusIs(kPrecondition));
  EXPECT_OK(mous_.State(admin, Suspend("north", 2)));
}

TEST_F(PolicyServicesTest, PagesHoldEveryMouOnce) {
  const auth::Caller admin = As(v1::ROLE_NODE_ADMIN);
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    ASSERT_OK(mous_.Propose(admin, Propose(id)));
  }
  v1::ListMousRequest request;
  request.set_page_size(2);
  std::string ids;
  for (int page = 0; page < 3; ++page) {
    ASSERT_OK_AND_ASSIGN(const auto response, mous_.List(request));
    for (const v1::MouSummary& summary : response.mous()) {
      ids += summary.mou().mou_id();
    }
    request.set_page_token(response.next_page_token());
  }
  EXPECT_EQ(ids, "abcde");
  EXPECT_EQ(request.page_token(), "");
}

TEST_F(PolicyServicesTest, APageTokenOfNothingIsRefused) {
  v1::ListMousRequest request;
  for (const char* token : {"YUAx", "!", "a@1"}) {
    request.set_page_token(token);
    EXPECT_THAT(mous_.List(request),
                StatusIs(kInvalid, HasSubstr("page_token")));
  }
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(mous_.List(request), StatusIs(kInvalid, HasSubstr("page_size")));
}

TEST_F(PolicyServicesTest, ADirectoryOnlyGoesUp) {
  const auth::Caller admin = As(v1::ROLE_NODE_ADMIN);
  v1::InstallDirectoryRequest request;
  *request.mutable_directory() = signers_.SignedDirectory(2);
  ASSERT_OK_AND_ASSIGN(auto response, directory_.Install(admin, request));
  EXPECT_EQ(response.version(), 2);
  EXPECT_OK(directory_.Install(admin, request));
  *request.mutable_directory() = signers_.SignedDirectory(1);
  EXPECT_THAT(directory_.Install(admin, request), StatusIs(kPrecondition));
  ASSERT_OK_AND_ASSIGN(const auto present, directory_.Get());
  EXPECT_EQ(present.directory().version(), 2);
  EXPECT_THAT(present.envelope().signatures(), SizeIs(2));
}

TEST_F(PolicyServicesTest, TooFewGovernorsAreNoReasonToSignIn) {
  v1::InstallDirectoryRequest request;
  *request.mutable_directory() = federation_.Sign(signers_.Directory(2), {0});
  EXPECT_THAT(directory_.Install(As(v1::ROLE_NODE_ADMIN), request),
              StatusIs(kPrecondition));
}

TEST_F(PolicyServicesTest, ARevocationListOnlyGoesUp) {
  const auth::Caller admin = As(v1::ROLE_NODE_ADMIN);
  v1::InstallRevocationListRequest request;
  const auto install = [&](const std::string& agency, int64_t number) {
    *request.mutable_revocation_list() =
        federation_.SignedList(agency, number, {}, federation_.now);
    return directory_.InstallList(admin, request);
  };
  ASSERT_OK_AND_ASSIGN(const auto response, install("south", 4));
  EXPECT_EQ(response.number(), 4);
  EXPECT_EQ(changes_, 1);
  EXPECT_THAT(install("south", 3), StatusIs(kPrecondition));
  request.mutable_revocation_list()->mutable_signatures(0)->set_signature("x");
  EXPECT_THAT(directory_.InstallList(admin, request), StatusIs(kPrecondition));
  EXPECT_EQ(changes_, 1);
}

TEST_F(PolicyServicesTest, OnlyAnotherMemberIsDiagnosed) {
  const auth::Caller admin = As(v1::ROLE_NODE_ADMIN);
  EXPECT_OK(admin_.MayDiagnose(admin, "south"));
  EXPECT_THAT(admin_.MayDiagnose(admin, "north"), StatusIs(kNotFound));
  const absl::Status unknown = admin_.MayDiagnose(admin, "east");
  EXPECT_THAT(unknown, StatusIs(kNotFound));
  EXPECT_EQ(DetailOf(unknown).code(), "HW-TLS-009");
  EXPECT_THAT(admin_.MayDiagnose(admin, ""), StatusIs(kNotFound));
}

}  // namespace
}  // namespace homeward::rpc
