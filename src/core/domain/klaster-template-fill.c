/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-agreement.h"
#include "klaster-list.h"
#include "klaster-template.h"

/* A line to write on. */
#define BLANK "________"

typedef struct
{
  KlasterSnapshot *snapshot;
  const KlasterRow *agreement;
  const char *date;
  KlasterLanguage language;
} Filler;

static char *
fill_text (const Filler *self,
           guint         column)
{
  return g_strdup (klaster_row_get_text (self->agreement, column));
}

static char *
fill_date (const Filler *self,
           guint         column)
{
  const char *date = klaster_row_get_text (self->agreement, column);

  return date ? klaster_date_format_long (date, self->language) : NULL;
}

static char *
fill_kind (const Filler *self,
           guint         column)
{
  const char *kind = klaster_row_get_text (self->agreement, column);

  return kind ? g_strdup (klaster_vocabulary_get_name (self->snapshot, "agreement_kinds", kind, self->language)) : NULL;
}

static char *
fill_number (const Filler *self,
             guint         column)
{
  return klaster_row_is_null (self->agreement, column)
           ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, klaster_row_get_integer (self->agreement, column));
}

static char *
fill_list (const Filler *self,
           guint         column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_AGREEMENT, column);
  g_auto (GStrv) tokens = klaster_list_parse (klaster_row_get_text (self->agreement, column));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; tokens && tokens[i]; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            klaster_vocabulary_get_name (self->snapshot, info->tokens_name, tokens[i], self->language));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
fill_reference (const Filler *self,
                guint         column)
{
  KlasterTable target = klaster_schema_get_column (KLASTER_TABLE_AGREEMENT, column)->target;
  KlasterRow *row = klaster_snapshot_lookup (self->snapshot, target, klaster_row_get_integer (self->agreement, column));

  /* Lists show the beginning of a goal; a contract has all of it. */
  if (row && target == KLASTER_TABLE_GOAL && klaster_row_get_text (row, KLASTER_GOAL_TEXT))
    return g_strdup (klaster_row_get_text (row, KLASTER_GOAL_TEXT));

  return row ? klaster_record_dup_name (self->snapshot, row, self->language) : NULL;
}

static char *
fill_parties (const Filler *self,
              guint         column)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (self->snapshot, klaster_row_get_id (self->agreement));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < parties->len; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION,
                                                 klaster_row_get_integer (parties->pdata[i],
                                                                          KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));

      if (row)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " – " : "",
                                klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->language));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
fill_period (const Filler *self,
             guint         column)
{
  const char *from = klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_VALID_FROM);
  const char *to = klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_VALID_TO);
  g_autofree char *first = from ? klaster_date_format_long (from, self->language) : g_strdup (BLANK);
  g_autofree char *last = to ? klaster_date_format_long (to, self->language) : g_strdup (BLANK);

  return g_strdup_printf ("%s – %s", first, last);
}

static char *
fill_academic_year (const Filler *self,
                    guint         column)
{
  const char *from = klaster_row_get_text (self->agreement, KLASTER_AGREEMENT_VALID_FROM);

  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (self->snapshot);

  return klaster_academic_calendar_get_year (calendar, klaster_date_is_valid (from) ? from : self->date, 0);
}

static char *
fill_cluster (const Filler *self,
              guint         column)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_CLUSTER);
  if (!klaster_row_iter_next (&iter, &row))
    return NULL;
  if (column == KLASTER_CLUSTER_NAME_UZ)
    return g_strdup (klaster_row_get_name (row, KLASTER_CLUSTER_NAME_UZ, self->language));
  if (column == KLASTER_CLUSTER_COORDINATOR_ID)
    {
      KlasterRow *coordinator = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION,
                                                         klaster_row_get_integer (row, column));

      return coordinator ? klaster_record_dup_name (self->snapshot, coordinator, self->language) : NULL;
    }

  return g_strdup (klaster_row_get_text (row, column));
}

static const struct
{
  const char *name;
  char *(*fill) (const Filler *self,
                 guint         column);
  guint column;
} placeholders[] = {
  { "number", fill_text, KLASTER_AGREEMENT_NUMBER },
  { "title", fill_text, KLASTER_AGREEMENT_TITLE },
  { "kind", fill_kind, KLASTER_AGREEMENT_KIND },
  { "date", fill_date, KLASTER_AGREEMENT_SIGNED_ON },
  { "place", fill_cluster, KLASTER_CLUSTER_REGION },
  { "cluster", fill_cluster, KLASTER_CLUSTER_NAME_UZ },
  { "coordinator", fill_cluster, KLASTER_CLUSTER_COORDINATOR_ID },
  { "academic_year", fill_academic_year, 0 },
  { "parties", fill_parties, 0 },
  { "valid_from", fill_date, KLASTER_AGREEMENT_VALID_FROM },
  { "valid_to", fill_date, KLASTER_AGREEMENT_VALID_TO },
  { "period", fill_period, 0 },
  { "notice_days", fill_number, KLASTER_AGREEMENT_NOTICE_DAYS },
  { "legal_basis", fill_text, KLASTER_AGREEMENT_LEGAL_BASIS },
  { "areas", fill_list, KLASTER_AGREEMENT_AREAS },
  { "tasks", fill_list, KLASTER_AGREEMENT_TASKS },
  { "goal", fill_reference, KLASTER_AGREEMENT_GOAL_ID },
  { "renews", fill_reference, KLASTER_AGREEMENT_RENEWS_ID },
};

static const char *const blocks[] = { "party_list", "clauses", "obligations", "contributions", "signatures" };

/* (transfer full) (nullable): what stands for a placeholder; NULL when it is none that stands in text */
static char *
fill (const Filler *self,
      const char   *name,
      gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (strlen (placeholders[i].name) == length && strncmp (placeholders[i].name, name, length) == 0)
      {
        g_autofree char *text = placeholders[i].fill (self, placeholders[i].column);

        return text && *text ? g_steal_pointer (&text) : g_strdup (BLANK);
      }

  return NULL;
}

/**
 * klaster_template_fill:
 * @text: text of a template
 * @snapshot: content of the project
 * @agreement: a row of agreement
 * @date: today, a valid date
 * @language: language of names, tokens and dates
 *
 * Returns: (transfer full): @text with what the agreement says; a line to write on where it says nothing; placeholders of
 *   blocks and unknown ones as they are
 */
char *
klaster_template_fill (const char       *text,
                       KlasterSnapshot  *snapshot,
                       const KlasterRow *agreement,
                       const char       *date,
                       KlasterLanguage   language)
{
  Filler filler = { snapshot, agreement, date, language };
  GString *out;

  g_return_val_if_fail (text != NULL && snapshot != NULL && agreement != NULL && klaster_date_is_valid (date), NULL);

  out = g_string_new (NULL);
  while (*text)
    {
      const char *begin = strstr (text, "{{");
      const char *end = begin ? strstr (begin, "}}") : NULL;
      g_autofree char *filled = NULL;

      if (end == NULL)
        break;
      g_string_append_len (out, text, begin - text);
      filled = fill (&filler, begin + 2, (gsize) (end - begin - 2));
      if (filled)
        g_string_append (out, filled);
      else
        g_string_append_len (out, begin, end + 2 - begin);
      text = end + 2;
    }
  g_string_append (out, text);

  return g_string_free (out, FALSE);
}

/**
 * klaster_template_is_block:
 * @paragraph: a paragraph of a template's text
 * @name: (out) (optional) (transfer none): the block that stands there
 *
 * Returns: whether the paragraph is nothing but the placeholder of a block
 */
gboolean
klaster_template_is_block (const char  *paragraph,
                           const char **name)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (paragraph != NULL, FALSE);

  text = g_strstrip (g_strdup (paragraph));
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *whole = g_strdup_printf ("{{%s}}", blocks[i]);

      if (strcmp (text, whole) == 0)
        {
          if (name)
            *name = blocks[i];
          return TRUE;
        }
    }

  return FALSE;
}
