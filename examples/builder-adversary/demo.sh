#!/bin/sh
# The whole demo in a sandbox: lays the example out, brings the scripted team up, shows what happens until every phase is done, prints
# the team's own account of it, and takes everything down again, also after Ctrl-C. KEEP=1 leaves the sandbox and says where it is.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
sandbox=$(mktemp -d "${TMPDIR:-/tmp}/agents-demo.XXXXXX")
config=$sandbox/agents.demo.toml
follower=

# From source when this is the repository, else the installed program. Becomes the program, so that its pid is known.
become_agents() {
  if [ -f "$root/agents.ts" ]; then exec node "$root/agents.ts" "$@" --config "$config"; fi
  exec agents "$@" --config "$config"
}

agents() { (become_agents "$@"); }

say() { printf '\n== %s\n' "$*"; }

tear_down() {
  code=$?
  trap - EXIT INT TERM HUP
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  say 'Taking the team down'
  agents down || code=1
  if [ "${KEEP:-}" = 1 ]; then echo "kept: $sandbox"; else rm -rf "$sandbox"; fi
  exit "$code"
}
trap tear_down EXIT
trap 'exit 130' INT TERM HUP

say 'A work repository, a builder, two reviewers and a desk, all scripted'
sh "$here/setup.sh" "$sandbox"

say 'Up'
agents up

say 'What happens (until both phases are done)'
become_agents events -f --brief &
follower=$!
deadline=$(($(date +%s) + 115))
until [ -e "$sandbox/.agents/SEQUENCE-COMPLETE" ]; do
  [ "$(date +%s)" -lt "$deadline" ] || { echo 'The demo did not finish in time.' >&2; agents status >&2; exit 1; }
  sleep 1
done
sleep 1
kill "$follower" 2>/dev/null || true
wait "$follower" 2>/dev/null || true
follower=

say 'agents status'
agents status
say 'agents phase show'
agents phase show
say 'agents tokens (at the made-up prices of prices.toml)'
agents tokens
say 'agents why correctness (it was killed, and is back)'
agents why correctness --since 60s
