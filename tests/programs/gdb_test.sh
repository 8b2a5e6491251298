#!/usr/bin/env bash
# gdb at a sandboxed program: it attaches to it and starts it, sets breakpoints and calls functions,
# and the program stays bound.
. tests/programs/lib.sh

set_up() {
  mkdir in
  export IN=$PWD/in
  printf 'hello\n' >in/greeting
  printf 'my key\n' >home/id_rsa
  expect_success gcc -g -O1 -Wall -Werror -o program "$programs/wait_for_debugger.c"
}

# Runs gdb on commands from the file `commands`.
debug() {
  unsandboxed gdb -nx -batch -x commands "$@"
}

# attach_to sandboxed|unsandboxed FILE: the program, told by gdb to go on.
attach_to() {
  start "$1" ./program "$2"
  wait_until grep -q waiting background.log
  # The process behind timeout: no other stays in between.
  local process
  read -r process <"/proc/$started/task/$started/children"
  cat >commands <<'END'
backtrace
printf "called: %d\n", (int)getpid() > 1
set variable go = 1
detach
END
  expect_success debug -p "$process"
  expect_output 'main (argc='
  expect_output 'called: 1'
  wait "$started"
}

test_it_attaches_to_a_program() {
  attach_to sandboxed in/greeting
  expect_content background.log $'waiting\nhello'
}

test_a_program_that_it_attached_to_stays_bound() {
  attach_to sandboxed home/id_rsa
  expect_content background.log $'waiting\nhome/id_rsa: Permission denied'
}

test_a_free_program_reads_the_secret() {
  attach_to unsandboxed home/id_rsa
  expect_content background.log $'waiting\nmy key'
}

# launch sandboxed|unsandboxed FILE: gdb starts the program itself, as on a command line.
launch() {
  local -n prefix=$1_prefix
  local wrapper=("${prefix[@]:${#unsandboxed_prefix[@]}}")
  {
    [[ ${#wrapper[@]} -eq 0 ]] || printf 'set exec-wrapper %s\n' "${wrapper[*]}"
    printf 'set args %s\n' "$2"
    printf '%s\n' 'break main' 'break Print' run 'set variable go = 1' continue 'print path' continue
  } >commands
  expect_success debug ./program
}

test_it_starts_a_program() {
  launch sandboxed in/greeting
  expect_output 'Breakpoint 1, main'
  expect_output 'Breakpoint 2, Print'
  expect_output hello
  expect_output 'exited normally'
}

test_a_program_that_it_started_is_bound() {
  launch sandboxed home/id_rsa
  expect_output 'home/id_rsa: Permission denied'
  expect_no_output_of 'my key'
  launch unsandboxed home/id_rsa
  expect_output 'my key'
}

run_cases
