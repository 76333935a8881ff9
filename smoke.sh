#!/bin/sh
# Runs a whole Builder/Adversary project with scripted agents: real tmux, real git, no API key, nothing to set up first.
# Everything it makes lies in one sandbox folder and on private tmux servers; both are gone at the end, also after Ctrl-C.
set -eu
cd "$(dirname "$0")"

# 1. Set-up: node_modules and tmux, when they are missing.
sh tests/set-up.sh
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

# 2. The demo. It takes care of its own sandbox and of tearing it down.
exec sh examples/builder-adversary/demo.sh "$@"
