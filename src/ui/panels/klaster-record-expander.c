/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-choice-row.h"
#include "klaster-derive.h"
#include "klaster-field-row.h"
#include "klaster-focus.h"
#include "klaster-language.h"
#include "klaster-multiline-row.h"
#include "klaster-parameter-text.h"
#include "klaster-record-expander.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-value-text.h"
#include "klaster-width-first.h"

struct _KlasterRecordExpander
{
  AdwExpanderRow parent_instance;

  KlasterForm *form;
  gint64 id;
  char **columns;
  char *delete_label;
  gboolean filled; /* it has been opened once: its fields are there */
  GtkWidget *prefix; /* the box for the check, and for title and subtitle */
  GtkWidget *title;
  GtkWidget *subtitle;
  GPtrArray *fields; /* not owned: children, in the order of the columns */
  guint n_frames;    /* since it is open */
  const char *const *summary; /* (nullable): columns of the subtitle */
  GtkWidget *check;           /* (nullable) */
  guint check_column;
  const char *check_on;
  const char *check_off;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KlasterRecordExpander, klaster_record_expander, ADW_TYPE_EXPANDER_ROW)

static char *
get_text (KlasterRecordExpander *self,
          guint                  column)
{
  KlasterValue value;

  klaster_form_get_shared (self->form, column, &value);
  if (value.type == KLASTER_VALUE_TEXT
      && klaster_schema_get_column (klaster_form_get_table (self->form), column)->type == KLASTER_COLUMN_DATE)
    return klaster_date_format (value.text, klaster_language_get_default ());

  return klaster_value_to_text (klaster_form_get_snapshot (self->form), klaster_form_get_table (self->form), column, value,
                                klaster_language_get_default ());
}

static void
update_check (KlasterRecordExpander *self)
{
  KlasterValue value;

  if (self->check == NULL)
    return;

  klaster_form_get_shared (self->form, self->check_column, &value);
  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check),
                               value.type == KLASTER_VALUE_TEXT && g_strcmp0 (value.text, self->check_on) == 0);
  gtk_widget_set_sensitive (self->check, klaster_form_get_editable (self->form));
  self->updating = FALSE;
}

static void
check_toggled_cb (KlasterRecordExpander *self)
{
  if (self->updating)
    return;
  klaster_form_flush (self->form);
  klaster_form_set_value (self->form, self->check_column,
                          KLASTER_TEXT (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)) ? self->check_on
                                                                                                     : self->check_off),
                          NULL, NULL);
}

/* What is named in every language is called by its name in that of the interface. */
static char *
get_name (KlasterRecordExpander *self,
          guint                  column)
{
  KlasterRow *row = klaster_snapshot_lookup (klaster_form_get_snapshot (self->form), klaster_form_get_table (self->form),
                                             klaster_record_expander_get_id (self));

  return g_strdup (row ? klaster_row_get_name (row, column, klaster_language_get_default ()) : "");
}

static void
form_changed_cb (KlasterRecordExpander *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (klaster_form_get_n_found (self->form) == 0)
    return;

  for (guint i = 0; self->columns[i]; i++)
    {
      gint column = klaster_schema_find_column (klaster_form_get_table (self->form), self->columns[i]);
      g_autofree char *text = get_text (self, (guint) column);

      if (i == 0 && klaster_form_get_table (self->form) == KLASTER_TABLE_PARAMETER)
        title = g_strdup (klaster_parameter_describe (text));
      else if (i == 0 && (g_str_equal (self->columns[i], "name_uz") || g_str_equal (self->columns[i], "text_uz")))
        title = get_name (self, (guint) column);
      else if (i == 0)
        title = g_steal_pointer (&text);
      else if (g_str_has_prefix (self->columns[i], "name_"))
        continue;
      else if (*text && (self->summary ? g_strv_contains (self->summary, self->columns[i])
                                       : g_strcmp0 (self->columns[i], "notes") != 0))
        g_ptr_array_add (parts, g_steal_pointer (&text));
    }
  g_ptr_array_add (parts, NULL);
  subtitle = g_strjoinv (" · ", (char **) parts->pdata);
  gtk_label_set_text (GTK_LABEL (self->title), *title ? title : _("Not named yet"));
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  gtk_widget_set_visible (self->subtitle, *subtitle != '\0');
  update_check (self);
}

static void
delete_cb (KlasterRecordExpander *self)
{
  KlasterTable table = klaster_form_get_table (self->form);
  const char *name = klaster_record_expander_get_title (self);
  g_autofree char *label = g_strdup_printf (_("Delete “%s”"), name);
  g_autofree char *toast = g_strdup_printf (_("“%s” deleted"), name);
  g_autoptr (KlasterEdit) edit = klaster_edit_new (label);

  /* The row goes with the next frame: a second press may come before. */
  if (klaster_snapshot_lookup (klaster_project_get_snapshot (klaster_form_get_project (self->form)), table, self->id) == NULL)
    return;

  klaster_edit_delete (edit, table, self->id);
  klaster_apply_edit (gtk_widget_get_ancestor (GTK_WIDGET (self), KLASTER_TYPE_SIDE_PANEL), klaster_form_get_project (self->form),
                      edit, toast);
}

static GtkWidget *
make_field (KlasterTable  table,
            const char   *name)
{
  gint column = klaster_schema_find_column (table, name);
  const KlasterColumnInfo *info = klaster_schema_get_column (table, (guint) column);

  if (info->type == KLASTER_COLUMN_REFERENCE)
    return g_object_new (KLASTER_TYPE_REFERENCE_ROW, "column", name, NULL);
  if (info->type == KLASTER_COLUMN_TOKEN || info->type == KLASTER_COLUMN_BOOLEAN)
    return g_object_new (KLASTER_TYPE_CHOICE_ROW, "column", name, NULL);
  if (g_str_has_prefix (name, "text") || g_str_equal (name, "notes"))
    return g_object_new (KLASTER_TYPE_MULTILINE_ROW, "column", name, NULL);
  return g_object_new (KLASTER_TYPE_TEXT_ROW, "column", name, NULL);
}

/* Fields cost more than the row, and most rows stay closed. */
static void
expanded_cb (KlasterRecordExpander *self)
{
  GtkWidget *button;

  if (self->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  self->filled = TRUE;
  for (guint i = 0; self->columns[i]; i++)
    {
      GtkWidget *field = make_field (klaster_form_get_table (self->form), self->columns[i]);

      g_object_set (field, "form", self->form, NULL);
      g_ptr_array_add (self->fields, field);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), field);
    }
  button = gtk_button_new_with_label (self->delete_label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "error");
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), klaster_make_button_row (button));
}

/* The Delete key takes away what the row stands for; in a field it takes away a letter. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                KlasterRecordExpander *self)
{
  if ((keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete) || !klaster_form_get_editable (self->form)
      || klaster_find_focused (self->fields) >= 0)
    return GDK_EVENT_PROPAGATE;
  delete_cb (self);

  return GDK_EVENT_STOP;
}

/* The frame after the row has its full height, and the content around it, too. */
#define FRAMES_TO_LAYOUT 2

static gboolean
show_whole_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       data)
{
  KlasterRecordExpander *self = KLASTER_RECORD_EXPANDER (widget);
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t bounds;

  if (++self->n_frames < FRAMES_TO_LAYOUT)
    return G_SOURCE_CONTINUE;
  if (viewport != NULL && klaster_has_focus_within (widget)
      && gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &bounds))
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), graphene_rect_get_y (&bounds),
                               graphene_rect_get_y (&bounds) + graphene_rect_get_height (&bounds));

  return G_SOURCE_REMOVE;
}

/* The viewport looked where the focus went while the row was still closed. */
static void
revealed_cb (GtkRevealer           *revealer,
             GParamSpec            *pspec,
             KlasterRecordExpander *self)
{
  if (!gtk_revealer_get_child_revealed (revealer))
    return;
  g_signal_handlers_disconnect_by_func (revealer, revealed_cb, self);
  self->n_frames = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), show_whole_cb, NULL, NULL);
}

/* The row opens with the next frame. Who went elsewhere meanwhile stays there. */
static void
field_mapped_cb (GtkWidget             *field,
                 KlasterRecordExpander *self)
{
  GtkWidget *revealer = gtk_widget_get_ancestor (field, GTK_TYPE_REVEALER);

  g_signal_handlers_disconnect_by_func (field, field_mapped_cb, self);
  if (!klaster_has_focus_within (GTK_WIDGET (self)))
    return;
  gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
  if (revealer == NULL)
    return;
  g_signal_connect_object (revealer, "notify::child-revealed", G_CALLBACK (revealed_cb), self, 0);
  revealed_cb (GTK_REVEALER (revealer), NULL, self);
}

static void
klaster_record_expander_dispose (GObject *object)
{
  KlasterRecordExpander *self = KLASTER_RECORD_EXPANDER (object);

  if (self->form)
    g_signal_handlers_disconnect_by_func (self->form, form_changed_cb, self);

  G_OBJECT_CLASS (klaster_record_expander_parent_class)->dispose (object);
}

static void
klaster_record_expander_finalize (GObject *object)
{
  KlasterRecordExpander *self = KLASTER_RECORD_EXPANDER (object);

  g_clear_object (&self->form);
  g_ptr_array_unref (self->fields);
  g_strfreev (self->columns);
  g_free (self->delete_label);

  G_OBJECT_CLASS (klaster_record_expander_parent_class)->finalize (object);
}

static void
klaster_record_expander_class_init (KlasterRecordExpanderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_record_expander_dispose;
  object_class->finalize = klaster_record_expander_finalize;
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Lines of our own instead of those that the row has: see klaster_width_first_new(). They name the header, which takes the
 * focus. */
static void
add_lines (KlasterRecordExpander *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *bin = klaster_width_first_new (lines);
  GtkWidget *header;

  self->title = make_line ("title");
  self->subtitle = make_line ("subtitle");
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->subtitle);
  gtk_widget_add_css_class (bin, "lines");
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  self->prefix = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->prefix), bin);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->prefix);
  header = gtk_widget_get_ancestor (bin, ADW_TYPE_ACTION_ROW);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->subtitle, NULL, -1);
}

static void
klaster_record_expander_init (KlasterRecordExpander *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->fields = g_ptr_array_new ();
  add_lines (self);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * klaster_record_expander_new:
 * @project: the project
 * @table: a table
 * @id: a record of it
 * @columns: (array zero-terminated=1): names of the columns that are edited
 * @delete_label: what the button says that deletes the record
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
klaster_record_expander_new (KlasterProject    *project,
                             KlasterTable       table,
                             gint64             id,
                             const char *const *columns,
                             const char        *delete_label)
{
  KlasterRecordExpander *self = g_object_new (KLASTER_TYPE_RECORD_EXPANDER, NULL);

  self->id = id;
  self->columns = g_strdupv ((char **) columns);
  self->delete_label = g_strdup (delete_label);
  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, table, &id, 1);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  klaster_form_set_project (self->form, project);

  return GTK_WIDGET (self);
}

/**
 * klaster_record_expander_open:
 *
 * Opens the row of a record that was just added and leads to the first field that says nothing yet.
 */
void
klaster_record_expander_open (KlasterRecordExpander *self)
{
  g_return_if_fail (KLASTER_IS_RECORD_EXPANDER (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  for (guint i = 0; i < self->fields->len; i++)
    {
      GtkWidget *field = g_ptr_array_index (self->fields, i);
      KlasterValue value;

      klaster_form_get_shared (self->form, klaster_field_row_get_column (KLASTER_FIELD_ROW (field)), &value);
      if (value.type != KLASTER_VALUE_NULL)
        continue;
      if (gtk_widget_get_mapped (field))
        gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
      else
        g_signal_connect_object (field, "map", G_CALLBACK (field_mapped_cb), self, 0);
      return;
    }
}

/**
 * klaster_record_expander_set_id:
 * @id: another record of the same table, or 0 while it waits for one
 *
 * Lets the row stand for another record. Only a row that was never opened can: what is typed in one stays with its record.
 *
 * Returns: whether it does
 */
gboolean
klaster_record_expander_set_id (KlasterRecordExpander *self,
                                gint64                 id)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_EXPANDER (self), FALSE);

  if (self->filled)
    return FALSE;
  self->id = id;
  klaster_form_set_records (self->form, klaster_form_get_table (self->form), &id, id != 0 ? 1 : 0);

  return TRUE;
}

/**
 * klaster_record_expander_get_title:
 *
 * Returns: (transfer none): what the record is called
 */
const char *
klaster_record_expander_get_title (KlasterRecordExpander *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_EXPANDER (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->title));
}

/**
 * klaster_record_expander_get_id:
 *
 * Returns: the record
 */
gint64
klaster_record_expander_get_id (KlasterRecordExpander *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_EXPANDER (self), 0);

  return self->id;
}

/**
 * klaster_record_expander_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_record_expander_get_form (KlasterRecordExpander *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_EXPANDER (self), NULL);

  return self->form;
}

/**
 * klaster_record_expander_set_summary:
 * @columns: (array zero-terminated=1): names of the columns that make the subtitle; not copied
 */
void
klaster_record_expander_set_summary (KlasterRecordExpander *self,
                                     const char *const     *columns)
{
  g_return_if_fail (KLASTER_IS_RECORD_EXPANDER (self));

  self->summary = columns;
  form_changed_cb (self);
}

/**
 * klaster_record_expander_set_check:
 * @column: a column of tokens
 * @on: what it is when the box is ticked; not copied
 * @off: what it becomes when the tick is taken away; not copied
 * @label: what ticking means, for screen readers and as tooltip
 *
 * Puts a box before the title that writes one value at once.
 */
void
klaster_record_expander_set_check (KlasterRecordExpander *self,
                                   guint                  column,
                                   const char            *on,
                                   const char            *off,
                                   const char            *label)
{
  g_return_if_fail (KLASTER_IS_RECORD_EXPANDER (self));
  g_return_if_fail (self->check == NULL);

  self->check_column = column;
  self->check_on = on;
  self->check_off = off;
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->check, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (check_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_prepend (GTK_BOX (self->prefix), self->check);
  update_check (self);
}
