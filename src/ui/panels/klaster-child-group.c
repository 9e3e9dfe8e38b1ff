/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-child-group.h"
#include "klaster-focus.h"
#include "klaster-group-note.h"
#include "klaster-record-expander.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

struct _KlasterChildGroup
{
  AdwPreferencesGroup parent_instance;

  KlasterProject *project;
  KlasterTable table;
  guint parent_column;
  gboolean of_project;      /* no column refers to what the rows belong to */
  KlasterChildFunc belongs; /* (nullable): all rows of the table do */
  const char *const *columns;
  char *add_label;
  char *delete_label;
  char *empty;
  gint64 record;
  guint update_id;
  const char *const *summary; /* (nullable) */
  guint check_column;
  const char *check_on;
  const char *check_off;
  char *check_label;          /* (nullable) */

  GtkWidget *add_button;
  GPtrArray *expanders; /* KlasterRecordExpander, not owned: children */
  GPtrArray *spare;     /* those that wait for a record: not seen */
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

enum
{
  FILL,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterChildGroup, klaster_child_group, ADW_TYPE_PREFERENCES_GROUP)

static gint64
get_id (KlasterChildGroup *self,
        guint              position)
{
  return klaster_record_expander_get_id (g_ptr_array_index (self->expanders, position));
}

static gboolean
has_expander (KlasterChildGroup *self,
              gint64             id)
{
  for (guint i = 0; i < self->expanders->len; i++)
    if (get_id (self, i) == id)
      return TRUE;

  return FALSE;
}

/* The focus goes on to the next row, or the last one, or to what adds one. */
static void
remove_expander (KlasterChildGroup *self,
                 guint              position)
{
  GtkWidget *expander = g_ptr_array_index (self->expanders, position);
  gboolean focused = klaster_has_focus_within (expander);

  g_ptr_array_remove_index (self->expanders, position);
  if (focused && self->expanders->len > 0)
    gtk_widget_child_focus (g_ptr_array_index (self->expanders, MIN (position, self->expanders->len - 1)),
                            GTK_DIR_TAB_FORWARD);
  else if (focused)
    gtk_widget_grab_focus (self->add_button);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), expander);
}

/* A row costs more than what it says: where the record changes, those of the last one serve again. */
static void
spare_expanders (KlasterChildGroup *self)
{
  for (guint i = self->expanders->len; i > 0; i--)
    {
      GtkWidget *expander = g_ptr_array_index (self->expanders, i - 1);

      if (klaster_record_expander_set_id (KLASTER_RECORD_EXPANDER (expander), 0))
        {
          g_ptr_array_remove_index (self->expanders, i - 1);
          g_ptr_array_insert (self->spare, 0, expander);
        }
      else
        {
          remove_expander (self, i - 1);
        }
    }
}

static void
add_expander (KlasterChildGroup *self,
              gint64             id)
{
  GtkWidget *expander;

  if (self->spare->len > 0)
    {
      expander = g_ptr_array_steal_index (self->spare, 0);
      klaster_record_expander_set_id (KLASTER_RECORD_EXPANDER (expander), id);
      g_ptr_array_add (self->expanders, expander);
      return;
    }

  expander = klaster_record_expander_new (self->project, self->table, id, self->columns, self->delete_label);
  if (self->summary)
    klaster_record_expander_set_summary (KLASTER_RECORD_EXPANDER (expander), self->summary);
  if (self->check_label)
    klaster_record_expander_set_check (KLASTER_RECORD_EXPANDER (expander), self->check_column, self->check_on, self->check_off,
                                       self->check_label);
  g_ptr_array_add (self->expanders, expander);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), expander);
}

static void
remove_spare (KlasterChildGroup *self)
{
  while (self->spare->len > 0)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_steal_index (self->spare, self->spare->len - 1));
}

static gboolean
is_child (KlasterChildGroup *self,
          const KlasterRow  *row)
{
  if (self->of_project)
    return self->belongs == NULL || self->belongs (row);

  return klaster_row_get_integer (row, self->parent_column) == self->record;
}

static void
add_missing (KlasterChildGroup *self,
             KlasterSnapshot   *snapshot)
{
  KlasterReferrerIter referrers;
  KlasterRowIter rows;
  KlasterRow *row;

  if (!self->of_project)
    {
      klaster_referrer_iter_init (&referrers, snapshot, self->table, self->parent_column, self->record);
      while (klaster_referrer_iter_next (&referrers, &row))
        if (!has_expander (self, klaster_row_get_id (row)))
          add_expander (self, klaster_row_get_id (row));
      return;
    }

  klaster_row_iter_init (&rows, snapshot, self->table);
  while (klaster_row_iter_next (&rows, &row))
    if (is_child (self, row) && !has_expander (self, klaster_row_get_id (row)))
      add_expander (self, klaster_row_get_id (row));
}

/* Rows that stay keep their fields and what is typed in them; new ones come last: their ids are random, and what was just
 * added should not hide among the others. */
static void
update (KlasterChildGroup *self)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  gboolean shown = snapshot != NULL && self->record != 0;

  for (guint i = self->expanders->len; i > 0; i--)
    {
      KlasterRow *row = shown ? klaster_snapshot_lookup (snapshot, self->table, get_id (self, i - 1)) : NULL;

      if (row == NULL || !is_child (self, row))
        remove_expander (self, i - 1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    return;

  add_missing (self, snapshot);
  remove_spare (self);
  gtk_widget_set_sensitive (self->add_button, !klaster_project_is_read_only (self->project));
  klaster_group_set_note (ADW_PREFERENCES_GROUP (self), self->expanders->len == 0 ? self->empty : NULL);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterChildGroup *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterChildGroup *self,
                    KlasterDelta      *delta)
{
  /* Several changes before the next frame are one. */
  if (self->update_id == 0 && self->record != 0 && (delta == NULL || klaster_delta_touches (delta, self->table)))
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
save_state_cb (KlasterChildGroup *self)
{
  gtk_widget_set_sensitive (self->add_button, !klaster_project_is_read_only (self->project));
}

static void
set_project (KlasterChildGroup *self,
             KlasterProject    *project)
{
  if (self->project == project)
    return;

  klaster_child_group_set_record (self, 0);
  remove_spare (self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (save_state_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
klaster_child_group_dispose (GObject *object)
{
  KlasterChildGroup *self = KLASTER_CHILD_GROUP (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  g_ptr_array_set_size (self->expanders, 0);
  g_ptr_array_set_size (self->spare, 0);

  G_OBJECT_CLASS (klaster_child_group_parent_class)->dispose (object);
}

static void
klaster_child_group_finalize (GObject *object)
{
  KlasterChildGroup *self = KLASTER_CHILD_GROUP (object);

  g_ptr_array_unref (self->expanders);
  g_ptr_array_unref (self->spare);
  g_free (self->add_label);
  g_free (self->delete_label);
  g_free (self->empty);
  g_free (self->check_label);

  G_OBJECT_CLASS (klaster_child_group_parent_class)->finalize (object);
}

static void
klaster_child_group_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_CHILD_GROUP (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_child_group_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (KLASTER_CHILD_GROUP (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_child_group_class_init (KlasterChildGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_child_group_dispose;
  object_class->finalize = klaster_child_group_finalize;
  object_class->get_property = klaster_child_group_get_property;
  object_class->set_property = klaster_child_group_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KlasterChildGroup::fill:
   * @edit: the edit that adds a record
   * @id: the record
   *
   * A record is being added; handlers set more of its columns.
   */
  signals[FILL] = g_signal_new ("fill", KLASTER_TYPE_CHILD_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_POINTER, G_TYPE_INT64);
}

static void
klaster_child_group_init (KlasterChildGroup *self)
{
  self->expanders = g_ptr_array_new ();
  self->spare = g_ptr_array_new ();
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (klaster_child_group_add), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static KlasterChildGroup *
make_group (KlasterTable             table,
            const char *const       *columns,
            const KlasterChildWords *words)
{
  KlasterChildGroup *self = g_object_new (KLASTER_TYPE_CHILD_GROUP, "title", words->title, "description", words->about, NULL);

  self->table = table;
  self->columns = columns;
  self->empty = g_strdup (words->empty);
  self->add_label = g_strdup (words->add_label);
  self->delete_label = g_strdup (words->delete_label);
  klaster_set_tooltip (self->add_button, words->add_tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words->add_tooltip, -1);

  return self;
}

/**
 * klaster_child_group_new:
 * @table: the table of the rows
 * @parent_column: its column that holds the record that the rows belong to
 * @columns: (array zero-terminated=1): names of the columns that are edited; not copied
 * @words: what the group says
 *
 * Returns: (transfer floating): a group without project and record
 */
GtkWidget *
klaster_child_group_new (KlasterTable             table,
                         guint                    parent_column,
                         const char *const       *columns,
                         const KlasterChildWords *words)
{
  KlasterChildGroup *self = make_group (table, columns, words);

  self->parent_column = parent_column;

  return GTK_WIDGET (self);
}

/**
 * klaster_child_group_new_of_project:
 * @table: the table of the rows
 * @belongs: (nullable): which rows of it are shown; %NULL: all
 * @columns: (array zero-terminated=1): names of the columns that are edited; not copied
 * @words: what the group says
 *
 * Returns: (transfer floating): a group without project; it is shown as long as there is any record
 */
GtkWidget *
klaster_child_group_new_of_project (KlasterTable             table,
                                    KlasterChildFunc         belongs,
                                    const char *const       *columns,
                                    const KlasterChildWords *words)
{
  KlasterChildGroup *self = make_group (table, columns, words);

  self->of_project = TRUE;
  self->belongs = belongs;

  return GTK_WIDGET (self);
}

/**
 * klaster_child_group_set_record:
 * @record: the record that the rows belong to, or 0
 *
 * Sets what is shown. What is pending is written before.
 */
void
klaster_child_group_set_record (KlasterChildGroup *self,
                                gint64             record)
{
  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  if (self->record == record)
    return;

  klaster_child_group_flush (self);
  self->record = record;
  spare_expanders (self);
  update (self);
}

/**
 * klaster_child_group_get_n_children:
 *
 * Returns: how many rows there are
 */
guint
klaster_child_group_get_n_children (KlasterChildGroup *self)
{
  g_return_val_if_fail (KLASTER_IS_CHILD_GROUP (self), 0);

  return self->expanders->len;
}

/**
 * klaster_child_group_add:
 *
 * Adds a record, opens its row and leads to its first field.
 */
void
klaster_child_group_add (KlasterChildGroup *self)
{
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  if (self->project == NULL || self->record == 0 || klaster_project_is_read_only (self->project))
    return;

  edit = klaster_edit_new (self->add_label);
  id = klaster_edit_insert (edit, self->table);
  if (!self->of_project)
    klaster_edit_set (edit, self->table, id, self->parent_column, KLASTER_INTEGER (self->record));
  g_signal_emit (self, signals[FILL], 0, edit, id);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  klaster_child_group_open (self, id);
}

/**
 * klaster_child_group_open:
 * @id: a record that the group shows, or that was just added
 *
 * Opens its row and leads to its first field.
 */
void
klaster_child_group_open (KlasterChildGroup *self,
                          gint64             id)
{
  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  update (self);
  for (guint i = 0; i < self->expanders->len; i++)
    if (get_id (self, i) == id)
      klaster_record_expander_open (g_ptr_array_index (self->expanders, i));
}

/**
 * klaster_child_group_flush:
 *
 * Writes what is pending in the rows.
 */
void
klaster_child_group_flush (KlasterChildGroup *self)
{
  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  for (guint i = 0; i < self->expanders->len; i++)
    klaster_form_flush (klaster_record_expander_get_form (g_ptr_array_index (self->expanders, i)));
}

/**
 * klaster_child_group_set_popover:
 * @popover: what the button opens that adds a row
 */
void
klaster_child_group_set_popover (KlasterChildGroup *self,
                                 GtkWidget         *popover)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *tooltip = NULL;

  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self) && GTK_IS_POPOVER (popover));

  tooltip = g_strdup (gtk_widget_get_tooltip_text (self->add_button));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  klaster_set_tooltip (button, tooltip);
  self->add_button = button;
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
}

void
klaster_child_group_set_summary (KlasterChildGroup *self,
                                 const char *const *columns)
{
  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  self->summary = columns;
}

void
klaster_child_group_set_check (KlasterChildGroup *self,
                               guint              column,
                               const char        *on,
                               const char        *off,
                               const char        *label)
{
  g_return_if_fail (KLASTER_IS_CHILD_GROUP (self));

  self->check_column = column;
  self->check_on = on;
  self->check_off = off;
  g_free (self->check_label);
  self->check_label = g_strdup (label);
}
