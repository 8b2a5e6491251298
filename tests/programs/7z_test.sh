#!/usr/bin/env bash
# 7z under a policy: packs and unpacks in its folder, and no archive gets out of it.
. tests/programs/lib.sh

set_up() {
  mkdir folder
  export FOLDER=$PWD/folder
}

# make_archive NAME: an archive in the folder with one entry of that name.
make_archive() {
  /usr/bin/python3 -c '
import sys, zipfile
with zipfile.ZipFile("folder/hostile.zip", "w") as archive:
    archive.writestr(sys.argv[1], "planted\n")' "$1"
}

test_an_archive_is_made_and_extracted_in_the_folder() {
  mkdir folder/letters
  printf 'dear reader\n' >folder/letters/one
  printf 'dear writer\n' >folder/letters/two
  expect_success sandboxed 7z a folder/letters.7z ./folder/letters
  rm -r folder/letters
  expect_success sandboxed 7z t folder/letters.7z
  expect_success sandboxed 7z x -ofolder folder/letters.7z
  expect_content folder/letters/one 'dear reader'
  expect_content folder/letters/two 'dear writer'
}

# The entry's name goes through a link to HOME that was in the folder already.
test_an_archive_cannot_write_through_a_link() {
  ln -s "$HOME" folder/config
  make_archive config/.bashrc
  expect_failure sandboxed 7z x -y -ofolder folder/hostile.zip
  expect_missing home/.bashrc
  expect_success unsandboxed 7z x -y -ofolder folder/hostile.zip
  expect_content home/.bashrc planted
}

# -spf restores the paths as they are stored: fine for one's own backup.
test_an_archive_cannot_write_to_an_absolute_path() {
  make_archive "$HOME/.profile"
  expect_failure sandboxed 7z x -y -spf -ofolder folder/hostile.zip
  expect_missing home/.profile
  expect_success unsandboxed 7z x -y -spf -ofolder folder/hostile.zip
  expect_content home/.profile planted
}

# The list of what to pack is the attacker's: it names a key beside the folder.
test_a_list_file_cannot_pack_a_secret() {
  printf 'my key\n' >home/id_rsa
  printf '%s\n' "$HOME/id_rsa" >folder/list
  expect_failure sandboxed 7z a folder/loot.7z @folder/list
  # It leaves an archive of what it could read: of nothing.
  run unsandboxed 7z e -so folder/loot.7z
  expect_no_output_of 'my key'
  expect_success unsandboxed 7z a folder/free.7z @folder/list
  expect_success unsandboxed 7z e -so folder/free.7z
  expect_output 'my key'
}

workload() {
  mkdir folder/mail
  printf 'dear all\n' >folder/mail/first
  expect_success sandboxed 7z a folder/mail.7z ./folder/mail
  rm -r folder/mail
  expect_success sandboxed 7z x -ofolder folder/mail.7z
}

run_cases
