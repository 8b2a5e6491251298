#!/usr/bin/env bash
# A Go program, which makes its system calls itself, under a policy that was drafted of them.
. tests/programs/lib.sh

set_up() {
  mkdir in out
  printf 'a b\nc\n' >in/text
  printf 'd e f\n' >in/other
  printf 'my key\n' >home/id_rsa
  cp "$programs/count_words" .
}

test_it_counts() {
  expect_success sandboxed ./count_words out/counts in/text
  expect_content out/counts 'in/text: 3'
}

test_it_counts_another_file_for_another_result() {
  expect_success sandboxed ./count_words out/others in/text in/other
  expect_content out/others $'in/text: 3\nin/other: 3'
}

test_it_cannot_read_a_key() {
  # It is static: landshim says that it has no shim.
  expect_status 1 sandboxed ./count_words out/counts home/id_rsa
  expect_output 'home/id_rsa: permission denied'
  expect_success unsandboxed ./count_words out/counts home/id_rsa
  expect_content out/counts 'home/id_rsa: 2'
}

test_it_cannot_write_elsewhere() {
  # It is static: landshim says that it has no shim.
  expect_status 1 sandboxed ./count_words home/counts in/text
  expect_output 'permission denied'
  expect_success unsandboxed ./count_words home/counts in/text
  expect_content home/counts 'in/text: 3'
}

workload() {
  expect_success sandboxed ./count_words out/counts in/text
  expect_success sandboxed ./count_words out/counts in/other
}

run_cases
