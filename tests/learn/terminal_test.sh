#!/usr/bin/env bash
# Recorded programs at a terminal: keys, jobs, full screens and sizes are as without landshim.
. tests/programs/lib.sh
. tests/programs/terminal.sh

shell=(/bin/bash --norc --noprofile -i)

set_up() {
  export TERM=screen LESS='' LESSHISTFILE=-
  seq -f 'line %g' 1 500 >long
  learning=("$landshim" learn -o "$PWD/app.rec" --)
}

open_shell() {
  open_terminal "PS1='> ' exec ${shell[*]}"
  expect_screen '>'
}

# Waits until a program was recorded so far that it opened a file of that name.
expect_recorded() {
  wait_until grep -q "$1" app.rec
}

test_a_job_stops_and_goes_on() {
  open_shell
  press "$(printf '%q ' "${learning[@]}" /bin/cat)" Enter
  expect_foreground landshim
  expect_recorded '"mark":true'
  press one Enter
  expect_screen $'one\none'
  press C-z
  expect_screen Stopped
  press 'jobs; echo listed' Enter
  expect_screen $'\nlisted'
  press fg Enter
  expect_foreground landshim
  press two Enter
  expect_screen $'two\ntwo'
  press C-d
  press 'echo status $?' Enter
  expect_screen 'status 0'
}

test_a_program_that_stops_itself_is_a_stopped_job() {
  open_shell
  # shellcheck disable=SC2016  # for the inner shell
  press "$(printf '%q ' "${learning[@]}" /bin/sh -c 'kill -STOP $$; echo went on')" Enter
  expect_screen Stopped
  press fg Enter
  expect_screen $'\nwent on'
  press 'echo status $?' Enter
  expect_screen 'status 0'
}

test_a_job_is_interrupted() {
  open_shell
  press "$(printf '%q ' "${learning[@]}" /bin/cat)" Enter
  expect_foreground landshim
  expect_recorded '"mark":true'
  press one Enter
  expect_screen $'one\none'
  press C-c
  press 'echo status $?' Enter
  expect_screen 'status 130'
}

test_a_full_screen_follows_the_size_of_the_window() {
  open_terminal "$(printf '%q ' "${learning[@]}" /usr/bin/less long); echo ended: \$?; exec cat"
  expect_screen 'line 29'
  expect_no_screen_of 'line 31'
  expect_success tmux -S terminal resize-window -x 100 -y 50
  expect_screen 'line 49'
  press q
  expect_screen 'ended: 0'
}

test_the_title_counts_and_the_screen_does_not() {
  open_terminal "$(printf '%q ' "${learning[@]}" /usr/bin/less long); exec cat"
  expect_screen 'line 29'
  wait_until title_counts
  expect_no_screen_of operations
  press q
  # What comes next is said when the program is over.
  expect_screen "holds "
  expect_screen "operations; 'landshim draft "
}

title_counts() {
  [[ $(tmux -S terminal display-message -p '#{pane_title}') =~ ^'landshim learn less: '[0-9]+' operations'$ ]]
}

test_nothing_is_mixed_into_the_output() {
  "${learning[@]}" /bin/sh -c 'echo out; echo err >&2; exit 3' >out 2>err
  status=$?
  [[ $status -eq 3 ]] || fail "status $status"
  expect_content out out
  expect_content err err
}

test_a_pipeline_of_recorded_programs_works() {
  seq 1 1000 | "${learning[@]}" /usr/bin/sort -n -r | "$landshim" learn -o second.rec -- /usr/bin/head -n 1 >out
  expect_content out 1000
}

run_cases
