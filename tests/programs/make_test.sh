#!/usr/bin/env bash
# make and gcc under a policy: a project is built, and what its makefile does beyond that is refused.
. tests/programs/lib.sh

set_up() {
  mkdir -p project/source project/build
  printf 'my key\n' >home/id_rsa
  printf '# empty\n' >home/.bashrc
  add_source main '#include <stdio.h>
#include "say.h"
int main(void) { return puts(say()) < 0; }'
  add_source say '#include "say.h"
const char* say(void) { return "built"; }'
  printf 'const char* say(void);\n' >project/source/say.h
  cat >project/Makefile <<'END'
objects = $(patsubst source/%.c,build/%.o,$(wildcard source/*.c))
app: $(objects)
	gcc -o $@.new $(objects)
	mv $@.new $@
build/%.o: source/%.c source/say.h
	gcc -O1 -Wall -c -o $@ $<
clean:
	rm -f build/*.o app
END
}

add_source() {
  printf '%s\n' "$2" >"project/source/$1.c"
}

build() {
  "$1" make -C project "${@:2}"
}

test_the_project_is_built() {
  expect_success build sandboxed
  expect_success project/app
  expect_output built
  expect_success build sandboxed clean
  expect_missing project/app
}

test_a_project_that_has_grown_is_built() {
  add_source more '#include <math.h>
#include <string.h>
#include "say.h"
size_t length(void) { return strlen(say()) + (size_t)HUGE_VAL; }'
  printf '#include <time.h>\n' >>project/source/say.h
  expect_success build sandboxed -j 2
  expect_success project/app
  expect_output built
  touch project/source/say.c
  expect_success build sandboxed
}

test_a_recipe_cannot_read_a_key() {
  # shellcheck disable=SC2016  # the variables are for make
  printf '\napp: stolen\nstolen:\n\tcat $(HOME)/id_rsa >$@\n' >>project/Makefile
  expect_failure build sandboxed
  expect_output 'Permission denied'
  rm project/stolen
  expect_success build unsandboxed
  expect_content project/stolen 'my key'
}

test_a_recipe_cannot_settle_in_the_start_up_files() {
  # shellcheck disable=SC2016  # the variables are for make
  printf '\napp: settle\nsettle:\n\techo evil >>$(HOME)/.bashrc\n' >>project/Makefile
  expect_failure build sandboxed
  expect_content home/.bashrc '# empty'
  expect_success build unsandboxed
  grep -q evil home/.bashrc || fail "the control planted nothing"
}

# An include is opened by the compiler, which the policy lets read only what it has to.
test_a_source_cannot_include_a_key() {
  add_source stolen "#include \"$HOME/id_rsa\""
  expect_failure build sandboxed
  expect_output 'Permission denied'
  expect_no_output_of 'my key'
  run build unsandboxed
  expect_output 'my key'
}

workload() {
  expect_success build sandboxed
  expect_success build sandboxed clean
}

run_cases
