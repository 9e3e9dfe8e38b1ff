/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-language.h"
#include "klaster-record.h"

typedef struct
{
  KlasterRow *row;
} KlasterRecordPrivate;

/* Column c of the table is property PROP_FIRST_COLUMN + c − 1 of its type: `id` is a property of every record. */
enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_FIRST_COLUMN,
};

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterRecord, klaster_record, G_TYPE_OBJECT)

static KlasterRecordPrivate *
get_private (KlasterRecord *self)
{
  return klaster_record_get_instance_private (self);
}

/* The column with the name in Uzbek of tables that have names in four forms, or 0. */
static guint
get_name_column (KlasterTable table)
{
  return (guint) MAX (klaster_schema_find_column (table, "name_uz"), 0);
}

/* What lists show: the name in the language of the interface, or what stands for a name in tables without one. */
static const char *
get_name (KlasterRow *row)
{
  static const char *const candidates[] = { "name", "title", "text", "number", "key" };
  KlasterTable table = klaster_row_get_table (row);
  guint column = get_name_column (table);

  if (column > 0)
    return klaster_row_get_name (row, column, klaster_language_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      gint found = klaster_schema_find_column (table, candidates[i]);

      if (found > 0 && !klaster_row_is_null (row, (guint) found))
        return klaster_row_get_text (row, (guint) found);
    }

  return "";
}

static void
klaster_record_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  KlasterRecordPrivate *priv = get_private (KLASTER_RECORD (object));
  guint column;

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, klaster_row_get_id (priv->row));
      return;
    case PROP_NAME:
      g_value_set_string (value, get_name (priv->row));
      return;
    default:
      break;
    }

  column = prop_id - PROP_FIRST_COLUMN + 1;
  if (column >= klaster_schema_get_table (klaster_row_get_table (priv->row))->n_columns)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  switch (G_PARAM_SPEC_VALUE_TYPE (pspec))
    {
    case G_TYPE_INT64:
      g_value_set_int64 (value, klaster_row_get_integer (priv->row, column));
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (value, klaster_row_get_real (priv->row, column));
      break;
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (value, klaster_row_get_integer (priv->row, column) != 0);
      break;
    default:
      g_value_set_string (value, klaster_row_get_text (priv->row, column));
      break;
    }
}

static void
klaster_record_finalize (GObject *object)
{
  g_clear_pointer (&get_private (KLASTER_RECORD (object))->row, klaster_row_unref);

  G_OBJECT_CLASS (klaster_record_parent_class)->finalize (object);
}

static void
klaster_record_class_init (KlasterRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = klaster_record_get_property;
  object_class->finalize = klaster_record_finalize;

  g_object_class_install_property (object_class, PROP_ID,
                                   g_param_spec_int64 ("id", NULL, NULL, 0, KLASTER_ID_MAX, 0,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_NAME,
                                   g_param_spec_string ("name", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
klaster_record_init (KlasterRecord *self)
{
}

/* "name_uz" → "name-uz". `name` and `id` of a table are those of every record: they mean the same. */
static char *
make_property_name (const char *column)
{
  return g_strdelimit (g_strdup (column), "_", '-');
}

static GParamSpec *
make_param_spec (const KlasterColumnInfo *info)
{
  g_autofree char *name = make_property_name (info->name);

  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REFERENCE:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READABLE);
    case KLASTER_COLUMN_REAL:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, G_PARAM_READABLE);
    case KLASTER_COLUMN_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE);
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
    default:
      return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE);
    }
}

static gboolean
column_has_property (const KlasterColumnInfo *info)
{
  return strcmp (info->name, "name") != 0 && !(info->flags & KLASTER_COLUMN_DERIVED);
}

static void
record_class_init (gpointer klass,
                   gpointer data)
{
  KlasterTable table = GPOINTER_TO_UINT (data);
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  ((KlasterRecordClass *) klass)->table = table;
  /* GObject asks the class that installed a property, which does not inherit this. */
  G_OBJECT_CLASS (klass)->get_property = klaster_record_get_property;
  for (guint i = 1; i < info->n_columns; i++)
    if (column_has_property (&info->columns[i]))
      g_object_class_install_property (klass, PROP_FIRST_COLUMN + i - 1, make_param_spec (&info->columns[i]));
}

/* "activity_series" → "KlasterActivitySeriesRecord" */
static char *
make_type_name (const char *table)
{
  GString *name = g_string_new ("Klaster");
  gboolean upper = TRUE;

  for (const char *p = table; *p; p++)
    {
      if (*p == '_')
        {
          upper = TRUE;
          continue;
        }
      g_string_append_c (name, upper ? g_ascii_toupper (*p) : *p);
      upper = FALSE;
    }
  g_string_append (name, "Record");

  return g_string_free (name, FALSE);
}

static GType record_types[KLASTER_N_TABLES];

/**
 * klaster_record_register_types:
 *
 * Registers the record type of every table, so that `.ui` files and expressions find them by name. Idempotent; any thread.
 */
void
klaster_record_register_types (void)
{
  static gsize registered = 0;

  if (!g_once_init_enter (&registered))
    return;

  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    {
      g_autofree char *name = make_type_name (klaster_schema_get_table (i)->name);
      GTypeInfo info = {
        .class_size = sizeof (KlasterRecordClass),
        .class_init = record_class_init,
        .class_data = GUINT_TO_POINTER (i),
        .instance_size = sizeof (KlasterRecord),
      };

      record_types[i] = g_type_register_static (KLASTER_TYPE_RECORD, name, &info, G_TYPE_FLAG_FINAL);
    }

  g_once_init_leave (&registered, 1);
}

/**
 * klaster_record_get_type_for_table:
 * @table: a table
 *
 * Returns: the type of its records
 */
GType
klaster_record_get_type_for_table (KlasterTable table)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES, G_TYPE_INVALID);

  klaster_record_register_types ();

  return record_types[table];
}

/**
 * klaster_record_new:
 * @row: a row
 *
 * Returns: (transfer full): an object that shows @row, of the type of its table
 */
KlasterRecord *
klaster_record_new (KlasterRow *row)
{
  KlasterRecord *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (klaster_record_get_type_for_table (klaster_row_get_table (row)), NULL);
  get_private (self)->row = klaster_row_ref (row);

  return self;
}

/**
 * klaster_record_get_row:
 * @self: a record
 *
 * Returns: (transfer none): the row that it shows, until the next klaster_record_set_row()
 */
KlasterRow *
klaster_record_get_row (KlasterRecord *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD (self), NULL);

  return get_private (self)->row;
}

/**
 * klaster_record_get_id:
 * @self: a record
 *
 * Returns: its identifier
 */
gint64
klaster_record_get_id (KlasterRecord *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD (self), 0);

  return klaster_row_get_id (get_private (self)->row);
}

/**
 * klaster_record_set_row:
 * @self: a record
 * @row: another state of the same row
 *
 * Shows @row from now on; notifies the properties whose values differ.
 */
void
klaster_record_set_row (KlasterRecord *self,
                        KlasterRow    *row)
{
  KlasterRecordPrivate *priv;
  g_autoptr (KlasterRow) before = NULL;
  const KlasterTableInfo *info;

  g_return_if_fail (KLASTER_IS_RECORD (self));
  g_return_if_fail (row != NULL);

  priv = get_private (self);
  if (priv->row == row)
    return;
  g_return_if_fail (klaster_row_get_table (row) == klaster_row_get_table (priv->row));
  g_return_if_fail (klaster_row_get_id (row) == klaster_row_get_id (priv->row));

  before = priv->row;
  priv->row = klaster_row_ref (row);

  g_object_freeze_notify (G_OBJECT (self));
  if (strcmp (get_name (before), get_name (row)) != 0)
    g_object_notify (G_OBJECT (self), "name");
  info = klaster_schema_get_table (klaster_row_get_table (row));
  for (guint i = 1; i < info->n_columns; i++)
    if (column_has_property (&info->columns[i])
        && !klaster_value_equal (klaster_row_get_value (before, i), klaster_row_get_value (row, i)))
      {
        g_autofree char *name = make_property_name (info->columns[i].name);

        g_object_notify (G_OBJECT (self), name);
      }
  g_object_thaw_notify (G_OBJECT (self));
}
