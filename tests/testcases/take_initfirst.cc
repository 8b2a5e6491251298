// A library that does nothing, but is linked to run before all others: glibc
// lets only the last of these do so.
__attribute__((constructor)) static void DoNothing() {}
