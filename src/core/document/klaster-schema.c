/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-schema.h"

/* Token lists, in the order in which people expect them. CLI.md is the contract: tokens are never renamed. */
#define TOKENS(name, ...) static const char *const name[] = { __VA_ARGS__ __VA_OPT__(,) NULL }

TOKENS (goal_states, "open", "reached", "dropped");
TOKENS (institution_kinds, "preschool", "school", "additional", "lyceum", "vocational", "higher", "foreign", "retraining",
        "research", "authority", "enterprise", "association");
TOKENS (institution_roles, "integrator", "core", "member", "partner", "candidate", "former");
TOKENS (institution_levels, "preschool", "primary", "basic", "secondary", "additional", "vocational", "bachelor", "master",
        "doctoral", "retraining");
TOKENS (orientations, "vertical", "horizontal", "mixed");
TOKENS (concentrations, "network", "inter_branch");
TOKENS (models, "informational", "analytical", "social", "game");
TOKENS (areas, "educational_methodological", "scientific_methodological", "staff", "career_guidance", "research",
        "spiritual_educational", "information_analytical", "experimental_innovative", "teaching", "teaching_literature",
        "scientific_potential", "education_upbringing", "management", "continuity", "methods_tools", "practice",
        "employment", "young_teachers");
TOKENS (tasks, "coordinating", "synergistic", "prognostic", "leading", "consolidation", "corporate", "information",
        "reorganisation");
TOKENS (cooperation_statuses, "proposed", "active", "suspended", "ended");
TOKENS (agreement_kinds, "cooperation", "laboratory", "practice", "dual_organisation", "dual_student", "memorandum", "other");
TOKENS (agreement_statuses, "draft", "signed", "in_force", "expiring", "expired", "terminated");
TOKENS (contribution_kinds, "money", "equipment", "rooms", "places", "staff_hours", "data", "technology");
TOKENS (clauses, "common_goal", "legal_basis", "mutual_benefit", "coordination", "no_deviation", "mutual_control");
TOKENS (clause_states, "met", "partly", "not_met", "unknown");
TOKENS (obligation_states, "open", "in_progress", "done", "waived");
TOKENS (laboratory_entry_kinds, "visit", "lesson", "institute_class", "other");
TOKENS (project_directions, "research", "information_analytical", "scientific_methodological", "experimental_innovative");
TOKENS (programme_levels, "pre_university", "university", "postgraduate", "advanced_training");
TOKENS (programme_forms, "distance", "collective", "individual");
TOKENS (applied_states, "yes", "partly", "no");
TOKENS (support_givers, "institution", "colleagues");
TOKENS (support_kinds, "consulting", "methodological", "informational");
TOKENS (activity_streams, "preschool", "teachers", "open_lessons", "urgent_problems");
TOKENS (activity_levels, "organisational", "managerial", "technological", "content");
TOKENS (activity_states, "planned", "held", "cancelled");
TOKENS (requirement_kinds, "knowledge", "skill", "qualification");
TOKENS (placement_marks, "planned", "locked", "forbidden");
TOKENS (note_kinds, "call", "letter", "meeting", "decision", "other");
TOKENS (graph_views, "force", "level", "core", "map");

static const struct
{
  const char *name;
  const char *const *tokens;
} token_lists[] = {
#define L(name) { #name, name }
  L (goal_states), L (institution_kinds), L (institution_roles), L (institution_levels), L (orientations),
  L (concentrations), L (models), L (areas), L (tasks), L (cooperation_statuses), L (agreement_kinds),
  L (agreement_statuses), L (contribution_kinds), L (clauses), L (clause_states), L (obligation_states),
  L (laboratory_entry_kinds), L (project_directions), L (programme_levels), L (programme_forms), L (applied_states),
  L (support_givers), L (support_kinds), L (activity_streams), L (activity_levels), L (activity_states),
  L (requirement_kinds), L (placement_marks), L (note_kinds), L (graph_views),
#undef L
};

#define ID_COLUMN { "id", KLASTER_COLUMN_INTEGER, KLASTER_COLUMN_REQUIRED, 1, (double) KLASTER_ID_MAX, NULL, NULL, 0 },
#define TABLE(T, n, plural) static const KlasterColumnInfo T##_columns[] = { ID_COLUMN
#define INTERNAL_TABLE(T, n, plural) TABLE (T, n, plural)
#define END_TABLE(T) };
#define TEXT(T, C, n) { n, KLASTER_COLUMN_TEXT, 0, 0, 0, NULL, NULL, 0 },
#define NAME(T, C, n) { n, KLASTER_COLUMN_TEXT, KLASTER_COLUMN_REQUIRED, 0, 0, NULL, NULL, 0 },
#define DATE(T, C, n) { n, KLASTER_COLUMN_DATE, 0, 0, 0, NULL, NULL, 0 },
#define TIME(T, C, n) { n, KLASTER_COLUMN_TIME, 0, 0, 0, NULL, NULL, 0 },
#define INTEGER(T, C, n, min, max) { n, KLASTER_COLUMN_INTEGER, 0, min, (double) (max), NULL, NULL, 0 },
#define REAL(T, C, n, min, max) { n, KLASTER_COLUMN_REAL, 0, min, max, NULL, NULL, 0 },
#define REAL_REQUIRED(T, C, n, min, max) { n, KLASTER_COLUMN_REAL, KLASTER_COLUMN_REQUIRED, min, max, NULL, NULL, 0 },
#define BOOLEAN(T, C, n) { n, KLASTER_COLUMN_BOOLEAN, 0, 0, 1, NULL, NULL, 0 },
#define TOKEN(T, C, n, t) { n, KLASTER_COLUMN_TOKEN, 0, 0, 0, t, #t, 0 },
#define TOKEN_REQUIRED(T, C, n, t) { n, KLASTER_COLUMN_TOKEN, KLASTER_COLUMN_REQUIRED, 0, 0, t, #t, 0 },
#define LIST(T, C, n, t) { n, KLASTER_COLUMN_LIST, 0, 0, 0, t, #t, 0 },
#define CLEAR 0
#define CASCADE KLASTER_COLUMN_CASCADE
#define REFERENCE(T, C, n, target, action) \
  { n, KLASTER_COLUMN_REFERENCE, action, 1, (double) KLASTER_ID_MAX, NULL, NULL, KLASTER_TABLE_##target },
#define REFERENCE_REQUIRED(T, C, n, target) \
  { n, KLASTER_COLUMN_REFERENCE, KLASTER_COLUMN_REQUIRED | KLASTER_COLUMN_CASCADE, 1, (double) KLASTER_ID_MAX, NULL, NULL, \
    KLASTER_TABLE_##target },
#define DERIVED_BOOLEAN(T, C, n) { n, KLASTER_COLUMN_BOOLEAN, KLASTER_COLUMN_DERIVED, 0, 1, NULL, NULL, 0 },
#define DERIVED_TOKEN(T, C, n, t) { n, KLASTER_COLUMN_TOKEN, KLASTER_COLUMN_DERIVED, 0, 0, t, #t, 0 },
#include "klaster-schema.inc"
#undef CLEAR
#undef CASCADE
#include "klaster-schema-macros-end.h"

static const KlasterTableInfo tables[KLASTER_N_TABLES] = {
#define TABLE(T, n, plural) [KLASTER_TABLE_##T] = { n, plural, T##_columns, G_N_ELEMENTS (T##_columns), FALSE },
#define INTERNAL_TABLE(T, n, plural) [KLASTER_TABLE_##T] = { n, plural, T##_columns, G_N_ELEMENTS (T##_columns), TRUE },
#define END_TABLE(T)
#define COLUMN(T, C)
#include "klaster-schema-macros.h"
#include "klaster-schema.inc"
#include "klaster-schema-macros-end.h"
};

/**
 * klaster_schema_get_table:
 * @table: a table
 *
 * Returns: (transfer none): its descriptor, which lives as long as the program
 */
const KlasterTableInfo *
klaster_schema_get_table (KlasterTable table)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES, NULL);

  return &tables[table];
}

/**
 * klaster_schema_get_column:
 * @table: a table
 * @column: position of the column, `id` being 0
 *
 * Returns: (transfer none): its descriptor
 */
const KlasterColumnInfo *
klaster_schema_get_column (KlasterTable table,
                           guint        column)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES, NULL);
  g_return_val_if_fail (column < tables[table].n_columns, NULL);

  return &tables[table].columns[column];
}

/**
 * klaster_schema_is_internal:
 * @table: a table
 *
 * Internal tables hold what belongs to the project and means nothing to other programs: how a picture is arranged. They are
 * part of edits, of the history and of the file, and of nothing that is exported, imported or listed.
 *
 * Returns: whether loops over what people know as tables leave it out
 */
gboolean
klaster_schema_is_internal (KlasterTable table)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES, FALSE);

  return tables[table].internal;
}

/**
 * klaster_schema_find_stored_table:
 * @name: the name of a table in the file
 * @table: (out) (optional): where to put the table
 *
 * Returns: whether there is such a table, internal ones included
 */
gboolean
klaster_schema_find_stored_table (const char   *name,
                                  KlasterTable *table)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    if (strcmp (tables[i].name, name) == 0)
      {
        if (table)
          *table = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_schema_find_table:
 * @name: the name of a table as it is in JSON ("institution")
 * @table: (out) (optional): where to put the table
 *
 * Returns: whether documents know such a table
 */
gboolean
klaster_schema_find_table (const char   *name,
                           KlasterTable *table)
{
  KlasterTable found;

  if (!klaster_schema_find_stored_table (name, &found) || tables[found].internal)
    return FALSE;
  if (table)
    *table = found;

  return TRUE;
}

/**
 * klaster_schema_find_plural:
 * @plural: what `--as` takes ("institutions")
 * @table: (out) (optional): where to put the table
 *
 * Returns: whether there is such a table
 */
gboolean
klaster_schema_find_plural (const char   *plural,
                            KlasterTable *table)
{
  g_return_val_if_fail (plural != NULL, FALSE);

  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    if (!tables[i].internal && strcmp (tables[i].plural, plural) == 0)
      {
        if (table)
          *table = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_schema_find_column:
 * @table: a table
 * @name: the name of a column
 *
 * Returns: its position, or -1 if the table has no such column
 */
gint
klaster_schema_find_column (KlasterTable  table,
                            const char   *name)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES, -1);
  g_return_val_if_fail (name != NULL, -1);

  for (guint i = 0; i < tables[table].n_columns; i++)
    if (strcmp (tables[table].columns[i].name, name) == 0)
      return (gint) i;

  return -1;
}

/**
 * klaster_schema_get_tokens:
 * @tokens_name: name of a token list ("areas", "institution_kinds")
 *
 * Returns: (nullable) (transfer none): the built-in tokens, %NULL-terminated, or %NULL if there is no such list
 */
const char *const *
klaster_schema_get_tokens (const char *tokens_name)
{
  g_return_val_if_fail (tokens_name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (token_lists); i++)
    if (strcmp (token_lists[i].name, tokens_name) == 0)
      return token_lists[i].tokens;

  return NULL;
}

/**
 * klaster_tokens_find:
 * @tokens: (array zero-terminated=1): a token list
 * @token: (nullable): a token
 *
 * Returns: the position of @token in @tokens, or -1
 */
gint
klaster_tokens_find (const char *const *tokens,
                     const char        *token)
{
  g_return_val_if_fail (tokens != NULL, -1);

  if (token == NULL)
    return -1;
  for (gint i = 0; tokens[i]; i++)
    if (tokens[i] == token || strcmp (tokens[i], token) == 0)
      return i;

  return -1;
}
