#!/usr/bin/env bash
# A thread that a library starts before main is bound too: the shim comes before every constructor.
. tests/programs/lib.sh

# build COMPILER
build() {
  printf 'my key\n' >home/id_rsa
  expect_success "$1" -O1 -Wall -Werror -shared -fPIC -pthread -o libearly.so "$programs/early_library.c"
  expect_success "$1" -O1 -Wall -Werror -o early "$programs/early_main.c" -L. -learly "-Wl,-rpath,$PWD" -pthread
}

expect_thread_to_be_bound() {
  expect_success sandboxed ./early
  [[ $output == $'before main: Permission denied\nmain\nin main: Permission denied' ]] || fail "the thread was free"
  expect_success unsandboxed ./early
  [[ $output == $'before main: my key\nmain\nin main: my key' ]] || fail "the control's thread did not work"
}

test_a_thread_of_a_constructor_is_bound() {
  build gcc
  expect_thread_to_be_bound
}

test_a_thread_of_a_constructor_is_bound_with_musl() {
  build musl-gcc
  expect_thread_to_be_bound
}

# The library is preloaded itself, before the shim and after it.
test_a_thread_of_another_preload_is_bound() {
  build gcc
  local preload preloads=("$PWD/libearly.so:$shim" "$shim:$PWD/libearly.so")
  # Only this one is the user's then, and the library must not be bound before it is loaded.
  ! by_run || preloads=("$PWD/libearly.so")
  for preload in "${preloads[@]}"; do
    sandboxed_prefix=("${unsandboxed_prefix[@]}" env "LANDSHIM_POLICY=$policy" "LD_PRELOAD=$preload")
    ! by_run || sandboxed_prefix+=("$landshim" run --)
    expect_thread_to_be_bound
  done
}

run_cases
