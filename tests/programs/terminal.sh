#!/usr/bin/env bash
# Sourced behind lib.sh by tests of programs at a terminal: a tmux that nobody looks at.

# Starts the terminal with a command line for bash in it.
open_terminal() {
  # The path of the socket is short only from here.
  start unsandboxed tmux -S terminal -f /dev/null -D
  wait_until test -S terminal
  expect_success tmux -S terminal new-session -d -x 100 -y 30 -c "$PWD" "$1"
}

# Keys as tmux(1) names them, such as Enter or C-z; other words are typed as they are.
press() {
  expect_success tmux -S terminal send-keys "$@"
}

screen() {
  tmux -S terminal capture-pane -p -J
}

screen_shows() {
  [[ $(screen) == *"$1"* ]]
}

# Waits for a text on the screen.
expect_screen() {
  local i
  for ((i = 0; i < 200; i++)); do
    ! screen_shows "$1" || return 0
    sleep 0.05
  done
  screen
  fail "the screen lacks '$1'"
}

# Waits until a program has the terminal: what is typed before would be lost.
expect_foreground() {
  wait_until has_foreground "$1"
}

has_foreground() {
  [[ $(tmux -S terminal display-message -p '#{pane_current_command}') == "$1" ]]
}

expect_no_screen_of() {
  ! screen_shows "$1" || {
    screen
    fail "the screen holds '$1'"
  }
}

# Prints what starts PROG ARGS... at a terminal, as words for a shell: sandboxed or unsandboxed. A timeout
# of its own would put it in the background.
words_of() {
  local -n prefix=$1_prefix
  printf '%q ' "${prefix[@]:${#unsandboxed_prefix[@]}}" "${@:2}"
}
