/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-geojson-reader.h"
#include "klaster-import.h"
#include "klaster-json.h"

struct _KlasterImportSource
{
  gatomicrefcount ref_count;
  KlasterSheet *sheet;
  JsonNode *content;
  GHashTable *content_lines;
  const char *encoding;
  char separator;
};

KlasterImportSource *
klaster_import_source_ref (KlasterImportSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
klaster_import_source_unref (KlasterImportSource *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->sheet, klaster_sheet_free);
  g_clear_pointer (&self->content, json_node_unref);
  g_clear_pointer (&self->content_lines, g_hash_table_unref);
  g_free (self);
}

KlasterSheet *
klaster_import_source_get_sheet (KlasterImportSource *self)
{
  return self->sheet;
}

JsonNode *
klaster_import_source_get_content (KlasterImportSource *self)
{
  return self->content;
}

/* (element-type utf8 GArray): for each table the lines on which its rows begin */
GHashTable *
klaster_import_source_get_content_lines (KlasterImportSource *self)
{
  return self->content_lines;
}

const char *
klaster_import_source_get_encoding (KlasterImportSource *self)
{
  return self->encoding;
}

char
klaster_import_source_get_separator (KlasterImportSource *self)
{
  return self->separator;
}

static gboolean
has_extension (const char *name,
               const char *extension)
{
  gsize length = strlen (extension);

  return name && strlen (name) > length && g_ascii_strcasecmp (name + strlen (name) - length, extension) == 0;
}

/* A name that promises JSON is taken at its word, so that a damaged file is not read as a strange table. */
static gboolean
looks_like_json (const char *name,
                 const char *text)
{
  if (has_extension (name, ".json") || has_extension (name, ".geojson"))
    return TRUE;
  if (has_extension (name, ".csv") || has_extension (name, ".tsv") || has_extension (name, ".txt"))
    return FALSE;
  text += strspn (text, " \t\r\n");

  return *text == '{';
}

static gboolean
is_content (JsonNode *document)
{
  JsonNode *format;

  if (!JSON_NODE_HOLDS_OBJECT (document))
    return FALSE;
  format = json_object_get_member (json_node_get_object (document), "format");

  return format && json_node_get_value_type (format) == G_TYPE_STRING && strcmp (json_node_get_string (format), "klaster") == 0;
}

static gboolean
read_json (KlasterImportSource  *self,
           const char           *text,
           gsize                 length,
           GCancellable         *cancellable,
           GError              **error)
{
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (JsonNode) document = klaster_json_parse (text, length, &lines, error);

  if (document == NULL)
    return FALSE;
  if (is_content (document))
    {
      self->content = g_steal_pointer (&document);
      self->content_lines = g_steal_pointer (&lines);
      return TRUE;
    }
  if (!klaster_geojson_is_geojson (document))
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                           _("This is JSON, but neither GeoJSON nor a content document of this program."));
      return FALSE;
    }
  self->sheet = klaster_geojson_read (document, g_hash_table_lookup (lines, "features"), cancellable, error);

  return self->sheet != NULL;
}

/**
 * klaster_import_source_read:
 * @bytes: a file, or pasted cells in UTF-8
 * @name: (nullable): name of the file; %NULL: pasted
 * @settings: encoding, separator and header, where they were decided
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_IMPORT_ERROR
 *
 * Recognises the format (separated values, GeoJSON, our own content document), encoding, separator and header. May take a
 * while for a large file: meant for a worker.
 *
 * Returns: (transfer full) (nullable): the source, %NULL on error
 */
KlasterImportSource *
klaster_import_source_read (GBytes                       *bytes,
                            const char                   *name,
                            const KlasterImportSettings  *settings,
                            GCancellable                 *cancellable,
                            GError                      **error)
{
  g_autoptr (KlasterImportSource) self = g_new0 (KlasterImportSource, 1);
  g_autofree char *text = NULL;
  const guint8 *data;
  gsize size;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  data = g_bytes_get_data (bytes, &size);
  if (size > KLASTER_IMPORT_SIZE_MAX)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE, _("The source is larger than %d MB."),
                   KLASTER_IMPORT_SIZE_MAX / 1024 / 1024);
      return NULL;
    }

  self->encoding = settings->encoding ? settings->encoding : klaster_encoding_detect (data, size);
  if (self->encoding == NULL)
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING,
                           _("This is not a text. A table can be saved as CSV in a spreadsheet program."));
      return NULL;
    }
  text = klaster_encoding_to_utf8 (data, size, self->encoding, &length, error);
  if (text == NULL)
    return NULL;

  if (looks_like_json (name, text))
    {
      if (!read_json (self, text, length, cancellable, error))
        return NULL;
      return g_steal_pointer (&self);
    }

  self->separator = settings->separator;
  if (self->separator == 0)
    {
      /* Spreadsheets put tabs between the cells that they copy, whatever the cells hold. */
      if ((name == NULL && memchr (text, '\t', length)) || has_extension (name, ".tsv"))
        self->separator = '\t';
      else
        self->separator = klaster_csv_detect_separator (text, length);
    }
  self->sheet = klaster_csv_read (text, length, self->separator, settings->header, cancellable, error);
  if (self->sheet == NULL)
    return NULL;

  return g_steal_pointer (&self);
}
