/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-list.h"
#include "klaster-register.h"
#include "klaster-translation.h"

/* The column of agreement behind each, -1: it is worked out. */
static const struct
{
  const char *name;
  int column;
} columns[KLASTER_REGISTER_N_COLUMNS] = {
  [KLASTER_REGISTER_NUMBER] = { "number", KLASTER_AGREEMENT_NUMBER },
  [KLASTER_REGISTER_TITLE] = { "title", KLASTER_AGREEMENT_TITLE },
  [KLASTER_REGISTER_KIND] = { "kind", KLASTER_AGREEMENT_KIND },
  [KLASTER_REGISTER_PARTIES] = { "parties", -1 },
  [KLASTER_REGISTER_PERIOD] = { "period", -1 },
  [KLASTER_REGISTER_STATUS] = { "status", KLASTER_AGREEMENT_STATUS },
  [KLASTER_REGISTER_OBLIGATIONS] = { "obligations", -1 },
  [KLASTER_REGISTER_CLAUSES] = { "clauses", -1 },
  [KLASTER_REGISTER_SIGNED_ON] = { "signed_on", KLASTER_AGREEMENT_SIGNED_ON },
  [KLASTER_REGISTER_NOTICE_DAYS] = { "notice_days", KLASTER_AGREEMENT_NOTICE_DAYS },
  [KLASTER_REGISTER_AREAS] = { "areas", KLASTER_AGREEMENT_AREAS },
  [KLASTER_REGISTER_TASKS] = { "tasks", KLASTER_AGREEMENT_TASKS },
  [KLASTER_REGISTER_GOAL] = { "goal", KLASTER_AGREEMENT_GOAL_ID },
  [KLASTER_REGISTER_COOPERATIONS] = { "cooperations", -1 },
  [KLASTER_REGISTER_RENEWS] = { "renews", KLASTER_AGREEMENT_RENEWS_ID },
  [KLASTER_REGISTER_LEGAL_BASIS] = { "legal_basis", KLASTER_AGREEMENT_LEGAL_BASIS },
  [KLASTER_REGISTER_TERMINATED_ON] = { "terminated_on", KLASTER_AGREEMENT_TERMINATED_ON },
  [KLASTER_REGISTER_NOTES] = { "notes", KLASTER_AGREEMENT_NOTES },
};

const char *
klaster_register_column_get_name (KlasterRegisterColumn column)
{
  g_return_val_if_fail (column < KLASTER_REGISTER_N_COLUMNS, NULL);

  return columns[column].name;
}

/**
 * klaster_register_column_find:
 * @name: as klaster_register_column_get_name() gives it
 * @column: (out): the column
 *
 * Returns: whether there is such a column
 */
gboolean
klaster_register_column_find (const char            *name,
                              KlasterRegisterColumn *column)
{
  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    if (g_strcmp0 (columns[i].name, name) == 0)
      {
        *column = i;
        return TRUE;
      }

  return FALSE;
}

/* Names in files: not to be changed. */
static const char *const groupings[KLASTER_REGISTER_N_GROUPINGS] = {
  [KLASTER_REGISTER_UNGROUPED] = "none",
  [KLASTER_REGISTER_GROUP_KIND] = "kind",
  [KLASTER_REGISTER_GROUP_STATUS] = "status",
  [KLASTER_REGISTER_GROUP_PARTY] = "party",
  [KLASTER_REGISTER_GROUP_YEAR] = "year",
};

const char *
klaster_register_grouping_get_name (KlasterRegisterGrouping grouping)
{
  g_return_val_if_fail (grouping < KLASTER_REGISTER_N_GROUPINGS, NULL);

  return groupings[grouping];
}

/**
 * klaster_register_grouping_find:
 * @name: (nullable): as klaster_register_grouping_get_name() gives it
 * @grouping: (out): the grouping
 *
 * Returns: whether there is such a grouping
 */
gboolean
klaster_register_grouping_find (const char              *name,
                                KlasterRegisterGrouping *grouping)
{
  for (guint i = 0; i < KLASTER_REGISTER_N_GROUPINGS; i++)
    if (g_strcmp0 (groupings[i], name) == 0)
      {
        *grouping = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_register_column_get_title:
 * @column: a column of the register
 * @language: language of what the file holds
 *
 * Returns: (transfer none): its heading
 */
const char *
klaster_register_column_get_title (KlasterRegisterColumn column,
                                   KlasterLanguage       language)
{
  g_return_val_if_fail (column < KLASTER_REGISTER_N_COLUMNS, "");

  switch ((int) column)
    {
    case KLASTER_REGISTER_NUMBER:
      /* Translators: heading of the column of numbers of agreements, in a small space. */
      return klaster_translate_c (language, "register", "No.");
    case KLASTER_REGISTER_PARTIES:
      return klaster_translate_c (language, "agreement", "Parties");
    case KLASTER_REGISTER_PERIOD:
      /* Translators: heading of a column: from when until when an agreement is valid. */
      return klaster_translate_c (language, "register", "Valid");
    case KLASTER_REGISTER_OBLIGATIONS:
      return klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, TRUE, language);
    case KLASTER_REGISTER_CLAUSES:
      return klaster_translate_c (language, "agreement", "Clauses");
    case KLASTER_REGISTER_COOPERATIONS:
      return klaster_vocabulary_get_table_name (KLASTER_TABLE_COOPERATION, TRUE, language);
    default:
      return klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT, (guint) columns[column].column, language);
    }
}

static char *
join_tokens (KlasterSnapshot  *snapshot,
             const KlasterRow *agreement,
             guint             column,
             KlasterLanguage   language)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_AGREEMENT, column);
  g_auto (GStrv) tokens = klaster_list_parse (klaster_row_get_text (agreement, column));
  GString *text = g_string_new (NULL);

  for (guint i = 0; tokens && tokens[i]; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            klaster_vocabulary_get_name (snapshot, info->tokens_name, tokens[i], language));

  return g_string_free (text, FALSE);
}

static char *
describe_obligations (const KlasterAgreementFacts *facts,
                      KlasterLanguage              language)
{
  if (facts->n_obligations == 0)
    return g_strdup ("–");
  if (facts->n_overdue > 0)
    /* Translators: obligations of an agreement, in a small space. */
    return g_strdup_printf (klaster_translate_n (language, "%u overdue", "%u overdue", facts->n_overdue), facts->n_overdue);
  if (facts->n_due > 0)
    /* Translators: obligations of an agreement, in a small space: how many of the open ones are due soon. */
    return g_strdup_printf (klaster_translate_n (language, "%u of %u due", "%u of %u due", facts->n_due), facts->n_due, facts->n_open);
  if (facts->n_open > 0)
    /* Translators: obligations of an agreement, in a small space: how many are still open. */
    return g_strdup_printf (klaster_translate_n (language, "%u open", "%u open", facts->n_open), facts->n_open);

  /* Translators: all obligations of an agreement are done. */
  return g_strdup (klaster_translate_c (language, "obligations", "all done"));
}

static char *
describe_clauses (const KlasterAgreementFacts *facts,
                  KlasterLanguage              language)
{
  if (!facts->needs_clauses && facts->n_clauses_unknown == 6)
    return g_strdup ("–");

  /* Translators: how many of the six clauses are met, in a small space. */
  return g_strdup_printf (klaster_translate (language, "%u of 6"), facts->n_clauses_met);
}

/**
 * klaster_register_column_get_text:
 * @column: a column of the register
 * @snapshot: the content
 * @agreement: a row of agreement
 * @facts: what klaster_agreement_get_facts() says of it
 * @language: language of names, tokens and dates
 *
 * Returns: (transfer full): what stands in the cell, "" for nothing
 */
char *
klaster_register_column_get_text (KlasterRegisterColumn        column,
                                  KlasterSnapshot             *snapshot,
                                  const KlasterRow            *agreement,
                                  const KlasterAgreementFacts *facts,
                                  KlasterLanguage              language)
{
  const KlasterColumnInfo *info;
  KlasterValue value;
  KlasterRow *target;

  g_return_val_if_fail (column < KLASTER_REGISTER_N_COLUMNS && snapshot != NULL && agreement != NULL && facts != NULL, NULL);

  switch ((int) column)
    {
    case KLASTER_REGISTER_PARTIES:
      return klaster_agreement_name_parties (snapshot, klaster_row_get_id (agreement), language);
    case KLASTER_REGISTER_PERIOD:
      return klaster_agreement_describe_period (agreement, language);
    case KLASTER_REGISTER_STATUS:
      if (strcmp (facts->status, "expiring") == 0 && facts->days_left < 1000)
        /* Translators: how long an agreement is still valid, in a small space */
        return g_strdup_printf (klaster_translate_n (language, "%d day", "%d days", (gulong) facts->days_left), facts->days_left);
      return g_strdup (klaster_vocabulary_get_name (snapshot, "agreement_statuses", facts->status, language));
    case KLASTER_REGISTER_OBLIGATIONS:
      return describe_obligations (facts, language);
    case KLASTER_REGISTER_CLAUSES:
      return describe_clauses (facts, language);
    case KLASTER_REGISTER_COOPERATIONS:
      return facts->n_cooperations > 0 ? g_strdup_printf ("%u", facts->n_cooperations) : g_strdup ("–");
    default:
      break;
    }

  info = klaster_schema_get_column (KLASTER_TABLE_AGREEMENT, (guint) columns[column].column);
  value = klaster_row_get_value (agreement, (guint) columns[column].column);
  if (value.type == KLASTER_VALUE_NULL)
    return g_strdup ("");
  switch ((int) info->type)
    {
    case KLASTER_COLUMN_TOKEN:
      return g_strdup (klaster_vocabulary_get_name (snapshot, info->tokens_name, value.text, language));
    case KLASTER_COLUMN_LIST:
      return join_tokens (snapshot, agreement, (guint) columns[column].column, language);
    case KLASTER_COLUMN_DATE:
      return klaster_date_format (value.text, language);
    case KLASTER_COLUMN_REFERENCE:
      target = klaster_snapshot_lookup (snapshot, info->target, value.integer);
      return target ? klaster_record_describe (snapshot, target, language) : g_strdup ("");
    case KLASTER_COLUMN_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
    default:
      return g_strdup (value.text);
    }
}
