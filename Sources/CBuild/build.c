#include "CBuild.h"

#ifndef ASSAY_COMMIT
#define ASSAY_COMMIT ""
#endif

const char *cbuild_commit(void) { return ASSAY_COMMIT; }
