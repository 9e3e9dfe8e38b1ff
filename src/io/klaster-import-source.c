/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-geojson-reader.h"
#include "klaster-import.h"
#include "klaster-json.h"
#include "klaster-text.h"
#include "klaster-xlsx-reader.h"

typedef struct
{
  char *name;
  KlasterSheet *sheet;
  gboolean has_table;
  KlasterTable table;
} Part;

struct _KlasterImportSource
{
  gatomicrefcount ref_count;
  GPtrArray *parts; /* Part; empty for a content document */
  GPtrArray *mappings; /* (nullable): KlasterImportMapping, guessed where the source was read */
  char **sheet_names;
  JsonNode *content;
  GHashTable *content_lines;
  const char *encoding;
  char separator;
};

static void
part_free (gpointer data)
{
  Part *part = data;

  klaster_sheet_free (part->sheet);
  g_free (part->name);
  g_free (part);
}

/* @sheet: (transfer full) */
static Part *
add_part (KlasterImportSource *self,
          KlasterSheet        *sheet,
          const char          *name)
{
  Part *part = g_new0 (Part, 1);

  part->sheet = sheet;
  part->name = g_strdup (name);
  g_ptr_array_add (self->parts, part);

  return part;
}

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
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  g_strfreev (self->sheet_names);
  g_clear_pointer (&self->content, json_node_unref);
  g_clear_pointer (&self->content_lines, g_hash_table_unref);
  g_free (self);
}

KlasterSheet *
klaster_import_source_get_sheet (KlasterImportSource *self)
{
  return self->parts->len > 0 ? ((Part *) self->parts->pdata[0])->sheet : NULL;
}

guint
klaster_import_source_get_n_parts (KlasterImportSource *self)
{
  return self->parts->len;
}

KlasterSheet *
klaster_import_source_get_part (KlasterImportSource *self,
                                guint                position,
                                KlasterTable        *table)
{
  Part *part;

  g_return_val_if_fail (position < self->parts->len, NULL);

  part = self->parts->pdata[position];
  *table = part->table;

  return part->sheet;
}

const char *
klaster_import_source_get_part_name (KlasterImportSource *self,
                                     guint                position)
{
  g_return_val_if_fail (position < self->parts->len, NULL);

  return ((Part *) self->parts->pdata[position])->name;
}

guint
klaster_import_source_get_n_rows (KlasterImportSource *self)
{
  guint n = 0;

  for (guint i = 0; i < self->parts->len; i++)
    n += klaster_sheet_get_n_rows (((Part *) self->parts->pdata[i])->sheet);

  return n;
}

gboolean
klaster_import_source_prepare (KlasterImportSource          *self,
                               const KlasterImportSettings  *settings,
                               GError                      **error)
{
  self->mappings = klaster_import_source_guess (self, NULL, settings, error);

  return self->mappings != NULL;
}

const char *const *
klaster_import_source_get_sheet_names (KlasterImportSource *self)
{
  return (const char *const *) self->sheet_names;
}

GPtrArray *
klaster_import_source_guess (KlasterImportSource          *self,
                             KlasterSnapshot              *snapshot,
                             const KlasterImportSettings  *settings,
                             GError                      **error)
{
  g_autoptr (GPtrArray) mappings = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_import_mapping_free);

  for (guint i = 0; self->mappings && i < self->mappings->len; i++)
    g_ptr_array_add (mappings, klaster_import_mapping_copy (self->mappings->pdata[i]));
  for (guint i = mappings->len; i < self->parts->len; i++)
    {
      const Part *part = self->parts->pdata[i];
      g_autoptr (KlasterImportSettings) own = klaster_import_settings_copy (settings);
      KlasterImportMapping *mapping;

      own->table = part->table;
      if (i > 0)
        {
          g_hash_table_remove_all (own->columns);
          g_hash_table_remove_all (own->defaults);
        }
      mapping = klaster_import_mapping_guess (part->sheet, snapshot, own, error);
      if (mapping == NULL)
        return NULL;
      g_ptr_array_add (mappings, mapping);
    }

  return g_steal_pointer (&mappings);
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

/* Files that people have at hand, know this program by, and would wait in vain to be read; NULL: it may be a table. */
static const char *
find_stranger (const char *text)
{
  static const char *const beginnings[] = { "<?xml", "<!doctype", "<html", "<graphml", "<gexf", "<kml", "<svg" };
  gboolean found = FALSE;

  text += strspn (text, " \t\r\n");
  for (guint i = 0; i < G_N_ELEMENTS (beginnings) && !found; i++)
    found = g_ascii_strncasecmp (text, beginnings[i], strlen (beginnings[i])) == 0;
  if (!found)
    return NULL;
  if (strstr (text, "<graphml") || strstr (text, "<gexf"))
    return _("This is a graph (GraphML or GEXF), which other programs read. To take members and links into a project, export "
             "them as GeoJSON, or all tables as a workbook, and import that.");

  return _("This is an XML document or a page of the web, no table. Open it in a spreadsheet program and save it as XLSX or CSV.");
}

/* A project itself, a GeoPackage, or another database */
static gboolean
is_database (const guint8 *data,
             gsize         size)
{
  return size >= 16 && memcmp (data, "SQLite format 3", 16) == 0;
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

static const char *
get_plural (KlasterTable table)
{
  return klaster_schema_get_table (table)->plural;
}

/* Members and links, or what was asked for. */
static gboolean
read_geojson (KlasterImportSource          *self,
              JsonNode                     *document,
              const GArray                 *lines,
              const KlasterImportSettings  *settings,
              GCancellable                 *cancellable,
              GError                      **error)
{
  static const KlasterTable tables[] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION };
  gboolean all_as_rows = settings->has_table && settings->table != KLASTER_TABLE_INSTITUTION
                         && !(settings->table == KLASTER_TABLE_COOPERATION && klaster_geojson_has_links (document));

  if (all_as_rows || !klaster_geojson_has_links (document))
    {
      KlasterSheet *sheet = klaster_geojson_read (document, lines, KLASTER_GEOJSON_ALL, cancellable, error);

      return sheet && add_part (self, sheet, NULL);
    }
  self->sheet_names = g_new0 (char *, G_N_ELEMENTS (tables) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      KlasterSheet *sheet;
      Part *part;

      self->sheet_names[i] = g_strdup (get_plural (tables[i]));
      if (settings->has_table ? settings->table != tables[i]
                              : settings->sheet && strcmp (settings->sheet, get_plural (tables[i])) != 0)
        continue;
      sheet = klaster_geojson_read (document, lines,
                                    tables[i] == KLASTER_TABLE_COOPERATION ? KLASTER_GEOJSON_LINKS : KLASTER_GEOJSON_PLACES,
                                    cancellable, error);
      if (sheet == NULL)
        return FALSE;
      part = add_part (self, sheet, get_plural (tables[i]));
      part->has_table = TRUE;
      part->table = tables[i];
    }
  if (self->parts->len == 0)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING, _("There is no sheet “%s” in it."),
                   settings->sheet);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_json (KlasterImportSource          *self,
           const char                   *text,
           gsize                         length,
           const KlasterImportSettings  *settings,
           GCancellable                 *cancellable,
           GError                      **error)
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

  return read_geojson (self, document, g_hash_table_lookup (lines, "features"), settings, cancellable, error);
}

/* The table whose rows a sheet of this name holds: by its plural, as we write it, or by its name in any language. */
static gboolean
find_table (const char   *sheet_name,
            KlasterTable *table)
{
  g_autofree char *folded = NULL;

  if (klaster_schema_find_plural (sheet_name, table) || klaster_schema_find_table (sheet_name, table))
    return TRUE;
  folded = klaster_text_fold (sheet_name);
  for (guint t = 0; t < KLASTER_N_TABLES && *folded; t++)
    for (guint language = 0; language < KLASTER_N_LANGUAGES && !klaster_schema_is_internal (t); language++)
      {
        g_autofree char *plural = klaster_text_fold (klaster_vocabulary_get_table_name (t, TRUE, language));

        if (strcmp (plural, folded) == 0)
          {
            *table = t;
            return TRUE;
          }
      }

  return FALSE;
}

static gboolean
read_one_sheet (KlasterImportSource          *self,
                KlasterXlsx                  *workbook,
                guint                         position,
                const KlasterImportSettings  *settings,
                GCancellable                 *cancellable,
                GError                      **error)
{
  KlasterSheet *sheet = klaster_xlsx_read_sheet (workbook, position, settings->header, cancellable, error);
  Part *part;

  if (sheet == NULL)
    return FALSE;
  part = add_part (self, sheet, self->sheet_names[position]);
  part->has_table = find_table (part->name, &part->table);

  return TRUE;
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const Part *left = *(Part *const *) a, *right = *(Part *const *) b;
  int left_rank = left->table == KLASTER_TABLE_INSTITUTION ? -1 : (int) left->table;
  int right_rank = right->table == KLASTER_TABLE_INSTITUTION ? -1 : (int) right->table;

  return left_rank - right_rank;
}

/* The sheets that are ours, for a workbook that was written by us; otherwise the one that was asked for, or the first that
 * holds anything. */
static gboolean
read_workbook (KlasterImportSource          *self,
               GBytes                       *bytes,
               const KlasterImportSettings  *settings,
               GCancellable                 *cancellable,
               GError                      **error)
{
  g_autoptr (KlasterXlsx) workbook = klaster_xlsx_open (bytes, cancellable, error);
  gboolean taken[KLASTER_N_TABLES] = { FALSE };
  guint n_sheets;
  KlasterTable table;

  if (workbook == NULL)
    return FALSE;
  self->sheet_names = g_strdupv ((char **) klaster_xlsx_get_sheet_names (workbook));
  n_sheets = g_strv_length (self->sheet_names);
  for (guint i = 0; settings->sheet && i < n_sheets; i++)
    if (strcmp (self->sheet_names[i], settings->sheet) == 0)
      return read_one_sheet (self, workbook, i, settings, cancellable, error);
  if (settings->sheet)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING, _("There is no sheet “%s” in it."),
                   settings->sheet);
      return FALSE;
    }

  for (guint i = 0; i < n_sheets; i++)
    {
      if (!find_table (self->sheet_names[i], &table) || taken[table] || (settings->has_table && table != settings->table))
        continue;
      taken[table] = TRUE;
      if (!read_one_sheet (self, workbook, i, settings, cancellable, error))
        return FALSE;
      /* Empty sheets among others have nothing to tell, and their columns need no decision. */
      if (!settings->has_table
          && klaster_sheet_get_n_rows (((Part *) self->parts->pdata[self->parts->len - 1])->sheet) == 0)
        g_ptr_array_set_size (self->parts, (int) self->parts->len - 1);
    }
  if (self->parts->len > 0)
    {
      g_ptr_array_sort (self->parts, compare_parts);
      return TRUE;
    }
  for (guint i = 0; i < n_sheets; i++)
    {
      g_ptr_array_set_size (self->parts, 0);
      if (!read_one_sheet (self, workbook, i, settings, cancellable, error))
        return FALSE;
      if (klaster_sheet_get_n_rows (klaster_import_source_get_sheet (self)) > 0)
        break;
    }

  return TRUE;
}

/* Where the rows go: as was decided, as the source says, as its headers say, else to the members. */
static void
set_tables (KlasterImportSource         *self,
            const KlasterImportSettings *settings)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = self->parts->pdata[i];

      if (settings->has_table)
        part->table = settings->table;
      else if (!part->has_table)
        part->table = klaster_import_guess_table (part->sheet, settings->table);
    }
}

/**
 * klaster_import_source_read:
 * @bytes: a file, or pasted cells in UTF-8
 * @name: (nullable): name of the file; %NULL: pasted
 * @settings: encoding, separator and header, where they were decided
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_IMPORT_ERROR
 *
 * Recognises the format (separated values, a workbook, GeoJSON, our own content document), encoding, separator and header. May take a
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
  const char *stranger;
  KlasterSheet *sheet;
  const guint8 *data;
  gsize size;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  data = g_bytes_get_data (bytes, &size);
  if (size > KLASTER_IMPORT_SIZE_MAX)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE, _("The source is larger than %d MB."),
                   KLASTER_IMPORT_SIZE_MAX / 1024 / 1024);
      return NULL;
    }

  if (is_database (data, size))
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                           _("This is a project or another database. Open it, export its content as JSON or as a workbook, and "
                             "import that."));
      return NULL;
    }
  if (klaster_xlsx_is_workbook (data, size))
    {
      if (!read_workbook (self, bytes, settings, cancellable, error))
        return NULL;
      set_tables (self, settings);
      return g_steal_pointer (&self);
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

  stranger = name ? find_stranger (text) : NULL;
  if (stranger)
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, stranger);
      return NULL;
    }
  if (looks_like_json (name, text))
    {
      if (!read_json (self, text, length, settings, cancellable, error))
        return NULL;
      set_tables (self, settings);
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
  sheet = klaster_csv_read (text, length, self->separator, settings->header, cancellable, error);
  if (sheet == NULL)
    return NULL;
  add_part (self, sheet, NULL);
  set_tables (self, settings);

  return g_steal_pointer (&self);
}
