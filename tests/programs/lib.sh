#!/usr/bin/env bash
# Sourced by the tests of whole programs: finds the cases of the test, runs each in a directory of
# its own and writes a JUnit report with one <testcase> for each.
#
# A test is one program, NAME_test.sh, with NAME.policy beside it. A case is a function test_... that
# ends at the first expectation that does not hold. Before each of them `set_up` runs, if there is
# one, in the same fresh working directory; $HOME is a directory beneath it. By hand, from the root:
#   SHIM=/path/to/liblandshim.so tests/programs/NAME_test.sh
#   LANDSHIM=/path/to/landshim tests/programs/NAME_test.sh run
#   LANDSHIM=/path/to/landshim tests/programs/NAME_test.sh learned
# The first preloads the shim, the second leaves that to `landshim run`; the cases are the same. The third
# is for tests with a function `workload`, which uses the program as somebody would: the policy of each case
# is drafted from a recording of that, and enforced by `landshim run`.
set -u
exec </dev/null

expected_abi=${LANDSHIM_EXPECT_ABI-}
# Nothing of the caller's may reach a program under test.
unset BASH_ENV ENV LD_PRELOAD "${!LANDSHIM_@}" "${!LL_@}"
PATH=/usr/bin:/bin:/usr/sbin:/sbin
LC_ALL=C.UTF-8
export PATH LC_ALL

test_name=$(basename "$0" .sh)
test_name=${test_name%_test}
# Bazel names a script after its target.
test_name=${test_name%"_${1-}"}
programs=$PWD/tests/programs
policy=$programs/$test_name.policy
shim=${SHIM:-$PWD/shim/liblandshim.so}
landshim=${LANDSHIM:-$PWD/tools/landshim}
mode=${1:-preload}
scratch=$(mktemp -d "${TEST_TMPDIR:-${TMPDIR:-/tmp}}/$test_name.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
unset TMPDIR

# What fails with one of these was not refused by Landlock: it ran out of time, landshim itself
# failed, there is no such program, or it was killed.
not_a_denial=" 124 125 127 137 "
seconds=20
unsandboxed_prefix=(timeout --kill-after=1 "$seconds")

# ---- What cases are made of ----

# Whether `landshim run` starts what is sandboxed.
by_run() {
  [[ $mode != preload ]]
}

# Whether the policy was drafted.
is_learned() {
  [[ $mode == learned ]]
}

# enforce STATEMENT: makes `sandboxed` enforce the test's policy, and this too (it may be empty) until the
# case ends.
enforce() {
  if by_run; then
    sandboxed_prefix=("${unsandboxed_prefix[@]}" "$landshim" run --policy "$policy" ${1:+--rule "$1"} --)
  else
    sandboxed_prefix=("${unsandboxed_prefix[@]}" env "LANDSHIM_POLICY=$policy" ${1:+"LANDSHIM_RULES=$1"}
      "LD_PRELOAD=$shim")
  fi
}

# Runs PROG ARGS... under the test's policy. It binds PROG itself: timeout and env are free.
sandboxed() {
  "${sandboxed_prefix[@]}" "$@"
}

# Runs PROG ARGS... the same way, but free.
unsandboxed() {
  "${unsandboxed_prefix[@]}" "$@"
}

# Ends the case.
fail() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}

skip() {
  printf 'SKIPPED: %s\n' "$*"
  exit 77
}

# Runs a command; $status and $output tell what came of it.
run() {
  printf '$ %s\n' "$*"
  # The output goes through a file: a background process that keeps a pipe open would block $(...).
  "$@" >output 2>&1
  status=$?
  output=$(tr -d '\0' <output)
  [[ -z $output ]] || printf '%s\n' "$output" | head -n 40
}

# For any command, also one that begins with `sandboxed` or `unsandboxed`.
expect_success() {
  run "$@"
  [[ $status -eq 0 ]] || fail "status $status, expected success: $*"
}

# The command must run, whatever comes of it; what it was up to is for the next expectations.
attempt() {
  run "$@"
  [[ $not_a_denial != *" $status "* ]] || fail "status $status is no denial: $*"
  [[ $output != *landshim:* ]] || fail "landshim itself complained: $*"
}

# The command must run and fail.
expect_failure() {
  attempt "$@"
  [[ $status -ne 0 ]] || fail "succeeded, expected a failure: $*"
}

# For programs that must end with one status: expect_status 125 COMMAND...
expect_status() {
  run "${@:2}"
  [[ $status -eq $1 ]] || fail "status $status, expected $1: ${*:2}"
}

# About the output of the last command.
expect_output() {
  [[ $output == *"$1"* ]] || fail "the output lacks '$1'"
}

expect_no_output_of() {
  [[ $output != *"$1"* ]] || fail "the output holds '$1'"
}

expect_content() {
  [[ -f $1 && $(<"$1") == "$2" ]] || fail "$1 does not hold '$2'"
}

expect_missing() {
  [[ ! -e $1 && ! -L $1 ]] || fail "$1 exists"
}

# Starts `sandboxed PROG ARGS...` or `unsandboxed PROG ARGS...` in the background; it ends with the
# case at the latest. $started is its process.
start() {
  local -n prefix=$1_prefix
  "${prefix[@]}" "${@:2}" >>background.log 2>&1 &
  started=$!
  all_started+=("$started")
}

stop() {
  kill "$1" 2>/dev/null
  wait "$1" 2>/dev/null
  return 0
}

# Waits until a command succeeds, for at most ten seconds.
wait_until() {
  local i
  for ((i = 0; i < 200; i++)); do
    "$@" && return
    sleep 0.05
  done
  [[ ! -f background.log ]] || cat background.log
  fail "this did not become true: $*"
}

is_listening() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port WHAT: prints a TCP port that is free now, and that the kernel gives nobody who does not ask for
# it. A case gets the same one as the workload before it.
free_port() {
  if ! is_learned; then
    find_port
    return
  fi
  [[ -e $scratch/$case_name.$1 ]] || find_port >"$scratch/$case_name.$1"
  cat "$scratch/$case_name.$1"
}

find_port() {
  /usr/bin/python3 -c '
import random, socket
while True:
    port = random.randrange(10000, 32000)
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
            break
        except OSError:
            pass
print(port)'
}

# Starts a listener on 127.0.0.1 at $port that answers every connection as an HTTP server would,
# with "hello", and appends what it was sent to the file `received`.
start_listener() {
  rm -f listener_port
  start unsandboxed /usr/bin/python3 "$programs/listener.py" listener_port received "$(free_port listener)"
  wait_until test -s listener_port
  # shellcheck disable=SC2034  # for the tests
  port=$(<listener_port)
}

# Skips the case on kernels below an ABI.
require_abi() {
  [[ $kernel_abi -ge $1 ]] || skip "needs Landlock ABI $1; this kernel has $kernel_abi"
}

# ---- What runs them ----

ask_kernel_abi() {
  /usr/bin/python3 -c '
import ctypes
# landlock_create_ruleset with LANDLOCK_CREATE_RULESET_VERSION
print(max(0, ctypes.CDLL(None).syscall(444, None, 0, 1)))'
}

# The least ABI that the test's policy asks for.
policy_abi() {
  sed -n 's/^abi \([0-9]*\).*/\1/p' "$policy" 2>/dev/null | grep . || echo 1
}

end_case() {
  local pid
  for pid in "${all_started[@]}"; do
    stop "$pid"
  done
}

# A fresh directory for a case, or for the workload before it.
prepare_case() {
  mkdir -p "$scratch/$1/home"
  cd "$scratch/$1" || exit 1
  export HOME=$PWD/home
  [[ $(type -t set_up) != function ]] || set_up
}

# What is dangerous is not drafted: as a user would, gives the option that the refusal names, until there is a draft.
draft_by_its_own_advice() {
  local -a allowed=()
  local advice
  while ! unsandboxed "$landshim" draft "$1" -o "$policy" "${allowed[@]}" >"$scratch/draft.err" 2>&1; do
    advice=$(sed -n "s/.*give '--allow-broad \\([^ ]*\\)' to grant exactly that.*/\\1/p" "$scratch/draft.err" | tail -n 1)
    [[ -n $advice && " ${allowed[*]} " != *" $advice "* ]] || fail "no draft: $(<"$scratch/draft.err")"
    allowed+=(--allow-broad "$advice")
  done
  cat "$scratch/draft.err"
}

# Records the workload where the case will be, drafts a policy, and leaves nothing else behind.
draft_policy() {
  local recording=$scratch/$1.rec
  policy=$scratch/$1.policy
  case_name=$1
  prepare_case "$1"
  sandboxed_prefix=("${unsandboxed_prefix[@]}" "$landshim" learn -o "$recording" --)
  workload
  end_case
  all_started=()
  cd "$scratch" || exit 1
  draft_by_its_own_advice "$recording"
  sed 's/^/    | /' "$policy"
  rm -rf "${scratch:?}/$1"
  enforce ''
}

# In a subshell: ends it with the status of the case.
enter_case() {
  all_started=()
  trap end_case EXIT
  cd "$scratch" || exit 1
  ! is_learned || draft_policy "$1"
  require_abi "$(policy_abi)"
  prepare_case "$1"
  "test_$1"
  exit 0
}

# Text as XML can hold it.
escape() {
  tr -cd '\11\12\15\40-\176' | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# Runs one case and adds its <testcase> to the report; $outcome is passed, failed or skipped.
run_case() {
  local name=$1 log=$scratch/$1.log begin=${EPOCHREALTIME/./} microseconds element
  (enter_case "$name") >"$log" 2>&1
  case $? in
    0) outcome=passed element="" ;;
    77) outcome=skipped element="<skipped message=\"$(tail -n 1 "$log" | escape)\"/>" ;;
    *) outcome=failed element="<failure message=\"$(tail -n 1 "$log" | escape)\">$(escape <"$log")</failure>" ;;
  esac
  microseconds=$((${EPOCHREALTIME/./} - begin))
  printf '<testcase classname="%s" name="%s" time="%d.%06d">%s</testcase>\n' "${test_name}_$mode" "$name" \
    $((microseconds / 1000000)) $((microseconds % 1000000)) "$element" >>"$scratch/cases.xml"
  printf '%s: %s\n' "$outcome" "$name"
  [[ $outcome == passed ]] || sed 's/^/    /' "$log"
}

write_report() {
  printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
  printf '<testsuite name="%s" tests="%d" failures="%d" skipped="%d">\n' "$test_name" "$1" "$2" "$3"
  cat "$scratch/cases.xml"
  printf '</testsuite>\n</testsuites>\n'
}

# The last line of every test: runs its cases in the order in which they are written.
run_cases() {
  local cases name outcome failed=0 skipped=0
  kernel_abi=$(ask_kernel_abi)
  if [[ -n $expected_abi && $kernel_abi -lt $expected_abi ]]; then
    echo "the kernel has Landlock ABI $kernel_abi where $expected_abi was expected"
    exit 1
  fi
  if by_run && [[ ! -x $landshim ]]; then
    echo "no landshim at $landshim"
    exit 1
  elif ! by_run && [[ ! -r $shim ]]; then
    echo "no shim at $shim"
    exit 1
  fi
  mapfile -t cases < <(sed -n 's/^test_\([a-z0-9_]*\)() {$/\1/p' "$0")
  if [[ ${#cases[@]} -eq 0 ]]; then
    echo "no cases in $0"
    exit 1
  fi
  enforce ''
  for name in "${cases[@]}"; do
    run_case "$name"
    [[ $outcome != failed ]] || failed=$((failed + 1))
    [[ $outcome != skipped ]] || skipped=$((skipped + 1))
  done
  [[ -z ${XML_OUTPUT_FILE-} ]] || write_report "${#cases[@]}" "$failed" "$skipped" >"$XML_OUTPUT_FILE"
  [[ $failed -eq 0 ]]
}
