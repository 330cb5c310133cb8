#!/bin/sh
# Fetches the debugging packages of Debian's kernels and holds the model to each image: by hand, on Debian, with room for 4 GB.
# What it finds is kept in test/fixtures/conformance, from which `npm run docs` makes docs/conformance.md. Kernels of another suite are
# fetched by an APT_CONFIG that knows it.
#   scripts/conform-debian.sh FOLDER [PACKAGE ...]      PACKAGE: linux-image-6.1.0-50-amd64-dbg
set -eu
folder=${1:?name a folder for packages and images}
shift
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/.."
for package in "$@"; do
  version=${package#linux-image-}
  version=${version%-dbg}
  image=$folder/vmlinux-$version
  if [ ! -f "$image" ]; then
    (cd "$folder" && apt-get download "$package")
    for archive in "$folder/${package}"_*.deb; do
      # Under its name only when it is whole: what has been cut off would be taken for an image the next time.
      dpkg-deb --fsys-tarfile "$archive" | tar x -O "./usr/lib/debug/boot/vmlinux-$version" > "$image.$$"
      mv "$image.$$" "$image"
      rm "$archive"
    done
  fi
  # The exit status is 1 where something differs, as some examples do on purpose; any other is a failure.
  node dist/cli.js conform --json --vmlinux "$image" test/traces/linux-6.1 > "$folder/groups.jsonl" || [ $? = 1 ]
  node dist/cli.js conform --json --vmlinux "$image" examples > "$folder/examples.jsonl" || [ $? = 1 ]
  node dist/cli.js conform --json --vmlinux "$image" test/traces/machines > "$folder/machines.jsonl" || [ $? = 1 ]
  node dist/cli.js conform --json --vmlinux "$image" test/traces/other-events > "$folder/others.jsonl" || [ $? = 1 ]
  tail -qn 1 "$folder/groups.jsonl" "$folder/examples.jsonl" "$folder/machines.jsonl" "$folder/others.jsonl"
  npx tsx scripts/record-conformance.ts "$package" \
    "groups=$folder/groups.jsonl" "examples=$folder/examples.jsonl" "machines=$folder/machines.jsonl" \
    "others=$folder/others.jsonl"
  npx tsx scripts/confirm-changes.ts "$package" "$image"
  # Without its table of symbols it is the same kernel, by kallsyms.
  strip -o "$image-stripped" "$image"
  node dist/cli.js conform --vmlinux "$image-stripped" test/traces/machines test/traces/other-events
  rm "$image-stripped"
done
