#ifndef HOMEWARD_SERVICES_CLI_MOU_PAGE_MOU_PAGE_H_
#define HOMEWARD_SERVICES_CLI_MOU_PAGE_MOU_PAGE_H_

#include "homeward/v1/mou.pb.h"
#include "services/cli/mou/page/page.h"

namespace homeward::cli {

// What `mou` says, in plain words, for those who sign it: parties, law and
// time, then each clause - who asks whom, as what, why, what is shown and how,
// when, with which duties - and what is forbidden. Says everything that a
// clause says. Pure.
Page MakeMouPage(const v1::Mou& mou);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_PAGE_MOU_PAGE_H_
