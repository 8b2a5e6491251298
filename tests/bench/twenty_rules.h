// Twenty rules on what every Linux has, the one source of the shim's policy and
// of the constants of the least object.
#ifndef TESTS_BENCH_TWENTY_RULES_H_
#define TESTS_BENCH_TWENTY_RULES_H_

// R(verb of the policy, path, whether that is a directory)
#define TWENTY_RULES(R)            \
  R(read, "/etc", true)            \
  R(read, "/etc/group", false)     \
  R(read, "/etc/hosts", false)     \
  R(read, "/etc/passwd", false)    \
  R(read, "/home", true)           \
  R(read, "/opt", true)            \
  R(read, "/proc", true)           \
  R(read, "/sys", true)            \
  R(read, "/usr/lib", true)        \
  R(read, "/usr/local", true)      \
  R(read, "/usr/share", true)      \
  R(read, "/var/lib", true)        \
  R(exec, "/usr/bin", true)        \
  R(exec, "/usr/sbin", true)       \
  R(write, "/tmp", true)           \
  R(write, "/var/tmp", true)       \
  R(device, "/dev/full", false)    \
  R(device, "/dev/null", false)    \
  R(device, "/dev/urandom", false) \
  R(device, "/dev/zero", false)

#endif  // TESTS_BENCH_TWENTY_RULES_H_
