/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "klaster-exchange-columns.h"
#include "klaster-export.h"
#include "klaster-json-value.h"
#include "klaster-json.h"

#define KM_PER_DEGREE 111.195

/* Members as nodes and cooperations as edges, in the two formats of programs that look at networks. Both say for a whole
 * graph whether it is directed; a mixed one is undirected there, because readers refuse edges that say otherwise, and every
 * edge carries `directed`, `from_id` and `to_id` besides. */

typedef struct
{
  const KlasterExportJob *job;
  KlasterExportPace pace;
  xmlTextWriter *writer;
  GArray *columns[2];  /* KlasterExchangeColumn, of nodes and edges */
  gboolean directed;   /* all links */
  double lon, lat;     /* middle of all members, degrees */
} GraphWriter;

static const KlasterTable tables[2] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION };
static const char *const classes[2] = { "node", "edge" };

/* An identifier is that of the node or edge itself. */
static gboolean
is_attribute (const KlasterExchangeColumn *column)
{
  return column->kind != KLASTER_EXCHANGE_VALUE || column->column != 0;
}

static const char *
get_type (KlasterTable                 table,
          const KlasterExchangeColumn *column)
{
  if (column->kind != KLASTER_EXCHANGE_VALUE)
    return "string";
  switch (klaster_schema_get_column (table, column->column)->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REFERENCE:
      return "long";
    case KLASTER_COLUMN_REAL:
      return "double";
    case KLASTER_COLUMN_BOOLEAN:
      return "boolean";
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
    default:
      return "string";
    }
}

/* XML has no way to write these two. */
static char *
clean (char *text)
{
  for (char *c = text; *c; c = g_utf8_next_char (c))
    if (strncmp (c, "\xef\xbf\xbe", 3) == 0 || strncmp (c, "\xef\xbf\xbf", 3) == 0)
      memcpy (c, "\xef\xbf\xbd", 3);

  return text;
}

static void
start (GraphWriter *self,
       const char  *name)
{
  xmlTextWriterStartElement (self->writer, BAD_CAST name);
}

static void
end (GraphWriter *self)
{
  xmlTextWriterEndElement (self->writer);
}

static void
attribute (GraphWriter *self,
           const char  *name,
           const char  *value)
{
  xmlTextWriterWriteAttribute (self->writer, BAD_CAST name, BAD_CAST value);
}

static void
id_attribute (GraphWriter *self,
              const char  *name,
              gint64       id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  attribute (self, name, text);
}

static char *
format_cell (GraphWriter                 *self,
             const KlasterRow            *row,
             const KlasterExchangeColumn *column)
{
  return clean (klaster_exchange_format_cell (self->job->snapshot, row, column, self->job->date, self->job->language));
}

static char *
format_label (GraphWriter      *self,
              const KlasterRow *row)
{
  return clean (klaster_record_describe (self->job->snapshot, row, self->job->language));
}

static void
survey (GraphWriter *self)
{
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_places = 0, n_links = 0, n_directed = 0;

  klaster_row_iter_init (&iter, self->job->snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (!klaster_row_is_null (row, KLASTER_INSTITUTION_LON) && !klaster_row_is_null (row, KLASTER_INSTITUTION_LAT))
      {
        n_places++;
        self->lon += klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
        self->lat += klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
      }
  self->lon /= MAX (n_places, 1);
  self->lat /= MAX (n_places, 1);
  klaster_row_iter_init (&iter, self->job->snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      n_links++;
      n_directed += klaster_row_get_integer (row, KLASTER_COOPERATION_DIRECTED) == 1;
    }
  self->directed = n_links > 0 && n_directed == n_links;
}

static void
begin_edge_or_node (GraphWriter      *self,
                    const KlasterRow *row,
                    guint             i)
{
  start (self, classes[i]);
  id_attribute (self, "id", klaster_row_get_id (row));
  if (tables[i] == KLASTER_TABLE_COOPERATION)
    {
      id_attribute (self, "source", klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID));
      id_attribute (self, "target", klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));
    }
}

static void
write_graphml_keys (GraphWriter *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *label = g_strdup_printf ("%c_label", *classes[i]);

      start (self, "key");
      attribute (self, "id", label);
      attribute (self, "for", classes[i]);
      attribute (self, "attr.name", "label");
      attribute (self, "attr.type", "string");
      end (self);
      for (guint j = 0; j < self->columns[i]->len; j++)
        {
          const KlasterExchangeColumn *column = &g_array_index (self->columns[i], KlasterExchangeColumn, j);
          g_autofree char *id = g_strdup_printf ("%c_%s", *classes[i], column->header);

          if (!is_attribute (column))
            continue;
          start (self, "key");
          attribute (self, "id", id);
          attribute (self, "for", classes[i]);
          attribute (self, "attr.name", column->header);
          attribute (self, "attr.type", get_type (tables[i], column));
          end (self);
        }
    }
}

static void
write_graphml_data (GraphWriter *self,
                    guint        i,
                    const char  *name,
                    const char  *value)
{
  g_autofree char *id = g_strdup_printf ("%c_%s", *classes[i], name);

  if (*value == '\0')
    return;
  start (self, "data");
  attribute (self, "key", id);
  xmlTextWriterWriteString (self->writer, BAD_CAST value);
  end (self);
}

static void
write_graphml_row (GraphWriter      *self,
                   const KlasterRow *row,
                   guint             i)
{
  g_autofree char *label = format_label (self, row);

  begin_edge_or_node (self, row, i);
  write_graphml_data (self, i, "label", label);
  for (guint j = 0; j < self->columns[i]->len; j++)
    {
      const KlasterExchangeColumn *column = &g_array_index (self->columns[i], KlasterExchangeColumn, j);
      g_autofree char *cell = NULL;

      if (!is_attribute (column))
        continue;
      cell = format_cell (self, row, column);
      write_graphml_data (self, i, column->header, cell);
    }
  end (self);
}

static void
write_gexf_attributes (GraphWriter *self,
                       guint        i)
{
  start (self, "attributes");
  attribute (self, "class", classes[i]);
  for (guint j = 0; j < self->columns[i]->len; j++)
    {
      const KlasterExchangeColumn *column = &g_array_index (self->columns[i], KlasterExchangeColumn, j);

      if (!is_attribute (column))
        continue;
      start (self, "attribute");
      attribute (self, "id", column->header);
      attribute (self, "title", column->header);
      attribute (self, "type", get_type (tables[i], column));
      end (self);
    }
  end (self);
}

/* Kilometres east and north of the middle of all members: units that a layout is made of. */
static void
write_gexf_position (GraphWriter      *self,
                     const KlasterRow *row)
{
  double lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
  double lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (isnan (lon) || isnan (lat))
    return;
  x = klaster_json_format_number (round ((lon - self->lon) * cos (self->lat * G_PI / 180) * KM_PER_DEGREE * 1e6) / 1e6);
  y = klaster_json_format_number (round ((lat - self->lat) * KM_PER_DEGREE * 1e6) / 1e6);
  start (self, "viz:position");
  attribute (self, "x", x);
  attribute (self, "y", y);
  attribute (self, "z", "0");
  end (self);
}

static void
write_gexf_row (GraphWriter      *self,
                const KlasterRow *row,
                guint             i)
{
  g_autofree char *label = format_label (self, row);

  begin_edge_or_node (self, row, i);
  attribute (self, "label", label);
  start (self, "attvalues");
  for (guint j = 0; j < self->columns[i]->len; j++)
    {
      const KlasterExchangeColumn *column = &g_array_index (self->columns[i], KlasterExchangeColumn, j);
      g_autofree char *cell = NULL;

      if (!is_attribute (column))
        continue;
      cell = format_cell (self, row, column);
      if (*cell == '\0')
        continue;
      start (self, "attvalue");
      attribute (self, "for", column->header);
      attribute (self, "value", cell);
      end (self);
    }
  end (self);
  if (tables[i] == KLASTER_TABLE_INSTITUTION)
    write_gexf_position (self, row);
  end (self);
}

static gboolean
write_rows (GraphWriter  *self,
            guint         i,
            void        (*write_row) (GraphWriter *self, const KlasterRow *row, guint i),
            GError      **error)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->job->snapshot, tables[i]);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (!klaster_export_pace_step (&self->pace, error))
        return FALSE;
      write_row (self, row, i);
    }

  return TRUE;
}

static gboolean
write_graphml (GraphWriter  *self,
               GError      **error)
{
  start (self, "graphml");
  attribute (self, "xmlns", "http://graphml.graphdrawing.org/xmlns");
  attribute (self, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  attribute (self, "xsi:schemaLocation",
             "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd");
  write_graphml_keys (self);
  start (self, "graph");
  attribute (self, "id", "cluster");
  attribute (self, "edgedefault", self->directed ? "directed" : "undirected");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!write_rows (self, i, write_graphml_row, error))
      return FALSE;
  end (self);
  end (self);

  return TRUE;
}

static gboolean
write_gexf (GraphWriter  *self,
            GError      **error)
{
  static const char *const groups[] = { "nodes", "edges" };

  start (self, "gexf");
  attribute (self, "xmlns", "http://www.gexf.net/1.2draft");
  attribute (self, "xmlns:viz", "http://www.gexf.net/1.2draft/viz");
  attribute (self, "version", "1.2");
  start (self, "graph");
  attribute (self, "mode", "static");
  attribute (self, "defaultedgetype", self->directed ? "directed" : "undirected");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    write_gexf_attributes (self, i);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      start (self, groups[i]);
      if (!write_rows (self, i, write_gexf_row, error))
        return FALSE;
      end (self);
    }
  end (self);
  end (self);

  return TRUE;
}

static GBytes *
write_document (const KlasterExportJob  *job,
                gboolean               (*write) (GraphWriter *self, GError **error),
                GCancellable            *cancellable,
                GError                 **error)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  GraphWriter self = { .job = job, .pace = { job, cancellable } };
  GBytes *bytes = NULL;

  xmlBufferSetAllocationScheme (buffer, XML_BUFFER_ALLOC_DOUBLEIT);
  self.writer = xmlNewTextWriterMemory (buffer, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      self.columns[i] = klaster_exchange_list_columns (tables[i], FALSE);
      klaster_export_pace_expect (&self.pace, tables[i]);
    }
  survey (&self);

  xmlTextWriterSetIndent (self.writer, 1);
  xmlTextWriterStartDocument (self.writer, "1.0", "UTF-8", NULL);
  if (write (&self, error))
    {
      xmlTextWriterEndDocument (self.writer);
      xmlTextWriterFlush (self.writer);
      bytes = g_bytes_new (xmlBufferContent (buffer), (gsize) xmlBufferLength (buffer));
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_array_unref (self.columns[i]);
  xmlFreeTextWriter (self.writer);
  xmlBufferFree (buffer);

  return bytes;
}

/**
 * klaster_export_graphml:
 * @job: what to write
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes GraphML: members as nodes, cooperations as edges, several between two members where there are several, with all
 * columns as typed attributes; what is not known is left out. Nodes and edges have the identifiers of their records.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_graphml (const KlasterExportJob  *job,
                        GCancellable            *cancellable,
                        GError                 **error)
{
  return write_document (job, write_graphml, cancellable, error);
}

/**
 * klaster_export_gexf:
 * @job: what to write
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Writes GEXF 1.2, the format of Gephi: the same as klaster_export_graphml(), and where members lie, in kilometres.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_gexf (const KlasterExportJob  *job,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  return write_document (job, write_gexf, cancellable, error);
}
