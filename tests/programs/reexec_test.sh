#!/usr/bin/env bash
# A program that executes itself 40 times keeps working and keeps bound: the preload is tidied away,
# or each time would cost one of the kernel's 16 layers.
. tests/programs/lib.sh

set_up() {
  mkdir in
  expect_success gcc -O1 -Wall -Werror -o reexec "$programs/reexec.c"
  export PROGRAM=$PWD/reexec IN=$PWD/in
  printf 'hello\n' >in/greeting
  printf 'my key\n' >home/id_rsa
}

test_it_executes_itself_40_times() {
  expect_success sandboxed ./reexec 40 in/greeting
  expect_output 'at the bottom: hello'
}

test_it_is_bound_at_the_bottom() {
  expect_failure sandboxed ./reexec 40 home/id_rsa
  expect_output 'home/id_rsa: Permission denied'
  expect_success unsandboxed ./reexec 40 home/id_rsa
  expect_output 'at the bottom: my key'
}

# The control: where the preload is kept, the layers run out, and landshim says so. What `landshim run`
# preloads is not for the processes behind it, and is never kept.
test_a_preload_that_is_kept_runs_out_of_layers() {
  export LANDSHIM_KEEP=1
  if by_run; then
    expect_success sandboxed ./reexec 40 in/greeting
    return
  fi
  # Each start reads the shim and the policy under the layers of those before it.
  cp "$policy" kept.policy
  printf 'read %s\n' "$PWD/kept.policy" "$shim" >>kept.policy
  expect_status 125 "${unsandboxed_prefix[@]}" env "LANDSHIM_POLICY=$PWD/kept.policy" "LD_PRELOAD=$shim" \
    ./reexec 40 in/greeting
  expect_output 'already inside 16 Landlock layers'
}

run_cases
