#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-shell.sh KLASTER-CLI SOURCE-ROOT: completions and the man page name exactly the commands, options and tables that
# the program has. TAP.
cli=$1
root=$2
n=0
failed=0

check ()
{
  n=$((n + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $n $1"
  else
    echo "not ok $n $1"
    echo "# expected: $2"
    echo "# found:    $3"
    failed=1
  fi
}

lines () { tr ' ' '\n' | grep . | sort -u | tr '\n' ' '; }

# shellcheck source=/dev/null
. "$root/data/completions/klaster-cli.bash"
complete_bash ()
{
  COMP_WORDS=("$@")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _klaster_cli
  echo "${COMPREPLY[*]}" | lines
}

commands=$("$cli" --help | sed -n 's/^  \([a-z]*\)  *[A-Z].*/\1/p' | lines)
# What follows would hold of an empty list, too.
check 'the program lists its commands' 'check edit export import info log new redo render undo verify' \
  "$(for command in $commands; do echo "$command"; done | grep -xE 'check|edit|export|import|info|log|new|redo|render|undo|verify' | xargs)"
check 'bash completes commands' "$(echo "$commands --help --version" | lines)" "$(complete_bash klaster-cli '')"
check 'fish knows the commands' "$commands" \
  "$(sed -n 's/^set -l commands //p' "$root/data/completions/klaster-cli.fish" | lines)"

for command in $commands; do
  options=$("$cli" "$command" --help | grep -oE '^ +(-h, )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | lines)
  check "bash completes the options of $command" "$options" "$(complete_bash klaster-cli "$command" --)"
  zsh=$(grep -E "^  $command\\) " "$root/data/completions/_klaster-cli" | grep -oE "'--[a-z-]+" | tr -d "'" | lines)
  check "zsh knows the options of $command" "$options" "$(echo "$zsh --help --author --quiet --lang" | lines)"
  fish=$(grep -E "from ([a-z ]* )?($command|\\\$commands)( [a-z ]*)?\"" "$root/data/completions/klaster-cli.fish" \
    | grep -v '"not' | grep -oE -- '-l [a-z-]+' | sed 's/-l /--/' | lines)
  check "fish knows the options of $command" "$options" "$(echo "$fish --help" | lines)"
  for option in $options; do
    grep -qF -- "${option//-/\\-}" "$root/data/man/klaster-cli.1" || missing="$missing $command:$option"
  done
  grep -q "fB$command\\\\fR" "$root/data/man/klaster-cli.1" || missing="$missing $command"
done
check 'the man page names every command and option' '' "$missing"

plurals=$(sed -n 's/^TABLE ([A-Z_]*, "[a-z_]*", "\([a-z_]*\)").*/\1/p' "$root/src/core/document/klaster-schema.inc" | lines)
check 'bash completes the tables' "$plurals" "$(complete_bash klaster-cli import --as '')"
check 'bash completes tables and documents' "$(echo "$plurals register timeline agreement map graph passport" | lines)" \
  "$(complete_bash klaster-cli export --as '')"
check 'zsh knows the tables' "$plurals" "$(sed -n 's/^plurals=(\(.*\))/\1/p' "$root/data/completions/_klaster-cli" | lines)"
check 'fish knows the tables' "$plurals" "$(sed -n 's/^set -l plurals //p' "$root/data/completions/klaster-cli.fish" | lines)"
check 'bash completes files' "$root/src/ " "$(complete_bash klaster-cli info "$root/sr" | sed 's,src ,src/ ,')"

echo "1..$n"
exit $failed
