/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-text.h"
#include "klaster-backing-group.h"
#include "klaster-cooperation.h"
#include "klaster-record-group.h"
#include "klaster-record-picker.h"
#include "klaster-side-panel.h"

struct _KlasterBackingGroup
{
  AdwPreferencesGroup parent_instance;

  KlasterProject *project;
  GArray *ids; /* gint64: the cooperations */
  guint update_id;

  GtkWidget *link_button;
  GtkWidget *add_button;
  GtkWidget *picker; /* (nullable): made when it is first asked for */
  GPtrArray *rows;   /* not owned: children */
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterBackingGroup, klaster_backing_group, ADW_TYPE_PREFERENCES_GROUP)

static const gint64 *
get_ids (KlasterBackingGroup *self)
{
  return (const gint64 *) (gpointer) self->ids->data;
}

/* What stands behind each of the cooperations. */
static GPtrArray *
list_shared (KlasterBackingGroup *self,
             KlasterSnapshot     *snapshot)
{
  GPtrArray *shared = klaster_cooperation_list_agreements (snapshot, get_ids (self)[0]);

  for (guint i = 1; i < self->ids->len && shared->len > 0; i++)
    {
      g_autoptr (GPtrArray) others = klaster_cooperation_list_agreements (snapshot, get_ids (self)[i]);

      for (guint j = shared->len; j > 0; j--)
        if (!g_ptr_array_find (others, g_ptr_array_index (shared, j - 1), NULL))
          g_ptr_array_remove_index (shared, j - 1);
    }

  return shared;
}

static void
activated_cb (GtkWidget *row)
{
  gint64 *id = g_object_get_data (G_OBJECT (row), "id");

  gtk_widget_activate_action (row, "panel.go", "(sx)", klaster_schema_get_table (KLASTER_TABLE_AGREEMENT)->name, *id);
}

static void
unlink_cb (GtkWidget           *button,
           KlasterBackingGroup *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  klaster_backing_group_unlink (self, *id);
}

static GtkWidget *
make_row (KlasterBackingGroup *self,
          KlasterSnapshot     *snapshot,
          KlasterRow          *agreement)
{
  KlasterLanguage language = klaster_language_get_default ();
  gint64 id = klaster_row_get_id (agreement);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  g_autofree char *title = klaster_record_describe (snapshot, agreement, language);
  g_autofree char *period = klaster_agreement_describe_period (agreement, language);
  g_autofree char *unlink = g_strdup_printf (_("Unlink “%s”"), title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("klaster-disconnect-symbolic");

  gtk_box_append (GTK_BOX (box), klaster_agreement_pill_new (snapshot, agreement, today, language));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, unlink);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, unlink, -1);
  gtk_widget_set_sensitive (button, !klaster_project_is_read_only (self->project));
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unlink_cb), self, 0);
  gtk_box_append (GTK_BOX (box), button);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), klaster_record_content_new (NULL, title, period, box, FALSE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), NULL);

  return row;
}

static void
update (KlasterBackingGroup *self)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  gboolean shown = snapshot != NULL && self->ids->len > 0;
  g_autoptr (GPtrArray) agreements = NULL;
  gboolean editable;

  while (self->rows->len > 0)
    {
      GtkWidget *row = g_ptr_array_steal_index (self->rows, self->rows->len - 1);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    return;

  editable = !klaster_project_is_read_only (self->project);
  agreements = list_shared (self, snapshot);
  for (guint i = 0; i < agreements->len; i++)
    {
      GtkWidget *row = make_row (self, snapshot, g_ptr_array_index (agreements, i));

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         agreements->len > 0 ? NULL
                                         : self->ids->len == 1 ? _("No agreement stands behind this cooperation yet.")
                                                               : _("No agreement stands behind all of them."));
  gtk_widget_set_sensitive (self->link_button, editable);
  gtk_widget_set_sensitive (self->add_button, editable && self->ids->len == 1);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterBackingGroup *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
queue_update (KlasterBackingGroup *self)
{
  if (self->update_id == 0 && self->ids->len > 0)
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
project_changed_cb (KlasterBackingGroup *self,
                    KlasterDelta        *delta)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION_AGREEMENT)
      || klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT))
    queue_update (self);
}

static void
picked_cb (KlasterBackingGroup *self,
           gint64               id)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->link_button));
  if (id != 0)
    klaster_backing_group_link (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  KlasterBackingGroup *self = user_data;

  if (self->project == NULL)
    return;
  if (self->picker == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();

      self->picker = klaster_record_picker_new (self->project, KLASTER_TABLE_AGREEMENT, NULL);
      g_signal_connect_object (self->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), self->picker);
      gtk_menu_button_set_popover (button, popover);
    }
  klaster_record_picker_start (KLASTER_RECORD_PICKER (self->picker), 0, 0, NULL, 0);
}

static void
klaster_backing_group_dispose (GObject *object)
{
  KlasterBackingGroup *self = KLASTER_BACKING_GROUP (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  g_ptr_array_set_size (self->rows, 0);

  G_OBJECT_CLASS (klaster_backing_group_parent_class)->dispose (object);
}

static void
klaster_backing_group_finalize (GObject *object)
{
  KlasterBackingGroup *self = KLASTER_BACKING_GROUP (object);

  g_array_unref (self->ids);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (klaster_backing_group_parent_class)->finalize (object);
}

static void
klaster_backing_group_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_BACKING_GROUP (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_backing_group_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterBackingGroup *self = KLASTER_BACKING_GROUP (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      if (self->project)
        {
          g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->project, "notify::save-state", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
        }
      /* Its list is of the project that leaves. */
      gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->link_button), NULL);
      gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->link_button), create_popup_cb, self, NULL);
      self->picker = NULL;
      klaster_backing_group_set_records (self, NULL, 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_backing_group_class_init (KlasterBackingGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_backing_group_dispose;
  object_class->finalize = klaster_backing_group_finalize;
  object_class->get_property = klaster_backing_group_get_property;
  object_class->set_property = klaster_backing_group_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
prepare_button (GtkWidget  *button,
                GtkWidget  *box,
                const char *text)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (box), button);
}

static void
klaster_backing_group_init (KlasterBackingGroup *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_ptr_array_new ();
  self->link_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->link_button), "klaster-connect-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->link_button), create_popup_cb, self, NULL);
  prepare_button (self->link_button, buttons, _("Link Agreement"));
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (klaster_backing_group_add), self, G_CONNECT_SWAPPED);
  prepare_button (self->add_button, buttons, _("New Agreement Between the Two"));
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), buttons);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Agreements"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_backing_group_set_records:
 * @ids: (array length=n_ids): cooperations
 * @n_ids: their number
 *
 * Sets whose agreements are shown.
 */
void
klaster_backing_group_set_records (KlasterBackingGroup *self,
                                   const gint64        *ids,
                                   guint                n_ids)
{
  g_return_if_fail (KLASTER_IS_BACKING_GROUP (self));

  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids, n_ids);
  update (self);
}

static void
apply (KlasterBackingGroup *self,
       KlasterEdit         *edit)
{
  if (edit != NULL)
    klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
}

/**
 * klaster_backing_group_link:
 * @agreement_id: an agreement
 *
 * Puts it behind the cooperations.
 */
void
klaster_backing_group_link (KlasterBackingGroup *self,
                            gint64               agreement_id)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_if_fail (KLASTER_IS_BACKING_GROUP (self));

  if (self->project == NULL)
    return;
  edit = klaster_cooperation_edit_link (klaster_project_get_snapshot (self->project), get_ids (self), self->ids->len,
                                        agreement_id);
  apply (self, edit);
}

/**
 * klaster_backing_group_unlink:
 * @agreement_id: an agreement
 *
 * Takes it away from the cooperations. The agreement itself stays.
 */
void
klaster_backing_group_unlink (KlasterBackingGroup *self,
                              gint64               agreement_id)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_if_fail (KLASTER_IS_BACKING_GROUP (self));

  if (self->project == NULL)
    return;
  edit = klaster_cooperation_edit_unlink (klaster_project_get_snapshot (self->project), get_ids (self), self->ids->len,
                                          agreement_id);
  apply (self, edit);
}

/**
 * klaster_backing_group_add:
 *
 * Makes an agreement between the two members, puts it behind the cooperation and leads to it.
 */
void
klaster_backing_group_add (KlasterBackingGroup *self)
{
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  g_return_if_fail (KLASTER_IS_BACKING_GROUP (self));

  if (self->project == NULL || self->ids->len != 1)
    return;
  edit = klaster_cooperation_edit_agree (klaster_project_get_snapshot (self->project), get_ids (self)[0], &id);
  if (edit == NULL)
    return;
  apply (self, edit);
  gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", klaster_schema_get_table (KLASTER_TABLE_AGREEMENT)->name,
                              id);
}
