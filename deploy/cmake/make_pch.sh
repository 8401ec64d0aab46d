#!/usr/bin/env bash
# make_pch.sh <header> <compiler> <flags...>: precompiles <header> to <header>.gch, once, whoever
# asks first; other build folders wait for it. The .sum file lets ccache skip hashing 120 MB.
set -euo pipefail
header=$1
shift
exec 9>"$header.lock"
flock 9
if [ ! "$header.gch" -nt "$header" ]; then
  part=$(mktemp "$header.XXXXXX")
  trap 'rm -f "$part"' EXIT
  "$@" -w -x c++-header "$header" -o "$part"
  sha256sum "$part" | cut -d' ' -f1 >"$header.gch.sum"
  chmod 644 "$part"
  mv "$part" "$header.gch"
fi
