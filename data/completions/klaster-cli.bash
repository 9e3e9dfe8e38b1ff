# SPDX-License-Identifier: GPL-3.0-or-later
# Bash completion for klaster-cli: commands, options, files, names of tables.

_klaster_cli ()
{
  local current previous command options i
  local common='--help --author --quiet --lang'
  local documents='register timeline agreement map graph passport'
  local plurals='activities activity_participants activity_series agreement_clauses agreement_parties agreements attachments cluster cohorts contributions cooperation_agreements cooperation_goals cooperations course_run_members course_runs course_supports dual_places goals indicator_values indicators institutions laboratories laboratory_entries modules needs notes obligations overlays parameters placements practice_groups practice_places programme_members programmes project_members projects requirements scenarios studies template_clauses template_obligations templates vocabulary'

  current=${COMP_WORDS[COMP_CWORD]}
  previous=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W 'new info import export edit log undo redo check render verify --help --version' -- "$current"))
    return
  fi
  command=${COMP_WORDS[1]}
  case $command in
    new) options='--sample --region --date' ;;
    info|check) options='--json --date' ;;
    import) options='--as --mapping --strict --dry-run --json' ;;
    export) options='--as --id --paper --orientation --columns --group --date' ;;
    edit) options='--label --json' ;;
    log) options='--json' ;;
    undo|redo|verify) options='' ;;
    render) options='--view --layout --size --bbox --date' ;;
    *) return ;;
  esac

  case $previous in
    --as)
      if [ "$command" = export ]; then plurals="$plurals $documents"; fi
      COMPREPLY=($(compgen -W "$plurals" -- "$current"))
      return
      ;;
    --paper) COMPREPLY=($(compgen -W 'A4 A3 A2 A1' -- "$current")); return ;;
    --orientation) COMPREPLY=($(compgen -W 'portrait landscape' -- "$current")); return ;;
    --group) COMPREPLY=($(compgen -W 'none role kind district status' -- "$current")); return ;;
    --lang) COMPREPLY=($(compgen -W 'uz uz_Cyrl ru en' -- "$current")); return ;;
    --view) COMPREPLY=($(compgen -W 'map graph' -- "$current")); return ;;
    --layout) COMPREPLY=($(compgen -W 'force level core map' -- "$current")); return ;;
    --author|--region|--date|--id|--columns|--label|--size|--bbox) return ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options $common" -- "$current"))
    return
  fi
  compopt -o filenames 2>/dev/null
  while IFS= read -r i; do
    COMPREPLY+=("$i")
  done < <(compgen -f -- "$current")
}

complete -F _klaster_cli klaster-cli
