/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-label.h"
#include "klaster-paper-document-private.h"
#include "klaster-register.h"
#include "klaster-translation.h"
#include "klaster-value-text.h"

typedef gboolean (*WriteFunc) (KlasterPaperWriter        *writer,
                               KlasterSnapshot           *snapshot,
                               const KlasterPaperOptions *options,
                               GCancellable              *cancellable,
                               GError                   **error);

static const struct
{
  const char *name;
  WriteFunc write;
  gboolean landscape;
  guint groupings; /* bits */
} documents[KLASTER_N_PAPER_DOCUMENTS] = {
  [KLASTER_PAPER_MEMBERS] = { "members", klaster_paper_write_members, TRUE,
                              1 << KLASTER_PAPER_BY_ROLE | 1 << KLASTER_PAPER_BY_KIND | 1 << KLASTER_PAPER_BY_DISTRICT },
  [KLASTER_PAPER_REGISTER] = { "register", klaster_paper_write_register, TRUE,
                               1 << KLASTER_PAPER_BY_KIND | 1 << KLASTER_PAPER_BY_STATUS },
  [KLASTER_PAPER_TIMELINE] = { "timeline", klaster_paper_write_timeline, TRUE, 0 },
  [KLASTER_PAPER_AGREEMENT] = { "agreement", klaster_paper_write_agreement, TRUE, 0 },
  [KLASTER_PAPER_MAP] = { "map", klaster_paper_write_map, TRUE, 0 },
  [KLASTER_PAPER_GRAPH] = { "graph", klaster_paper_write_map, TRUE, 0 },
  [KLASTER_PAPER_PASSPORT] = { "passport", klaster_paper_write_passport, FALSE, 0 },
};

/**
 * klaster_paper_document_find:
 * @name: "members", "register": what settings and command lines call it
 * @document: (out): the document
 *
 * Returns: whether there is one of that name
 */
gboolean
klaster_paper_document_find (const char           *name,
                             KlasterPaperDocument *document)
{
  for (guint i = 0; i < KLASTER_N_PAPER_DOCUMENTS; i++)
    if (g_strcmp0 (documents[i].name, name) == 0)
      {
        *document = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_paper_document_get_title:
 * @document: what is printed
 * @language: of the reader
 *
 * Returns: (transfer none): what it is called
 */
const char *
klaster_paper_document_get_title (KlasterPaperDocument document,
                                  KlasterLanguage      language)
{
  switch (document)
    {
    case KLASTER_PAPER_MEMBERS:
      /* Translators: title of a printed document. */
      return klaster_translate (language, "List of Members");
    case KLASTER_PAPER_REGISTER:
      /* Translators: title of a printed document. */
      return klaster_translate (language, "Register of Agreements");
    case KLASTER_PAPER_TIMELINE:
      /* Translators: title of a printed document: agreements as bars over academic years. */
      return klaster_translate (language, "Timeline of Agreements");
    case KLASTER_PAPER_AGREEMENT:
      /* Translators: title of a printed document about one agreement. */
      return klaster_translate (language, "Agreement Sheet");
    case KLASTER_PAPER_MAP:
      /* Translators: title of a printed document. */
      return klaster_translate (language, "Map of the Cluster");
    case KLASTER_PAPER_GRAPH:
      /* Translators: title of a printed document: who works with whom, as a net. */
      return klaster_translate (language, "Graph of Cooperation");
    case KLASTER_PAPER_PASSPORT:
      /* Translators: title of a printed document: what a cluster is, in figures. */
      return klaster_translate (language, "Passport of the Cluster");
    case KLASTER_N_PAPER_DOCUMENTS:
    default:
      g_return_val_if_reached ("");
    }
}

gboolean
klaster_paper_document_is_landscape (KlasterPaperDocument document)
{
  g_return_val_if_fail (document < KLASTER_N_PAPER_DOCUMENTS, FALSE);

  return documents[document].landscape;
}

gboolean
klaster_paper_document_has_grouping (KlasterPaperDocument document,
                                     KlasterPaperGrouping grouping)
{
  g_return_val_if_fail (document < KLASTER_N_PAPER_DOCUMENTS, FALSE);

  return grouping == KLASTER_PAPER_UNGROUPED || (documents[document].groupings & 1u << grouping) != 0;
}

/**
 * klaster_paper_list_default_columns:
 * @document: what is printed
 *
 * Returns: (transfer full) (element-type guint): the columns that fit an A4 sheet
 */
GArray *
klaster_paper_list_default_columns (KlasterPaperDocument document)
{
  static const guint members[] = {
    KLASTER_INSTITUTION_NAME_UZ, KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_ROLE, KLASTER_INSTITUTION_DISTRICT,
    KLASTER_INSTITUTION_ADDRESS, KLASTER_INSTITUTION_PHONE, KLASTER_INSTITUTION_CONTACT_PERSON,
  };
  static const guint agreements[] = {
    KLASTER_REGISTER_NUMBER, KLASTER_REGISTER_TITLE, KLASTER_REGISTER_KIND, KLASTER_REGISTER_PARTIES, KLASTER_REGISTER_PERIOD,
    KLASTER_REGISTER_STATUS, KLASTER_REGISTER_OBLIGATIONS,
  };
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  if (document == KLASTER_PAPER_MEMBERS)
    g_array_append_vals (columns, members, G_N_ELEMENTS (members));
  else if (document == KLASTER_PAPER_REGISTER)
    g_array_append_vals (columns, agreements, G_N_ELEMENTS (agreements));

  return columns;
}

/**
 * klaster_paper_list_columns:
 * @document: what is printed
 *
 * Returns: (transfer full) (element-type guint): all that can be chosen, none for what is no list
 */
GArray *
klaster_paper_list_columns (KlasterPaperDocument document)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  if (document == KLASTER_PAPER_MEMBERS)
    {
      for (guint i = KLASTER_INSTITUTION_NAME_UZ; i < KLASTER_INSTITUTION_N_COLUMNS; i++)
        /* The one name stands for the language of print. */
        if (i <= KLASTER_INSTITUTION_NAME_UZ || i > KLASTER_INSTITUTION_NAME_EN)
          g_array_append_val (columns, i);
    }
  else if (document == KLASTER_PAPER_REGISTER)
    {
      for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
        g_array_append_val (columns, i);
    }

  return columns;
}

char *
klaster_paper_capitalise (const char *text)
{
  char letter[7] = { 0 };

  if (*text == '\0')
    return g_strdup ("");
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), letter);

  return g_strconcat (letter, g_utf8_next_char (text), NULL);
}

/**
 * klaster_paper_get_column_title:
 * @document: what is printed
 * @column: one of its columns; of an agreement's sheet a column of agreement
 * @language: of the reader
 *
 * Returns: (transfer full): the column's heading
 */
char *
klaster_paper_get_column_title (KlasterPaperDocument document,
                                guint                column,
                                KlasterLanguage      language)
{
  if (document == KLASTER_PAPER_REGISTER)
    return klaster_paper_capitalise (klaster_register_column_get_title (column, language));
  if (document == KLASTER_PAPER_AGREEMENT)
    return klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_AGREEMENT, column, language));
  if (column == KLASTER_INSTITUTION_NAME_UZ)
    /* Translators: heading of a column: the name of an institution. */
    return g_strdup (klaster_translate_c (language, "institution", "Name"));

  return klaster_paper_capitalise (klaster_vocabulary_get_column_name (KLASTER_TABLE_INSTITUTION, column, language));
}

/* The cluster's name; "" when it has none */
static const char *
name_cluster (KlasterSnapshot *snapshot,
              KlasterLanguage  language)
{
  KlasterRow *cluster = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1);

  return cluster != NULL ? klaster_row_get_name (cluster, KLASTER_CLUSTER_NAME_UZ, language) : "";
}

char *
klaster_paper_describe (KlasterSnapshot  *snapshot,
                        const KlasterRow *row,
                        guint             column,
                        KlasterLanguage   language)
{
  KlasterTable table = klaster_row_get_table (row);
  KlasterValue value = klaster_row_get_value (row, column);
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);

  /* Lists show the beginning of a goal; on paper nothing is cut. */
  if (info->type == KLASTER_COLUMN_REFERENCE && info->target == KLASTER_TABLE_GOAL && value.type == KLASTER_VALUE_INTEGER)
    {
      KlasterRow *goal = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, value.integer);
      const char *text = goal ? klaster_row_get_text (goal, KLASTER_GOAL_TEXT) : NULL;

      return g_strdup (text ? text : "");
    }
  if (info->type == KLASTER_COLUMN_REFERENCE && value.type == KLASTER_VALUE_INTEGER)
    return klaster_paper_name_target (snapshot, row, column, language);
  if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_DISTRICT && value.type == KLASTER_VALUE_TEXT)
    {
      const KlasterDistrict *district = klaster_districts_find (value.text);

      return g_strdup (district != NULL ? district->names[language] : value.text);
    }

  return klaster_value_to_text (snapshot, table, column, value, language);
}

char *
klaster_paper_name_target (KlasterSnapshot  *snapshot,
                           const KlasterRow *row,
                           guint             column,
                           KlasterLanguage   language)
{
  KlasterTable table = klaster_schema_get_column (klaster_row_get_table (row), column)->target;
  KlasterRow *target = klaster_snapshot_lookup (snapshot, table, klaster_row_get_integer (row, column));

  return target != NULL ? klaster_record_dup_name (snapshot, target, language) : g_strdup ("");
}

/* The document's title, or the name of the agreement that it is about */
static char *
name_document (KlasterSnapshot           *snapshot,
               const KlasterPaperOptions *options)
{
  KlasterRow *agreement = NULL;

  if (options->document == KLASTER_PAPER_AGREEMENT)
    agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, options->id);
  if (agreement != NULL)
    return klaster_record_dup_name (snapshot, agreement, options->language);

  return g_strdup (klaster_paper_document_get_title (options->document, options->language));
}

/**
 * klaster_paper_document_new:
 * @snapshot: the content
 * @options: what is printed, and how
 * @cancellable: (nullable): looked at while it is laid out
 * @error: return location for a #GIOErrorEnum
 *
 * Lays a document out. Any thread.
 *
 * Returns: (transfer full) (nullable): the document
 */
KlasterPaper *
klaster_paper_document_new (KlasterSnapshot           *snapshot,
                            const KlasterPaperOptions *options,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  KlasterPaperSetup setup = { options->size, options->landscape, options->language, options->date, 1 };
  g_autoptr (KlasterPaperWriter) writer = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GArray) columns = NULL;
  g_autoptr (GError) local_error = NULL;
  KlasterPaperOptions complete = *options;

  g_return_val_if_fail (snapshot != NULL && options->document < KLASTER_N_PAPER_DOCUMENTS, NULL);
  g_return_val_if_fail (klaster_date_is_valid (options->date), NULL);

  if (!klaster_label_can_draw ())
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("No font is installed, so nothing could be read. Install a font such as DejaVu Sans"));
      return NULL;
    }
  if (options->columns == NULL)
    {
      columns = klaster_paper_list_default_columns (options->document);
      complete.columns = (const guint *) (gpointer) columns->data;
      complete.n_columns = columns->len;
    }
  if (options->document == KLASTER_PAPER_MAP || options->document == KLASTER_PAPER_GRAPH)
    setup.text_scale = klaster_paper_map_get_text_scale (options->size);
  title = name_document (snapshot, options);
  writer = klaster_paper_writer_new (&setup, title, name_cluster (snapshot, options->language));
  if (documents[options->document].write (writer, snapshot, &complete, cancellable, &local_error)
      && !g_cancellable_is_cancelled (cancellable))
    return klaster_paper_writer_end (g_steal_pointer (&writer));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Printing was cancelled"));

  return NULL;
}
