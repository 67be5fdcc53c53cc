#ifndef HOMEWARD_AUTH_PROOF_TESTING_ONWARD_SETS_H_
#define HOMEWARD_AUTH_PROOF_TESTING_ONWARD_SETS_H_

#include <memory>
#include <string>
#include <vector>

#include "auth/decision/active_set.h"
#include "auth/proof/prove.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/red_line.pb.h"

// MOUs by which agencies tell each other how a child is, for tests of claim C.
namespace homeward::auth::proof::testing {

// A match of everything.
v1::Match Everything();

// A charter that prohibits the purpose of immigration enforcement alone. Like
// all documents here it holds from second 0 until second 1000.
v1::Mou Charter();

// `FROM-TO`, by which `from` tells `to`, who may pass it on or may not.
v1::Mou Tells(const std::string& from, const std::string& to,
              bool may_pass_on = true);

// `mou` in force from second `start` until second `end`.
v1::Mou During(v1::Mou mou, int start, int end);

// `mou`, of which what is told must be deleted after so many seconds.
v1::Mou KeptFor(v1::Mou mou, int seconds);

// Nothing of the clinic reaches the registrar, by way of others either.
v1::RedLines NotToTheRegistrar();

// `mous` under `charter`, all signed.
std::shared_ptr<const ActiveSet> SetOf(const std::vector<v1::Mou>& mous,
                                       const v1::Mou& charter = Charter());

// What is proven of the one line of `lines`.
v1::RedLineResult ProveOne(const std::vector<v1::Mou>& mous,
                           const v1::RedLines& lines,
                           const v1::Mou& charter = Charter(),
                           const ProofBounds& bounds = {});

}  // namespace homeward::auth::proof::testing

#endif  // HOMEWARD_AUTH_PROOF_TESTING_ONWARD_SETS_H_
