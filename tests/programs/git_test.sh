#!/usr/bin/env bash
# git under a policy: clones and commits, and what a hostile repository starts stays in the clone.
. tests/programs/lib.sh

set_up() {
  mkdir clones
  export UPSTREAM=$PWD/upstream CLONES=$PWD/clones
  printf '[user]\n\tname = A. Tester\n\temail = tester@example.org\n[init]\n\tdefaultBranch = main\n' >home/.gitconfig
  printf 'my key\n' >home/id_rsa
  git init -q upstream
  printf 'read me\n' >upstream/README
  publish
}

publish() {
  git -C upstream add -A
  git -C upstream commit -q -m "Publish" || fail "the fixture could not be committed"
}

# Publishes a directory that is a repository too, bare and hidden among the sources. Its settings
# name a program, which git starts when somebody looks at the status in there.
publish_bare_repository() {
  mkdir -p upstream/vendor/objects upstream/vendor/refs
  touch upstream/vendor/objects/keep upstream/vendor/refs/keep
  printf 'ref: refs/heads/main\n' >upstream/vendor/HEAD
  printf '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = "%s; false"\n' \
    "$1" >upstream/vendor/config
  publish
}

test_a_repository_is_cloned_and_committed_to() {
  expect_success sandboxed git clone -q "file://$UPSTREAM" clones/one
  printf 'more\n' >>clones/one/README
  expect_success sandboxed git -C clones/one checkout -q -b topic
  expect_success sandboxed git -C clones/one commit -q -a -m "Say more"
  expect_success sandboxed git -C clones/one log --format=%an:%s
  expect_output $'A. Tester:Say more\nA. Tester:Publish'
  expect_success sandboxed git -C clones/one gc --quiet
  expect_success unsandboxed git -C clones/one fsck
}

test_a_hidden_repository_cannot_settle_in_the_start_up_files() {
  publish_bare_repository 'echo planted >>~/.bashrc'
  expect_success sandboxed git clone -q "file://$UPSTREAM" clones/one
  attempt sandboxed git -C clones/one/vendor status
  expect_output 'cannot create'
  expect_output 'Permission denied'
  expect_missing home/.bashrc
  expect_success unsandboxed git -C clones/one/vendor status
  grep -q planted home/.bashrc || fail "the control planted nothing"
}

test_a_hidden_repository_cannot_read_a_key() {
  # `read` is the shell's own: it takes no other program. The variable is for that shell.
  # shellcheck disable=SC2016
  publish_bare_repository 'read key <~/id_rsa && echo stolen: $key >stolen'
  expect_success sandboxed git clone -q "file://$UPSTREAM" clones/one
  attempt sandboxed git -C clones/one/vendor status
  expect_output "cannot open $HOME/id_rsa: Permission denied"
  expect_missing clones/one/stolen
  expect_success unsandboxed git -C clones/one/vendor status
  expect_content clones/one/stolen 'stolen: my key'
}

# A template with a hook, such as a project's set-up script installs: it runs at every checkout.
make_template() {
  mkdir -p clones/template/hooks
  printf '#!/bin/sh\necho hooked\ngit config --global core.pager evil\n' >clones/template/hooks/post-checkout
  chmod +x clones/template/hooks/post-checkout
}

clone_by_template() {
  "$1" git clone -q --template=clones/template "file://$UPSTREAM" "clones/$2"
}

expect_template_to_work_unsandboxed() {
  expect_success clone_by_template unsandboxed free
  expect_success grep evil home/.gitconfig
}

# `write` does not grant execution: what was cloned is data.
test_a_hook_cannot_run() {
  make_template
  attempt clone_by_template sandboxed bound
  expect_output "post-checkout': Permission denied"
  expect_no_output_of hooked
  expect_failure grep evil home/.gitconfig
  expect_template_to_work_unsandboxed
}

# Where hooks are wanted, one more statement grants them, and they are bound like git itself.
test_a_hook_cannot_change_the_settings_of_all_repositories() {
  make_template
  enforce "exec $CLONES"
  attempt clone_by_template sandboxed bound
  expect_output hooked
  expect_output 'could not lock config file'
  expect_content clones/bound/README 'read me'
  expect_failure grep evil home/.gitconfig
  expect_template_to_work_unsandboxed
}

workload() {
  expect_success sandboxed git clone -q "file://$UPSTREAM" clones/first
  printf 'a line\n' >clones/first/file
  expect_success sandboxed git -C clones/first add file
  expect_success sandboxed git -C clones/first commit -q -m "Add a file"
  expect_success sandboxed git -C clones/first status
  expect_success sandboxed git -C clones/first gc --quiet
}

run_cases
