#!/bin/sh
# sh setup.sh DIR: lays the example out in DIR: origin.git (from seed/, branch main), agents.toml, agents.demo.toml and
# the texts that they name. Run again, it only adds what is missing: nothing that is there is changed.
set -eu
[ $# -eq 1 ] || { echo 'usage: sh setup.sh DIR' >&2; exit 2; }
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE || true
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)

# add SOURCE TARGET: copies a file or folder, unless something has that name already.
add() {
  [ -e "$dir/$2" ] && { echo "kept   $2"; return; }
  cp -R "$1" "$dir/$2"
  echo "added  $2"
}

# add_config FILE: as add; its schema line then names the copy beside it.
add_config() {
  [ -e "$dir/$1" ] && { echo "kept   $1"; return; }
  sed '1s|\.\./\.\./docs/|./|' "$here/$1" >"$dir/$1"
  echo "added  $1"
}

# The origin is made under another name and then renamed, so that a broken run leaves no half of it.
make_origin() {
  [ -e "$dir/origin.git" ] && { echo 'kept   origin.git'; return; }
  new=$(mktemp -d "$dir/.origin.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  cp -R "$here/seed" "$new/seed"
  git init -q --bare --template= "$new/origin.git"
  git --git-dir="$new/origin.git" symbolic-ref HEAD refs/heads/main
  git init -q --template= "$new/seed"
  git -C "$new/seed" add -A
  git -C "$new/seed" -c user.name=seed -c user.email=seed@agents.invalid -c commit.gpgsign=false -c core.hooksPath=/dev/null \
    commit -q -m 'The specification, its acceptance tests, and nothing else'
  git -C "$new/seed" push -q "$new/origin.git" HEAD:refs/heads/main
  mv "$new/origin.git" "$dir/origin.git"
  echo 'added  origin.git'
}

make_origin
for file in agents.toml agents.demo.toml; do add_config "$file"; done
for folder in roles phases scripts; do add "$here/$folder" "$folder"; done
add "$here/prices.toml" prices.toml
add "$here/../../prompts" prompts
schema=$here/../../docs/agents.schema.json
[ ! -e "$schema" ] || add "$schema" agents.schema.json
echo "next:  agents up --config $dir/agents.demo.toml"
