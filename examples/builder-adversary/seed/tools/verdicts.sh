#!/bin/sh
# sh tools/verdicts.sh LABEL REVIEWER...
# What each reviewer (by author name) has found about the newest claim(LABEL) on this branch.
# Status 0: every one of them has said PASS since that claim. 1: not yet. 2: wrong usage.
set -eu
[ $# -ge 2 ] || { echo 'usage: sh tools/verdicts.sh LABEL REVIEWER...' >&2; exit 2; }
label=$1
shift

# newest PREFIX AUTHOR RANGE: hash and subject of the newest commit whose subject begins with PREFIX, but for a `feat:` before the label;
# AUTHOR may be empty.
newest() {
  git log --format='%h%x09%an%x09%s' "$3" | prefix=$1 author=$2 awk -F '\t' '
    { subject = $3; sub(/^claim\(feat: */, "claim(", subject) }
    index(subject, ENVIRON["prefix"]) == 1 && (ENVIRON["author"] == "" || ENVIRON["author"] == $2) && !found++ { print $1, $3 }'
}

claim=$(newest "claim($label)" '' HEAD)
[ -n "$claim" ] || { echo "no claim($label) yet"; exit 1; }
echo "$claim"
missing=0
for reviewer in "$@"; do
  verdict=$(newest "review($label)" "$reviewer" "${claim%% *}..HEAD")
  echo "  $reviewer: ${verdict:-no verdict yet}"
  case $verdict in *"review($label): PASS"*) ;; *) missing=$((missing + 1)) ;; esac
done
[ "$missing" -eq 0 ] || { echo "$missing of $# have not passed it"; exit 1; }
echo "all $# have passed it"
