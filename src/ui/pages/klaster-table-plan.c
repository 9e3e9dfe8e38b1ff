/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-kind-words.h"
#include "klaster-table-plan.h"
#include "klaster-text.h"
#include "klaster-value-text.h"

#define MAX_PROBLEMS 100
#define TABLE KLASTER_TABLE_INSTITUTION

/* How cells are read: names of institutions, folded, for cells that refer to one, made on first use; and whether a kind may
 * be any word for it, as people write it themselves. What replacing leaves of a kind's name is not such a word. */
typedef struct
{
  KlasterSnapshot *snapshot;
  GHashTable *ids; /* folded name → id, 0 when several have it */
  gboolean kind_words;
} CellReader;

static void
problem_free (gpointer data)
{
  KlasterCellProblem *problem = data;

  g_free (problem->text);
  g_free (problem->message);
  g_free (problem);
}

static KlasterTablePlan *
plan_new (const char *label)
{
  KlasterTablePlan *self = g_new0 (KlasterTablePlan, 1);

  self->edit = klaster_edit_new (label);
  self->new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->problems = g_ptr_array_new_with_free_func (problem_free);

  return self;
}

/**
 * klaster_table_plan_free:
 * @self: (nullable): a plan
 */
void
klaster_table_plan_free (KlasterTablePlan *self)
{
  if (self == NULL)
    return;

  klaster_edit_unref (self->edit);
  g_array_unref (self->new_ids);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
add_problem (KlasterTablePlan *self,
             guint             row,
             guint             column,
             const char       *text,
             const char       *message)
{
  KlasterCellProblem *problem;

  self->n_problems++;
  if (self->problems->len >= MAX_PROBLEMS)
    return;

  problem = g_new0 (KlasterCellProblem, 1);
  problem->row = row;
  problem->column = column;
  problem->text = g_strdup (text);
  problem->message = g_strdup (message);
  g_ptr_array_add (self->problems, problem);
}

static void
add_name (GHashTable *ids,
          const char *name,
          gint64      id)
{
  char *folded;
  gint64 *known;

  if (name == NULL || *name == '\0')
    return;

  folded = klaster_text_fold (name);
  known = g_hash_table_lookup (ids, folded);
  if (known == NULL)
    g_hash_table_insert (ids, folded, g_memdup2 (&id, sizeof id));
  else
    {
      if (*known != id)
        *known = 0;
      g_free (folded);
    }
}

static gboolean
find_institution (CellReader  *reader,
                  const char  *text,
                  gint64      *id,
                  GError     **error)
{
  g_autofree char *folded = NULL;
  gint64 *known;

  if (reader->ids == NULL)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      reader->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      klaster_row_iter_init (&iter, reader->snapshot, TABLE);
      while (klaster_row_iter_next (&iter, &row))
        for (guint column = KLASTER_INSTITUTION_NAME_UZ; column <= KLASTER_INSTITUTION_SHORT_NAME; column++)
          add_name (reader->ids, klaster_row_get_text (row, column), klaster_row_get_id (row));
    }
  folded = klaster_text_fold (text);
  known = g_hash_table_lookup (reader->ids, folded);
  if (known != NULL && *known != 0)
    {
      *id = *known;
      return TRUE;
    }
  g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
               known ? _("Several institutions are called “%s”") : _("No institution is called “%s”"), text);

  return FALSE;
}

/* What @text means in @column, checked as far as it can be without the rest of the edit. */
static gboolean
read_cell (CellReader    *reader,
           guint          column,
           const char    *text,
           KlasterValue  *value,
           char         **owned,
           GError       **error)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (TABLE, column);
  g_autoptr (GError) own_error = NULL;

  *owned = NULL;
  if (info->flags & KLASTER_COLUMN_DERIVED)
    {
      g_set_error_literal (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, _("This column is computed"));
      return FALSE;
    }
  if (info->type == KLASTER_COLUMN_REFERENCE && *text != '\0')
    {
      gint64 id;

      if (!find_institution (reader, text, &id, error))
        return FALSE;
      *value = KLASTER_INTEGER (id);
      return TRUE;
    }

  if (!klaster_value_parse (TABLE, column, text, value, owned, &own_error))
    {
      const char *kind = reader->kind_words && column == KLASTER_INSTITUTION_KIND ? klaster_kind_guess (text) : NULL;

      if (kind == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
      *value = KLASTER_TEXT (kind);
    }

  return klaster_value_validate (TABLE, column, *value, error);
}

/* Adds one cell to the plan. */
static void
plan_cell (KlasterTablePlan *self,
           CellReader       *reader,
           const KlasterRow *row, /* (nullable): a new institution */
           gint64            id,
           guint             position,
           guint             column,
           const char       *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *owned = NULL;
  KlasterValue value;

  if (!read_cell (reader, column, text, &value, &owned, &error))
    {
      add_problem (self, position, column, text, error->message);
      return;
    }
  if (row != NULL ? klaster_value_equal (klaster_row_get_value (row, column), value) : value.type == KLASTER_VALUE_NULL)
    return;
  if (value.type == KLASTER_VALUE_INTEGER && value.integer == id && column == KLASTER_INSTITUTION_PARENT_ID)
    {
      add_problem (self, position, column, text, _("An institution is not a unit of itself"));
      return;
    }
  klaster_edit_set (self->edit, TABLE, id, column, value);
  self->n_cells++;
}

/**
 * klaster_table_cell_text:
 * @snapshot: content of the project
 * @row: an institution
 * @column: one of its columns
 * @language: language of names and tokens
 *
 * Returns: (transfer full): what the table shows in that cell
 */
char *
klaster_table_cell_text (KlasterSnapshot  *snapshot,
                         const KlasterRow *row,
                         guint             column,
                         KlasterLanguage   language)
{
  if (column == KLASTER_INSTITUTION_SCHOOL_LABORATORY)
    {
      g_autofree char *today = klaster_date_today ();

      return g_strdup (klaster_institution_has_laboratory (snapshot, klaster_row_get_id (row), today) ? C_("truth", "Yes") : "");
    }

  return klaster_value_to_text (snapshot, TABLE, column, klaster_row_get_value (row, column), language);
}

/**
 * klaster_table_copy:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions, in the order in which they stand
 * @n_ids: their number
 * @columns: (array length=n_columns): which columns, in order
 * @n_columns: their number
 * @headers: whether a first row says what the columns are
 * @language: language of names and tokens
 *
 * Returns: (transfer full) (element-type GStrv): rows of cells
 */
GPtrArray *
klaster_table_copy (KlasterSnapshot *snapshot,
                    const gint64    *ids,
                    guint            n_ids,
                    const guint     *columns,
                    guint            n_columns,
                    gboolean         headers,
                    KlasterLanguage  language)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (headers)
    {
      char **cells = g_new0 (char *, n_columns + 1);

      for (guint i = 0; i < n_columns; i++)
        cells[i] = klaster_value_column_name (TABLE, columns[i]);
      g_ptr_array_add (rows, cells);
    }
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, ids[i]);
      char **cells;

      if (row == NULL)
        continue;
      cells = g_new0 (char *, n_columns + 1);
      for (guint j = 0; j < n_columns; j++)
        {
          KlasterValue value = klaster_row_get_value (row, columns[j]);

          cells[j] = klaster_schema_get_column (TABLE, columns[j])->type == KLASTER_COLUMN_DATE && value.type == KLASTER_VALUE_TEXT
                       ? klaster_date_format_figures (value.text, language)
                       : klaster_table_cell_text (snapshot, row, columns[j], language);
        }
      g_ptr_array_add (rows, cells);
    }

  return rows;
}

/* Whether the first row only repeats what the columns are called: it came along from klaster_table_copy(). */
static gboolean
is_header (char       **cells,
           const guint *columns,
           guint        n_columns)
{
  guint n = g_strv_length (cells);

  if (n == 0 || n > n_columns)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = klaster_value_column_name (TABLE, columns[i]);

      if (strcmp (name, cells[i]) != 0)
        return FALSE;
    }

  return TRUE;
}

static gint64
add_institution (KlasterTablePlan *self)
{
  gint64 id = klaster_edit_insert (self->edit, TABLE);

  /* Every institution has these two. What the cells say comes after and stands. */
  klaster_edit_set (self->edit, TABLE, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (self->edit, TABLE, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("candidate"));
  g_array_append_val (self->new_ids, id);
  self->n_new++;

  return id;
}

static gboolean
is_blank (char **cells)
{
  for (guint i = 0; cells[i]; i++)
    if (*cells[i])
      return FALSE;

  return TRUE;
}

/**
 * klaster_table_plan_paste:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): the institutions of the table, in order
 * @n_ids: their number
 * @row: where the block begins
 * @columns: (array length=n_columns): the columns of the table, in order
 * @n_columns: their number
 * @first_column: position in @columns where the block begins
 * @cells: (element-type GStrv): the block
 * @language: language of the interface
 *
 * Returns: (transfer full): what would happen
 */
KlasterTablePlan *
klaster_table_plan_paste (KlasterSnapshot *snapshot,
                          const gint64    *ids,
                          guint            n_ids,
                          guint            row,
                          const guint     *columns,
                          guint            n_columns,
                          guint            first_column,
                          const GPtrArray *cells,
                          KlasterLanguage  language)
{
  KlasterTablePlan *self = plan_new (_("Paste cells"));
  CellReader reader = { snapshot, NULL, TRUE };
  guint first = 0;

  if (cells->len > 0 && is_header (g_ptr_array_index (cells, 0), columns + first_column, n_columns - first_column))
    first = 1;
  for (guint i = first; i < cells->len; i++)
    {
      char **line = g_ptr_array_index (cells, i);
      guint position = row + i - first;
      KlasterRow *old = position < n_ids ? klaster_snapshot_lookup (snapshot, TABLE, ids[position]) : NULL;
      guint n_line = g_strv_length (line);
      gint64 id;

      if (old == NULL && (position < n_ids || is_blank (line)))
        continue;
      id = old ? ids[position] : add_institution (self);
      for (guint j = 0; j < n_line; j++)
        {
          if (first_column + j < n_columns)
            {
              guint column = columns[first_column + j];

              /* A new institution takes what is required from its beginnings where the cell is empty. */
              if (old != NULL || *line[j] != '\0')
                plan_cell (self, &reader, old, id, i, column, line[j]);
            }
          else if (*line[j] != '\0')
            {
              add_problem (self, i, columns[n_columns - 1], line[j], _("There is no column for this cell"));
            }
        }
    }
  g_clear_pointer (&reader.ids, g_hash_table_unref);

  return self;
}

/**
 * klaster_table_plan_fill:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions
 * @n_ids: their number
 * @column: a column
 * @text: what all of them shall have there, "" for nothing
 * @language: language of the interface
 *
 * Returns: (transfer full): what would happen
 */
KlasterTablePlan *
klaster_table_plan_fill (KlasterSnapshot *snapshot,
                         const gint64    *ids,
                         guint            n_ids,
                         guint            column,
                         const char      *text,
                         KlasterLanguage  language)
{
  g_autofree char *name = klaster_value_column_name (TABLE, column);
  /* Translators: an entry of the history; %s is the name of a column */
  g_autofree char *label = g_strdup_printf (*text ? _("Fill “%s”") : _("Clear “%s”"), name);
  KlasterTablePlan *self = plan_new (label);
  CellReader reader = { snapshot, NULL, TRUE };

  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, ids[i]);

      if (row != NULL)
        plan_cell (self, &reader, row, ids[i], i, column, text);
    }
  g_clear_pointer (&reader.ids, g_hash_table_unref);

  return self;
}

static gboolean
folds_away (const char *text)
{
  g_autofree char *letter = g_strndup (text, (gsize) (g_utf8_next_char (text) - text));
  g_autofree char *folded = klaster_text_fold (letter);

  return *folded == '\0';
}

/* Bytes at the beginning of @text that fold to @folded; 0: none. */
static gsize
match_folded (const char *text,
              const char *folded)
{
  /* What folds to nothing is not what is looked for. */
  if (folds_away (text))
    return 0;

  for (const char *end = g_utf8_next_char (text);; end = g_utf8_next_char (end))
    {
      g_autofree char *part = g_strndup (text, (gsize) (end - text));
      g_autofree char *part_folded = klaster_text_fold (part);

      if (strcmp (part_folded, folded) == 0)
        {
          /* Accents and letters like ʻ go with the letter before them. */
          while (*end && (g_unichar_ismark (g_utf8_get_char (end))
                          || g_unichar_type (g_utf8_get_char (end)) == G_UNICODE_MODIFIER_LETTER))
            end = g_utf8_next_char (end);
          return (gsize) (end - text);
        }
      /* A letter may become several, but none takes back what others have become. */
      if (*end == '\0' || strlen (part_folded) > strlen (folded) + 4)
        return 0;
    }
}

/* Whether it is found there */
static gboolean
cell_matches (const char       *text,
              const char       *find,
              KlasterFindFlags  flags)
{
  g_autofree char *folded_text = NULL;
  g_autofree char *folded_find = NULL;

  if (*find == '\0')
    return FALSE;
  if (flags & KLASTER_FIND_EXACT)
    return flags & KLASTER_FIND_WHOLE ? strcmp (text, find) == 0 : strstr (text, find) != NULL;

  folded_text = klaster_text_fold (text);
  folded_find = klaster_text_fold (find);
  if (*folded_find == '\0')
    return FALSE;

  return flags & KLASTER_FIND_WHOLE ? strcmp (folded_text, folded_find) == 0 : strstr (folded_text, folded_find) != NULL;
}

/**
 * klaster_table_replace_text:
 * @text: what stands in a cell
 * @find: what is looked for
 * @replacement: what shall stand in its place
 * @flags: how
 *
 * Returns: (transfer full) (nullable): the new text, %NULL when nothing is found
 */
char *
klaster_table_replace_text (const char       *text,
                            const char       *find,
                            const char       *replacement,
                            KlasterFindFlags  flags)
{
  g_autoptr (GString) result = NULL;
  g_autofree char *folded_find = NULL;
  gboolean found = FALSE;

  if (!cell_matches (text, find, flags))
    return NULL;
  if (flags & KLASTER_FIND_WHOLE)
    return g_strdup (replacement);

  result = g_string_new (NULL);
  folded_find = klaster_text_fold (find);
  for (const char *p = text; *p;)
    {
      gsize length;

      if (flags & KLASTER_FIND_EXACT)
        length = g_str_has_prefix (p, find) ? strlen (find) : 0;
      else
        length = match_folded (p, folded_find);
      if (length > 0)
        {
          g_string_append (result, replacement);
          p += length;
          found = TRUE;
        }
      else
        {
          const char *next = g_utf8_next_char (p);

          g_string_append_len (result, p, next - p);
          p = next;
        }
    }

  return found ? g_string_free (g_steal_pointer (&result), FALSE) : NULL;
}

/**
 * klaster_table_plan_replace:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions
 * @n_ids: their number
 * @columns: (array length=n_columns): where to look
 * @n_columns: their number
 * @find: what is looked for
 * @replacement: what shall stand in its place
 * @flags: how
 * @language: language of the interface
 *
 * Returns: (transfer full): what would happen
 */
KlasterTablePlan *
klaster_table_plan_replace (KlasterSnapshot  *snapshot,
                            const gint64     *ids,
                            guint             n_ids,
                            const guint      *columns,
                            guint             n_columns,
                            const char       *find,
                            const char       *replacement,
                            KlasterFindFlags  flags,
                            KlasterLanguage   language)
{
  /* Translators: an entry of the history */
  g_autofree char *label = g_strdup_printf (_("Replace “%s” by “%s”"), find, replacement);
  KlasterTablePlan *self = plan_new (label);
  CellReader reader = { snapshot, NULL, FALSE };

  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, ids[i]);

      for (guint j = 0; row != NULL && j < n_columns; j++)
        {
          g_autofree char *text = klaster_table_cell_text (snapshot, row, columns[j], language);
          g_autofree char *replaced = klaster_table_replace_text (text, find, replacement, flags);

          if (replaced != NULL)
            plan_cell (self, &reader, row, ids[i], i, columns[j], replaced);
        }
    }
  g_clear_pointer (&reader.ids, g_hash_table_unref);

  return self;
}

/**
 * klaster_table_find_next:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions
 * @n_ids: their number
 * @columns: (array length=n_columns): where to look
 * @n_columns: their number
 * @start: number of the cell after which to look, counting the cells of the first row, then those of the second; -1: from
 *   the first on
 * @find: what is looked for
 * @flags: how
 * @language: language of the interface
 * @cancellable: (nullable): stops looking
 *
 * Looks from @start to the end and then from the beginning up to and with @start.
 *
 * Returns: the number of the cell that was found, -1: none
 */
gint64
klaster_table_find_next (KlasterSnapshot  *snapshot,
                         const gint64     *ids,
                         guint             n_ids,
                         const guint      *columns,
                         guint             n_columns,
                         gint64            start,
                         const char       *find,
                         KlasterFindFlags  flags,
                         KlasterLanguage   language,
                         GCancellable     *cancellable)
{
  gint64 n_cells = (gint64) n_ids * n_columns;

  for (gint64 step = 1; step <= n_cells && !g_cancellable_is_cancelled (cancellable); step++)
    {
      gint64 cell = (start + step) % n_cells;
      KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, ids[cell / n_columns]);
      g_autofree char *text = row ? klaster_table_cell_text (snapshot, row, columns[cell % n_columns], language) : NULL;

      if (text != NULL && cell_matches (text, find, flags))
        return cell;
    }

  return -1;
}

/**
 * klaster_table_count:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions
 * @n_ids: their number
 * @columns: (array length=n_columns): where to look
 * @n_columns: their number
 * @find: what is looked for
 * @flags: how
 * @language: language of the interface
 * @cancellable: (nullable): stops counting
 *
 * Returns: in how many cells @find is found
 */
guint
klaster_table_count (KlasterSnapshot  *snapshot,
                     const gint64     *ids,
                     guint             n_ids,
                     const guint      *columns,
                     guint             n_columns,
                     const char       *find,
                     KlasterFindFlags  flags,
                     KlasterLanguage   language,
                     GCancellable     *cancellable)
{
  guint n = 0;

  for (guint i = 0; i < n_ids && !g_cancellable_is_cancelled (cancellable); i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, ids[i]);

      for (guint j = 0; row != NULL && j < n_columns; j++)
        {
          g_autofree char *text = klaster_table_cell_text (snapshot, row, columns[j], language);

          n += cell_matches (text, find, flags);
        }
    }

  return n;
}
