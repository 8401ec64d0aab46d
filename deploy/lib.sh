# Shell helpers shared by deploy/, tests/ and .ci/. Source it; it sets ROOT and changes nothing else.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JOBS=${INTERIM_JOBS:-$(nproc)}
# A checkout that belongs to another user is read all the same (build machines check out as root).
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$ROOT

# A line for the reader, apart from tool output.
say() { printf '\n== %s\n' "$*" >&2; }

# Ends the script with a reason.
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# node_is_new: true when Node.js 18 or later is on the path.
node_is_new() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 18 ]
}

# npm_install <folder>: `npm ci` there unless its lock file has been installed already.
npm_install() {
  local folder=$1 stamp=$1/node_modules/.lock-installed sum
  sum=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return 0
  say "npm ci in ${folder#"$ROOT"/}"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
  printf '%s\n' "$sum" >"$stamp"
}

# build_preset <preset> [targets...]: configures when needed, then builds. CMake runs again by itself
# when a list file changed.
build_preset() {
  local preset=$1
  shift
  (
    cd "$ROOT" || exit 1
    # Precompiled headers need these for ccache to work with them.
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    export CCACHE_PCH_EXTSUM=1 CCACHE_BASEDIR="$ROOT/build" CCACHE_NOHASHDIR=1
    if [ ! -f "build/$preset/build.ninja" ]; then
      cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || {
        tail -40 "build/$preset.configure.log" >&2
        exit 1
      }
    fi
    nice -n 5 ninja -C "build/$preset" -j "$JOBS" "$@" >"build/$preset.build.log" 2>&1 || {
      tail -60 "build/$preset.build.log" >&2
      exit 1
    }
  )
}
