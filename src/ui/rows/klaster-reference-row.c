/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-record-picker.h"
#include "klaster-reference-row.h"
#include "klaster-spoken.h"
#include "klaster-value-text.h"
#include "klaster-width-first.h"

struct _KlasterReferenceRow
{
  KlasterFieldRow parent_instance;

  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *go_button;
  GtkWidget *picker; /* (nullable): made when it is first asked for, for @project */
  KlasterProject *project; /* not owned: only compared */
};

G_DEFINE_FINAL_TYPE (KlasterReferenceRow, klaster_reference_row, KLASTER_TYPE_FIELD_ROW)

static void
picked_cb (KlasterReferenceRow *self,
           gint64               id)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  klaster_reference_row_pick (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  KlasterReferenceRow *self = user_data;
  KlasterForm *form = klaster_field_row_get_form (KLASTER_FIELD_ROW (self));
  KlasterProject *project = klaster_form_get_project (form);
  const KlasterColumnInfo *info = klaster_field_row_get_info (KLASTER_FIELD_ROW (self));
  guint column = klaster_field_row_get_column (KLASTER_FIELD_ROW (self));
  const gint64 *ids;
  gint64 current;
  guint n_ids;
  KlasterValue value;

  if (project == NULL)
    return;
  if (self->picker == NULL || self->project != project)
    {
      GtkWidget *popover = gtk_popover_new ();
      const char *none = info->flags & KLASTER_COLUMN_REQUIRED ? NULL : _("None");

      self->picker = klaster_record_picker_new (project, info->target, none);
      self->project = project;
      g_signal_connect_object (self->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), self->picker);
      gtk_menu_button_set_popover (button, popover);
    }
  klaster_form_get_shared (form, column, &value);
  current = value.type == KLASTER_VALUE_NULL ? 0 : value.integer;
  ids = klaster_form_get_ids (form, &n_ids);
  /* Nothing comes above itself: what would make a circle is not offered. */
  klaster_record_picker_start (KLASTER_RECORD_PICKER (self->picker), current, column, ids,
                               info->target == klaster_form_get_table (form) ? n_ids : 0);
}

static void
go_cb (KlasterReferenceRow *self)
{
  const KlasterColumnInfo *info = klaster_field_row_get_info (KLASTER_FIELD_ROW (self));
  KlasterValue value;

  klaster_form_get_shared (klaster_field_row_get_form (KLASTER_FIELD_ROW (self)),
                           klaster_field_row_get_column (KLASTER_FIELD_ROW (self)), &value);
  if (value.type == KLASTER_VALUE_INTEGER)
    gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", klaster_schema_get_table (info->target)->name,
                                value.integer);
}

static void
klaster_reference_row_refresh (KlasterFieldRow *row)
{
  KlasterReferenceRow *self = KLASTER_REFERENCE_ROW (row);
  KlasterForm *form = klaster_field_row_get_form (row);
  guint column = klaster_field_row_get_column (row);
  KlasterValue value;
  KlasterSharedState state = klaster_form_get_shared (form, column, &value);
  g_autofree char *text = klaster_value_to_text (klaster_form_get_snapshot (form), klaster_form_get_table (form), column,
                                                 value, klaster_language_get_default ());

  if (*text != '\0')
    gtk_label_set_label (GTK_LABEL (self->label), text);
  else
    gtk_label_set_label (GTK_LABEL (self->label), state == KLASTER_SHARED_DIFFERS ? C_("values", "differs") : _("None"));
  if (*text != '\0')
    gtk_widget_remove_css_class (self->label, "dim-label");
  else
    gtk_widget_add_css_class (self->label, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (GTK_LABEL (self->label)), -1);
  gtk_widget_set_sensitive (self->button, klaster_form_get_editable (form));
  gtk_widget_set_visible (self->go_button, value.type == KLASTER_VALUE_INTEGER);
}

static void
klaster_reference_row_class_init (KlasterReferenceRowClass *klass)
{
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);

  row_class->refresh = klaster_reference_row_refresh;
}

static void
klaster_reference_row_init (KlasterReferenceRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *overlay = gtk_overlay_new ();

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->label), 5);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (box), klaster_width_first_new (self->label));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));

  /* Names take the lines that they need. A menu button would not ask what is in it how high that is at which width, so the
   * text lies below the button instead of in it. */
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->button);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb, self, NULL);
  gtk_widget_add_css_class (self->button, "choice");
  gtk_widget_set_hexpand (overlay, TRUE);
  klaster_field_row_set_content (KLASTER_FIELD_ROW (self), overlay, self->button);

  self->go_button = gtk_button_new_from_icon_name ("go-next-symbolic");
  klaster_set_tooltip (self->go_button, _("Show This Record"));
  gtk_widget_set_valign (self->go_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->go_button, FALSE);
  gtk_widget_add_css_class (self->go_button, "flat");
  g_signal_connect_object (self->go_button, "clicked", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  klaster_field_row_add_suffix (KLASTER_FIELD_ROW (self), self->go_button);
}

/**
 * klaster_reference_row_get_button:
 *
 * Returns: (transfer none): the GtkMenuButton that opens the search
 */
GtkWidget *
klaster_reference_row_get_button (KlasterReferenceRow *self)
{
  g_return_val_if_fail (KLASTER_IS_REFERENCE_ROW (self), NULL);

  return self->button;
}

/**
 * klaster_reference_row_get_picker:
 *
 * Returns: (transfer none) (nullable): what the popover holds, once it was opened
 */
GtkWidget *
klaster_reference_row_get_picker (KlasterReferenceRow *self)
{
  g_return_val_if_fail (KLASTER_IS_REFERENCE_ROW (self), NULL);

  return self->picker;
}

/**
 * klaster_reference_row_pick:
 * @id: the record that the records shall refer to, or 0
 */
void
klaster_reference_row_pick (KlasterReferenceRow *self,
                            gint64               id)
{
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);

  g_return_if_fail (KLASTER_IS_REFERENCE_ROW (self));

  if (klaster_field_row_is_ready (row))
    klaster_form_set_value (klaster_field_row_get_form (row), klaster_field_row_get_column (row),
                            id != 0 ? KLASTER_INTEGER (id) : KLASTER_NULL, NULL, NULL);
}
