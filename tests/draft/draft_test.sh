#!/usr/bin/env bash
# Drafts of what real programs did: they allow it again, and little else.
. tests/programs/lib.sh

set_up() {
  mkdir in out other
  printf 'a\n' >in/a
  printf 'key\n' >home/id_rsa
}

# learn PROG ARGS...
learn() {
  expect_success unsandboxed "$landshim" learn -o "$PWD/app.rec" -- "$@"
}

# draft OPTIONS...: into app.policy.
draft() {
  expect_success unsandboxed "$landshim" draft app.rec -o app.policy "$@"
}

# The draft is refused with this in its message, and nothing is written.
expect_refusal() {
  expect_status 125 unsandboxed "$landshim" draft app.rec -o app.policy "${@:2}"
  expect_output "$1"
  expect_missing app.policy
}

# Runs it under the draft.
enforced() {
  unsandboxed "$landshim" run --policy app.policy -- "$@"
}

expect_statement() {
  grep -qxF -e "$1" app.policy || fail "the draft lacks '$1': $(<app.policy)"
}

expect_no_statement() {
  ! grep -q "^[a-z].*\($1\)" app.policy || fail "the draft has '$1': $(<app.policy)"
}

test_what_was_learned_works_again_and_nothing_else() {
  learn bash -c 'cat in/a >out/new'
  rm out/new
  draft
  expect_statement "read $PWD/in/a"
  expect_statement "write $PWD/out"
  expect_success enforced bash -c 'cat in/a >out/another'
  expect_content out/another a
  expect_failure enforced bash -c 'read x <home/id_rsa'
  expect_failure enforced bash -c 'echo >in/a'
  expect_failure enforced bash -c 'echo >other/new'
}

test_files_move_between_directories() {
  learn bash -c 'echo x >out/f; mv out/f other/f; ln other/f out/g'
  rm out/g other/f
  draft
  expect_success enforced bash -c 'echo x >out/f; mv out/f other/f; ln other/f out/g; mv other/f out/h'
  expect_content out/h x
}

test_the_same_recordings_give_the_same_text() {
  learn bash -c 'cat in/a >out/new; ls /etc >/dev/null'
  draft
  mv app.policy first.policy
  draft
  cmp app.policy first.policy || fail "the drafts differ"
  expect_success bash -c "'$landshim' draft - <app.rec >third.policy"
  cmp app.policy third.policy || fail "the drafts differ"
  expect_success unsandboxed "$landshim" fmt --check app.policy
}

test_listing_etc_reads_nothing_in_it() {
  learn ls /etc
  draft
  expect_output "'/etc' (the settings of the whole system): the names in it and beneath can be listed, no file read"
  expect_statement 'allow read_dir /etc'
  expect_success enforced ls /etc
  expect_failure enforced ls -R /var/lib
}

test_home_is_not_drafted_without_asking() {
  learn bash -c 'echo x >~/.state'
  rm home/.state
  expect_refusal "which needs write_file,make_reg,truncate on all of '$HOME'"
  draft --allow-broad "$HOME"
  expect_statement 'allow write_file,make_reg,truncate ~'
  expect_success enforced bash -c 'echo x >~/.state'
  expect_failure enforced bash -c 'read x <~/id_rsa'
}

test_home_is_known_through_links_and_relatively() {
  mkdir home/.ssh
  touch home/.ssh/{a,b,c,d,e} home/{a,b,c,d,e}
  ln -s home link
  local name
  for name in "$PWD/link" "$PWD/link/." "/$PWD/home" link ./other/../home; do
    rm -f app.rec
    # shellcheck disable=SC2016  # the variable is for the inner shell
    HOME=$name learn bash -c 'cat "$0"/home/{a,b,c,d,e} "$0"/home/.ssh/{a,b,c,d,e}' "$PWD"
    draft --allow-broad "$PWD/home/.ssh"
    expect_no_statement 'home$\|\.ssh$\|~$\|/link/'
    expect_success enforced cat home/.ssh/a
    expect_failure enforced cat home/id_rsa
    # shellcheck disable=SC2016  # as above
    HOME=$name learn bash -c 'echo x >"$0"/home/.ssh/new' "$PWD"
    rm home/.ssh/new app.policy
    expect_refusal "on all of '$PWD/home/.ssh' (the user's keys)"
  done
}

test_the_program_itself_is_kept_out_of_what_it_writes() {
  mkdir app
  # shellcheck disable=SC2016  # the variable is for the script
  printf '#!/bin/sh\necho x >app/log.$$\n' >app/app.sh
  chmod +x app/app.sh
  learn app/app.sh
  draft
  expect_statement "write $PWD/app"
  expect_output "'$PWD/app' holds the program itself, '$PWD/app/app.sh': what is sandboxed may change what is started next"
  rm app.rec
  learn sh app/app.sh
  draft
  expect_output "'$PWD/app' holds the program itself, '$PWD/app/app.sh'"
}

test_the_file_that_the_shell_gave_it_is_named_as_such() {
  # The output of all commands is this file.
  learn bash -c 'echo x >/dev/stderr'
  draft
  expect_statement "write? $PWD/output"
  expect_output "'$PWD/output': bash opened it only by a descriptor that it was started with, as /dev/stderr is; if the next run is given another file, name that one"
}

test_children_list_their_own_descriptors() {
  learn bash -c 'ls /proc/self/fd >/dev/null; :'
  draft
  expect_statement 'allow read_dir /proc'
  expect_output "'/proc' (what runs on this machine, and the kernel's settings): the names in it and beneath can be listed, no file read"
  expect_success enforced bash -c 'ls /proc/self/fd >/dev/null; :'
}

test_many_files_become_their_directory_or_not() {
  touch in/{b,c,d,e}
  # shellcheck disable=SC2016  # the variables are for the inner shell
  learn bash -c 'for f in in/a in/b in/c in/d; do read x <$f; done; :'
  draft
  expect_statement "read $PWD/in"
  expect_output "price: 'read $PWD/in' grants 5 files in 1 directory, where 4 were used"
  draft --keep-files
  expect_statement "read $PWD/in/d"
  expect_no_statement "in$"
}

test_a_policy_is_completed() {
  printf '# Mine.\nlandshim 1   # version\nabi 3..11\ninclude <base>\nread    %s/in\n' "$PWD" >mine.policy
  cp mine.policy before.policy
  printf 'b\n' >other/b
  learn bash -c 'read x <in/a; read x <other/b'
  expect_success unsandboxed "$landshim" draft app.rec --merge mine.policy -o app.policy
  [[ $(<app.policy) == "$(<before.policy)"* ]] || fail "the text changed: $(<app.policy)"
  expect_statement "read $PWD/other/b"
  [[ $(grep -c "$PWD/in" app.policy) -eq 1 ]] || fail "in is granted twice"
  cmp mine.policy before.policy || fail "the policy itself changed"
  expect_success enforced bash -c 'read x <in/a && read x <other/b'
  expect_success unsandboxed "$landshim" draft app.rec --merge app.policy -o app.policy
  [[ $(grep -c "$PWD/other/b" app.policy) -eq 1 ]] || fail "it was added twice"
}

test_strange_names_survive() {
  local name=$'in/a:b\nc\xff "d" $HOME ;#'
  printf 'strange\n' >"$name"
  learn cat "$name"
  draft
  expect_success enforced cat "$name"
  expect_output strange
}

test_making_what_is_there_needs_nothing() {
  learn mkdir -p in
  draft
  expect_no_statement 'write\|make_'
  expect_success enforced mkdir -p in
}

test_a_link_that_the_program_made_is_no_part_of_the_policy() {
  learn bash -c 'ln -s ../in out/link && read x <out/link/a'
  rm out/link
  draft
  expect_statement "read $PWD/in/a"
  expect_no_statement out/link
  expect_success enforced bash -c 'ln -s ../in out/link && read x <out/link/a'
}

test_a_link_in_the_place_of_a_directory_is_refused() {
  mkdir out/d
  printf 'b\n' >out/d/b
  learn bash -c 'read x <out/d/b'
  rm -r out/d
  ln -s ../home out/d
  printf 'b\n' >home/b
  expect_refusal "leads to '$HOME/b' now, by a link that was not there when it was recorded; record again"
}

test_a_program_reads_about_itself() {
  learn head -n 1 /proc/self/status
  draft
  expect_statement 'read /proc/self/status'
  expect_success enforced head -n 1 /proc/self/status
  expect_output 'Name:'
}

test_the_policy_is_not_where_the_program_writes() {
  learn bash -c 'echo x >out/new'
  rm out/new
  printf 'old\n' >out/app.policy
  expect_status 125 unsandboxed "$landshim" draft app.rec -o out/app.policy
  expect_output "the program could change $PWD/out/app.policy, the policy itself, and its next start would be as free as it likes"
  expect_content out/app.policy old
}

test_a_new_name_each_time_is_granted_by_its_directory() {
  # shellcheck disable=SC2016  # as above
  learn bash -c 'f=$(mktemp out/XXXXXX) && mkdir out/d$$ && echo x >out/d$$/x'
  rm -r out/*
  draft
  # shellcheck disable=SC2016
  expect_success enforced bash -c 'f=$(mktemp out/XXXXXX) && mkdir out/d$$ && echo x >out/d$$/x'
}

test_a_replaced_file_is_granted_by_its_directory() {
  printf 'old\n' >other/conf
  learn bash -c 'read x <other/conf; echo new >other/conf.tmp; mv other/conf.tmp other/conf; read x <other/conf'
  draft
  expect_success enforced bash -c 'read x <other/conf; echo new >other/conf.tmp; mv other/conf.tmp other/conf; read x <other/conf'
}

test_programs_that_it_makes_are_remarked_on() {
  learn bash -c 'printf "#!/bin/sh\necho made\n" >out/tool; chmod +x out/tool; out/tool'
  rm out/tool
  draft
  expect_output "'$PWD/out' may be both written and executed"
  expect_success enforced bash -c 'printf "#!/bin/sh\necho made\n" >out/tool2; chmod +x out/tool2; out/tool2'
  expect_output made
}

test_what_recorded_nothing_is_no_recording() {
  expect_status 125 unsandboxed "$landshim" draft missing.rec
  expect_output 'landshim: draft: missing.rec: the recording cannot be read: no such file or directory (ENOENT); record'
  printf 'x\n' >app.rec
  expect_status 125 unsandboxed "$landshim" draft app.rec
  expect_output 'landshim: draft: app.rec:1: it does not begin as a recording; is it one?'
}

test_a_recording_that_was_changed_says_where() {
  learn cat in/a
  printf '%s\n' '{"op":"open","flags":["read"],"path":"in/a","kind":"file","by":"/bin/cat"}' >>app.rec
  expect_refusal "landshim: draft: app.rec:$(wc -l <app.rec): no recorder writes such a path; record again, or remove the line"
  rm app.rec
  learn cat in/a
  printf '{"op":"op' >>app.rec
  draft
  expect_output "landshim: draft: gap: the recording's last line was cut off"
  sed -i '1s/"version":1/"version":2/' app.rec
  rm app.policy
  expect_refusal 'landshim: draft: app.rec:1: it has version 2, and this landshim reads up to 1'

}

run_cases
