#include "services/cli/import/import_run.h"

#include <atomic>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::Eventually;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

class ImportRunTest : public ::testing::Test {
 protected:
  ImportRunTest() {
    context_.out = &out_;
    context_.err = &err_;
  }

  v1::RegisterChildRequest Request(int i) {
    v1::RegisterChildRequest request;
    request.set_request_id(absl::StrCat("request-", i));
    return request;
  }

  TestFolder folder_;
  std::ostringstream out_;
  std::ostringstream err_;
  Context context_;
};

TEST_F(ImportRunTest, CountsWhatBecameOfEachRecord) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest& request,
         v1::RegisterChildResponse& response) {
        const std::string& id = request.request_id();
        if (id == "request-2") return absl::InvalidArgumentError("bad");
        response.set_created(id == "request-0");
        if (id != "request-3") response.add_claim_ids("c");
        return absl::OkStatus();
      },
      folder_.Path("refused"), [] { return "<all>"; }, "</all>");
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(run.Add(Request(i), 10 * i, absl::StrCat("raw-", i)), IsOk());
  }
  run.SkipAdult(50);
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_EQ(run.totals().read, 5);
  EXPECT_EQ(run.totals().created, 1);
  EXPECT_EQ(run.totals().added_to, 1);
  EXPECT_EQ(run.totals().unchanged, 1);
  EXPECT_EQ(run.totals().adults, 1);
  EXPECT_EQ(run.totals().refused, 1);
  EXPECT_THAT(err_.str(), HasSubstr("refused, line 20: the record bad"));
  EXPECT_EQ(folder_.Read("refused"), "<all>raw-2\n</all>");
}

TEST_F(ImportRunTest, ARecordWithANumberOfItsOwnIsAskedAnew) {
  std::vector<std::string> ids;
  for (int round = 0; round < 2; ++round) {
    ImportRun run(
        &context_,
        [&](const v1::RegisterChildRequest& request,
            v1::RegisterChildResponse&) {
          ids.push_back(request.request_id());
          return absl::OkStatus();
        },
        folder_.Path("refused"), [] { return ""; }, "");
    v1::RegisterChildRequest request = Request(0);
    request.set_source_record_id("police.example/1");
    ASSERT_THAT(run.Add(request, 1, ""), IsOk());
    ASSERT_THAT(run.Finish(), IsOk());
    EXPECT_EQ(run.totals().unchanged, 1);
  }
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_NE(ids[0], "request-0");
}

TEST_F(ImportRunTest, WhatWasRefusedBeforeStaysAsItIs) {
  folder_.Write("refused", "half corrected");
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
        return absl::InvalidArgumentError("bad");
      },
      folder_.Path("refused"), [] { return "<all>"; }, "</all>");
  ASSERT_THAT(run.Add(Request(0), 1, "raw"), IsOk());
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_EQ(folder_.Read("refused"), "half corrected");
  EXPECT_EQ(folder_.Read("refused-2"), "<all>raw\n</all>");
  EXPECT_THAT(err_.str(), HasSubstr("refused-2: correct"));
}

TEST_F(ImportRunTest, WithoutAPlaceNothingIsKept) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
        return absl::InvalidArgumentError("bad");
      },
      "", [] { return "<all>"; }, "</all>");
  ASSERT_THAT(run.Add(Request(0), 1, "raw"), IsOk());
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_EQ(run.totals().refused, 1);
  EXPECT_THAT(err_.str(), Not(HasSubstr("correct")));
}

TEST_F(ImportRunTest, NoRefusedRecordLeavesNoFile) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
        return absl::OkStatus();
      },
      folder_.Path("refused"), [] { return "<all>"; }, "</all>");
  ASSERT_THAT(run.Add(Request(0), 1, "raw"), IsOk());
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("refused")));
}

TEST_F(ImportRunTest, SixteenAreUnderWayAtMost) {
  std::atomic<int> under_way = 0;
  std::atomic<int> most = 0;
  ImportRun run(
      &context_,
      [&](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
        const int now = ++under_way;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        // Until another has begun, and some time for more.
        EXPECT_TRUE(Eventually([&] { return most > 1; }));
        absl::SleepFor(absl::Milliseconds(2));
        --under_way;
        return absl::OkStatus();
      },
      folder_.Path("refused"), [] { return ""; }, "");
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(run.Add(Request(i), i, ""), IsOk());
  }
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_EQ(run.totals().unchanged, 100);
  EXPECT_LE(most, 16);
}

TEST_F(ImportRunTest, WhatWouldRefuseEveryRecordEndsTheImport) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
        return absl::PermissionDeniedError("house rules");
      },
      folder_.Path("refused"), [] { return ""; }, "");
  absl::Status status;
  int taken = 0;
  while (status.ok() && taken < 100) {
    status = run.Add(Request(taken++), 1, "raw");
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_LE(taken, 16);
  EXPECT_EQ(run.totals().refused, 0);
}

TEST_F(ImportRunTest, TellsTheFieldThatTheNodeNames) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest& request, v1::RegisterChildResponse&) {
        return request.request_id() == "request-0"
                   ? absl::NotFoundError("person_record_id: names nobody")
                   : absl::InvalidArgumentError("no field: at all");
      },
      folder_.Path("refused"), [] { return ""; }, "");
  ASSERT_THAT(run.Add(Request(0), 7, "raw-0"), IsOk());
  ASSERT_THAT(run.Add(Request(1), 9, "raw-1"), IsOk());
  ASSERT_THAT(run.Finish(), IsOk());
  EXPECT_EQ(run.totals().refused, 2);
  EXPECT_THAT(err_.str(),
              HasSubstr("refused, line 7: person_record_id names nobody\n"));
  EXPECT_THAT(err_.str(),
              HasSubstr("refused, line 9: the record no field: at all\n"));
  EXPECT_EQ(folder_.Read("refused"), "raw-0\nraw-1\n");
}

TEST_F(ImportRunTest, WhatWasTakenBackIsToldWithTheRecordThatIsHere) {
  ImportRun run(
      &context_,
      [](const v1::RegisterChildRequest& request,
         v1::RegisterChildResponse& response) {
        if (request.request_id() == "request-1") {
          return absl::NotFoundError("none");
        }
        if (request.request_id() == "request-2") {
          return absl::UnavailableError("away");
        }
        response.set_record_id("agencies/a/children/1");
        return absl::OkStatus();
      },
      folder_.Path("refused"), [] { return ""; }, "");
  ASSERT_THAT(run.Withdraw(Request(0), 7, "it was deleted"), IsOk());
  ASSERT_THAT(run.Withdraw(Request(1), 9, "it was deleted"), IsOk());
  ASSERT_THAT(run.Await(), IsOk());
  EXPECT_EQ(run.totals().withdrawn, 2);
  EXPECT_EQ(run.totals().withdrawn_here, 1);
  EXPECT_EQ(run.totals().unchanged, 0);
  EXPECT_THAT(err_.str(),
              HasSubstr("not taken, line 7: it was deleted; this node "
                        "has it from before as agencies/a/children/1: "));
  EXPECT_THAT(err_.str(), HasSubstr("not taken, line 9: it was deleted\n"));
  ASSERT_THAT(run.Withdraw(Request(2), 11, "it was deleted"), IsOk());
  EXPECT_THAT(run.Finish(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("refused")));
}

}  // namespace
}  // namespace homeward::cli
