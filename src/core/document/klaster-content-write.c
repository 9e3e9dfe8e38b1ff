/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-list.h"

#define CHUNK (256 * 1024)

/* Behind a comma, in quotation marks. Text is copied in runs: hardly any character needs more. */
static void
append_string (GString    *out,
               const char *text)
{
  g_autofree char *valid = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  while (*text)
    {
      const char *run = text;

      while ((guchar) *text >= 0x20 && *text != '"' && *text != '\\' && *text != 0x7f)
        text++;
      g_string_append_len (out, run, text - run);
      if (*text == '\0')
        break;
      if (*text == '"' || *text == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *text);
        }
      else if (*text == '\n')
        g_string_append (out, "\\n");
      else if (*text == '\t')
        g_string_append (out, "\\t");
      else
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *text);
      text++;
    }
  g_string_append_c (out, '"');
}

/* The shortest text that reads back as the same number. */
static void
append_real (GString *out,
             double   real)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], real);
      if (g_ascii_strtod (buffer, NULL) == real)
        break;
    }
  g_string_append (out, buffer);
}

/* Whether the text is an array as we write it, so that it can be copied as it stands. */
static gboolean
list_is_plain (const char *text)
{
  const char *at = text;

  if (*at++ != '[')
    return FALSE;
  while (*at++ == '"')
    {
      while (*at && *at != '"' && *at != '\\' && (guchar) *at >= 0x20 && (guchar) *at < 0x80)
        at++;
      if (*at++ != '"')
        return FALSE;
      if (*at == ']')
        return at[1] == '\0';
      if (*at++ != ',')
        return FALSE;
    }

  return FALSE;
}

static void
append_list (GString    *out,
             const char *text)
{
  g_auto (GStrv) tokens = NULL;

  if (list_is_plain (text))
    {
      g_string_append (out, text);
      return;
    }

  tokens = klaster_list_parse (text);
  if (tokens == NULL || tokens[0] == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  for (guint i = 0; tokens[i]; i++)
    {
      g_string_append_c (out, i == 0 ? '[' : ',');
      append_string (out, tokens[i]);
    }
  g_string_append_c (out, ']');
}

static void
append_derived (GString          *out,
                KlasterSnapshot  *snapshot,
                const KlasterRow *row,
                guint             column,
                const char       *date)
{
  KlasterTable table = klaster_row_get_table (row);

  if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_SCHOOL_LABORATORY)
    g_string_append (out, klaster_institution_has_laboratory (snapshot, klaster_row_get_id (row), date) ? "true" : "false");
  else if (table == KLASTER_TABLE_AGREEMENT && column == KLASTER_AGREEMENT_STATUS)
    append_string (out, klaster_agreement_get_status (snapshot, row, date));
  else
    g_assert_not_reached ();
}

static void
append_value (GString                 *out,
              KlasterSnapshot         *snapshot,
              const KlasterRow        *row,
              guint                    column,
              const KlasterColumnInfo *info,
              const char              *date)
{
  if (info->flags & KLASTER_COLUMN_DERIVED)
    {
      append_derived (out, snapshot, row, column, date);
      return;
    }
  if (klaster_row_is_null (row, column))
    {
      g_string_append (out, "null");
      return;
    }

  switch (info->type)
    {
    case KLASTER_COLUMN_REAL:
      append_real (out, klaster_row_get_real (row, column));
      break;
    case KLASTER_COLUMN_BOOLEAN:
      g_string_append (out, klaster_row_get_integer (row, column) ? "true" : "false");
      break;
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REFERENCE:
      {
        char buffer[24];

        g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, klaster_row_get_integer (row, column));
        g_string_append (out, buffer);
        break;
      }
    case KLASTER_COLUMN_LIST:
      append_list (out, klaster_row_get_text (row, column));
      break;
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    default:
      append_string (out, klaster_row_get_text (row, column));
      break;
    }
}

static gboolean
flush (GString        *out,
       gsize           limit,
       GOutputStream  *stream,
       GCancellable   *cancellable,
       GError        **error)
{
  if (out->len < limit)
    return TRUE;
  if (!g_output_stream_write_all (stream, out->str, out->len, NULL, cancellable, error))
    return FALSE;
  g_string_truncate (out, 0);

  return TRUE;
}

static gboolean
write_table (KlasterSnapshot  *snapshot,
             KlasterTable      table,
             const char       *date,
             GString          *out,
             GOutputStream    *stream,
             GCancellable     *cancellable,
             GError          **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  /* Each column's name as it stands before a value: ,"name": */
  g_autofree char **keys = g_new (char *, info->n_columns);
  gboolean ok = TRUE;
  const char *between = "\n";
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint c = 0; c < info->n_columns; c++)
    keys[c] = g_strdup_printf ("%c\"%s\":", c == 0 ? '{' : ',', info->columns[c].name);

  g_string_append_printf (out, ",\n\"%s\":[", info->name);
  klaster_row_iter_init (&iter, snapshot, table);
  while (ok && klaster_row_iter_next (&iter, &row))
    {
      g_string_append (out, between);
      between = ",\n";
      for (guint c = 0; c < info->n_columns; c++)
        {
          g_string_append (out, keys[c]);
          append_value (out, snapshot, row, c, &info->columns[c], date);
        }
      g_string_append_c (out, '}');
      ok = flush (out, CHUNK, stream, cancellable, error);
    }
  g_string_append_c (out, ']');
  for (guint c = 0; c < info->n_columns; c++)
    g_free (keys[c]);

  return ok;
}

/**
 * klaster_content_write_to_stream:
 * @snapshot: the content
 * @date: a valid date, for which derived columns are computed
 * @stream: where to write
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for an error
 *
 * Rows stand one a line, in order of id; every column is there, unknown ones as null.
 *
 * Returns: whether all was written
 */
gboolean
klaster_content_write_to_stream (KlasterSnapshot  *snapshot,
                                 const char       *date,
                                 GOutputStream    *stream,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (snapshot != NULL && G_IS_OUTPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (klaster_date_is_valid (date), FALSE);

  out = g_string_sized_new (CHUNK + 4096);
  g_string_append_printf (out, "{\"format\":\"klaster\",\"schema\":%d", KLASTER_SCHEMA_VERSION);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (!klaster_schema_is_internal (t) && !write_table (snapshot, t, date, out, stream, cancellable, error))
      return FALSE;
  g_string_append (out, "}\n");

  return flush (out, 0, stream, cancellable, error);
}

/**
 * klaster_content_write:
 * @snapshot: the content
 * @date: a valid date, for which derived columns are computed
 *
 * Returns: (transfer full): what klaster_content_write_to_stream() writes
 */
GBytes *
klaster_content_write (KlasterSnapshot *snapshot,
                       const char      *date)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), NULL);

  if (!klaster_content_write_to_stream (snapshot, date, stream, NULL, &error) ||
      !g_output_stream_close (stream, NULL, &error))
    g_error ("Writing to memory failed: %s", error->message);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}
