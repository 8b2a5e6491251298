// What landshim says about everything that can go wrong, and the cure: one row
// a problem, the only place where these texts stand.
#ifndef LANDSHIM_POLICY_PROBLEM_TABLE_H_
#define LANDSHIM_POLICY_PROBLEM_TABLE_H_

// clang-format off

// What can be wrong with a policy: name, what is wrong, how to cure it. Each
// {} takes the next argument; a cure goes on after the arguments of the what,
// or begins with the first again where there are no more.
#define LANDSHIM_POLICY_PROBLEMS(P) \
  P(kNulByte, "NUL byte", "a policy is text: remove it") \
  P(kCarriageReturn, "carriage return", "save the file with Unix line ends") \
  P(kByteOrderMark, "byte-order mark", "save the file as UTF-8 without one") \
  P(kUnclosedQuote, "this quote is not closed on its line", \
    "add the closing '\"'; a newline is written \\n") \
  P(kUnknownEscape, "unknown escape '\\{}'", \
    "inside quotes write \\\" \\\\ \\$ \\n \\t or \\xHH") \
  P(kNulEscape, "'\\x00' in a word", "no path can hold a NUL byte") \
  P(kUnclosedExpansion, "this '${' is not closed on its line", \
    "write ${NAME} or ${NAME:-default}") \
  P(kBadVariable, "'{}' is not an expansion", \
    "write ${NAME} or ${NAME:-default}") \
  P(kBareDollar, "'${}' is not expanded without braces", \
    "write '${{}}', or \"\\$\" in quotes for a dollar sign") \
  P(kUnsetVariable, "variable '{}' is not set", \
    "set it, or give a default: ${{}:-default}") \
  P(kEmptyVariable, "variable '{}' is empty", \
    "set it, or give a default: ${{}:-default}") \
  P(kDeepExpansion, "expansions are nested deeper than {}", \
    "use fewer defaults in defaults") \
  P(kWordTooLong, "word is longer than {} bytes", "no path can be that long") \
  P(kNoVersion, "the policy does not begin with its language version", \
    "write 'landshim 1' as its first statement") \
  P(kNotAPolicy, "this is no statement of a policy; what it says is not shown", \
    "correct it, or name a policy") \
  P(kBadVersion, "unknown language version '{}'", "write 'landshim 1'") \
  P(kLateVersion, "'landshim' may only be the first statement", \
    "remove this line") \
  P(kNoAbi, "no 'abi' statement", \
    "add one such as 'abi 4..{}': the least ABI that the policy needs and " \
    "the newest that it enforces") \
  P(kTwoAbi, "second 'abi' statement", "keep one") \
  P(kAbiIncluded, "'abi' in an included file", \
    "write it in the policy that includes this") \
  P(kBadAbi, "bad ABI range '{}'", "write a range such as 4..11, or a number") \
  P(kAbiUnknown, "ABI {} is not known to this landshim", \
    "the newest it knows is {}") \
  P(kAbiZero, "'abi 0' would enforce nothing", \
    "write 'abi 0..{}' to enforce what the kernel can, even nothing") \
  P(kRangeReversed, "range '{}' ends before it begins", "swap its ends") \
  P(kUnknownStatement, "unknown statement '{}'", \
    "statements are include, read, exec, write, device, allow, connect, " \
    "bind, unscope, unrestrict, quiet and log") \
  P(kMistypedStatement, "unknown statement '{}'", "did you mean '{}'?") \
  P(kDeny, "there is no '{}': Landlock can only grant", \
    "name the directories beside it") \
  P(kOtherVerb, "unknown statement '{}'", "write '{}'") \
  P(kNoOperand, "'{}' names nothing", "write it as in '{}'") \
  P(kExtraWord, "unexpected word '{}'", "write it as in '{}'") \
  P(kUnknownRight, "unknown right '{}'", \
    "rights are named as in the kernel: read_file, make_reg, ...") \
  P(kMistypedRight, "unknown right '{}'", "did you mean '{}'?") \
  P(kNoRight, "empty name in '{}'", \
    "write rights as in 'read_file,make_reg', without blanks") \
  P(kMixedRights, "'{}' mixes rights on paths and on ports", \
    "write one 'allow' for each kind") \
  P(kScopeAsRight, "'{}' is a scope, not a right", \
    "write 'unscope {}' to lift it") \
  P(kRightAboveAbi, "right '{}' needs ABI {}, above this policy's {}", \
    "raise the upper bound of 'abi', or remove the right") \
  P(kOptionalWithoutPath, "'?' with '{}', which takes no path", \
    "remove the '?'") \
  P(kRelativePath, "relative path '{}'", \
    "write it from the root; ~ and ${NAME} expand") \
  P(kBadPort, "bad port '{}'", "ports are numbers: 443, or 8000..8010") \
  P(kTooBroad, "all of '{}' would be open, as {} is '{}'", \
    "change that, write the place itself, or add '--allow-broad {}' to " \
    "'landshim run'") \
  P(kNamedPort, "bad port '{}'", "ports are numbers: {}") \
  P(kPortTooLarge, "port '{}' is over 65535", "write a smaller number") \
  P(kUnknownProtocol, "unknown protocol '{}'", "write tcp, udp or unix") \
  P(kBindUnix, "there is no 'bind unix'", \
    "grant its directory: 'allow make_sock DIRECTORY'") \
  P(kUnknownScope, "unknown scope '{}'", \
    "the scopes are signal and abstract_unix_socket") \
  P(kUnknownClass, "unknown class or right '{}'", \
    "the classes are fs, net, net.tcp, net.udp and scope") \
  P(kMistypedClass, "unknown class or right '{}'", "did you mean '{}'?") \
  P(kUnrestrictRefer, "Landlock denies 'refer' where it is left unhandled", \
    "write 'allow refer /' to allow it everywhere") \
  P(kUnknownLogFlag, "unknown log flag '{}'", \
    "the flags are same_exec, new_exec and subdomains") \
  P(kBadSwitch, "'{}' is neither on nor off", "write 'log {} on' or 'off'") \
  P(kTwoLogFlags, "second 'log {}'", "keep one") \
  P(kUnknownFragment, "unknown fragment '<{}>'", \
    "a file is named without the angle brackets") \
  P(kMistypedFragment, "unknown fragment '<{}>'", "did you mean '<{}>'?") \
  P(kIncludeLoop, "'{}' includes itself", "remove one of the includes") \
  P(kIncludeTooDeep, "includes are nested deeper than {}", \
    "include the file from a shallower one") \
  P(kTooManyFiles, "the policy is made of more than {} texts", \
    "join some of its files") \
  P(kFileMissing, "no such file '{}'", \
    "correct the name, or write 'include?' to skip a missing file") \
  P(kFragmentMeant, "no such file '{}'", "did you mean '<{}>'?") \
  P(kPathMissing, "'{}' does not exist", \
    "correct the path, or write '{}?' to skip a missing one") \
  P(kPathDenied, "'{}' cannot be reached: permission denied", \
    "make its directories searchable, or remove the path") \
  P(kPathFailed, "'{}' cannot be opened: {}", "correct the path, or remove it") \
  P(kSymlinkBeneath, "'{}' is or goes through a symbolic link beneath '{}', " \
    "where this policy lets the program replace names", \
    "write the path that it leads to") \
  P(kSymlinkBeforeDots, "'{}' goes through a symbolic link and '..'", \
    "write it without '..'") \
  P(kRightNotOnFile, "right '{}' is for directories, and '{}' is none", \
    "name its directory, or remove the right") \
  P(kRuleRefused, "the kernel refused the rule on '{}': {}", "remove it")

// What can go wrong besides while a program is started under a policy.
#define LANDSHIM_START_PROBLEMS(P) \
  P(kNoEnvironment, "the environment cannot be found: a library changed it " \
    "or exports its own 'environ'", "preload landshim without that library") \
  P(kVariableEmpty, "the variable is set but empty", \
    "give it a value, or unset it") \
  P(kVariableUnknown, "there is no {}", \
    "unset it; LANDSHIM_POLICY and LANDSHIM_RULES hold policies") \
  P(kVariableMistyped, "there is no {}", "did you mean {}?") \
  P(kVariableValue, "unknown value '{}'", "write {}, or unset it") \
  P(kNoPolicy, "no policy found; looked for {}", \
    "write one of these, or set LANDSHIM_POLICY or LANDSHIM_RULES") \
  P(kNoProgramName, "no policy found: the program's name cannot be read", \
    "mount /proc, or set LANDSHIM_POLICY") \
  P(kPolicyOutOfReach, "NOT ENFORCED, if it is there: its directory cannot " \
    "be searched", "make it searchable for this user (chmod 755)") \
  P(kPolicyMissing, "no such file", "correct the name of the policy") \
  P(kPolicyDenied, "permission denied", \
    "make the policy readable for the program's user") \
  P(kPolicyFailed, "the policy cannot be read: {}", "replace the file") \
  P(kNoHandOver, "'landshim run' left no policy there: {}", \
    "unset it; nothing but 'landshim run' sets it") \
  P(kPolicyIsDirectory, "this is a directory", "name a policy file in it") \
  P(kPolicyNotRegular, "this is not a regular file", \
    "write the policy to a regular file") \
  P(kPolicyEmpty, "the policy is empty", \
    "write at least 'landshim 1' and an 'abi' line: that denies everything") \
  P(kPolicyTooLarge, "the policy is larger than 1 MiB", \
    "grant directories instead of files") \
  P(kOthersDecide, "others may change what it says: '{}' belongs to user {} " \
    "and has mode {}", "let root or this user own it, and nobody else write " \
    "to it (chown, chmod go-w)") \
  P(kPolicyChanged, "the policy changed while it was read", \
    "replace it by renaming a new file over it") \
  P(kNoMemory, "out of memory", "raise RLIMIT_AS") \
  P(kNoDescriptors, "no descriptor left", "raise RLIMIT_NOFILE (ulimit -n)") \
  P(kSampleIncomplete, "the variable is not set, though another LL_ one is", \
    "set it; an empty value grants nothing") \
  P(kSamplePort, "bad port '{}'", \
    "write numbers from 0 to 65535 with ':' between them") \
  P(kSampleScope, "unknown or repeated scope '{}'", "write a, s or a:s") \
  P(kSampleLog, "unknown value '{}'", "write 1, or unset it") \
  P(kSampleQuietWord, "unknown word '{}'", "write all, read, write, " \
    "tcp_bind, tcp_connect, udp_bind, udp_connect, abstract_unix_socket or " \
    "signal") \
  P(kSampleQuiet, "the variable is not set, though a quiet list is", \
    "set it, for example to 'all'") \
  P(kSampleAbi, "the variable needs Landlock ABI {} (Linux {}) and this " \
    "kernel has {}", "unset it, or run a newer kernel") \
  P(kSamplePathSkipped, "'{}' cannot be opened: {}", \
    "skipped, as the kernel's sample does") \
  P(kAbiTooLow, "the policy needs Landlock ABI {} (Linux {}) and this kernel " \
    "has {}", "run a newer kernel, or state a lower 'abi'") \
  P(kNoLandlock, "this kernel has no Landlock, or a seccomp filter hides it " \
    "(ENOSYS)", "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK") \
  P(kLandlockOff, "Landlock was not enabled when this kernel booted " \
    "(EOPNOTSUPP)", "add landlock to the kernel parameter lsm=") \
  P(kLandlockBlocked, "Landlock's system calls are refused here (EPERM)", \
    "allow landlock_* in the seccomp filter: SystemCallFilter= of a unit, or " \
    "a container's seccomp profile") \
  P(kLandlockFailed, "Landlock's version query failed: {}", \
    "report this with the kernel's version") \
  P(kNothingToHandle, "the policy leaves nothing that this kernel could deny", \
    "remove an 'unrestrict', or write 'abi 0..{}' to run even so") \
  P(kUnenforced, "not enforced: {}", "the policy's abi 0..{} allows that") \
  P(kRulesetRefused, "the kernel refused the ruleset: {}", \
    "report this with the kernel's version") \
  P(kThreads, "the process already has {} threads and Landlock ABI {} can " \
    "restrict only one", \
    "use ABI 8 (Linux 7.0), or remove the library that starts them") \
  P(kThreadsUnknown, "cannot tell whether the process has threads", \
    "mount /proc, or allow unshare(2)") \
  P(kNoNewPrivsRefused, "no_new_privs was refused: {}", \
    "allow prctl(2) in the seccomp profile") \
  P(kTooManyLayers, "the process is already inside 16 Landlock layers, and " \
    "the kernel allows no more", "sandbox it in fewer places") \
  P(kRestrictRefused, "the kernel refused to enforce the ruleset: {}", \
    "report this with the kernel's version") \
  P(kLearnConflict, "the variable is set together with {}", \
    "unset one of them") \
  P(kLearnOverEtc, "'{}' is there, and a variable does not switch that off", \
    "unset it, or use 'landshim learn'") \
  P(kNotEnforced, "NOT ENFORCED: '{}' is there, and the program is recorded " \
    "instead", "unset the variable to enforce it") \
  P(kLearnThreads, "the process already has threads, which would not be " \
    "recorded", "remove the library that starts them, or use 'landshim learn'") \
  P(kLearnBusy, "another program watches system calls here already, and Linux " \
    "allows one", "learn outside of it (of 'landshim learn' or 'explain', or " \
    "of a container engine's seccomp notifications)") \
  P(kLearnRefused, "the kernel refused the recorder's filter: {}", \
    "allow seccomp(2) and close_range(2) in the seccomp filter that this " \
    "process is in, or use Linux 5.9 or newer") \
  P(kLearnFailed, "the recorder cannot be started: {}", \
    "end other processes, or close descriptors") \
  P(kLearnSilent, "the recorder ended without a word", \
    "name the landshim command by LANDSHIM_BIN") \
  P(kNoLandshim, "there is no 'landshim' beside the shim, or in ../bin from " \
    "there", "install it, or name it by LANDSHIM_BIN") \
  P(kLandshimRelative, "relative path '{}'", \
    "name the landshim command from the root") \
  P(kLandshimFailed, "it cannot be executed: {}", \
    "name the landshim command, or unset the variable")

// clang-format on

// What the kernel's errors mean: number (asm-generic/errno.h), text.
#define LANDSHIM_ERRORS(E)                          \
  E(1, "operation not permitted (EPERM)")           \
  E(2, "no such file or directory (ENOENT)")        \
  E(5, "input/output error (EIO)")                  \
  E(6, "no such device (ENXIO)")                    \
  E(12, "out of memory (ENOMEM)")                   \
  E(13, "permission denied (EACCES)")               \
  E(20, "not a directory (ENOTDIR)")                \
  E(22, "invalid argument (EINVAL)")                \
  E(24, "no descriptor left (EMFILE)")              \
  E(36, "name too long (ENAMETOOLONG)")             \
  E(38, "unknown or filtered system call (ENOSYS)") \
  E(40, "symbolic link loop (ELOOP)")               \
  E(95, "not supported (EOPNOTSUPP)")

// How each verb is written, in the order of kVerbs (policy/statement.h).
#define LANDSHIM_EXAMPLES(E) \
  E("landshim 1")            \
  E("abi 4..11")             \
  E("include <base>")        \
  E("read /usr/share")       \
  E("exec /usr/bin")         \
  E("write /var/log/app")    \
  E("device /dev/tty")       \
  E("allow make_reg /run")   \
  E("connect tcp 443")       \
  E("bind tcp 8080")         \
  E("unscope signal")        \
  E("unrestrict net.udp") E("quiet /proc") E("log new_exec on")

#define LANDSHIM_PROBLEMS(P) \
  LANDSHIM_POLICY_PROBLEMS(P) LANDSHIM_START_PROBLEMS(P)

#endif  // LANDSHIM_POLICY_PROBLEM_TABLE_H_
