// Lays out a policy text: spaces, lines and quotes as everybody has them, all
// else as its author wrote it.
#ifndef LANDSHIM_TOOLS_LAY_OUT_H_
#define LANDSHIM_TOOLS_LAY_OUT_H_

#include <string>

#include "policy/source.h"

namespace landshim {

// One statement a line, one blank between words, no needless quotes; one empty
// line where there are several, none at the ends; comments that follow
// statements in one column, in each block of lines. A statement of more than
// 100 columns becomes several. Words keep their spelling and statements and
// comments their order; nothing is expanded. Laying out the result changes
// nothing.
// False: *error is the line about the first mistake in the text; or says that
// the result would not mean the same, which would be a mistake in here.
bool LayOut(const Source& source, std::string* result, std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LAY_OUT_H_
