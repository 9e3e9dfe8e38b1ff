/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-paper-document-private.h"
#include "klaster-register.h"
#include "klaster-translation.h"

/* All parties in full: on paper nobody can look further. */
static char *
name_parties (KlasterSnapshot  *snapshot,
              const KlasterRow *agreement,
              KlasterLanguage   language)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (snapshot, klaster_row_get_id (agreement));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parties->len; i++)
    {
      g_autofree char *name = klaster_paper_name_target (snapshot, g_ptr_array_index (parties, i),
                                                         KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, language);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", name);
    }

  return g_string_free (text, FALSE);
}

/* The days below each other: a column of them can be narrow. */
static char *
describe_period (const KlasterRow *agreement,
                 KlasterLanguage   language)
{
  g_autofree char *period = klaster_agreement_describe_period (agreement, language);
  g_auto (GStrv) days = g_strsplit (period, " – ", 2);

  return g_strjoinv (" –\n", days);
}

static char *
describe_status (KlasterSnapshot             *snapshot,
                 const KlasterAgreementFacts *facts,
                 KlasterLanguage              language)
{
  const char *name = klaster_vocabulary_get_name (snapshot, "agreement_statuses", facts->status, language);

  if (strcmp (facts->status, "expiring") == 0 && facts->days_left < 1000)
    /* Translators: status of an agreement that ends soon: “Expiring”, and how many days it is still valid. */
    return g_strdup_printf (klaster_translate_n (language, "%s, %d day left", "%s, %d days left", (gulong) facts->days_left),
                            name, facts->days_left);

  return g_strdup (name);
}

static char *
describe_cell (KlasterSnapshot             *snapshot,
               const KlasterRow            *agreement,
               const KlasterAgreementFacts *facts,
               KlasterRegisterColumn        column,
               KlasterLanguage              language)
{
  if (column == KLASTER_REGISTER_PARTIES)
    return name_parties (snapshot, agreement, language);
  if (column == KLASTER_REGISTER_PERIOD)
    return describe_period (agreement, language);
  if (column == KLASTER_REGISTER_STATUS)
    return describe_status (snapshot, facts, language);

  return klaster_register_column_get_text (column, snapshot, agreement, facts, language);
}

static double
get_weight (KlasterRegisterColumn column)
{
  return column == KLASTER_REGISTER_PARTIES ? 3 : column == KLASTER_REGISTER_TITLE ? 2 : column == KLASTER_REGISTER_NUMBER ? 0 : 1;
}

static KlasterPaperAlign
get_align (KlasterRegisterColumn column)
{
  return column == KLASTER_REGISTER_NOTICE_DAYS || column == KLASTER_REGISTER_COOPERATIONS ? KLASTER_PAPER_END
                                                                                           : KLASTER_PAPER_START;
}

/* The register of agreements: one line each, groups. */
gboolean
klaster_paper_write_register (KlasterPaperWriter        *writer,
                              KlasterSnapshot           *snapshot,
                              const KlasterPaperOptions *options,
                              GCancellable              *cancellable,
                              GError                   **error)
{
  KlasterLanguage language = options->language;
  guint n_columns = options->n_columns;
  g_autofree KlasterPaperColumn *columns = g_new0 (KlasterPaperColumn, n_columns);
  g_auto (GStrv) titles = g_new0 (char *, n_columns + 1);
  g_autoptr (GPtrArray) entries = klaster_paper_list_entries (snapshot, KLASTER_TABLE_AGREEMENT, options);
  const char *group = NULL;

  for (guint i = 0; i < n_columns; i++)
    {
      titles[i] = klaster_paper_get_column_title (KLASTER_PAPER_REGISTER, options->columns[i], language);
      columns[i] = (KlasterPaperColumn) {
        .title = titles[i], .align = get_align (options->columns[i]), .weight = get_weight (options->columns[i]),
        .whole = options->columns[i] == KLASTER_REGISTER_PERIOD,
      };
    }
  klaster_paper_writer_begin_table (writer, columns, n_columns);
  for (guint i = 0; i < entries->len; i++)
    {
      const KlasterPaperEntry *entry = g_ptr_array_index (entries, i);
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, entry->id);
      g_auto (GStrv) cells = g_new0 (char *, n_columns + 1);
      KlasterAgreementFacts facts;

      klaster_agreement_get_facts (snapshot, row, options->date, &facts);
      if (entry->group != NULL && g_strcmp0 (group, entry->group) != 0)
        klaster_paper_writer_add_group (writer, group = entry->group);
      for (guint k = 0; k < n_columns; k++)
        cells[k] = describe_cell (snapshot, row, &facts, options->columns[k], language);
      klaster_paper_writer_add_row (writer, (const char *const *) cells);
    }
  if (!klaster_paper_writer_end_table (writer, cancellable))
    return FALSE;
  if (entries->len == 0)
    klaster_paper_writer_add_note (writer, klaster_translate (language, "There are no agreements to list."));

  return TRUE;
}
