#!/usr/bin/env bash
# A program that is linked with musl is bound by the same shim as those of glibc.
. tests/programs/lib.sh

set_up() {
  mkdir in out
  export IN=$PWD/in OUT=$PWD/out
  printf 'one\ntwo\nthree\n' >in/text
  printf 'my key\n' >home/id_rsa
  expect_success musl-gcc -O1 -Wall -Werror -o count_lines "$programs/count_lines.c"
}

test_it_is_a_musl_program() {
  expect_success readelf --program-headers count_lines
  expect_output /lib/ld-musl-
}

test_it_works_on_its_files() {
  expect_success sandboxed ./count_lines in/text out/count
  expect_content out/count 3
}

test_it_cannot_read_a_secret() {
  expect_failure sandboxed ./count_lines home/id_rsa out/count
  expect_output 'home/id_rsa: Permission denied'
  expect_missing out/count
  expect_success unsandboxed ./count_lines home/id_rsa out/count
  expect_content out/count 1
}

test_it_cannot_write_elsewhere() {
  expect_failure sandboxed ./count_lines in/text home/count
  expect_output 'home/count: Permission denied'
  expect_missing home/count
  expect_success unsandboxed ./count_lines in/text home/count
  expect_content home/count 3
}

test_it_cannot_start_a_program() {
  expect_failure sandboxed ./count_lines in/text out/count /usr/bin/id
  expect_output '/usr/bin/id: Permission denied'
  expect_success unsandboxed ./count_lines in/text out/count /usr/bin/id
  expect_output uid=
}

# The same policy and the same object, with the same program linked with glibc.
test_its_glibc_twin_is_bound_alike() {
  expect_success gcc -O1 -Wall -Werror -o twin "$programs/count_lines.c"
  expect_success sandboxed ./twin in/text out/count
  expect_content out/count 3
  expect_failure sandboxed ./twin home/id_rsa out/count
  expect_output 'home/id_rsa: Permission denied'
  expect_success unsandboxed ./twin home/id_rsa out/count
}

workload() {
  expect_success sandboxed ./count_lines in/text out/first
}

run_cases
