/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-json.h"
#include "klaster-xlsx-date.h"
#include "klaster-xlsx-part.h"
#include "klaster-xlsx-reader.h"

/* No table unpacks to more than this times its size; small ones may. */
#define UNPACKED_RATIO 250
#define UNPACKED_MIN (8 * 1024 * 1024)

/* A title above the table stands in its own row; it is looked for in so many. */
#define TITLE_ROWS 20

typedef struct
{
  char *name;
  char *relation; /* id of the relation that leads to its part */
  gboolean hidden;
} SheetInfo;

struct _KlasterXlsx
{
  GBytes *bytes;
  gsize budget;
  char *folder; /* of the workbook's own part, with a slash behind it: targets are relative to it */
  gboolean since_1904;
  GPtrArray *sheets;        /* SheetInfo */
  char **sheet_names;
  GHashTable *targets;      /* id of a relation → path */
  GString *strings;         /* shared texts, each with its zero */
  GArray *string_offsets;   /* gsize */
  GArray *meanings;         /* KlasterXlsxMeaning for each cell format */
};

static void
sheet_info_free (gpointer data)
{
  SheetInfo *info = data;

  g_free (info->name);
  g_free (info->relation);
  g_free (info);
}

void
klaster_xlsx_free (KlasterXlsx *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->folder);
  g_ptr_array_unref (self->sheets);
  g_strfreev (self->sheet_names);
  g_hash_table_unref (self->targets);
  g_string_free (self->strings, TRUE);
  g_array_unref (self->string_offsets);
  g_array_unref (self->meanings);
  g_free (self);
}

/* What old spreadsheet programs write, and new ones when there is a password: a compound document. */
static gboolean
is_compound (const guint8 *data,
             gsize         size)
{
  return size >= 8 && memcmp (data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

gboolean
klaster_xlsx_is_workbook (const guint8 *data,
                          gsize         size)
{
  return is_compound (data, size) || (size >= 4 && memcmp (data, "PK\3\4", 4) == 0);
}

const char *const *
klaster_xlsx_get_sheet_names (KlasterXlsx *self)
{
  return (const char *const *) self->sheet_names;
}

/* Opens a part that must be there. */
static KlasterXlsxPart *
open_part (KlasterXlsx  *self,
           const char   *path,
           GError      **error)
{
  g_autoptr (GError) part_error = NULL;
  KlasterXlsxPart *part = klaster_xlsx_part_open (self->bytes, path, &self->budget, &part_error);

  if (part)
    return part;
  if (part_error)
    g_propagate_error (error, g_steal_pointer (&part_error));
  else
    g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                 _("This is not a workbook (XLSX): it has no part “%s”."), path);

  return NULL;
}

/* "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" as a path in the archive. */
static char *
resolve_target (const char *folder,
                const char *target)
{
  g_autofree char *path = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (*target == '/')
    return g_strdup (target + 1);
  path = g_strconcat (folder, target, NULL);
  parts = g_strsplit (path, "/", -1);
  for (guint i = 0; parts[i]; i++)
    if (strcmp (parts[i], "..") == 0 && kept->len > 0)
      g_ptr_array_set_size (kept, (int) kept->len - 1);
    else if (strcmp (parts[i], ".") != 0 && strcmp (parts[i], "..") != 0)
      g_ptr_array_add (kept, parts[i]);
  g_ptr_array_add (kept, NULL);

  return g_strjoinv ("/", (char **) kept->pdata);
}

typedef void (*RelationFunc) (KlasterXlsx *self, const char *id, const char *type, const char *path);

static gboolean
read_relations (KlasterXlsx   *self,
                const char    *path,
                const char    *folder,
                RelationFunc   take,
                GError       **error)
{
  g_autoptr (KlasterXlsxPart) part = open_part (self, path, error);
  g_autoptr (GError) part_error = NULL;

  if (part == NULL)
    return FALSE;
  while (klaster_xlsx_part_next (part, &part_error))
    if (klaster_xlsx_part_starts (part, "Relationship"))
      {
        g_autofree char *id = klaster_xlsx_part_get_attribute (part, "Id");
        g_autofree char *type = klaster_xlsx_part_get_attribute (part, "Type");
        g_autofree char *target = klaster_xlsx_part_get_attribute (part, "Target");

        if (id && type && target)
          {
            g_autofree char *resolved = resolve_target (folder, target);

            take (self, id, type, resolved);
          }
      }
  if (part_error)
    {
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }

  return TRUE;
}

/* Of the whole archive: which part is the workbook. */
static void
take_package_relation (KlasterXlsx *self,
                       const char  *id,
                       const char  *type,
                       const char  *path)
{
  if (g_str_has_suffix (type, "/officeDocument"))
    g_hash_table_insert (self->targets, g_strdup ("workbook"), g_strdup (path));
}

/* Of the workbook: its sheets by identifier, texts and formats by what they are. */
static void
take_workbook_relation (KlasterXlsx *self,
                        const char  *id,
                        const char  *type,
                        const char  *path)
{
  g_hash_table_insert (self->targets, g_strconcat ("#", id, NULL), g_strdup (path));
  if (g_str_has_suffix (type, "/sharedStrings"))
    g_hash_table_insert (self->targets, g_strdup ("strings"), g_strdup (path));
  else if (g_str_has_suffix (type, "/styles"))
    g_hash_table_insert (self->targets, g_strdup ("styles"), g_strdup (path));
}

static gboolean
is_true (const char *text)
{
  return text && (strcmp (text, "1") == 0 || strcmp (text, "true") == 0 || strcmp (text, "on") == 0);
}

static gboolean
read_workbook (KlasterXlsx  *self,
               const char   *path,
               GError      **error)
{
  g_autoptr (KlasterXlsxPart) part = open_part (self, path, error);
  g_autoptr (GError) part_error = NULL;

  if (part == NULL)
    return FALSE;
  while (klaster_xlsx_part_next (part, &part_error))
    if (klaster_xlsx_part_starts (part, "workbookPr"))
      {
        g_autofree char *date1904 = klaster_xlsx_part_get_attribute (part, "date1904");

        self->since_1904 = is_true (date1904);
      }
    else if (klaster_xlsx_part_starts (part, "sheet"))
      {
        g_autofree char *state = klaster_xlsx_part_get_attribute (part, "state");
        SheetInfo *info = g_new0 (SheetInfo, 1);

        info->name = klaster_xlsx_part_get_attribute (part, "name");
        info->relation = klaster_xlsx_part_get_attribute (part, "id");
        info->hidden = state && strcmp (state, "visible") != 0;
        if (info->name && info->relation)
          g_ptr_array_add (self->sheets, info);
        else
          sheet_info_free (info);
      }
  if (part_error)
    {
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }

  return TRUE;
}

static gint
read_hex (const char *c)
{
  gint value = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (c[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (c[i]);
    }

  return value;
}

/* Texts write what XML cannot hold as _x000D_; U+0000 and halves of a pair are nothing. */
static void
append_text (GString    *string,
             const char *text)
{
  for (const char *c = text; *c;)
    {
      gint code = c[0] == '_' && c[1] == 'x' ? read_hex (c + 2) : -1;

      if (code > 0 && c[6] == '_' && !(code >= 0xd800 && code < 0xe000))
        {
          g_string_append_unichar (string, (gunichar) code);
          c += 7;
        }
      else
        g_string_append_c (string, *c++);
    }
}

/* Reads a rich text up to the end of @element: its runs, without the signs of pronunciation above them. */
static gboolean
read_text (KlasterXlsxPart  *part,
           const char       *element,
           GString          *text,
           GError          **error)
{
  gboolean in_text = FALSE, in_pronunciation = FALSE;
  g_autoptr (GError) part_error = NULL;

  if (klaster_xlsx_part_is_empty (part))
    return TRUE;
  while (klaster_xlsx_part_next (part, &part_error))
    {
      const char *piece;

      if (klaster_xlsx_part_ends (part, element))
        return TRUE;
      if (klaster_xlsx_part_starts (part, "rPh"))
        in_pronunciation = !klaster_xlsx_part_is_empty (part);
      else if (klaster_xlsx_part_ends (part, "rPh"))
        in_pronunciation = FALSE;
      else if (klaster_xlsx_part_starts (part, "t"))
        in_text = !klaster_xlsx_part_is_empty (part);
      else if (klaster_xlsx_part_ends (part, "t"))
        in_text = FALSE;
      else if (in_text && !in_pronunciation && (piece = klaster_xlsx_part_get_text (part)))
        append_text (text, piece);
    }
  if (part_error)
    g_propagate_error (error, g_steal_pointer (&part_error));

  return FALSE;
}

static gboolean
read_strings (KlasterXlsx   *self,
              GCancellable  *cancellable,
              GError       **error)
{
  const char *path = g_hash_table_lookup (self->targets, "strings");
  g_autoptr (KlasterXlsxPart) part = NULL;
  g_autoptr (GError) part_error = NULL;
  guint n = 0;

  if (path == NULL)
    return TRUE;
  part = open_part (self, path, error);
  if (part == NULL)
    return FALSE;
  while (klaster_xlsx_part_next (part, &part_error))
    if (klaster_xlsx_part_starts (part, "si"))
      {
        gsize offset = self->strings->len;

        if ((n++ & 0xfff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        g_array_append_val (self->string_offsets, offset);
        if (!read_text (part, "si", self->strings, error))
          return FALSE;
        g_string_append_c (self->strings, '\0');
      }
  if (part_error)
    {
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_styles (KlasterXlsx  *self,
             GError      **error)
{
  const char *path = g_hash_table_lookup (self->targets, "styles");
  g_autoptr (GHashTable) codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (KlasterXlsxPart) part = NULL;
  g_autoptr (GError) part_error = NULL;
  gboolean in_cells = FALSE;

  if (path == NULL)
    return TRUE;
  part = open_part (self, path, error);
  if (part == NULL)
    return FALSE;
  while (klaster_xlsx_part_next (part, &part_error))
    if (klaster_xlsx_part_starts (part, "numFmt"))
      {
        g_autofree char *id = klaster_xlsx_part_get_attribute (part, "numFmtId");
        g_autofree char *code = klaster_xlsx_part_get_attribute (part, "formatCode");

        if (id && code)
          g_hash_table_insert (codes, GUINT_TO_POINTER ((guint) g_ascii_strtoull (id, NULL, 10)), g_steal_pointer (&code));
      }
    else if (klaster_xlsx_part_starts (part, "cellXfs"))
      in_cells = !klaster_xlsx_part_is_empty (part);
    else if (klaster_xlsx_part_ends (part, "cellXfs"))
      in_cells = FALSE;
    else if (in_cells && klaster_xlsx_part_starts (part, "xf"))
      {
        g_autofree char *text = klaster_xlsx_part_get_attribute (part, "numFmtId");
        guint id = text ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
        KlasterXlsxMeaning meaning = klaster_xlsx_format_get_meaning (id, g_hash_table_lookup (codes, GUINT_TO_POINTER (id)));

        g_array_append_val (self->meanings, meaning);
      }
  if (part_error)
    {
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }

  return TRUE;
}

static int
compare_sheets (gconstpointer a,
                gconstpointer b)
{
  const SheetInfo *left = *(SheetInfo *const *) a, *right = *(SheetInfo *const *) b;

  return left->hidden - right->hidden;
}

static void
list_names (KlasterXlsx *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_sort (self->sheets, compare_sheets);
  for (guint i = 0; i < self->sheets->len; i++)
    g_ptr_array_add (names, g_strdup (((SheetInfo *) self->sheets->pdata[i])->name));
  g_ptr_array_add (names, NULL);
  self->sheet_names = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * klaster_xlsx_open:
 * @bytes: a file
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_IMPORT_ERROR
 *
 * Reads what a workbook has and the texts that its sheets share, not yet a sheet.
 *
 * Returns: (transfer full) (nullable): the workbook, %NULL on error
 */
KlasterXlsx *
klaster_xlsx_open (GBytes        *bytes,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (KlasterXlsx) self = g_new0 (KlasterXlsx, 1);
  const char *path;
  g_autofree char *own_path = NULL;
  g_autofree char *relations = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  self->bytes = g_bytes_ref (bytes);
  self->budget = MIN (KLASTER_XLSX_SIZE_MAX, UNPACKED_MIN + size * UNPACKED_RATIO);
  self->sheets = g_ptr_array_new_with_free_func (sheet_info_free);
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->strings = g_string_new (NULL);
  self->string_offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->meanings = g_array_new (FALSE, FALSE, sizeof (KlasterXlsxMeaning));

  if (is_compound (data, size))
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                           _("This is a workbook of the old kind (XLS), or one with a password. Save it as XLSX without a "
                             "password."));
      return NULL;
    }
  if (!read_relations (self, "_rels/.rels", "", take_package_relation, error))
    return NULL;
  path = g_hash_table_lookup (self->targets, "workbook");
  if (path == NULL)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                   _("This is not a workbook (XLSX): it has no part “%s”."), "workbook.xml");
      return NULL;
    }
  own_path = g_strdup (path);
  if (!read_workbook (self, own_path, error))
    return NULL;
  {
    const char *slash = strrchr (own_path, '/');
    const char *base = slash ? slash + 1 : own_path;

    self->folder = g_strndup (own_path, (gsize) (base - own_path));
    relations = g_strdup_printf ("%s_rels/%s.rels", self->folder, base);
  }
  if (!read_relations (self, relations, self->folder, take_workbook_relation, error))
    return NULL;
  if (self->sheets->len == 0)
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("The workbook has no sheets."));
      return NULL;
    }
  list_names (self);
  if (!read_styles (self, error) || !read_strings (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* "BC12" → 54; G_MAXUINT: no such cell. */
static guint
read_column (const char *reference)
{
  guint column = 0;
  const char *c;

  for (c = reference; g_ascii_isalpha (*c); c++)
    {
      column = column * 26 + (guint) (g_ascii_toupper (*c) - 'A') + 1;
      if (column > KLASTER_XLSX_COLUMNS_MAX)
        return G_MAXUINT;
    }

  return column > 0 && g_ascii_isdigit (*c) ? column - 1 : G_MAXUINT;
}

/* One cell while it is read. */
typedef struct
{
  char *type;
  guint style;
  GString *text;
  gboolean is_error;
} Cell;

static char *
format_number (KlasterXlsx *self,
               const Cell  *cell)
{
  KlasterXlsxMeaning meaning = cell->style < self->meanings->len
                                 ? g_array_index (self->meanings, KlasterXlsxMeaning, cell->style) : KLASTER_XLSX_NUMBER;
  char *end;
  double number = g_ascii_strtod (cell->text->str, &end);

  if (cell->text->len == 0 || *end != '\0' || !isfinite (number))
    return g_strdup (cell->text->str);
  if (meaning != KLASTER_XLSX_NUMBER)
    {
      char *date = klaster_xlsx_format_date (number, meaning, self->since_1904);

      if (date)
        return date;
    }
  if (fabs (number) <= 9007199254740992.0 && number == floor (number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);

  return klaster_json_format_number (number);
}

/* What the cell holds as text; (transfer full). */
static char *
format_cell (KlasterXlsx *self,
             Cell        *cell)
{
  const char *type = cell->type ? cell->type : "n";

  if (strcmp (type, "s") == 0)
    {
      guint64 index;

      if (!g_ascii_string_to_unsigned (cell->text->str, 10, 0, G_MAXUINT32, &index, NULL) || index >= self->string_offsets->len)
        return g_strdup ("");
      return g_strdup (self->strings->str + g_array_index (self->string_offsets, gsize, index));
    }
  if (strcmp (type, "b") == 0)
    return g_strdup (is_true (cell->text->str) ? "true" : "false");
  if (strcmp (type, "e") == 0)
    {
      cell->is_error = TRUE;
      return g_strdup ("");
    }
  if (strcmp (type, "str") == 0 || strcmp (type, "inlineStr") == 0)
    return g_strdup (cell->text->str);
  if (strcmp (type, "d") == 0)
    {
      if (g_str_has_suffix (cell->text->str, "T00:00:00"))
        g_string_truncate (cell->text, cell->text->len - strlen ("T00:00:00"));
      return g_strdup (cell->text->str);
    }

  return format_number (self, cell);
}

/* Reads from the start of <c> to its end. */
static gboolean
read_cell (KlasterXlsxPart  *part,
           Cell             *cell,
           GError          **error)
{
  g_autofree char *style = klaster_xlsx_part_get_attribute (part, "s");
  gboolean in_value = FALSE;
  g_autoptr (GError) part_error = NULL;

  g_free (cell->type);
  cell->type = klaster_xlsx_part_get_attribute (part, "t");
  cell->style = style ? (guint) MIN (g_ascii_strtoull (style, NULL, 10), G_MAXUINT) : 0;
  cell->is_error = FALSE;
  g_string_truncate (cell->text, 0);
  if (klaster_xlsx_part_is_empty (part))
    return TRUE;
  while (klaster_xlsx_part_next (part, &part_error))
    {
      const char *piece;

      if (klaster_xlsx_part_ends (part, "c"))
        return TRUE;
      if (klaster_xlsx_part_starts (part, "is"))
        {
          if (!read_text (part, "is", cell->text, error))
            return FALSE;
        }
      else if (klaster_xlsx_part_starts (part, "v"))
        in_value = !klaster_xlsx_part_is_empty (part);
      else if (klaster_xlsx_part_ends (part, "v"))
        in_value = FALSE;
      else if (in_value && (piece = klaster_xlsx_part_get_text (part)))
        append_text (cell->text, piece);
    }
  if (part_error)
    g_propagate_error (error, g_steal_pointer (&part_error));

  return FALSE;
}

/* A sheet while it is read. */
typedef struct
{
  KlasterXlsx *workbook;
  KlasterXlsxPart *part;
  KlasterSheet *sheet;
  GPtrArray *row;   /* char *, nullable: the cells of one row by column */
  Cell cell;
  gsize n_cells;
  guint n_rows;
  GArray *errors;   /* CellError */
} SheetReader;

typedef struct
{
  guint row; /* header and titles counted */
  guint column;
} CellError;

static void
sheet_reader_clear (SheetReader *self)
{
  g_ptr_array_unref (self->row);
  g_free (self->cell.type);
  g_string_free (self->cell.text, TRUE);
  g_array_unref (self->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SheetReader, sheet_reader_clear)

static gboolean
fail_too_large (GError **error)
{
  g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                       _("The sheet has more cells than can be read. Delete empty rows and columns behind the table."));
  return FALSE;
}

/* Hands the row to the sheet, unless nothing is in it. */
static gboolean
finish_row (SheetReader  *self,
            guint         line,
            GError      **error)
{
  guint n = self->row->len;

  while (n > 0 && (self->row->pdata[n - 1] == NULL || *(char *) self->row->pdata[n - 1] == '\0'))
    n--;
  if (n > 0)
    {
      self->n_cells += n;
      if (self->n_cells > KLASTER_XLSX_CELLS_MAX)
        return fail_too_large (error);
      klaster_sheet_begin_row (self->sheet, line);
      for (guint i = 0; i < n; i++)
        klaster_sheet_append_cell (self->sheet, self->row->pdata[i] ? self->row->pdata[i] : "", -1);
      self->n_rows++;
    }
  g_ptr_array_set_size (self->row, 0);

  return TRUE;
}

static gboolean
take_cell (SheetReader  *self,
           guint        *next_column,
           GError      **error)
{
  g_autofree char *reference = klaster_xlsx_part_get_attribute (self->part, "r");
  guint column = reference ? read_column (reference) : *next_column;
  char *text;

  if (!read_cell (self->part, &self->cell, error))
    {
      if (error && *error == NULL)
        g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("The workbook is damaged (%s: %s)."),
                     reference ? reference : "?", "</c>");
      return FALSE;
    }
  if (column >= KLASTER_XLSX_COLUMNS_MAX)
    return fail_too_large (error);
  *next_column = column + 1;
  text = format_cell (self->workbook, &self->cell);
  if (self->cell.is_error)
    {
      CellError cell_error = { self->n_rows, column };

      g_array_append_val (self->errors, cell_error);
    }
  if (*text == '\0')
    {
      g_free (text);
      return TRUE;
    }
  if (column >= self->row->len)
    g_ptr_array_set_size (self->row, (int) column + 1);
  g_free (self->row->pdata[column]);
  self->row->pdata[column] = text;

  return TRUE;
}

static gboolean
read_rows (SheetReader   *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GError) part_error = NULL;
  gboolean in_data = FALSE;
  guint line = 0, next_column = 0, n = 0;

  while (klaster_xlsx_part_next (self->part, &part_error))
    {
      if (klaster_xlsx_part_starts (self->part, "sheetData"))
        in_data = !klaster_xlsx_part_is_empty (self->part);
      else if (klaster_xlsx_part_ends (self->part, "sheetData"))
        break;
      if (!in_data)
        continue;
      if (klaster_xlsx_part_starts (self->part, "row"))
        {
          g_autofree char *number = klaster_xlsx_part_get_attribute (self->part, "r");
          guint64 given = number ? g_ascii_strtoull (number, NULL, 10) : 0;

          if ((n++ & 0x3ff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          line = given > line && given <= KLASTER_XLSX_ROWS_MAX ? (guint) given : line + 1;
          if (line > KLASTER_XLSX_ROWS_MAX)
            return fail_too_large (error);
          next_column = 0;
        }
      else if (klaster_xlsx_part_starts (self->part, "c") && !take_cell (self, &next_column, error))
        return FALSE;
      if (klaster_xlsx_part_ends (self->part, "row") && !finish_row (self, line, error))
        return FALSE;
    }
  if (part_error)
    {
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }

  return TRUE;
}

static guint
count_filled (KlasterSheet *sheet,
              guint         row)
{
  guint n = 0;

  for (guint i = 0; i < klaster_sheet_get_n_columns (sheet); i++)
    n += *klaster_sheet_get_cell (sheet, row, i) != '\0';

  return n;
}

/* Rows with a single cell above a table of three columns and more are its title. */
static guint
count_title_rows (KlasterSheet *sheet)
{
  guint n = MIN (klaster_sheet_get_n_rows (sheet), TITLE_ROWS);

  for (guint row = 0; row < n; row++)
    {
      guint n_filled = count_filled (sheet, row);

      if (n_filled > 1)
        return n_filled >= 3 ? row : 0;
    }

  return 0;
}

/**
 * klaster_xlsx_read_sheet:
 * @self: a workbook
 * @position: of one of its sheets, in the order of klaster_xlsx_get_sheet_names()
 * @header: whether the first row holds names
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_IMPORT_ERROR
 *
 * Cells as text: numbers with a decimal point, dates as YYYY-MM-DD, truth values as "true" and "false", of formulas what
 * they came to when the workbook was saved. Rows without any text are left out, and so are rows of a title above a table
 * with a header. A cell with an error is empty, with a warning.
 *
 * Returns: (transfer full) (nullable): the rows, %NULL on error
 */
KlasterSheet *
klaster_xlsx_read_sheet (KlasterXlsx    *self,
                         guint           position,
                         KlasterHeader   header,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_autoptr (KlasterSheet) sheet = klaster_sheet_new ();
  g_autoptr (KlasterXlsxPart) part = NULL;
  g_auto (SheetReader) reader = { .workbook = self, .sheet = sheet };
  const SheetInfo *info;
  g_autofree char *key = NULL;
  const char *path;
  guint first;

  reader.row = g_ptr_array_new_with_free_func (g_free);
  reader.cell.text = g_string_new (NULL);
  reader.errors = g_array_new (FALSE, FALSE, sizeof (CellError));
  g_return_val_if_fail (position < self->sheets->len, NULL);

  info = self->sheets->pdata[position];
  key = g_strconcat ("#", info->relation, NULL);
  path = g_hash_table_lookup (self->targets, key);
  if (path == NULL)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("The workbook is damaged (%s: %s)."), info->name,
                   info->relation);
      return NULL;
    }
  part = open_part (self, path, error);
  if (part == NULL)
    return NULL;
  reader.part = part;
  if (!read_rows (&reader, cancellable, error))
    return NULL;

  klaster_sheet_set_rectangular (sheet);
  first = header == KLASTER_HEADER_ABSENT ? 0 : count_title_rows (sheet);
  if (first > 0)
    klaster_sheet_remove_first_rows (sheet, first);
  klaster_sheet_set_has_header (sheet, header == KLASTER_HEADER_PRESENT
                                       || (header == KLASTER_HEADER_AUTO && klaster_csv_detect_header (sheet)));
  first += klaster_sheet_get_has_header (sheet);
  for (guint i = 0; i < reader.errors->len; i++)
    {
      const CellError *cell = &g_array_index (reader.errors, CellError, i);

      if (cell->row >= first && cell->row - first < klaster_sheet_get_n_rows (sheet)
          && cell->column < klaster_sheet_get_n_columns (sheet))
        klaster_sheet_add_problem (sheet, cell->row - first, cell->column, FALSE,
                                   _("The spreadsheet could not compute this cell; it is taken as empty."));
    }

  return g_steal_pointer (&sheet);
}
