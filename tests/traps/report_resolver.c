// Exits with 1 if an indirect function's resolver opened the file called
// "file", plus 2 if main opened it.
#include "tests/traps/raw_open.h"

long resolver_opened(void);

int main(void) {
  const long by_resolver = resolver_opened();
  const long by_main = RawOpen("file");
  return (by_resolver >= 0 ? 1 : 0) + (by_main >= 0 ? 2 : 0);
}
