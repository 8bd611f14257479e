// What the build knows of the source it was made from.
#ifndef CBUILD_H
#define CBUILD_H

// The commit's first twelve digits, with `-changed` if files differed from it; empty if the build
// was not told.
const char *cbuild_commit(void);

#endif
