#!/usr/bin/env bash
# curl under a policy: fetches from its service, and from nowhere else, and reads and writes no other file.
. tests/programs/lib.sh

set_up() {
  mkdir downloads
  export DOWNLOADS=$PWD/downloads PORT
  printf 'my key\n' >home/id_rsa
  start_listener
  PORT=$port
}

fetch() {
  "$1" curl -v --max-time 10 "${@:2}"
}

test_the_service_is_reached() {
  expect_success fetch sandboxed -o downloads/hello "http://127.0.0.1:$PORT/"
  expect_content downloads/hello hello
}

test_another_port_is_refused() {
  mkdir other
  # A second listener, whose port the policy does not name.
  start unsandboxed /usr/bin/python3 "$programs/listener.py" other/port other/received
  wait_until test -s other/port
  local url
  url="http://127.0.0.1:$(<other/port)/?stolen"
  expect_failure fetch sandboxed "$url"
  expect_output 'Permission denied'
  expect_missing other/received
  expect_success fetch unsandboxed "$url"
  wait_until grep -q stolen other/received
}

test_a_secret_cannot_be_read_by_a_file_url() {
  expect_failure fetch sandboxed "file://$HOME/id_rsa"
  expect_no_output_of 'my key'
  expect_success fetch unsandboxed "file://$HOME/id_rsa"
  expect_output 'my key'
}

# Not even to the service that it may reach.
test_a_secret_cannot_be_sent() {
  attempt fetch sandboxed --data-binary "@$HOME/id_rsa" "http://127.0.0.1:$PORT/"
  expect_output 'id_rsa'
  [[ ! -e received ]] || expect_failure grep 'my key' received
  expect_success fetch unsandboxed --data-binary "@$HOME/id_rsa" "http://127.0.0.1:$PORT/"
  wait_until grep -q 'my key' received
}

test_nothing_can_be_written_elsewhere() {
  expect_failure fetch sandboxed -o "$HOME/.bashrc" "http://127.0.0.1:$PORT/"
  expect_missing home/.bashrc
  expect_success fetch unsandboxed -o "$HOME/.bashrc" "http://127.0.0.1:$PORT/"
  expect_content home/.bashrc hello
}

workload() {
  expect_success fetch sandboxed -o downloads/first "http://127.0.0.1:$PORT/first"
}

run_cases
