# SPDX-License-Identifier: GPL-3.0-or-later
# Fish completion for klaster-cli: commands, options, files, names of tables.
set -l commands new info import export edit log undo redo check render verify
set -l plurals activities activity_participants activity_series agreement_clauses agreement_parties agreements attachments cluster cohorts contributions cooperation_agreements cooperations course_run_members course_runs course_supports dual_places goals indicator_values indicators institutions laboratories laboratory_entries modules needs notes obligations overlays parameters placements practice_groups practice_places programme_members programmes project_members projects requirements scenarios studies vocabulary

complete -c klaster-cli -n "not __fish_seen_subcommand_from $commands" -f -a "$commands"
complete -c klaster-cli -n "not __fish_seen_subcommand_from $commands" -l version -d "Show the version"
complete -c klaster-cli -l help -d "Describe the command"
complete -c klaster-cli -n "__fish_seen_subcommand_from $commands" -l author -x -d "Who shall stand in the history"
complete -c klaster-cli -n "__fish_seen_subcommand_from $commands" -l quiet -d "Tell only errors"
complete -c klaster-cli -n "__fish_seen_subcommand_from $commands" -l lang -x -a "uz uz_Cyrl ru en" -d "Language"
complete -c klaster-cli -n "__fish_seen_subcommand_from new info export check render" -l date -x -d "The day to take for today"
complete -c klaster-cli -n "__fish_seen_subcommand_from new" -l sample -d "Fill it with the reference project"
complete -c klaster-cli -n "__fish_seen_subcommand_from new" -l region -x -d "Code of the region"
complete -c klaster-cli -n "__fish_seen_subcommand_from info import edit log check" -l json -d "Print JSON"
complete -c klaster-cli -n "__fish_seen_subcommand_from import export" -l as -x -a "$plurals" -d "Which table"
complete -c klaster-cli -n "__fish_seen_subcommand_from import" -l mapping -r -d "Where the columns go"
complete -c klaster-cli -n "__fish_seen_subcommand_from import" -l strict -d "Take all rows or none"
complete -c klaster-cli -n "__fish_seen_subcommand_from import" -l dry-run -d "Only tell what would happen"
complete -c klaster-cli -n "__fish_seen_subcommand_from edit" -l label -x -d "What Undo and the history call it"
complete -c klaster-cli -n "__fish_seen_subcommand_from render" -l view -x -a "map graph" -d "What to draw"
complete -c klaster-cli -n "__fish_seen_subcommand_from render" -l layout -x -a "force level core map" -d "Of the graph"
complete -c klaster-cli -n "__fish_seen_subcommand_from render" -l size -x -d "Pixels or points"
complete -c klaster-cli -n "__fish_seen_subcommand_from render" -l bbox -x -d "The part of the map"
