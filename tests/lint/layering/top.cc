#include "tests/lint/layering/bottom.h"
#include "tests/lint/layering/middle.h"

static_assert(kBottom < kMiddle, "one library below the other");
