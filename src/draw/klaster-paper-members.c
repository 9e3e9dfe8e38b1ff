/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-derive.h"
#include "klaster-paper-document-private.h"
#include "klaster-translation.h"

/* What stands in a cell; the name takes whatever of the four there is. */
static char *
describe_cell (KlasterSnapshot           *snapshot,
               const KlasterRow          *row,
               guint                      column,
               const KlasterPaperOptions *options)
{
  KlasterLanguage language = options->language;

  if (column == KLASTER_INSTITUTION_NAME_UZ)
    return klaster_record_dup_name (snapshot, row, language);
  if (column == KLASTER_INSTITUTION_SCHOOL_LABORATORY)
    return g_strdup (klaster_institution_has_laboratory (snapshot, klaster_row_get_id (row), options->date)
                     ? klaster_translate_c (language, "truth", "Yes") : "");

  return klaster_paper_describe (snapshot, row, column, language);
}

static KlasterPaperAlign
get_align (guint column)
{
  KlasterColumnType type = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column)->type;

  return type == KLASTER_COLUMN_INTEGER || type == KLASTER_COLUMN_REAL ? KLASTER_PAPER_END : KLASTER_PAPER_START;
}

/* A list of members: a number, the columns asked for, groups. */
gboolean
klaster_paper_write_members (KlasterPaperWriter        *writer,
                             KlasterSnapshot           *snapshot,
                             const KlasterPaperOptions *options,
                             GCancellable              *cancellable,
                             GError                   **error)
{
  KlasterLanguage language = options->language;
  guint n_columns = options->n_columns + 1;
  g_autofree KlasterPaperColumn *columns = g_new0 (KlasterPaperColumn, n_columns);
  g_auto (GStrv) titles = g_new0 (char *, n_columns + 1);
  g_autoptr (GPtrArray) entries = klaster_paper_list_entries (snapshot, KLASTER_TABLE_INSTITUTION, options);
  const char *group = NULL;

  /* Translators: heading of the column that numbers the rows of a printed list. */
  titles[0] = g_strdup (klaster_translate_c (language, "list", "No."));
  columns[0] = (KlasterPaperColumn) { .title = titles[0], .align = KLASTER_PAPER_END };
  for (guint i = 0; i < options->n_columns; i++)
    {
      guint column = options->columns[i];
      gboolean name = column == KLASTER_INSTITUTION_NAME_UZ;

      titles[i + 1] = klaster_paper_get_column_title (KLASTER_PAPER_MEMBERS, column, language);
      columns[i + 1] = (KlasterPaperColumn) {
        .title = titles[i + 1], .align = get_align (column), .weight = name ? 2 : 1, .symbols = name,
        .whole = column == KLASTER_INSTITUTION_PHONE
                 || klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column)->type == KLASTER_COLUMN_DATE,
      };
    }
  klaster_paper_writer_begin_table (writer, columns, n_columns);
  for (guint i = 0; i < entries->len; i++)
    {
      const KlasterPaperEntry *entry = g_ptr_array_index (entries, i);
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, entry->id);
      g_auto (GStrv) cells = g_new0 (char *, n_columns + 1);

      if (entry->group != NULL && g_strcmp0 (group, entry->group) != 0)
        klaster_paper_writer_add_group (writer, group = entry->group);
      cells[0] = g_strdup_printf ("%u", i + 1);
      for (guint k = 0; k < options->n_columns; k++)
        cells[k + 1] = describe_cell (snapshot, row, options->columns[k], options);
      klaster_paper_writer_add_row (writer, (const char *const *) cells);
      klaster_paper_writer_set_symbol (writer, klaster_row_get_token (row, KLASTER_INSTITUTION_KIND),
                                       klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE));
    }
  if (!klaster_paper_writer_end_table (writer, cancellable))
    return FALSE;
  if (entries->len == 0)
    klaster_paper_writer_add_note (writer, klaster_translate (language, "There are no members to list."));

  return TRUE;
}
