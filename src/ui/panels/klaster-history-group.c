/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-history-group.h"
#include "klaster-history.h"
#include "klaster-language.h"
#include "klaster-record-group.h"
#include "klaster-value-text.h"

#define MAX_ENTRIES 100

struct _KlasterHistoryGroup
{
  AdwPreferencesGroup parent_instance;

  KlasterProject *project;
  KlasterTable table;
  gint64 id;
  GCancellable *cancellable;
  GtkWidget *expander;
  GPtrArray *rows;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterHistoryGroup, klaster_history_group, ADW_TYPE_PREFERENCES_GROUP)

static void
clear (KlasterHistoryGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->expander), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_row (KlasterHistoryGroup *self,
         const char          *title,
         const char          *subtitle,
         gboolean             undone)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *pill = undone ? klaster_pill_new (C_("history", "undone"), NULL) : NULL;

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), klaster_record_content_new (NULL, title, subtitle, pill, FALSE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->expander), row);
  g_ptr_array_add (self->rows, row);
}

/* A value of the history as people read it: names instead of tokens and identifiers. */
static char *
describe_value (KlasterHistoryGroup *self,
                guint                column,
                const char          *text)
{
  KlasterColumnType type = klaster_schema_get_column (self->table, column)->type;
  KlasterValue value = KLASTER_TEXT (text);

  if (type == KLASTER_COLUMN_REFERENCE || type == KLASTER_COLUMN_BOOLEAN)
    value = KLASTER_INTEGER (g_ascii_strtoll (text, NULL, 10));
  else if (type == KLASTER_COLUMN_INTEGER || type == KLASTER_COLUMN_REAL)
    return g_strdup (text);

  return klaster_value_to_text (klaster_project_get_snapshot (self->project), self->table, column, value,
                                klaster_language_get_default ());
}

/* "Address: Navoi 1 → Navoi 5", a line for each field. */
static char *
describe_details (KlasterHistoryGroup       *self,
                  const KlasterHistoryEntry *entry)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; entry->details != NULL && i < entry->details->len; i++)
    {
      const KlasterHistoryDetail *detail = g_ptr_array_index (entry->details, i);
      g_autofree char *name = NULL;

      if (detail->column == 0)
        continue;
      name = klaster_value_column_name (self->table, detail->column);
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, "%s: ", name);
      if (detail->before)
        {
          g_autofree char *before = describe_value (self, detail->column, detail->before);

          g_string_append_printf (text, "%s → ", before);
        }
      if (detail->after)
        {
          g_autofree char *after = describe_value (self, detail->column, detail->after);

          g_string_append (text, after);
        }
      else
        {
          g_string_append (text, "–");
        }
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_entry (KlasterHistoryGroup       *self,
            const KlasterHistoryEntry *entry)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->time / 1000);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL; /* a file may hold a moment that no calendar has */
  /* Translators: day and time of an entry of the history, see "man strftime" */
  g_autofree char *time = local ? g_date_time_format (local, _("%-d %b %Y, %H:%M")) : g_strdup ("–");
  g_autofree char *details = describe_details (self, entry);
  g_autofree char *subtitle = entry->author && *entry->author ? g_strdup_printf ("%s · %s", time, entry->author)
                                                             : g_strdup (time);

  add_row (self, *details ? details : entry->label, subtitle, entry->undone);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KlasterHistoryGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = klaster_project_load_history_finish (KLASTER_PROJECT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  clear (self);
  if (entries == NULL)
    {
      add_row (self, _("The history could not be read."), error->message, FALSE);
      return;
    }
  for (guint i = 0; i < MIN (entries->len, MAX_ENTRIES); i++)
    show_entry (self, g_ptr_array_index (entries, i));
  if (entries->len == 0)
    add_row (self, _("Nothing was changed yet."), NULL, FALSE);
}

static void
load (KlasterHistoryGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project == NULL || self->id == 0 || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->expander)))
    return;

  self->cancellable = g_cancellable_new ();
  klaster_project_load_history_async (self->project, (gint) self->table, self->id, self->cancellable, loaded_cb,
                                      g_object_ref (self));
}

static void
klaster_history_group_dispose (GObject *object)
{
  KlasterHistoryGroup *self = KLASTER_HISTORY_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_history_group_parent_class)->dispose (object);
}

static void
klaster_history_group_finalize (GObject *object)
{
  KlasterHistoryGroup *self = KLASTER_HISTORY_GROUP (object);

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (klaster_history_group_parent_class)->finalize (object);
}

static void
klaster_history_group_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_HISTORY_GROUP (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_history_group_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterHistoryGroup *self = KLASTER_HISTORY_GROUP (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      if (self->project)
        g_signal_connect_object (self->project, "history-changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      clear (self);
      load (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_history_group_class_init (KlasterHistoryGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_history_group_dispose;
  object_class->finalize = klaster_history_group_finalize;
  object_class->get_property = klaster_history_group_get_property;
  object_class->set_property = klaster_history_group_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_history_group_init (KlasterHistoryGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->expander = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), _("History of this Record"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->expander);
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_history_group_set_record:
 * @table: a table
 * @id: a record of it, or 0 for none
 *
 * Sets whose history is shown.
 */
void
klaster_history_group_set_record (KlasterHistoryGroup *self,
                                  KlasterTable         table,
                                  gint64               id)
{
  g_return_if_fail (KLASTER_IS_HISTORY_GROUP (self));

  self->table = table;
  self->id = id;
  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), id != 0);
  load (self);
}
