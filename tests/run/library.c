// A library with one value. Its constructor says so, and so does its part as an
// auditor (rtld-audit(7)), if it has a NAME.
#include <unistd.h>

#ifdef NAME
__attribute__((constructor)) static void Say(void) {
  static const char text[] = "constructor of " NAME "\n";
  if (write(1, text, sizeof(text) - 1) < 0) _exit(1);
}

unsigned la_version(unsigned version);
unsigned la_version(unsigned version) {
  static const char text[] = "auditor " NAME "\n";
  if (write(1, text, sizeof(text) - 1) < 0) _exit(1);
  return version;
}
#endif

#ifdef VALUE
int Value(void);
int Value(void) { return VALUE; }
#endif

// Between a program and the library with the value.
#ifdef MIDDLE
int Value(void);
int MiddleValue(void);
int MiddleValue(void) { return Value(); }
#endif
