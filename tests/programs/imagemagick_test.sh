#!/usr/bin/env bash
# ImageMagick under a policy: converts uploads, and no upload pulls in a private picture.
. tests/programs/lib.sh

set_up() {
  mkdir uploads converted
  export UPLOADS=$PWD/uploads CONVERTED=$PWD/converted
  expect_success convert -size 40x40 xc:red home/passport.png
}

# Prints the colour in the corner of a picture.
corner() {
  convert "$1" -format '%[pixel:p{10,10}]' info:
}

test_an_upload_is_converted() {
  expect_success convert -size 60x40 xc:blue uploads/sky.png
  expect_success sandboxed convert uploads/sky.png -resize 50% converted/sky.jpg
  expect_success unsandboxed identify -format '%m %wx%h' converted/sky.jpg
  expect_output 'JPEG 30x20'
}

# A vector image may embed others, by any path.
test_a_drawing_cannot_embed_a_private_picture() {
  cat >uploads/hostile.mvg <<END
push graphic-context
viewbox 0 0 100 100
image over 0,0 40,40 '$HOME/passport.png'
pop graphic-context
END
  attempt sandboxed convert mvg:uploads/hostile.mvg converted/loot.png
  expect_output "unable to open image \`$HOME/passport.png'"
  if [[ -e converted/loot.png ]]; then
    run corner converted/loot.png
    expect_no_output_of '255,0,0'
  fi
  expect_success unsandboxed convert mvg:uploads/hostile.mvg converted/free.png
  expect_success corner converted/free.png
  expect_output 'srgb(255,0,0)'
}

# The web application builds the output's path from a title that its user chose.
test_a_title_cannot_place_a_picture_elsewhere() {
  local title='../home/passport'
  expect_success convert -size 40x40 xc:blue uploads/fake.png
  expect_failure sandboxed convert uploads/fake.png "$CONVERTED/$title.png"
  expect_success corner home/passport.png
  expect_output 'srgb(255,0,0)'
  expect_success unsandboxed convert uploads/fake.png "$CONVERTED/$title.png"
  expect_success corner home/passport.png
  expect_output 'srgb(0,0,255)'
}

workload() {
  expect_success convert -size 30x30 xc:green uploads/meadow.png
  expect_success sandboxed convert uploads/meadow.png -resize 50% converted/meadow.jpg
  # With what it says of mistakes.
  attempt sandboxed convert uploads/missing.png converted/missing.jpg
}

run_cases
