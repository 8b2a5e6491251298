#!/usr/bin/env bash
# A program that a timer interrupts every 2 ms, with a handler without SA_RESTART, under a policy that was drafted
# while it did.
. tests/programs/lib.sh

set_up() {
  mkdir in out
  seq -f 'line %g' 1 1000 | split -l 1 -a 3 - in/
  printf 'my key\n' >home/id_rsa
  expect_success gcc -O1 -Wall -Werror -o read_all "$programs/read_all.c"
}

test_it_reads_everything() {
  expect_success sandboxed ./read_all in out/sum
  expect_success cat out/sum
  expect_output '1000 files, 8893 bytes'
}

test_it_reads_what_is_new() {
  printf 'one more\n' >in/one_more
  expect_success sandboxed ./read_all in out/sum
  expect_success cat out/sum
  expect_output '1001 files, 8902 bytes'
}

test_it_cannot_read_a_key() {
  expect_failure sandboxed ./read_all home out/sum
  expect_output 'home: Permission denied'
  expect_success unsandboxed ./read_all home out/sum
}

workload() {
  expect_success sandboxed ./read_all in out/sum
  expect_success cat out/sum
  expect_output '1000 files, 8893 bytes'
  # What the recorder has not yet received is interrupted as any call is: see docs/limits.md. Interrupted while
  # it waits for the answer, most would be.
  [[ $(sed -n 's/.*, \([0-9]*\) calls interrupted/\1/p' out/sum) -lt 50 ]] || fail "too many interruptions"
}

run_cases
