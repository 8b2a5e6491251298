#!/usr/bin/env bash
# less on a terminal: it draws, takes keys and follows the size of the window; and a reader who
# knows its commands gets no further than the policy.
. tests/programs/lib.sh
. tests/programs/terminal.sh

set_up() {
  mkdir documents
  export DOCUMENTS=$PWD/documents
  seq -f 'line %g' 1 500 >documents/long
  printf 'my key\n' >home/id_rsa
  # Of the user's own settings less would read some.
  export LESS='' LESSHISTFILE=- TERM=screen
}

# show sandboxed|unsandboxed: the file on a terminal, and behind it the exit status.
show() {
  open_terminal "$(words_of "$1" /usr/bin/less documents/long); echo ended: \$?; exec cat"
  expect_screen 'line 1'
}

test_it_pages_and_searches() {
  show sandboxed
  expect_screen 'line 29'
  expect_no_screen_of 'line 31'
  press Space
  expect_screen 'line 58'
  press / 'line 400' Enter
  expect_screen 'line 428'
  press G
  expect_screen 'line 500'
  press q
  expect_screen 'ended: 0'
}

test_it_follows_the_size_of_the_window() {
  show sandboxed
  expect_no_screen_of 'line 31'
  expect_success tmux -S terminal resize-window -x 100 -y 50
  expect_screen 'line 49'
  press q
  expect_screen 'ended: 0'
}

# Examining another file, and starting a program.
test_its_commands_do_not_lead_out() {
  show sandboxed
  press ":e $HOME/id_rsa" Enter
  expect_screen 'Permission denied'
  press Enter '!/usr/bin/id' Enter
  expect_screen '(press RETURN)'
  expect_no_screen_of uid=
  press Enter
  press q q
  expect_no_screen_of 'my key'
}

test_without_a_sandbox_its_commands_lead_out() {
  show unsandboxed
  press ":e $HOME/id_rsa" Enter
  expect_screen 'my key'
  press '!/usr/bin/id' Enter
  expect_screen uid=
}

workload() {
  show sandboxed
  press Space
  expect_screen 'line 58'
  press q
  expect_screen 'ended: 0'
}

run_cases
