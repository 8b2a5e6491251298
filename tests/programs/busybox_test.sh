#!/usr/bin/env bash
# A static program that a preloaded shell starts is bound as the shell is.
. tests/programs/lib.sh

set_up() {
  mkdir in out
  export IN=$PWD/in OUT=$PWD/out
  printf 'b\na\n' >in/letters
  printf 'my key\n' >home/id_rsa
}

shell() {
  "$1" bash -c "$2"
}

test_busybox_is_static() {
  run ldd /usr/bin/busybox
  expect_output 'not a dynamic executable'
}

test_a_static_child_works() {
  # shellcheck disable=SC2016  # the variables are for the inner shell
  expect_success shell sandboxed 'busybox sort "$IN/letters" >"$OUT/sorted" && busybox mv "$OUT/sorted" "$OUT/done"'
  expect_content out/done $'a\nb'
}

test_a_static_child_cannot_read_a_secret() {
  expect_failure shell sandboxed 'busybox cat ~/id_rsa'
  expect_output 'Permission denied'
  expect_no_output_of 'my key'
  expect_success shell unsandboxed 'busybox cat ~/id_rsa'
  expect_output 'my key'
}

test_a_static_grandchild_cannot_remove_a_file() {
  expect_failure shell sandboxed 'busybox sh -c "busybox rm ~/id_rsa"'
  expect_output 'Permission denied'
  expect_content home/id_rsa 'my key'
  expect_success shell unsandboxed 'busybox sh -c "busybox rm ~/id_rsa"'
  expect_missing home/id_rsa
}

# The control of this whole test: what bound it was its parent. By itself it ignores LD_PRELOAD, and
# only `landshim run` binds it.
test_a_static_program_by_itself_is_bound_by_run_alone() {
  if ! by_run; then
    expect_success sandboxed busybox cat "$HOME/id_rsa"
    expect_output 'my key'
    return
  fi
  run sandboxed busybox cat "$HOME/id_rsa"
  expect_output "id_rsa': Permission denied"
  expect_output 'landshim: /usr/bin/busybox: it is static, so it cannot load the shim: '
  expect_no_output_of 'my key'
}

workload() {
  # shellcheck disable=SC2016  # the variables are for the inner shell
  expect_success shell sandboxed 'busybox cat "$IN/letters" >"$OUT/copied" && busybox rm "$OUT/copied"'
}

run_cases
