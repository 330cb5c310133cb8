#!/bin/sh
# Fetches the debugging packages of Debian's kernels and holds the model to each image: by hand, on Debian, with room for 4 GB.
#   scripts/conform-debian.sh FOLDER [PACKAGE ...]      PACKAGE: linux-image-6.1.0-50-amd64-dbg
set -eu
folder=${1:?name a folder for packages and images}
shift
mkdir -p "$folder"
xtrace=$(dirname "$0")/../dist/cli.js
traces=$(dirname "$0")/../test/traces/linux-6.1
status=0
for package in "$@"; do
  version=${package#linux-image-}
  version=${version%-dbg}
  image=$folder/vmlinux-$version
  if [ ! -f "$image" ]; then
    (cd "$folder" && apt-get download "$package")
    for archive in "$folder/${package}"_*.deb; do
      dpkg-deb --fsys-tarfile "$archive" | tar x -O "./usr/lib/debug/boot/vmlinux-$version" > "$image"
      rm "$archive"
    done
  fi
  node "$xtrace" conform --vmlinux "$image" "$traces" || status=1
done
exit $status
