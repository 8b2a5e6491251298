// Prints in how many Landlock layers this process is: 16 less those that it can
// add.
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { kMostLayers = 16, kCreateRuleset = 444, kRestrictSelf = 446 };

int main(void) {
  const uint64_t handled = 1 << 6;  // make_char: nobody here makes any
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return 98;
  long ruleset = syscall(kCreateRuleset, &handled, sizeof(handled), 0);
  if (ruleset < 0) return 97;
  int left = 0;
  while (left <= kMostLayers && syscall(kRestrictSelf, ruleset, 0) == 0) {
    ++left;
  }
  printf("layers: %d\n", kMostLayers - left);
  return 0;
}
