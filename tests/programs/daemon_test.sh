#!/usr/bin/env bash
# A daemon that forks, detaches and serves under a policy that was drafted of all that, though the program that
# was started ended long before.
. tests/programs/lib.sh

set_up() {
  mkdir -p run data log
  printf 'hello\n' >data/greeting
  printf 'bye\n' >data/farewell
  printf 'how are you\n' >data/question
  printf 'fine\n' >data/answer
  printf 'great\n' >data/praise
  printf 'my key\n' >home/id_rsa
  cp "$programs/daemon.py" .
  port=$(free_port daemon)
}

serve() {
  expect_success "$1" /usr/bin/python3 -B daemon.py "$port"
  wait_until test -s run/daemon.pid
  wait_until is_listening "$port"
}

# ask NAME: what the daemon answers.
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf '%s\n' "$1" >&3
  run cat <&3
  exec 3>&-
}

end_daemon() {
  local daemon
  daemon=$(<run/daemon.pid)
  kill "$daemon"
  wait_until has_ended "$daemon"
}

has_ended() {
  ! kill -0 "$1" 2>/dev/null
}

test_it_serves() {
  serve sandboxed
  ask data/greeting
  expect_output hello
  end_daemon
  expect_missing run/daemon.pid
}

test_it_serves_other_files() {
  serve sandboxed
  ask data/farewell
  expect_output bye
  end_daemon
}

test_it_gives_no_key_away() {
  serve sandboxed
  ask home/id_rsa
  expect_output 'Permission denied'
  expect_no_output_of 'my key'
  end_daemon
  serve unsandboxed
  ask home/id_rsa
  expect_output 'my key'
  end_daemon
}

workload() {
  serve sandboxed
  ask data/greeting
  ask data/question
  ask data/answer
  ask data/praise
  ask data/missing
  end_daemon
  sleep 0.5 # the recorder writes its last line
}

run_cases
