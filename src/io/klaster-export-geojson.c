/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-exchange-columns.h"
#include "klaster-export.h"
#include "klaster-json-value.h"
#include "klaster-json.h"

static void
append_property (GString                     *json,
                 const KlasterExportJob      *job,
                 const KlasterRow            *row,
                 const KlasterExchangeColumn *column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (klaster_row_get_table (row), column->column);
  g_autofree char *cell = NULL;
  KlasterValue value = KLASTER_NULL;

  if (column->kind == KLASTER_EXCHANGE_VALUE)
    value = klaster_export_get_value (job->snapshot, row, column->column, job->date);
  if (info->type == KLASTER_COLUMN_LIST && value.type == KLASTER_VALUE_TEXT)
    {
      g_string_append (json, value.text);
      return;
    }
  cell = klaster_exchange_format_cell (job->snapshot, row, column, job->date, job->language);
  if (*cell == '\0')
    g_string_append (json, "null");
  else if (value.type == KLASTER_VALUE_INTEGER || value.type == KLASTER_VALUE_REAL)
    g_string_append (json, cell);
  else
    klaster_json_append_string (json, cell);
}

static gboolean
append_position (GString          *json,
                 const KlasterRow *institution)
{
  double lon = institution ? klaster_row_get_real (institution, KLASTER_INSTITUTION_LON) : NAN;
  double lat = institution ? klaster_row_get_real (institution, KLASTER_INSTITUTION_LAT) : NAN;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (isnan (lon) || isnan (lat))
    return FALSE;
  x = klaster_json_format_number (lon);
  y = klaster_json_format_number (lat);
  g_string_append_printf (json, "[%s,%s]", x, y);

  return TRUE;
}

/* A point, a line between two members, or null where a place is not known. */
static void
append_geometry (GString          *json,
                 KlasterSnapshot  *snapshot,
                 const KlasterRow *row)
{
  gsize start = json->len;
  gboolean known;

  if (klaster_row_get_table (row) == KLASTER_TABLE_INSTITUTION)
    {
      g_string_append (json, "{\"type\":\"Point\",\"coordinates\":");
      known = append_position (json, row);
      g_string_append_c (json, '}');
    }
  else
    {
      KlasterRow *from = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                  klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID));
      KlasterRow *to = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));

      g_string_append (json, "{\"type\":\"LineString\",\"coordinates\":[");
      known = append_position (json, from);
      g_string_append_c (json, ',');
      known = append_position (json, to) && known;
      g_string_append (json, "]}");
    }
  if (!known)
    {
      g_string_truncate (json, start);
      g_string_append (json, "null");
    }
}

static gboolean
append_table (GString                 *json,
              const KlasterExportJob  *job,
              KlasterTable             table,
              gboolean                *first,
              KlasterExportPace       *pace,
              GError                 **error)
{
  g_autoptr (GArray) columns = klaster_exchange_list_columns (table, FALSE);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, job->snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *separator = "";

      if (!klaster_export_pace_step (pace, error))
        return FALSE;
      g_string_append (json, *first ? "\n" : ",\n");
      *first = FALSE;
      g_string_append (json, "{\"type\":\"Feature\",\"geometry\":");
      append_geometry (json, job->snapshot, row);
      g_string_append (json, ",\"properties\":{");
      for (guint i = 0; i < columns->len; i++)
        {
          const KlasterExchangeColumn *column = &g_array_index (columns, KlasterExchangeColumn, i);

          if (table == KLASTER_TABLE_INSTITUTION && column->kind == KLASTER_EXCHANGE_VALUE
              && (column->column == KLASTER_INSTITUTION_LON || column->column == KLASTER_INSTITUTION_LAT))
            continue;
          g_string_append_printf (json, "%s\"%s\":", separator, column->header);
          append_property (json, job, row, column);
          separator = ",";
        }
      g_string_append (json, "}}");
    }

  return TRUE;
}

/**
 * klaster_export_geojson:
 * @job: what to write
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes GeoJSON (RFC 7946): institutions as points, cooperations as lines between them, with all columns as properties,
 * rows by id; where a place is not known the geometry is null. Links have the properties `from_id` and `to_id`, members do
 * not: that tells them apart when the file is read.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_geojson (const KlasterExportJob  *job,
                        GCancellable            *cancellable,
                        GError                 **error)
{
  static const KlasterTable tables[] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION };
  g_autoptr (GString) json = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");
  KlasterExportPace pace = { job, cancellable };
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (job->table == KLASTER_EXPORT_ALL || job->table == (gint) tables[i])
      klaster_export_pace_expect (&pace, tables[i]);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if ((job->table == KLASTER_EXPORT_ALL || job->table == (gint) tables[i])
        && !append_table (json, job, tables[i], &first, &pace, error))
      return NULL;
  g_string_append (json, "\n]}\n");

  return g_string_free_to_bytes (g_steal_pointer (&json));
}
