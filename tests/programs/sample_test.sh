#!/usr/bin/env bash
# The variables of the kernel's sample (samples/landlock/sandboxer.c) mean here what they mean there.
# With SANDBOXER=/path/to/sandboxer, the same cases ask the sample itself.
. tests/programs/lib.sh

# What starting a child takes, as the sample's own usage text has it.
system=/bin:/lib:/lib64:/usr:/etc:/dev/null:/proc

set_up() {
  mkdir readable writable
  printf 'text\n' >readable/file
  printf 'text\n' >writable/file
  printf 'my key\n' >home/id_rsa
}

# limited VARIABLE=VALUE... PROG ARGS...: under the sample's variables, and no policy.
limited() {
  local variables=()
  while [[ $1 == *=* ]]; do
    variables+=("$1")
    shift
  done
  if [[ -n ${SANDBOXER-} ]]; then
    "${unsandboxed_prefix[@]}" env "${variables[@]}" "$SANDBOXER" "$@"
  elif by_run; then
    "${unsandboxed_prefix[@]}" env "${variables[@]}" "$landshim" run -- "$@"
  else
    "${unsandboxed_prefix[@]}" env "${variables[@]}" "LD_PRELOAD=$shim" "$@"
  fi
}

# The sample says the same in other words.
expect_message() {
  [[ -n ${SANDBOXER-} ]] || expect_output "$1"
}

# expect_refusal MESSAGE COMMAND...: the program must not even start.
expect_refusal() {
  local message=$1 refused=125
  shift
  [[ -z ${SANDBOXER-} ]] || refused=1
  expect_status "$refused" "$@"
  expect_no_output_of text
  expect_message "$message"
}

# The same with both lists of paths as most cases need them.
usual() {
  limited "LL_FS_RO=$PWD/readable:$system" "LL_FS_RW=$PWD/writable" "$@"
}

# Attempts for bash: connecting to a port, and sending a signal that does nothing.
connect_to() {
  printf 'exec 3<>/dev/tcp/127.0.0.1/%d' "$1"
}

# Attempts for Python, which say "allowed" or end with the error.
bind_to='
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", int(sys.argv[1])))
print("allowed")'
signal_parent='
import os
os.kill(os.getppid(), 0)
print("allowed")'
connect_abstract='
import socket, sys
with socket.socket(socket.AF_UNIX) as s:
    s.connect("\0" + sys.argv[1])
print("allowed")'
listen_abstract='
import socket, sys, time
with socket.socket(socket.AF_UNIX) as s:
    s.bind("\0" + sys.argv[1])
    s.listen()
    open("listening", "w").close()
    time.sleep(30)'

# Starts a listener on an abstract socket and sets $socket to its name.
start_abstract_listener() {
  socket=landshim-test-$$-$BASHPID
  start unsandboxed /usr/bin/python3 -c "$listen_abstract" "$socket"
  wait_until test -e listening
}

test_reading_and_writing_follow_the_two_lists() {
  expect_success usual cat readable/file writable/file
  expect_success usual bash -c 'echo more >>writable/file && mkdir writable/d && mv writable/file writable/d/file'
  expect_content writable/d/file $'text\nmore'
  expect_failure usual cat home/id_rsa
  expect_failure usual bash -c 'echo more >>readable/file'
  expect_failure usual rm -f readable/file
  expect_content readable/file text
  expect_success unsandboxed cat home/id_rsa
  expect_success unsandboxed rm readable/file
}

# Both lists grant execution.
test_both_lists_grant_execution() {
  mkdir elsewhere
  cp /usr/bin/busybox readable/true
  cp /usr/bin/busybox writable/true
  cp /usr/bin/busybox elsewhere/true
  expect_success usual bash -c 'readable/true && writable/true'
  expect_failure usual bash -c elsewhere/true
  expect_output 'Permission denied'
  expect_success unsandboxed bash -c elsewhere/true
}

test_a_list_may_name_files() {
  printf 'text\n' >home/open
  printf 'text\n' >home/changed
  local lists=("LL_FS_RO=$system:$HOME/open" "LL_FS_RW=$HOME/changed")
  expect_success limited "${lists[@]}" bash -c 'cat ~/open >~/changed'
  expect_failure limited "${lists[@]}" cat "$HOME/id_rsa"
  expect_failure limited "${lists[@]}" bash -c 'echo more >~/open'
  expect_content home/open text
  expect_failure limited "${lists[@]}" bash -c 'echo more >~/new'
  expect_missing home/new
}

test_both_lists_are_required() {
  expect_refusal 'landshim: LL_FS_RW:' limited LL_FS_RO=/ cat readable/file
  expect_refusal 'landshim: LL_FS_RO:' limited LL_FS_RW=/ cat readable/file
  expect_refusal 'landshim: LL_FS_RO:' limited LL_TCP_BIND=80 cat readable/file
}

test_an_empty_list_grants_nothing() {
  local lists=("LL_FS_RO=$system:$PWD/readable" LL_FS_RW=)
  expect_success limited "${lists[@]}" cat readable/file
  expect_failure limited "${lists[@]}" bash -c 'echo more >>readable/file'
  expect_failure limited "${lists[@]}" bash -c 'echo more >>writable/file'
  lists=(LL_FS_RO= "LL_FS_RW=$system:$PWD/writable")
  expect_success limited "${lists[@]}" cat writable/file
  expect_failure limited "${lists[@]}" cat readable/file
  expect_failure limited LL_FS_RO= LL_FS_RW= cat writable/file
}

# A warning, and all the rest is enforced.
test_a_missing_path_is_skipped() {
  local lists=("LL_FS_RO=$PWD/missing:$system:$PWD/readable" LL_FS_RW=/also/missing)
  expect_success limited "${lists[@]}" cat readable/file
  expect_message "landshim: LL_FS_RO: '$PWD/missing'"
  expect_message "landshim: LL_FS_RW: '/also/missing'"
  expect_status 1 limited "${lists[@]}" cat home/id_rsa
  expect_output 'Permission denied'
}

# An empty item beside others is a path that does not exist, not the working directory.
test_an_empty_item_is_no_directory() {
  local lists=("LL_FS_RO=$system:$PWD/readable:" LL_FS_RW=)
  expect_success limited "${lists[@]}" cat readable/file
  expect_status 1 limited "${lists[@]}" cat home/id_rsa
  expect_output 'Permission denied'
}

test_a_relative_path_is_one_of_the_working_directory() {
  local lists=("LL_FS_RO=$system:readable" LL_FS_RW=writable)
  expect_success limited "${lists[@]}" cat readable/file writable/file
  expect_failure limited "${lists[@]}" cat home/id_rsa
}

test_unset_ports_are_not_restricted() {
  start_listener
  expect_success usual bash -c "$(connect_to "$port")"
  expect_success usual /usr/bin/python3 -c "$bind_to" "$(free_port)"
}

test_an_empty_list_of_ports_denies_all() {
  require_abi 4
  start_listener
  expect_failure usual LL_TCP_CONNECT= bash -c "$(connect_to "$port")"
  expect_output 'Permission denied'
  expect_failure usual LL_TCP_BIND= /usr/bin/python3 -c "$bind_to" "$(free_port)"
  expect_output 'Permission denied'
  # Each is about itself.
  expect_success usual LL_TCP_BIND= bash -c "$(connect_to "$port")"
  expect_success usual LL_TCP_CONNECT= /usr/bin/python3 -c "$bind_to" "$(free_port)"
}

test_listed_ports_and_no_others_are_granted() {
  require_abi 4
  start_listener
  local free
  free=$(free_port)
  expect_success usual "LL_TCP_CONNECT=1:$port" bash -c "$(connect_to "$port")"
  expect_failure usual "LL_TCP_CONNECT=1:$free" bash -c "$(connect_to "$port")"
  expect_output 'Permission denied'
  expect_success usual "LL_TCP_BIND=$free" /usr/bin/python3 -c "$bind_to" "$free"
  expect_failure usual "LL_TCP_BIND=$port" /usr/bin/python3 -c "$bind_to" "$free"
  expect_output 'Permission denied'
  # Empty items of these lists are skipped.
  expect_success usual "LL_TCP_CONNECT=:$port:" bash -c "$(connect_to "$port")"
}

# A port that is no number must not leave the program free.
test_a_bad_port_is_an_error() {
  expect_refusal "landshim: LL_TCP_CONNECT: bad port 'https'" usual LL_TCP_CONNECT=https cat readable/file
  expect_refusal "landshim: LL_TCP_BIND: bad port '65536'" usual LL_TCP_BIND=65536 cat readable/file
}

# expect_scopes VALUE SIGNAL ABSTRACT: each "free" or "denied".
expect_scopes() {
  local variables=()
  [[ $1 == unset ]] || variables=("LL_SCOPED=$1")
  expect_deed "$2" usual "${variables[@]}" /usr/bin/python3 -c "$signal_parent"
  expect_deed "$3" usual "${variables[@]}" /usr/bin/python3 -c "$connect_abstract" "$socket"
}

expect_deed() {
  if [[ $1 == free ]]; then
    expect_success "${@:2}"
    expect_output allowed
  else
    expect_failure "${@:2}"
    expect_output 'Operation not permitted'
  fi
}

test_scopes_are_those_that_are_named() {
  require_abi 6
  start_abstract_listener
  expect_scopes unset free free
  expect_scopes '' free free
  expect_scopes s denied free
  expect_scopes a free denied
  expect_scopes a:s denied denied
  expect_scopes s:a denied denied
}

test_an_unknown_scope_is_an_error() {
  local value
  for value in x a:x a:a s:; do
    expect_refusal 'landshim: LL_SCOPED:' usual "LL_SCOPED=$value" cat readable/file
  done
}

test_a_list_that_this_kernel_cannot_enforce_is_an_error() {
  [[ $kernel_abi -lt 10 ]] || skip "this kernel can"
  expect_refusal 'landshim: LL_UDP_BIND:' usual LL_UDP_BIND=53 cat readable/file
}

# The sample runs then too, and prints a hint.
test_an_empty_list_that_this_kernel_cannot_enforce_is_named() {
  [[ $kernel_abi -lt 10 ]] || skip "this kernel can"
  expect_success usual LL_UDP_BIND= cat readable/file
  expect_output 'this kernel cannot deny:'
  expect_output bind_udp
}

# The sample takes them away as well.
test_the_program_does_not_see_the_variables() {
  expect_success usual LL_TCP_BIND=80 LL_SCOPED=s env
  expect_no_output_of LL_
  expect_no_output_of LD_PRELOAD
}

run_cases
