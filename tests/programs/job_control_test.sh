#!/usr/bin/env bash
# Jobs of an interactive shell: a sandboxed one is stopped, continued and interrupted from the
# keyboard, and a sandboxed shell has jobs of its own.
. tests/programs/lib.sh
. tests/programs/terminal.sh

set_up() {
  mkdir documents
  export DOCUMENTS=$PWD/documents TERM=screen
  printf 'hello\n' >documents/greeting
  printf 'my key\n' >home/id_rsa
}

shell=(/bin/bash --norc --noprofile -i)

test_a_sandboxed_job_stops_and_goes_on() {
  open_terminal "PS1='> ' exec ${shell[*]}"
  expect_screen '>'
  press "$(words_of sandboxed /bin/cat)" Enter
  expect_foreground cat
  press one Enter
  expect_screen $'one\none'
  press C-z
  expect_screen Stopped
  press 'jobs -l; echo listed' Enter
  expect_screen $'\nlisted'
  press fg Enter
  expect_foreground cat
  press two Enter
  expect_screen $'two\ntwo'
  press C-d
  press 'echo status $?' Enter
  expect_screen 'status 0'
}

test_a_sandboxed_job_is_interrupted() {
  open_terminal "PS1='> ' exec ${shell[*]}"
  expect_screen '>'
  press "$(words_of sandboxed /bin/cat)" Enter
  expect_foreground cat
  press one Enter
  expect_screen $'one\none'
  press C-c
  press 'echo status $?' Enter
  expect_screen 'status 130'
}

test_a_sandboxed_job_runs_in_the_background() {
  open_terminal "PS1='> ' exec ${shell[*]}"
  expect_screen '>'
  press "$(words_of sandboxed /bin/cat) & sleep 0.3" Enter
  # It reads from a terminal that is not its own.
  expect_screen Stopped
  press fg Enter
  expect_foreground cat
  press one Enter C-d
  expect_screen $'one\none'
  press 'echo status $?' Enter
  expect_screen 'status 0'
}

test_a_sandboxed_shell_has_jobs() {
  open_terminal "PS1='> ' $(words_of sandboxed "${shell[@]}")"
  expect_screen '>'
  expect_no_screen_of 'no job control'
  press 'cat' Enter
  expect_foreground cat
  press one Enter
  expect_screen $'one\none'
  press C-z
  expect_screen Stopped
  press 'sleep 100 &' Enter
  press 'jobs; echo listed' Enter
  expect_screen $'\nlisted'
  expect_screen Running
  press 'fg 1' Enter
  expect_foreground cat
  press two Enter
  expect_screen $'two\ntwo'
  press C-c
  press 'echo status $?; kill %2' Enter
  expect_screen 'status 130'
  press 'cat documents/greeting ~/id_rsa' Enter
  expect_screen hello
  expect_screen 'Permission denied'
  expect_no_screen_of 'my key'
}

test_an_unsandboxed_shell_reads_the_secret() {
  open_terminal "PS1='> ' exec ${shell[*]}"
  expect_screen '>'
  press 'cat documents/greeting ~/id_rsa' Enter
  expect_screen 'my key'
}

run_cases
