/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "klaster-changeset.h"
#include "klaster-project.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-schema.h"

/* A changeset of a million rows is about 100 MB; a file that says more wants to fill the memory. */
#define MAX_INFLATED_SIZE (1024 * 1024 * 1024)

typedef struct
{
  const guint8 *position;
  const guint8 *end;
} Reader;

static gboolean
fail (GError     **error,
      const char  *reason)
{
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED, _("A recorded edit is damaged (%s)."), reason);

  return FALSE;
}

/* SQLite's variable-length integer, limited to what a length may be. */
static gboolean
read_length (Reader  *reader,
             gsize   *length,
             GError **error)
{
  guint64 value = 0;

  for (guint i = 0; i < 5; i++)
    {
      guint8 byte;

      if (reader->position == reader->end)
        return fail (error, "cut");
      byte = *reader->position++;
      value = value << 7 | (byte & 0x7f);
      if ((byte & 0x80) == 0)
        {
          *length = (gsize) value;
          return value <= G_MAXINT32 ? TRUE : fail (error, "length");
        }
    }

  return fail (error, "length");
}

static gboolean
read_cell (Reader       *reader,
           KlasterCell  *cell,
           GError      **error)
{
  guint64 bits;

  if (reader->position == reader->end)
    return fail (error, "cut");
  memset (cell, 0, sizeof *cell);
  cell->type = *reader->position++;

  switch (cell->type)
    {
    case KLASTER_CELL_UNDEFINED:
    case KLASTER_CELL_NULL:
      return TRUE;

    case KLASTER_CELL_INTEGER:
    case KLASTER_CELL_REAL:
      if (reader->end - reader->position < 8)
        return fail (error, "cut");
      memcpy (&bits, reader->position, 8);
      bits = GUINT64_FROM_BE (bits);
      if (cell->type == KLASTER_CELL_INTEGER)
        cell->integer = (gint64) bits;
      else
        memcpy (&cell->real, &bits, 8);
      reader->position += 8;
      return TRUE;

    case KLASTER_CELL_TEXT:
    case KLASTER_CELL_BLOB:
      if (!read_length (reader, &cell->size, error))
        return FALSE;
      if ((gsize) (reader->end - reader->position) < cell->size)
        return fail (error, "cut");
      cell->bytes = reader->position;
      reader->position += cell->size;
      if (cell->type == KLASTER_CELL_TEXT && !g_utf8_validate_len ((const char *) cell->bytes, cell->size, NULL))
        return fail (error, "text");
      return TRUE;

    default:
      return fail (error, "type");
    }
}

static gboolean
read_record (Reader       *reader,
             KlasterCell  *cells,
             guint         n_cells,
             GError      **error)
{
  for (guint i = 0; i < n_cells; i++)
    if (!read_cell (reader, &cells[i], error))
      return FALSE;

  return TRUE;
}

/* 'T', number of columns, which of them are the primary key, name. Ours is always the first column alone. */
static gboolean
read_table (Reader         *reader,
            KlasterChange  *change,
            GError        **error)
{
  const guint8 *keys, *name, *terminator;
  gsize n_columns;
  KlasterTable table;

  if (!read_length (reader, &n_columns, error))
    return FALSE;
  if (n_columns == 0 || n_columns > KLASTER_MAX_FILE_COLUMNS)
    return fail (error, "columns");
  if ((gsize) (reader->end - reader->position) < n_columns)
    return fail (error, "cut");
  keys = reader->position;
  reader->position += n_columns;
  for (gsize i = 0; i < n_columns; i++)
    if (keys[i] != (i == 0))
      return fail (error, "key");

  name = reader->position;
  terminator = memchr (name, 0, reader->end - name);
  if (terminator == NULL || terminator == name || !g_utf8_validate ((const char *) name, -1, NULL))
    return fail (error, "table");
  reader->position = terminator + 1;

  change->table_name = (const char *) name;
  change->n_columns = (guint) n_columns;
  change->table = klaster_schema_find_stored_table (change->table_name, &table) ? (gint) table : -1;

  return TRUE;
}

/* An inserted or deleted row has every cell; an updated one has its key in the old half, and both halves of a change. */
static gboolean
check_record (const KlasterChange  *change,
              GError              **error)
{
  const KlasterCell *whole = change->operation == KLASTER_CHANGE_INSERT ? change->after : change->before;

  if (whole[0].type != KLASTER_CELL_INTEGER || whole[0].integer < 1 || whole[0].integer > KLASTER_ID_MAX)
    return fail (error, "id");
  for (guint i = 1; i < change->n_columns; i++)
    if (change->operation != KLASTER_CHANGE_UPDATE)
      {
        if (whole[i].type == KLASTER_CELL_UNDEFINED)
          return fail (error, "cell");
      }
    else if ((change->before[i].type == KLASTER_CELL_UNDEFINED) != (change->after[i].type == KLASTER_CELL_UNDEFINED))
      return fail (error, "cell");
  if (change->operation == KLASTER_CHANGE_UPDATE && change->after[0].type != KLASTER_CELL_UNDEFINED)
    return fail (error, "key");

  return TRUE;
}

/**
 * klaster_changeset_foreach:
 * @changeset: a changeset, from anywhere
 * @func: (scope call): called for each change, after everything about it was checked
 * @data: for @func
 * @error: return location
 *
 * Returns: %FALSE when the changeset is damaged or @func failed
 */
gboolean
klaster_changeset_foreach (GBytes             *changeset,
                           KlasterChangeFunc   func,
                           gpointer            data,
                           GError            **error)
{
  KlasterCell before[KLASTER_MAX_FILE_COLUMNS], after[KLASTER_MAX_FILE_COLUMNS];
  KlasterChange change = { .table_name = NULL, .table = -1 };
  gsize size;
  const guint8 *bytes = g_bytes_get_data (changeset, &size);
  Reader reader = { bytes, bytes + size };

  while (reader.position < reader.end)
    {
      guint8 byte = *reader.position++;

      if (byte == 'T')
        {
          if (!read_table (&reader, &change, error))
            return FALSE;
          continue;
        }
      if (change.table_name == NULL)
        return fail (error, "no table");
      if (byte != KLASTER_CHANGE_INSERT && byte != KLASTER_CHANGE_DELETE && byte != KLASTER_CHANGE_UPDATE)
        return fail (error, "operation");
      change.operation = byte;
      if (reader.position == reader.end || *reader.position++ > 1) /* "indirect": nothing that we use */
        return fail (error, "cut");

      change.before = change.after = NULL;
      if (change.operation != KLASTER_CHANGE_INSERT)
        {
          if (!read_record (&reader, before, change.n_columns, error))
            return FALSE;
          change.before = before;
        }
      if (change.operation != KLASTER_CHANGE_DELETE)
        {
          if (!read_record (&reader, after, change.n_columns, error))
            return FALSE;
          change.after = after;
        }
      if (!check_record (&change, error))
        return FALSE;
      change.id = change.operation == KLASTER_CHANGE_INSERT ? after[0].integer : before[0].integer;

      if (!func (&change, data, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
count_change (const KlasterChange  *change,
              gpointer              data,
              GError              **error)
{
  guint *n_changes = data;

  (*n_changes)++;

  return TRUE;
}

gboolean
klaster_changeset_validate (GBytes  *changeset,
                            guint   *n_changes,
                            GError **error)
{
  guint n = 0;

  if (!klaster_changeset_foreach (changeset, count_change, &n, error))
    return FALSE;
  if (n_changes)
    *n_changes = n;

  return TRUE;
}

typedef struct
{
  KlasterSnapshot *snapshot;
  gboolean inverted;
  GArray *changes;  /* KlasterRowChange with rows of our own */
  GHashTable *seen; /* "table id" */
  GStringChunk *texts;
} DeltaBuilder;

static void
clear_change (gpointer data)
{
  KlasterRowChange *change = data;

  g_clear_pointer (&change->before, klaster_row_unref);
  g_clear_pointer (&change->after, klaster_row_unref);
}

/* Values of one half over those that are in @values; the cells' text is terminated in @texts. */
static gboolean
overlay_cells (KlasterTable       table,
               guint              n_cells,
               const KlasterCell *cells,
               KlasterValue      *values,
               GStringChunk      *texts,
               GError           **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  for (guint i = 0; i < n_cells; i++)
    {
      gint c = klaster_store_get_column_at (table, i);

      if (c < 0 || cells[i].type == KLASTER_CELL_UNDEFINED)
        continue;
      switch (info->columns[c].type)
        {
        case KLASTER_COLUMN_INTEGER:
        case KLASTER_COLUMN_BOOLEAN:
        case KLASTER_COLUMN_REFERENCE:
          if (cells[i].type == KLASTER_CELL_INTEGER)
            values[c] = KLASTER_INTEGER (cells[i].integer);
          else if (cells[i].type == KLASTER_CELL_NULL)
            values[c] = KLASTER_NULL;
          else
            return fail (error, "value");
          break;

        case KLASTER_COLUMN_REAL:
          if (cells[i].type == KLASTER_CELL_REAL && isfinite (cells[i].real))
            values[c] = KLASTER_REAL (cells[i].real);
          else if (cells[i].type == KLASTER_CELL_INTEGER) /* SQLite stores 5.0 as 5, and the session sees that */
            values[c] = KLASTER_REAL ((double) cells[i].integer);
          else if (cells[i].type == KLASTER_CELL_NULL)
            values[c] = KLASTER_NULL;
          else
            return fail (error, "value");
          break;

        case KLASTER_COLUMN_TEXT:
        case KLASTER_COLUMN_DATE:
        case KLASTER_COLUMN_TIME:
        case KLASTER_COLUMN_TOKEN:
        case KLASTER_COLUMN_LIST:
        default:
          if (cells[i].type == KLASTER_CELL_TEXT)
            values[c] = KLASTER_TEXT (g_string_chunk_insert_len (texts, (const char *) cells[i].bytes, cells[i].size));
          else if (cells[i].type == KLASTER_CELL_NULL)
            values[c] = KLASTER_NULL;
          else
            return fail (error, "value");
          break;
        }
    }

  return TRUE;
}

static KlasterRow *
build_row (KlasterTable        table,
           const KlasterRow   *base,
           guint               n_cells,
           const KlasterCell  *cells,
           GStringChunk       *texts,
           GError            **error)
{
  KlasterValue values[KLASTER_MAX_FILE_COLUMNS];
  guint n = klaster_schema_get_table (table)->n_columns;

  for (guint c = 0; c < n; c++)
    values[c] = base ? klaster_row_get_value (base, c) : KLASTER_NULL;
  if (!overlay_cells (table, n_cells, cells, values, texts, error))
    return NULL;

  return klaster_row_new (table, values, n);
}

static gboolean
add_change (const KlasterChange  *change,
            gpointer              data,
            GError              **error)
{
  DeltaBuilder *builder = data;
  KlasterRowChange row_change = { 0 };
  const KlasterCell *from = builder->inverted ? change->after : change->before;
  const KlasterCell *to = builder->inverted ? change->before : change->after;
  KlasterRow *current;
  g_autoptr (KlasterRow) expected = NULL;
  g_autofree char *key = NULL;

  if (change->table < 0 || change->n_columns > klaster_store_get_n_file_columns (change->table))
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_READ_ONLY,
                   _("This edit was made by a newer version of the program, which has to take it back too."));
      return FALSE;
    }
  key = g_strdup_printf ("%d %" G_GINT64_FORMAT, change->table, change->id);
  if (!g_hash_table_add (builder->seen, g_steal_pointer (&key)))
    return fail (error, "twice");

  current = klaster_snapshot_lookup (builder->snapshot, change->table, change->id);
  if ((current != NULL) != (from != NULL))
    goto conflict;
  g_string_chunk_clear (builder->texts);
  if (from)
    {
      /* An update names what it found only where it changed something. */
      const KlasterRow *base = change->operation == KLASTER_CHANGE_UPDATE ? current : NULL;

      expected = build_row (change->table, base, change->n_columns, from, builder->texts, error);
      if (expected == NULL)
        return FALSE;
      if (!klaster_row_equal (expected, current))
        goto conflict;
      row_change.before = klaster_row_ref (current);
    }
  if (to)
    {
      const KlasterRow *base = change->operation == KLASTER_CHANGE_UPDATE ? current : NULL;

      row_change.after = build_row (change->table, base, change->n_columns, to, builder->texts, error);
      if (row_change.after == NULL)
        {
          clear_change (&row_change);
          return FALSE;
        }
    }
  row_change.table = change->table;
  row_change.id = change->id;
  g_array_append_val (builder->changes, row_change);

  return TRUE;

conflict:
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
               _("The record that this edit changed (%s %" PRId64 ") is not as the edit left it."),
               change->table_name, change->id);
  return FALSE;
}

/**
 * klaster_changeset_to_delta:
 * @changeset: a changeset, from anywhere
 * @inverted: whether to take it back instead of applying it
 * @snapshot: the content that it is for
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what changes; %NULL when the changeset is damaged, or the rows that it changed are
 *   not as it says they are (%KLASTER_PROJECT_ERROR_FAILED)
 */
KlasterDelta *
klaster_changeset_to_delta (GBytes           *changeset,
                            gboolean          inverted,
                            KlasterSnapshot  *snapshot,
                            GError          **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (KlasterRowChange));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  DeltaBuilder builder = { snapshot, inverted, changes, seen, g_string_chunk_new (4096) };
  KlasterDelta *delta = NULL;

  g_array_set_clear_func (changes, clear_change);
  if (klaster_changeset_foreach (changeset, add_change, &builder, error))
    delta = klaster_delta_new ((const KlasterRowChange *) changes->data, changes->len);
  g_string_chunk_free (builder.texts);

  return delta;
}

/**
 * klaster_changeset_deflate:
 * @data: bytes
 * @size: their number
 *
 * Returns: (transfer full): the same as a zlib stream, level 1
 */
GBytes *
klaster_changeset_deflate (gconstpointer data,
                           gsize         size)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1);
  g_autoptr (GByteArray) result = g_byte_array_sized_new ((guint) MIN (size / 2 + 64, G_MAXINT32));
  gsize consumed = 0;
  GConverterResult status = G_CONVERTER_CONVERTED;

  while (status != G_CONVERTER_FINISHED)
    {
      gsize n_read, n_written;
      guint old = result->len;

      g_byte_array_set_size (result, old + 65536);
      status = g_converter_convert (G_CONVERTER (compressor), (const guint8 *) data + consumed, size - consumed,
                                    result->data + old, 65536, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      g_assert (status != G_CONVERTER_ERROR);
      consumed += n_read;
      g_byte_array_set_size (result, old + (guint) n_written);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&result));
}

/**
 * klaster_changeset_inflate:
 * @data: a zlib stream, from anywhere
 * @size: its size
 * @inflated_size: what it must grow to, exactly
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_changeset_inflate (gconstpointer   data,
                           gsize           size,
                           gsize           inflated_size,
                           GError        **error)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autofree guint8 *result = NULL;
  gsize consumed = 0, written = 0;
  guint8 extra;

  /* Deflate cannot make more than 1032 bytes out of one: a size above that is a lie, and not worth the memory. */
  if (inflated_size > MAX_INFLATED_SIZE || inflated_size / 1040 > size)
    {
      fail (error, "size");
      return NULL;
    }
  result = g_malloc (inflated_size + 1);

  while (TRUE)
    {
      gboolean full = written == inflated_size;
      gsize n_read, n_written;
      GConverterResult status =
        g_converter_convert (G_CONVERTER (decompressor), (const guint8 *) data + consumed, size - consumed,
                             full ? &extra : result + written, full ? 1 : inflated_size - written,
                             G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);

      if (status == G_CONVERTER_ERROR || (full && n_written > 0))
        {
          fail (error, "compression");
          return NULL;
        }
      consumed += n_read;
      written += n_written;
      if (status == G_CONVERTER_FINISHED)
        break;
    }
  if (written != inflated_size)
    {
      fail (error, "size");
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&result), inflated_size);
}
