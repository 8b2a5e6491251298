#!/usr/bin/env bash
# Sourced by the other scripts: sets `bazel`, the command that starts Bazel wherever they run.
bazel=(bazel)

# A CI job may have no home, or one that it cannot write to; Bazel keeps its cache there.
if [[ ! -d ${HOME-} || ! -w ${HOME-} ]]; then
  bazel_root=${TMPDIR:-/tmp}/landshim-bazel-$UID
  mkdir -m 700 "$bazel_root" 2>/dev/null
  # Whoever owns the cache owns what the build makes.
  [[ -O $bazel_root ]] || bazel_root=$(mktemp -d)
  bazel+=("--output_user_root=$bazel_root")
  # Bazel wants a name even for a user that the system does not know.
  export USER=${USER:-landshim}
fi

# Links of another user, or of another home, would be taken for packages of this workspace.
drop_stale_links() {
  local execution_root link
  execution_root=$("${bazel[@]}" info execution_root 2>/dev/null) || return 0
  for link in bazel-*; do
    [[ ! -L $link || $(readlink "$link") == "$execution_root"* ]] || rm -f "$link"
  done
}
