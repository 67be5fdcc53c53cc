#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_THREE_NODES_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_THREE_NODES_H_

#include "services/federation/testing/node.h"
#include "services/policy/testing/federation.h"

namespace homeward::federation::testing {

// The nodes of police, clinic and child protection agency, with the MOUs that
// the project ships, all signed.
struct ThreeNodes {
  ThreeNodes() {
    Node::Connect(north, south);
    Node::Connect(north, west);
    Node::Connect(south, west);
    Share(north, south, "police_clinic");
    Share(north, west, "police_ngo");
    Share(west, south, "ngo_clinic");
    north.Add(federation.SignMou(federation.Template("house_police")));
    south.Add(federation.SignMou(federation.Template("house_clinic")));
    west.Add(federation.SignMou(federation.Template("house_ngo")));
  }

  // Both hold `mou`, signed by all its parties.
  void Share(Node& a, Node& b, const v1::Mou& mou) {
    const v1::Envelope signed_mou = federation.SignMou(mou);
    a.Add(signed_mou);
    b.Add(signed_mou);
  }
  void Share(Node& a, Node& b, const char* name) {
    Share(a, b, federation.Template(name));
  }

  // The question of a caseworker of the west where a child is.
  Heard Locate(const std::string& name,
               absl::Duration timeout = absl::Seconds(3)) {
    StaffQuestion question =
        west.Question(v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, name);
    question.peer_timeout = timeout;
    return west.Ask(std::move(question));
  }

  const policy::testing::Federation federation;
  Node north{&federation, "north"};
  Node south{&federation, "south"};
  Node west{&federation, "west"};
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_THREE_NODES_H_
