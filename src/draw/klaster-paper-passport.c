/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-derive.h"
#include "klaster-paper-document-private.h"
#include "klaster-translation.h"

/* Of the tables of numbers, so that these stand below each other, points */
#define NAMES_WIDTH 240.0
#define NUMBERS_WIDTH 60.0

typedef struct
{
  KlasterPaperWriter *writer;
  KlasterSnapshot *snapshot;
  const KlasterPaperOptions *options;
  GCancellable *cancellable;
} Passport;

static gboolean
add_facts (Passport *self)
{
  static const guint shown[] = {
    KLASTER_CLUSTER_REGION, KLASTER_CLUSTER_COORDINATOR_ID, KLASTER_CLUSTER_START_DATE, KLASTER_CLUSTER_ACADEMIC_YEAR,
    KLASTER_CLUSTER_LEGAL_BASIS, KLASTER_CLUSTER_NOTES,
  };
  const KlasterPaperColumn columns[] = { { .bold = TRUE, .whole = TRUE }, { .weight = 1 } };
  KlasterRow *cluster = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_CLUSTER, 1);

  if (cluster == NULL)
    return TRUE;
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autofree char *name = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_CLUSTER, shown[i],
                                                                                            self->options->language));
      g_autofree char *value = klaster_paper_describe (self->snapshot, cluster, shown[i], self->options->language);

      if (*value != '\0')
        klaster_paper_writer_add_row (self->writer, (const char *const[]) { name, value });
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

/* The token of a row that is counted; NULL: not stated */
typedef const char *(*TokenFunc) (Passport         *self,
                                  const KlasterRow *row);

static const char *
get_kind (Passport         *self,
          const KlasterRow *row)
{
  return klaster_row_get_text (row, KLASTER_INSTITUTION_KIND);
}

static const char *
get_role (Passport         *self,
          const KlasterRow *row)
{
  return klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE);
}

static const char *
get_orientation (Passport         *self,
                 const KlasterRow *row)
{
  return klaster_row_get_text (row, KLASTER_COOPERATION_ORIENTATION);
}

static const char *
get_status (Passport         *self,
            const KlasterRow *row)
{
  return klaster_agreement_get_status (self->snapshot, row, self->options->date);
}

static const char *
get_obligation_state (Passport         *self,
                      const KlasterRow *row)
{
  return klaster_row_get_text (row, KLASTER_OBLIGATION_STATE);
}

/* How many rows of a table there are of each token, and altogether */
static gboolean
add_counts (Passport     *self,
            KlasterTable  table,
            const char   *heading,
            const char   *list,
            TokenFunc     get_token)
{
  KlasterLanguage language = self->options->language;
  const char *const *tokens = klaster_schema_get_tokens (list);
  guint n_tokens = g_strv_length ((char **) tokens), total = 0;
  g_autofree guint *counts = g_new0 (guint, n_tokens + 1);
  g_autofree char *title = klaster_paper_capitalise (heading);
  const KlasterPaperColumn columns[] = {
    { .title = title, .least = NAMES_WIDTH },
    /* Translators: heading of a column of a printed table: how many there are. */
    { .title = klaster_translate (language, "Number"), .align = KLASTER_PAPER_END, .least = NUMBERS_WIDTH },
    /* Keeps the numbers near the names. */
    { .weight = 1 },
  };
  g_autofree char *sum = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *token = get_token (self, row);
      int position = token != NULL ? klaster_tokens_find (tokens, token) : -1;

      counts[position >= 0 ? (guint) position : n_tokens]++;
      total++;
    }
  klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i <= n_tokens; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", counts[i]);

      if (counts[i] > 0)
        klaster_paper_writer_add_row (self->writer, (const char *const[]) {
          i < n_tokens ? klaster_vocabulary_get_name (self->snapshot, list, tokens[i], language)
                       : klaster_translate (language, "Not stated"), number, NULL,
        });
    }
  sum = g_strdup_printf ("%u", total);
  /* Translators: below the numbers of a printed table. */
  klaster_paper_writer_add_row (self->writer, (const char *const[]) { klaster_translate (language, "Altogether"), sum, NULL });
  klaster_paper_writer_set_bold (self->writer);

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

static gboolean
add_goals (Passport *self)
{
  KlasterLanguage language = self->options->language;
  g_autofree char *due = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_GOAL, KLASTER_GOAL_DUE,
                                                                                       language));
  g_autofree char *state = klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_GOAL,
                                                                                         KLASTER_GOAL_STATE, language));
  const KlasterPaperColumn columns[] = {
    { .title = klaster_vocabulary_get_table_name (KLASTER_TABLE_GOAL, FALSE, language), .weight = 1 },
    { .title = due, .whole = TRUE },
    { .title = state, .whole = TRUE },
  };
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_GOAL);
  while (klaster_row_iter_next (&iter, &row))
    {
      g_autofree char *day = NULL;
      g_autofree char *name = NULL;

      /* Those of single members stand in the program. */
      if (!klaster_row_is_null (row, KLASTER_GOAL_INSTITUTION_ID))
        continue;
      if (n++ == 0)
        klaster_paper_writer_begin_table (self->writer, columns, G_N_ELEMENTS (columns));
      day = klaster_paper_describe (self->snapshot, row, KLASTER_GOAL_DUE, language);
      name = klaster_paper_describe (self->snapshot, row, KLASTER_GOAL_STATE, language);
      klaster_paper_writer_add_row (self->writer, (const char *const[]) { klaster_row_get_text (row, KLASTER_GOAL_TEXT), day, name });
    }
  if (n == 0)
    {
      klaster_paper_writer_add_note (self->writer, klaster_translate (language, "No common goal is recorded."));
      return TRUE;
    }

  return klaster_paper_writer_end_table (self->writer, self->cancellable);
}

/* What a cluster is, in figures: its facts, members, cooperation, agreements, goals. */
gboolean
klaster_paper_write_passport (KlasterPaperWriter        *writer,
                              KlasterSnapshot           *snapshot,
                              const KlasterPaperOptions *options,
                              GCancellable              *cancellable,
                              GError                   **error)
{
  Passport self = { writer, snapshot, options, cancellable };
  const struct
  {
    KlasterTable table;
    const char *list;
    TokenFunc get_token;
    guint column;
    gboolean new_heading;
  } counts[] = {
    { KLASTER_TABLE_INSTITUTION, "institution_kinds", get_kind, KLASTER_INSTITUTION_KIND, TRUE },
    { KLASTER_TABLE_INSTITUTION, "institution_roles", get_role, KLASTER_INSTITUTION_ROLE, FALSE },
    { KLASTER_TABLE_COOPERATION, "orientations", get_orientation, KLASTER_COOPERATION_ORIENTATION, TRUE },
    { KLASTER_TABLE_AGREEMENT, "agreement_statuses", get_status, KLASTER_AGREEMENT_STATUS, TRUE },
    { KLASTER_TABLE_OBLIGATION, "obligation_states", get_obligation_state, KLASTER_OBLIGATION_STATE, TRUE },
  };

  if (!add_facts (&self))
    return FALSE;
  klaster_paper_writer_add_heading (writer, 1, klaster_vocabulary_get_table_name (KLASTER_TABLE_GOAL, TRUE, options->language));
  if (!add_goals (&self))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (counts[i].new_heading)
        klaster_paper_writer_add_heading (writer, 1, klaster_vocabulary_get_table_name (counts[i].table, TRUE, options->language));
      if (!add_counts (&self, counts[i].table, klaster_vocabulary_get_column_name (counts[i].table, counts[i].column,
                                                                                   options->language),
                       counts[i].list, counts[i].get_token))
        return FALSE;
    }

  return TRUE;
}
