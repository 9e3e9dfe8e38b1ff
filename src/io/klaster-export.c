/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-csv-writer.h"
#include "klaster-export.h"
#include "klaster-json-value.h"
#include "klaster-json.h"
#include "klaster-list.h"

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
  static const char *const endings[] = { "csv", "geojson", "json", "gpkg" };
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot + 1, endings[i]) == 0)
      {
        *format = (KlasterExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

/* Tokens with commas between them, as people write lists; an own token that holds a comma needs the brackets. */
static char *
format_list (const char *json)
{
  g_auto (GStrv) tokens = klaster_list_parse (json);

  for (guint i = 0; tokens && tokens[i]; i++)
    if (strpbrk (tokens[i], ",;[]\"") != NULL)
      return g_strdup (json);

  return tokens ? g_strjoinv (", ", tokens) : g_strdup (json);
}

static char *
format_cell (const KlasterColumnInfo *info,
             KlasterValue             value)
{
  switch (value.type)
    {
    case KLASTER_VALUE_INTEGER:
      if (info->type == KLASTER_COLUMN_BOOLEAN)
        return g_strdup (value.integer ? "true" : "false");
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
    case KLASTER_VALUE_REAL:
      return klaster_json_format_number (value.real);
    case KLASTER_VALUE_TEXT:
      return info->type == KLASTER_COLUMN_LIST ? format_list (value.text) : g_strdup (value.text);
    case KLASTER_VALUE_NULL:
    default:
      return g_strdup ("");
    }
}

/**
 * klaster_export_csv:
 * @snapshot: the content
 * @table: a table
 * @date: the day for which derived columns are computed
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes a table with the names of its columns as header, rows by id, UTF-8. Reading it back gives the same values.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_csv (KlasterSnapshot  *snapshot,
                    KlasterTable      table,
                    const char       *date,
                    GCancellable     *cancellable,
                    GError          **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  g_autoptr (GString) csv = g_string_new (NULL);
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  for (guint column = 0; column < info->n_columns; column++)
    g_string_append_printf (csv, "%s%s", column > 0 ? "," : "", info->columns[column].name);
  g_string_append_c (csv, '\n');

  klaster_row_iter_init (&iter, snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      if ((n++ & 0xff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint column = 0; column < info->n_columns; column++)
        {
          g_autofree char *cell = format_cell (&info->columns[column], klaster_export_get_value (snapshot, row, column, date));

          if (column > 0)
            g_string_append_c (csv, ',');
          klaster_csv_append_cell (csv, cell);
        }
      g_string_append_c (csv, '\n');
    }

  return g_string_free_to_bytes (g_steal_pointer (&csv));
}

static void
append_property (GString                 *json,
                 const KlasterColumnInfo *info,
                 KlasterValue             value)
{
  if (info->type == KLASTER_COLUMN_LIST && value.type == KLASTER_VALUE_TEXT)
    g_string_append (json, value.text);
  else if (value.type == KLASTER_VALUE_TEXT)
    klaster_json_append_string (json, value.text);
  else if (value.type == KLASTER_VALUE_NULL)
    g_string_append (json, "null");
  else
    {
      g_autofree char *cell = format_cell (info, value);

      g_string_append (json, cell);
    }
}

/**
 * klaster_export_geojson:
 * @snapshot: the content
 * @date: the day for which derived columns are computed
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes the institutions as GeoJSON (RFC 7946): points with all columns as properties, rows by id; where the place is not
 * known the geometry is null.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_geojson (KlasterSnapshot  *snapshot,
                        const char       *date,
                        GCancellable     *cancellable,
                        GError          **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);
  g_autoptr (GString) json = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      double lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
      double lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
      gboolean first = TRUE;

      if ((n & 0xff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_string_append (json, n++ > 0 ? ",\n" : "\n");
      g_string_append (json, "{\"type\":\"Feature\",\"geometry\":");
      if (isnan (lon) || isnan (lat))
        g_string_append (json, "null");
      else
        {
          g_autofree char *x = klaster_json_format_number (lon);
          g_autofree char *y = klaster_json_format_number (lat);

          g_string_append_printf (json, "{\"type\":\"Point\",\"coordinates\":[%s,%s]}", x, y);
        }
      g_string_append (json, ",\"properties\":{");
      for (guint column = 0; column < info->n_columns; column++)
        {
          if (column == KLASTER_INSTITUTION_LON || column == KLASTER_INSTITUTION_LAT)
            continue;
          g_string_append_printf (json, "%s\"%s\":", first ? "" : ",", info->columns[column].name);
          append_property (json, &info->columns[column], klaster_export_get_value (snapshot, row, column, date));
          first = FALSE;
        }
      g_string_append (json, "}}");
    }
  g_string_append (json, "\n]}\n");

  return g_string_free_to_bytes (g_steal_pointer (&json));
}
