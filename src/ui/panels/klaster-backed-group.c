/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement.h"
#include "klaster-backed-group.h"
#include "klaster-group-note.h"
#include "klaster-record-group.h"
#include "klaster-record-picker.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

struct _KlasterBackedGroup
{
  KlasterLiveGroup parent_instance;

  GtkWidget *link_button;
  GtkWidget *picker;              /* (nullable): made when it is first asked for */
  KlasterProject *picker_project; /* not owned: only compared */
};

G_DEFINE_FINAL_TYPE (KlasterBackedGroup, klaster_backed_group, KLASTER_TYPE_LIVE_GROUP)

static gint64
get_id (gpointer object)
{
  return *(gint64 *) g_object_get_data (object, "id");
}

static void
activated_cb (GtkWidget *row)
{
  gtk_widget_activate_action (row, "panel.go", "(sx)", "cooperation", get_id (row));
}

static void
unlink_cb (GtkWidget          *button,
           KlasterBackedGroup *self)
{
  klaster_backed_group_unlink (self, get_id (button));
}

static void
add_row (KlasterBackedGroup *self,
         KlasterSnapshot    *snapshot,
         KlasterRow         *cooperation,
         const char         *today)
{
  KlasterLanguage language = klaster_language_get_default ();
  gint64 id = klaster_row_get_id (cooperation);
  const char *status = klaster_row_get_text (cooperation, KLASTER_COOPERATION_STATUS);
  gboolean uncovered = g_strcmp0 (status, "active") == 0 && !klaster_cooperation_is_covered (snapshot, id, today);
  const char *subtitle = uncovered ? _("No agreement in force stands behind it")
                         : status ? klaster_vocabulary_get_name (snapshot, "cooperation_statuses", status, language) : NULL;
  g_autofree char *title = klaster_record_describe (snapshot, cooperation, language);
  g_autofree char *unlink = g_strdup_printf (_("Unlink “%s”"), title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("klaster-disconnect-symbolic");
  GtkWidget *icon = uncovered ? gtk_image_new_from_icon_name ("klaster-attention-symbolic") : NULL;

  if (icon)
    gtk_widget_add_css_class (icon, "warning");
  gtk_widget_add_css_class (button, "flat");
  klaster_set_tooltip (button, unlink);
  gtk_widget_set_sensitive (button, klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)));
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unlink_cb), self, 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), klaster_record_content_new (icon, title, subtitle, button, FALSE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), NULL);
  klaster_live_group_add_row (KLASTER_LIVE_GROUP (self), row);
}

static void
klaster_backed_group_update (KlasterLiveGroup *group,
                             KlasterSnapshot  *snapshot,
                             gint64            record)
{
  KlasterBackedGroup *self = KLASTER_BACKED_GROUP (group);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  KlasterReferrerIter iter;
  KlasterRow *link;
  guint n = 0;

  klaster_live_group_clear (group);
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                              record);
  while (klaster_referrer_iter_next (&iter, &link))
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION,
                                                 klaster_row_get_integer (link, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID));

      if (row == NULL)
        continue;
      add_row (self, snapshot, row, today);
      n++;
    }
  gtk_widget_set_sensitive (self->link_button, klaster_live_group_get_editable (group));
  klaster_group_set_note (ADW_PREFERENCES_GROUP (self),
                          n == 0 ? _("It stands behind no cooperation yet.") : NULL);
}

static gboolean
klaster_backed_group_concerns (KlasterLiveGroup *group,
                               KlasterDelta     *delta)
{
  return klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION_AGREEMENT) ||
         klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION) || klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT);
}

static void
picked_cb (KlasterBackedGroup *self,
           gint64              id)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->link_button));
  if (id != 0)
    klaster_backed_group_link (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  KlasterBackedGroup *self = user_data;
  KlasterProject *project = klaster_live_group_get_project (KLASTER_LIVE_GROUP (self));

  if (project == NULL)
    return;
  if (self->picker == NULL || self->picker_project != project)
    {
      GtkWidget *popover = gtk_popover_new ();

      self->picker = klaster_record_picker_new (project, KLASTER_TABLE_COOPERATION, NULL);
      self->picker_project = project;
      g_signal_connect_object (self->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), self->picker);
      gtk_menu_button_set_popover (button, popover);
    }
  klaster_record_picker_start (KLASTER_RECORD_PICKER (self->picker), 0, 0, NULL, 0);
}

static void
klaster_backed_group_class_init (KlasterBackedGroupClass *klass)
{
  KlasterLiveGroupClass *group_class = KLASTER_LIVE_GROUP_CLASS (klass);

  group_class->table = KLASTER_TABLE_AGREEMENT;
  group_class->update = klaster_backed_group_update;
  group_class->concerns = klaster_backed_group_concerns;
}

static void
klaster_backed_group_init (KlasterBackedGroup *self)
{
  const char *tooltip = _("Link Cooperation");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Cooperations"));
  self->link_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->link_button), "klaster-connect-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->link_button), create_popup_cb, self, NULL);
  gtk_widget_add_css_class (self->link_button, "flat");
  gtk_widget_set_valign (self->link_button, GTK_ALIGN_CENTER);
  klaster_set_tooltip (self->link_button, tooltip);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->link_button);
}

/**
 * klaster_backed_group_link:
 * @cooperation_id: a cooperation that the agreement stands behind from now on
 */
void
klaster_backed_group_link (KlasterBackedGroup *self,
                           gint64              cooperation_id)
{
  g_autoptr (KlasterEdit) edit = NULL;
  KlasterProject *project;
  KlasterReferrerIter iter;
  KlasterRow *row;
  gint64 record, id;

  g_return_if_fail (KLASTER_IS_BACKED_GROUP (self));

  if (!klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)))
    return;
  project = klaster_live_group_get_project (KLASTER_LIVE_GROUP (self));
  record = klaster_live_group_get_record (KLASTER_LIVE_GROUP (self));
  klaster_referrer_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_COOPERATION_AGREEMENT,
                              KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID, record);
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_row_get_integer (row, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID) == cooperation_id)
      return;

  edit = klaster_edit_new (_("Link cooperation"));
  id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION_AGREEMENT);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, id, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID,
                    KLASTER_INTEGER (cooperation_id));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, id, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                    KLASTER_INTEGER (record));
  klaster_apply_edit (GTK_WIDGET (self), project, edit, NULL);
}

/**
 * klaster_backed_group_unlink:
 * @cooperation_id: a cooperation that it stands behind
 */
void
klaster_backed_group_unlink (KlasterBackedGroup *self,
                             gint64              cooperation_id)
{
  g_autoptr (KlasterEdit) edit = NULL;
  KlasterProject *project;
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_if_fail (KLASTER_IS_BACKED_GROUP (self));

  if (!klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)))
    return;
  project = klaster_live_group_get_project (KLASTER_LIVE_GROUP (self));
  edit = klaster_edit_new (_("Unlink cooperation"));
  klaster_referrer_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_COOPERATION_AGREEMENT,
                              KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                              klaster_live_group_get_record (KLASTER_LIVE_GROUP (self)));
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_row_get_integer (row, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID) == cooperation_id)
      klaster_edit_delete (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, klaster_row_get_id (row));
  klaster_apply_edit (GTK_WIDGET (self), project, edit, _("Cooperation unlinked"));
}
