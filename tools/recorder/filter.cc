#include "tools/recorder/filter.h"

#include "shim/install_filter.h"

namespace landshim {

int InstallFilter() { return static_cast<int>(InstallLearnFilter()); }

}  // namespace landshim
