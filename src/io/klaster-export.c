/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-content.h"
#include "klaster-csv-writer.h"
#include "klaster-exchange-columns.h"
#include "klaster-export.h"

G_DEFINE_QUARK (klaster-export-error-quark, klaster_export_error)

/* In the order of KlasterExportFormat. */
static const char *const endings[] = { ".csv", ".xlsx", ".geojson", ".graphml", ".gexf", ".json", ".gpkg" };

/**
 * klaster_export_format_find:
 * @name: the name of a file
 * @format: (out): its format
 *
 * Returns: whether the ending is one of ours
 */
gboolean
klaster_export_format_find (const char          *name,
                            KlasterExportFormat *format)
{
  const char *ending = strrchr (name, '.');

  for (guint i = 0; ending && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (ending, endings[i]) == 0)
      {
        *format = (KlasterExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

const char *
klaster_export_format_get_ending (KlasterExportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (endings), NULL);

  return endings[format];
}

/**
 * klaster_export_takes_table:
 * @format: a format
 * @table: a table, or %KLASTER_EXPORT_ALL
 *
 * Returns: whether @format can hold that alone
 */
gboolean
klaster_export_takes_table (KlasterExportFormat format,
                            gint                table)
{
  switch (format)
    {
    case KLASTER_EXPORT_CSV:
    case KLASTER_EXPORT_XLSX:
      return TRUE;
    case KLASTER_EXPORT_GEOJSON:
      return table == KLASTER_EXPORT_ALL || table == KLASTER_TABLE_INSTITUTION || table == KLASTER_TABLE_COOPERATION;
    case KLASTER_EXPORT_GRAPHML:
    case KLASTER_EXPORT_GEXF:
    case KLASTER_EXPORT_JSON:
    case KLASTER_EXPORT_GPKG:
    default:
      return table == KLASTER_EXPORT_ALL;
    }
}

void
klaster_export_pace_expect (KlasterExportPace *self,
                            KlasterTable       table)
{
  self->n_total += klaster_snapshot_get_n_rows (self->job->snapshot, table);
}

gboolean
klaster_export_pace_step (KlasterExportPace  *self,
                          GError            **error)
{
  guint n = self->n_done++;

  if ((n & 0xff) != 0)
    return TRUE;
  if (self->job->progress)
    self->job->progress ((double) n / MAX (self->n_total, 1), self->job->progress_data);

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static GBytes *
write_content (const KlasterExportJob  *job,
               GCancellable            *cancellable,
               GError                 **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  if (!klaster_content_write_to_stream (job->snapshot, job->date, stream, cancellable, error)
      || !g_output_stream_close (stream, cancellable, error))
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/**
 * klaster_export_write:
 * @job: what to write; a table that klaster_export_takes_table()
 * @format: any but %KLASTER_EXPORT_GPKG
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_EXPORT_ERROR
 *
 * Equal content gives equal bytes. May take a while: meant for a worker. Any thread.
 *
 * Returns: (transfer full) (nullable): the file, %NULL on error
 */
GBytes *
klaster_export_write (const KlasterExportJob  *job,
                      KlasterExportFormat      format,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  g_return_val_if_fail (job != NULL && job->snapshot != NULL, NULL);
  g_return_val_if_fail (klaster_export_takes_table (format, job->table), NULL);

  switch (format)
    {
    case KLASTER_EXPORT_CSV:
      return klaster_export_csv (job, cancellable, error);
    case KLASTER_EXPORT_XLSX:
      return klaster_export_xlsx (job, cancellable, error);
    case KLASTER_EXPORT_GEOJSON:
      return klaster_export_geojson (job, cancellable, error);
    case KLASTER_EXPORT_GRAPHML:
      return klaster_export_graphml (job, cancellable, error);
    case KLASTER_EXPORT_GEXF:
      return klaster_export_gexf (job, cancellable, error);
    case KLASTER_EXPORT_JSON:
      return write_content (job, cancellable, error);
    case KLASTER_EXPORT_GPKG:
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * klaster_export_csv:
 * @job: what to write
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes a table with the names of its columns as header, rows by id, UTF-8. Reading it back gives the same values.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_csv (const KlasterExportJob  *job,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  KlasterTable table = job->table == KLASTER_EXPORT_ALL ? KLASTER_TABLE_INSTITUTION : (KlasterTable) job->table;
  g_autoptr (GArray) columns = klaster_exchange_list_columns (table, FALSE);
  g_autoptr (GString) csv = g_string_new (NULL);
  KlasterExportPace pace = { job, cancellable };
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_export_pace_expect (&pace, table);
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", g_array_index (columns, KlasterExchangeColumn, i).header);
  g_string_append_c (csv, '\n');

  klaster_row_iter_init (&iter, job->snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (!klaster_export_pace_step (&pace, error))
        return NULL;
      for (guint i = 0; i < columns->len; i++)
        {
          g_autofree char *cell = klaster_exchange_format_cell (job->snapshot, row,
                                                                &g_array_index (columns, KlasterExchangeColumn, i), job->date,
                                                                job->language);

          if (i > 0)
            g_string_append_c (csv, ',');
          klaster_csv_append_cell (csv, cell);
        }
      g_string_append_c (csv, '\n');
    }

  return g_string_free_to_bytes (g_steal_pointer (&csv));
}
