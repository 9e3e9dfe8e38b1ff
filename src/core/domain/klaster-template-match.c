/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-agreement.h"
#include "klaster-template.h"

/* What stands for the parties in the title of a template, and between their names in that of an agreement */
#define PARTIES "{{parties}}"
#define DASH " – "

/**
 * klaster_template_translate:
 * @row: (nullable): a row of a template that has a text in up to four languages
 * @first_column: the first of the four columns
 * @text: (nullable): a text that was taken from there, and may have been changed since
 * @language: the language of the reader
 *
 * What a template gives is written into an agreement in one language. As long as nobody has changed it, it can be read in
 * the others, too.
 *
 * Returns: (transfer none) (nullable): the text in @language when it is still the template's, else %NULL
 */
const char *
klaster_template_translate (const KlasterRow *row,
                            guint             first_column,
                            const char       *text,
                            KlasterLanguage   language)
{
  if (row == NULL || text == NULL)
    return NULL;
  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    if (g_strcmp0 (klaster_row_get_text (row, first_column + i), text) == 0)
      return klaster_row_get_name (row, first_column, language);

  return NULL;
}

/* Whether a title is @pattern with the names of the parties in @language where it says {{parties}}. They may stand in any order:
 * that in which somebody chose them is not kept. */
static gboolean
is_title_of (const char       *pattern,
             const char       *title,
             KlasterSnapshot  *snapshot,
             const KlasterRow *agreement,
             KlasterLanguage   language)
{
  g_auto (GStrv) around = g_strsplit (pattern, PARTIES, 2);
  g_autoptr (GPtrArray) parties = NULL;
  g_autofree char *names = NULL;
  gsize length = 0;

  if (around[0] == NULL || around[1] == NULL)
    return g_str_equal (pattern, title);
  if (strlen (title) < strlen (around[0]) + strlen (around[1]) || !g_str_has_prefix (title, around[0])
      || !g_str_has_suffix (title, around[1]))
    return FALSE;
  names = g_strndup (title + strlen (around[0]), strlen (title) - strlen (around[0]) - strlen (around[1]));
  parties = klaster_agreement_list_parties (snapshot, klaster_row_get_id (agreement));
  for (guint i = 0; i < parties->len; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                 klaster_row_get_integer (parties->pdata[i],
                                                                          KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      const char *name = row != NULL ? klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language) : "";

      if (strstr (names, name) == NULL)
        return FALSE;
      length += strlen (name) + (i > 0 ? strlen (DASH) : 0);
    }

  return length == strlen (names);
}

/**
 * klaster_template_translate_title:
 * @self: a template
 * @snapshot: content of the project
 * @agreement: a row of agreement
 * @date: today, a valid date
 * @language: the language of the reader
 *
 * Returns: (transfer full) (nullable): the agreement's title in @language when it is still the template's, else %NULL
 */
char *
klaster_template_translate_title (const KlasterTemplate *self,
                                  KlasterSnapshot       *snapshot,
                                  const KlasterRow      *agreement,
                                  const char            *date,
                                  KlasterLanguage        language)
{
  const char *title = klaster_row_get_text (agreement, KLASTER_AGREEMENT_TITLE);

  for (guint i = 0; title != NULL && i < KLASTER_N_LANGUAGES; i++)
    {
      const char *pattern = klaster_row_get_text (self->row, KLASTER_TEMPLATE_TITLE_UZ + i);

      if (pattern != NULL && is_title_of (pattern, title, snapshot, agreement, i))
        return klaster_template_fill (klaster_row_get_name (self->row, KLASTER_TEMPLATE_TITLE_UZ, language), snapshot,
                                      agreement, date, language);
    }

  return g_strdup (klaster_template_translate (self->row, KLASTER_TEMPLATE_NAME_UZ, title, language));
}

/* Whether an obligation of the agreement was taken from one of the template's */
static gboolean
has_obligation_of (KlasterSnapshot       *snapshot,
                   const KlasterRow      *agreement,
                   const KlasterTemplate *template)
{
  g_autoptr (GPtrArray) rows = klaster_template_list_obligations (template);
  KlasterReferrerIter iter;
  KlasterRow *obligation;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID,
                              klaster_row_get_id (agreement));
  while (klaster_referrer_iter_next (&iter, &obligation))
    {
      const char *key = klaster_row_get_text (obligation, KLASTER_OBLIGATION_TEMPLATE);

      for (guint i = 0; key != NULL && i < rows->len; i++)
        if (g_strcmp0 (klaster_row_get_text (rows->pdata[i], KLASTER_TEMPLATE_OBLIGATION_KEY), key) == 0)
          return TRUE;
    }

  return FALSE;
}

static gboolean
has_clause_of (KlasterSnapshot       *snapshot,
               const KlasterRow      *agreement,
               const KlasterTemplate *template)
{
  g_autoptr (GPtrArray) rows = klaster_template_list_clauses (template);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *clause = klaster_row_get_text (rows->pdata[i], KLASTER_TEMPLATE_CLAUSE_CLAUSE);
      KlasterRow *row = clause != NULL ? klaster_agreement_find_clause (snapshot, klaster_row_get_id (agreement), clause) : NULL;

      if (row != NULL
          && klaster_template_translate (rows->pdata[i], KLASTER_TEMPLATE_CLAUSE_TEXT_UZ,
                                         klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE), KLASTER_LANGUAGE_UZ))
        return TRUE;
    }

  return FALSE;
}

static guint
count_traces (KlasterSnapshot       *snapshot,
              const KlasterRow      *agreement,
              const KlasterTemplate *template,
              const char            *date)
{
  g_autofree char *title = klaster_template_translate_title (template, snapshot, agreement, date, KLASTER_LANGUAGE_UZ);

  return (title != NULL ? 2 : 0) + (has_obligation_of (snapshot, agreement, template) ? 1 : 0)
         + (has_clause_of (snapshot, agreement, template) ? 1 : 0);
}

/**
 * klaster_template_find_for:
 * @snapshot: content of the project
 * @agreement: a row of agreement
 * @date: today, a valid date
 *
 * The template that an agreement was made from is not written down, but it leaves its title, its obligations and its
 * clauses. Where nothing tells, it is the first one of the kind; of the kind “other”, which can be anything, the one that
 * comes with the program and fits anything.
 *
 * Returns: (transfer full) (nullable): the template for the text of @agreement
 */
KlasterTemplate *
klaster_template_find_for (KlasterSnapshot  *snapshot,
                           const KlasterRow *agreement,
                           const char       *date)
{
  const char *kind = klaster_row_get_text (agreement, KLASTER_AGREEMENT_KIND);
  g_autoptr (GPtrArray) list = klaster_template_list (snapshot, kind != NULL ? kind : "other");
  guint found = 0, most = 0;

  g_return_val_if_fail (klaster_date_is_valid (date), NULL);

  if (list->len == 0)
    return NULL;
  if (kind == NULL || g_str_equal (kind, "other"))
    found = list->len - 1;
  for (guint i = 0; i < list->len; i++)
    {
      guint traces = count_traces (snapshot, agreement, list->pdata[i], date);

      if (traces > most)
        {
          most = traces;
          found = i;
        }
    }

  return g_ptr_array_steal_index (list, found);
}
