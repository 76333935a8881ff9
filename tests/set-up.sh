#!/bin/sh
# Makes a fresh clone ready to run: node_modules, and tmux. Does nothing, quickly, when all is there.
# Used by smoke.sh, `npm test` and .ci/run. Plain sh, and JavaScript that any Node reads.
set -eu
cd "$(dirname "$0")/.."

say() { echo "set-up: $*" >&2; }

need() { # need PROGRAM HINT
  command -v "$1" >/dev/null 2>&1 && return
  say "$1 is missing. $2"
  exit 1
}

# Is what is installed what the lock file says? Compared by content: a checkout changes times, not versions.
modules_fit() {
  [ -x node_modules/.bin/node ] && node -e '
    var want = require("./package-lock.json").packages
    var have = require("./node_modules/.package-lock.json").packages
    for (var path in want) {
      var missing = !have[path] && !want[path].optional
      var other = have[path] && have[path].version !== want[path].version
      if (path !== "" && (missing || other)) process.exit(1)
    }' 2>/dev/null
}

install_package() { # install_package PROGRAM, which is also the name of its Debian package
  command -v "$1" >/dev/null 2>&1 && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $1"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2
  else
    need "$1" "Install it, for example: sudo apt-get install $1   (macOS: brew install $1)"
  fi
}

need node "Install Node (any version from 20 on: the project brings its own 24): https://nodejs.org"
need npm "It comes with Node: https://nodejs.org"
install_package git
install_package tmux
if ! modules_fit; then
  say "installing node_modules"
  npm ci --no-audit --no-fund --loglevel=error >&2
fi
