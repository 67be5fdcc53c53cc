// Which MOU a question names: of all that admit it the one that permits the
// most categories, as asking under each would tell.

#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/decision/mou_templates_fixture.h"
#include "auth/mou/enum_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1790000000);

// The first of the MOUs that permits the most; empty if none admits.
std::string BestOfAll(const std::shared_ptr<const ActiveSet>& set,
                      const std::set<std::string>& mou_ids,
                      AccessRequest request, const CaseFacts& case_facts) {
  std::string best;
  int most = 0;
  for (const std::string& mou_id : mou_ids) {
    request.mou_id = mou_id;
    const Admittance admitted = Admit(set, request, case_facts, kNow);
    if (!admitted.admission.ok()) continue;
    const int count = admitted.admission->categories().size();
    if (count <= most) continue;
    most = count;
    best = mou_id;
  }
  return best;
}

class WhichMouPropertyTest : public ::testing::Test {
 protected:
  WhichMouPropertyTest() {
    for (const char* name : kMous) Know(Template(name));
    for (const char* name : {"hotline_ngo", "tracing_ngo"}) {
      for (const char* owner : {"clinic", "registrar"}) {
        Know(Template(name, owner));
      }
    }
  }
  void Know(const v1::Mou& mou) {
    mou_ids_.insert(mou.mou_id());
    agency_ids_.insert(mou.party_agency_ids().begin(),
                       mou.party_agency_ids().end());
  }

  template <typename Values>
  auto OneOf(const Values& values) {
    std::uniform_int_distribution<size_t> which(0, values.size() - 1);
    return *std::next(values.begin(), which(random_));
  }
  AccessRequest Request() {
    AccessRequest request;
    request.requester_agency_id = OneOf(agency_ids_);
    request.requester_kind = kPolice;
    request.owner_agency_id = OneOf(agency_ids_);
    for (int i = 0; i < 4; ++i) {
      request.roles.Add(OneOf(RoleSet::All().Values()));
    }
    request.purpose = OneOf(PurposeSet::All().Values());
    request.action = OneOf(ActionSet::All().Values());
    return request;
  }
  CaseFacts Facts(const AccessRequest& request) {
    const std::vector<Tri> tris = {Tri::kFalse, Tri::kUnknown, Tri::kTrue};
    CaseFacts facts;
    facts.issuer_agency_id = OneOf(agency_ids_);
    facts.open_case = OneOf(tris);
    facts.imminent_danger = OneOf(tris);
    facts.break_glass = OneOf(tris);
    facts.break_glass_categories = CategorySet::All();
    facts.break_glass_roles = request.roles;
    return facts;
  }

  const std::shared_ptr<const ActiveSet> set_ = AllTemplates();
  std::set<std::string> mou_ids_;
  std::set<std::string> agency_ids_;
  std::mt19937 random_{1};
};

TEST_F(WhichMouPropertyTest, NamesTheOneThatAskingUnderEachWouldTell) {
  int named = 0;
  for (int i = 0; i < 10000; ++i) {
    const AccessRequest request = Request();
    const CaseFacts facts = Facts(request);
    const auto found = WhichMou(set_, request, facts, kNow);
    ASSERT_EQ(found.has_value() ? found->mou_id : "",
              BestOfAll(set_, mou_ids_, request, facts));
    named += found.has_value() ? 1 : 0;
  }
  EXPECT_GT(named, 100);
}

}  // namespace
}  // namespace homeward::auth
