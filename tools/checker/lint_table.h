// What `landshim check` warns of: one row a lint, the only place where these
// texts stand. docs/check.md has an example of each and its cure.
#ifndef LANDSHIM_TOOLS_CHECKER_LINT_TABLE_H_
#define LANDSHIM_TOOLS_CHECKER_LINT_TABLE_H_

// clang-format off

// Name in the code, severity, name as printed, the risk, the cure. Each {}
// takes the next argument; the cure goes on after the risk's.
//
// A warning is about a policy that grants more than its author may want, or
// under which the program is going to fail. Info is about statements that do
// less than it seems.
#define LANDSHIM_LINTS(L) \
  L(kBroadGrant, kWarning, "broad-grant", \
    "'{}' is {} as a whole: {}", \
    "name the directories in it that the program needs") \
  L(kReadsSecret, kWarning, "reads-secret", \
    "'{}' may be read: {}", \
    "grant files and directories that hold none of these") \
  L(kDevice, kWarning, "device-access", \
    "'{}' may be used: {}", \
    "name single devices that reach nothing else, or none") \
  L(kWritesPolicy, kWarning, "writes-policy", \
    "the program can change '{}', {}: its next start is as free as it likes", \
    "keep that outside of what it may write") \
  L(kWritesShim, kWarning, "writes-shim", \
    "the program can change '{}', {}: the next start is as free as it likes", \
    "keep that outside of what it may write") \
  L(kWritesStartUpFile, kWarning, "writes-startup-file", \
    "the program can change '{}', {}, without a sandbox", \
    "grant a directory that holds none of these") \
  L(kWritesSchedule, kWarning, "writes-schedule", \
    "the program can change '{}', {}, without a sandbox", \
    "grant a directory that holds none of these") \
  L(kWritesKeys, kWarning, "writes-ssh-settings", \
    "the program can change '{}', {}", \
    "grant a directory that holds none of these") \
  L(kWritesPathDirectory, kWarning, "writes-path-directory", \
    "the program can put programs into '{}', {}: others start them without " \
    "a sandbox", \
    "grant a directory that is not in PATH") \
  L(kWritesSystem, kWarning, "writes-system", \
    "the program can change '{}', {}", \
    "grant a directory that holds none of these") \
  L(kWritesLibraries, kWarning, "writes-libraries", \
    "the program can change '{}', {}: code put there runs at the next start " \
    "before a preloaded policy is enforced", \
    "keep what is loaded apart from what is written") \
  L(kWriteAndExec, kWarning, "write-and-exec", \
    "'{}' may be both written and executed (see {}): whatever the program " \
    "puts there it can run", \
    "keep what is executed apart from what is written") \
  L(kLinkInWritable, kWarning, "link-in-writable-tree", \
    "on the way to '{}' is the link '{}', in '{}', where this policy lets " \
    "the program replace names: it can lead the rule of the next start " \
    "elsewhere", \
    "write '{}' instead, or grant less there") \
  L(kPathIntoWritable, kWarning, "path-into-writable-tree", \
    "the way to '{}' leads through '{}', where this policy lets the program " \
    "replace names: a link put there leads the rule of the next start " \
    "elsewhere", \
    "write '{}' instead: no link is followed there") \
  L(kEngineSocket, kWarning, "engine-socket", \
    "'{}' can be connected to, {}: whoever does so controls all containers, " \
    "and the machine", \
    "{}") \
  L(kGrantsEscape, kWarning, "grants-escape-socket", \
    "'{}' lets the program connect to '{}', {}, without a sandbox", \
    "grant the sockets that the program needs") \
  L(kMayRunUnsandboxed, kWarning, "may-run-unsandboxed", \
    "'abi 0..{}' runs the program without any sandbox where Landlock is " \
    "missing", \
    "write 'abi 1..{}' to refuse that") \
  L(kWidePortRange, kWarning, "wide-port-range", \
    "this grants {} ports: whatever else listens on one of them is reached " \
    "or impersonated as well", \
    "name the ports{}") \
  L(kUnevenRename, kWarning, "uneven-rename", \
    "a {} cannot be moved or linked from '{}' to '{}', as it would gain {} " \
    "there (EXDEV)", \
    "give both directories the same statements") \
  L(kNoRename, kWarning, "no-rename", \
    "at ABI 1 no file can be moved or linked into another directory, not even " \
    "beneath '{}' (EXDEV)", \
    "raise the upper bound to 2 or more") \
  L(kTerminal, kWarning, "terminal-without-ioctl", \
    "'{}' is a terminal, and without ioctl_dev the program can neither ask " \
    "for its size nor change its modes (EACCES)", \
    "write 'device {}'") \
  L(kNoLibraries, kWarning, "exec-without-libraries", \
    "'{}' cannot be started, as its {} '{}' may not be {} (cannot open " \
    "shared object file)", \
    "write 'include <libs>'{}") \
  L(kNoInterpreter, kWarning, "script-without-interpreter", \
    "'{}' is a script and cannot be started, as its interpreter '{}' may not " \
    "be executed", \
    "write 'exec {}'") \
  L(kReplacedFile, kWarning, "replaced-file", \
    "'{}' is {}: a rule stays with the old file when a new one takes its " \
    "place", \
    "{}") \
  L(kProcessDirectory, kWarning, "process-directory", \
    "'{}' is the directory of this one process: its children have others, " \
    "which they may not read", \
    "grant /proc instead if children read theirs") \
  L(kLinkOut, kWarning, "link-to-nowhere-granted", \
    "the link '{}' leads to '{}', which no statement grants{}", \
    "grant what it leads to as well") \
  L(kEscapeSocket, kInfo, "escape-socket", \
    "sockets of programs that do things outside can be connected to, {}: {}", \
    "{}") \
  L(kWideReach, kInfo, "wide-reach", \
    "'{}' is a port of any host: {}", \
    "leave it away if the program does not need it") \
  L(kMissingPath, kInfo, "missing-path", \
    "'{}' does not exist, so the statement is skipped", \
    "correct the path if it should") \
  L(kMissingVariable, kInfo, "missing-variable", \
    "variable '{}' has no value, so the path is skipped", \
    "set it if the path is wanted") \
  L(kRedundant, kInfo, "redundant", \
    "'{}' grants nothing beyond {}", \
    "remove it") \
  L(kAboveAbi, kInfo, "above-abi", \
    "'{}' means {} too, which 'abi {}' leaves unrestricted: the program may " \
    "do that everywhere", \
    "raise the upper bound to {}") \
  L(kNoEffectHere, kInfo, "no-effect-here", \
    "'{}' has no effect on this kernel: Landlock ABI {} restricts nothing of " \
    "that", \
    "count on it from ABI {} (Linux {}) on") \
  L(kRenameInOuterLayer, kInfo, "rename-in-outer-layer", \
    "inside another sandbox that restricts files, and in a program that makes " \
    "such a one itself, no file can be moved or linked into another " \
    "directory, as this layer does not grant refer (EXDEV)", \
    "write 'allow refer /' beside it (then nothing can be mounted)")

// clang-format on

#endif  // LANDSHIM_TOOLS_CHECKER_LINT_TABLE_H_
