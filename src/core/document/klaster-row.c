/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-row.h"

/* The set of null cells is one machine word. */
#define MAX_COLUMNS 64

typedef union
{
  gint64 integer;
  double real;
  struct
  {
    gint32 token;   /* position in the column's tokens, -1: none of them, its text is in the row */
    guint32 offset; /* of the text from the start of the row */
  };
} Cell;

struct _KlasterRow
{
  gatomicrefcount ref_count;
  guint16 table;
  guint16 n_columns;
  guint64 nulls;
  Cell cells[];
};

static gboolean
column_is_text (const KlasterColumnInfo *info)
{
  switch (info->type)
    {
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
      return TRUE;
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REAL:
    case KLASTER_COLUMN_BOOLEAN:
    case KLASTER_COLUMN_REFERENCE:
    default:
      return FALSE;
    }
}

/* Other programs write numbers into text columns and the other way round: SQLite lets them. What cannot be read as the
 * column's type is null, so that nobody who reads a row has to expect anything else than the schema says. */
static KlasterValue
coerce (const KlasterColumnInfo *info,
        KlasterValue             value,
        char                     scratch[G_ASCII_DTOSTR_BUF_SIZE])
{
  if (value.type == KLASTER_VALUE_NULL || (info->flags & KLASTER_COLUMN_DERIVED))
    return KLASTER_NULL;

  if (column_is_text (info))
    {
      if (value.type == KLASTER_VALUE_TEXT)
        return value.text ? value : KLASTER_NULL;
      if (value.type == KLASTER_VALUE_INTEGER)
        g_snprintf (scratch, G_ASCII_DTOSTR_BUF_SIZE, "%" G_GINT64_FORMAT, value.integer);
      else
        g_ascii_dtostr (scratch, G_ASCII_DTOSTR_BUF_SIZE, value.real);
      return KLASTER_TEXT (scratch);
    }

  if (info->type == KLASTER_COLUMN_REAL)
    {
      if (value.type == KLASTER_VALUE_INTEGER)
        return KLASTER_REAL ((double) value.integer);
      return value.type == KLASTER_VALUE_REAL && isfinite (value.real) ? value : KLASTER_NULL;
    }

  if (value.type == KLASTER_VALUE_REAL && fabs (value.real) < 0x1p53 && value.real == floor (value.real))
    return KLASTER_INTEGER ((gint64) value.real);
  return value.type == KLASTER_VALUE_INTEGER ? value : KLASTER_NULL;
}

/**
 * klaster_value_equal:
 * @a: a value
 * @b: another one
 *
 * Returns: whether both are of the same type and hold the same
 */
gboolean
klaster_value_equal (KlasterValue a,
                     KlasterValue b)
{
  if (a.type != b.type)
    return FALSE;

  switch (a.type)
    {
    case KLASTER_VALUE_INTEGER:
      return a.integer == b.integer;
    case KLASTER_VALUE_REAL:
      return a.real == b.real || (isnan (a.real) && isnan (b.real));
    case KLASTER_VALUE_TEXT:
      return a.text == b.text || g_strcmp0 (a.text, b.text) == 0;
    case KLASTER_VALUE_NULL:
    default:
      return TRUE;
    }
}

/**
 * klaster_row_new:
 * @table: the table it is a row of
 * @values: (array length=n_values): its cells by column position, `id` first; the text is copied
 * @n_values: their number; columns beyond it are null
 *
 * Values of another type than their column are converted where nothing is lost, otherwise they are null. Derived columns
 * are null. Whether a value is allowed is not checked.
 *
 * Returns: (transfer full): a new row
 */
KlasterRow *
klaster_row_new (KlasterTable        table,
                 const KlasterValue *values,
                 guint               n_values)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  KlasterValue cells[MAX_COLUMNS];
  gint32 tokens[MAX_COLUMNS];
  guint32 lengths[MAX_COLUMNS];
  char scratch[MAX_COLUMNS][G_ASCII_DTOSTR_BUF_SIZE];
  KlasterRow *self;
  gsize size;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (values != NULL && n_values > 0 && n_values <= info->n_columns, NULL);
  g_assert (info->n_columns <= MAX_COLUMNS);

  size = sizeof (KlasterRow) + info->n_columns * sizeof (Cell);
  for (guint i = 0; i < n_values; i++)
    {
      const KlasterColumnInfo *column = &info->columns[i];

      cells[i] = coerce (column, values[i], scratch[i]);
      tokens[i] = -1;
      lengths[i] = 0;
      if (cells[i].type != KLASTER_VALUE_TEXT)
        continue;
      if (column->type == KLASTER_COLUMN_TOKEN)
        tokens[i] = klaster_tokens_find (column->tokens, cells[i].text);
      if (tokens[i] < 0)
        {
          lengths[i] = (guint32) strlen (cells[i].text) + 1;
          size += lengths[i];
        }
    }
  g_return_val_if_fail (size <= G_MAXUINT32, NULL);

  self = g_malloc (size);
  g_atomic_ref_count_init (&self->ref_count);
  self->table = table;
  self->n_columns = info->n_columns;
  self->nulls = 0;

  size = sizeof (KlasterRow) + info->n_columns * sizeof (Cell);
  for (guint i = 0; i < info->n_columns; i++)
    {
      Cell *cell = &self->cells[i];

      cell->integer = 0;
      if (i >= n_values || cells[i].type == KLASTER_VALUE_NULL)
        self->nulls |= G_GUINT64_CONSTANT (1) << i;
      else if (cells[i].type == KLASTER_VALUE_INTEGER)
        cell->integer = cells[i].integer;
      else if (cells[i].type == KLASTER_VALUE_REAL)
        cell->real = cells[i].real;
      else
        {
          cell->token = tokens[i];
          cell->offset = (guint32) size;
          memcpy ((char *) self + size, cells[i].text, lengths[i]);
          size += lengths[i];
        }
    }

  return self;
}

/**
 * klaster_row_ref:
 * @self: a row
 *
 * Returns: (transfer full): @self
 */
KlasterRow *
klaster_row_ref (KlasterRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_row_unref:
 * @self: (transfer full): a row
 */
void
klaster_row_unref (KlasterRow *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * klaster_row_get_table:
 * @self: a row
 *
 * Returns: the table it is a row of
 */
KlasterTable
klaster_row_get_table (const KlasterRow *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->table;
}

/**
 * klaster_row_get_id:
 * @self: a row
 *
 * Returns: its identifier
 */
gint64
klaster_row_get_id (const KlasterRow *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->cells[0].integer;
}

/**
 * klaster_row_is_null:
 * @self: a row
 * @column: position of a column
 *
 * Returns: whether nothing is known there
 */
gboolean
klaster_row_is_null (const KlasterRow *self,
                     guint             column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, TRUE);

  return (self->nulls >> column) & 1;
}

/**
 * klaster_row_get_value:
 * @self: a row
 * @column: position of a column
 *
 * Returns: the cell; its text belongs to @self
 */
KlasterValue
klaster_row_get_value (const KlasterRow *self,
                       guint             column)
{
  const KlasterColumnInfo *info;

  g_return_val_if_fail (self != NULL && column < self->n_columns, KLASTER_NULL);

  if (klaster_row_is_null (self, column))
    return KLASTER_NULL;
  info = klaster_schema_get_column (self->table, column);
  if (column_is_text (info))
    return KLASTER_TEXT (klaster_row_get_text (self, column));
  if (info->type == KLASTER_COLUMN_REAL)
    return KLASTER_REAL (self->cells[column].real);
  return KLASTER_INTEGER (self->cells[column].integer);
}

/**
 * klaster_row_get_integer:
 * @self: a row
 * @column: position of an integer, boolean or reference column
 *
 * Returns: the number, 0 when it is null
 */
gint64
klaster_row_get_integer (const KlasterRow *self,
                         guint             column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, 0);

  return klaster_row_is_null (self, column) ? 0 : self->cells[column].integer;
}

/**
 * klaster_row_get_real:
 * @self: a row
 * @column: position of a real column
 *
 * Returns: the number, NAN when it is null
 */
double
klaster_row_get_real (const KlasterRow *self,
                      guint             column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, (double) NAN);

  return klaster_row_is_null (self, column) ? (double) NAN : self->cells[column].real;
}

/**
 * klaster_row_get_text:
 * @self: a row
 * @column: position of a column that holds text, a date, a time, a token or a list
 *
 * Returns: (nullable) (transfer none): the text, %NULL when it is null
 */
const char *
klaster_row_get_text (const KlasterRow *self,
                      guint             column)
{
  const Cell *cell;

  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  if (klaster_row_is_null (self, column))
    return NULL;
  cell = &self->cells[column];
  if (cell->token >= 0)
    return klaster_schema_get_column (self->table, column)->tokens[cell->token];
  return (const char *) self + cell->offset;
}

/**
 * klaster_row_get_token:
 * @self: a row
 * @column: position of a token column
 *
 * Returns: its position in the column's tokens, -1 when it is null or none of them
 */
gint
klaster_row_get_token (const KlasterRow *self,
                       guint             column)
{
  g_return_val_if_fail (self != NULL && column < self->n_columns, -1);

  return klaster_row_is_null (self, column) ? -1 : self->cells[column].token;
}

/**
 * klaster_row_has_token:
 * @self: a row
 * @column: position of a list column
 * @token: a token
 *
 * Returns: whether the list holds @token
 */
gboolean
klaster_row_has_token (const KlasterRow *self,
                       guint             column,
                       const char       *token)
{
  const char *text = klaster_row_get_text (self, column);
  gsize length;

  g_return_val_if_fail (token != NULL, FALSE);

  /* Tokens hold neither quotes nor backslashes, so a quoted one cannot be part of another. */
  length = strlen (token);
  for (const char *at = text ? strstr (text, token) : NULL; at; at = strstr (at + 1, token))
    if (at > text && at[-1] == '"' && at[length] == '"')
      return TRUE;

  return FALSE;
}

/**
 * klaster_row_with_value:
 * @self: a row
 * @column: position of a column
 * @value: what shall stand there
 *
 * Returns: (transfer full): a new row that differs from @self in @column only
 */
KlasterRow *
klaster_row_with_value (const KlasterRow *self,
                        guint             column,
                        KlasterValue      value)
{
  KlasterValue values[MAX_COLUMNS];

  g_return_val_if_fail (self != NULL && column < self->n_columns, NULL);

  for (guint i = 0; i < self->n_columns; i++)
    values[i] = i == column ? value : klaster_row_get_value (self, i);

  return klaster_row_new (self->table, values, self->n_columns);
}

/**
 * klaster_row_equal:
 * @a: a row
 * @b: another row
 *
 * Returns: whether both are of the same table and equal in every column
 */
gboolean
klaster_row_equal (const KlasterRow *a,
                   const KlasterRow *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (a->table != b->table || a->nulls != b->nulls)
    return FALSE;
  for (guint i = 0; i < a->n_columns; i++)
    if (!klaster_value_equal (klaster_row_get_value (a, i), klaster_row_get_value (b, i)))
      return FALSE;

  return TRUE;
}
