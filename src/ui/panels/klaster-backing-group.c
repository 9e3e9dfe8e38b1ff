/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-text.h"
#include "klaster-backing-group.h"
#include "klaster-cooperation.h"
#include "klaster-side-panel.h"

struct _KlasterBackingGroup
{
  KlasterLinkedGroup parent_instance;

  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (KlasterBackingGroup, klaster_backing_group, KLASTER_TYPE_LINKED_GROUP)

static char *
klaster_backing_group_describe (KlasterLinkedGroup *group,
                                KlasterSnapshot    *snapshot,
                                KlasterRow         *agreement,
                                GtkWidget          *suffix)
{
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));

  gtk_box_append (GTK_BOX (suffix), klaster_agreement_pill_new (snapshot, agreement, today, language));

  return klaster_agreement_describe_period (agreement, language);
}

static const char *
klaster_backing_group_get_empty_text (guint n_ids)
{
  return n_ids == 1 ? _("No agreement stands behind this cooperation yet.") : _("No agreement stands behind all of them.");
}

static gboolean
klaster_backing_group_concerns (KlasterDelta *delta)
{
  return klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION_AGREEMENT) ||
         klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT);
}

static void
klaster_backing_group_updated (KlasterLinkedGroup *group,
                               gboolean            editable)
{
  guint n_ids;

  klaster_linked_group_get_ids (group, &n_ids);
  gtk_widget_set_sensitive (KLASTER_BACKING_GROUP (group)->add_button, editable && n_ids == 1);
}

static void
klaster_backing_group_class_init (KlasterBackingGroupClass *klass)
{
  KlasterLinkedGroupClass *group_class = KLASTER_LINKED_GROUP_CLASS (klass);

  group_class->target = KLASTER_TABLE_AGREEMENT;
  group_class->list = klaster_cooperation_list_agreements;
  group_class->describe = klaster_backing_group_describe;
  group_class->get_empty_text = klaster_backing_group_get_empty_text;
  group_class->link = klaster_cooperation_edit_link;
  group_class->unlink = klaster_cooperation_edit_unlink;
  group_class->concerns = klaster_backing_group_concerns;
  group_class->updated = klaster_backing_group_updated;
}

static void
klaster_backing_group_init (KlasterBackingGroup *self)
{
  KlasterLinkedGroup *group = KLASTER_LINKED_GROUP (self);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Agreements"));
  klaster_linked_group_add_picker (group, "klaster-connect-symbolic", _("Link Agreement"));
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (klaster_backing_group_add), self, G_CONNECT_SWAPPED);
  klaster_linked_group_add_button (group, self->add_button, _("New Agreement Between the Two"));
}

/**
 * klaster_backing_group_add:
 *
 * Makes an agreement between the two members, puts it behind the cooperation and leads to it.
 */
void
klaster_backing_group_add (KlasterBackingGroup *self)
{
  KlasterLinkedGroup *group = KLASTER_LINKED_GROUP (self);
  KlasterProject *project;
  g_autoptr (KlasterEdit) edit = NULL;
  const gint64 *ids;
  gint64 id;
  guint n_ids;

  g_return_if_fail (KLASTER_IS_BACKING_GROUP (self));

  project = klaster_linked_group_get_project (group);
  ids = klaster_linked_group_get_ids (group, &n_ids);
  if (project == NULL || n_ids != 1)
    return;
  edit = klaster_cooperation_edit_agree (klaster_project_get_snapshot (project), ids[0], &id);
  if (edit == NULL)
    return;
  klaster_linked_group_apply (group, edit);
  gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", klaster_schema_get_table (KLASTER_TABLE_AGREEMENT)->name,
                              id);
}
