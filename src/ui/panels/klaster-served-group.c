/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cooperation.h"
#include "klaster-record-group.h"
#include "klaster-served-group.h"
#include "klaster-spoken.h"

struct _KlasterServedGroup
{
  KlasterLinkedGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterServedGroup, klaster_served_group, KLASTER_TYPE_LINKED_GROUP)

/* Whether it is the main goal of each of the cooperations. */
static gboolean
is_main (KlasterLinkedGroup *group,
         KlasterSnapshot    *snapshot,
         gint64              goal_id)
{
  guint n_ids;
  const gint64 *ids = klaster_linked_group_get_ids (group, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]);

      if (row == NULL || klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID) != goal_id)
        return FALSE;
    }

  return TRUE;
}

static void
main_cb (GtkWidget          *button,
         KlasterServedGroup *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  klaster_served_group_set_main (self, *id);
}

/* Whose goal it is; the main one is marked, any other can become it. */
static char *
klaster_served_group_describe (KlasterLinkedGroup *group,
                               KlasterSnapshot    *snapshot,
                               KlasterRow         *goal,
                               GtkWidget          *suffix)
{
  KlasterRow *owner = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                               klaster_row_get_integer (goal, KLASTER_GOAL_INSTITUTION_ID));
  gint64 id = klaster_row_get_id (goal);

  if (is_main (group, snapshot, id))
    {
      /* Translators: the first of the goals that a cooperation serves. */
      gtk_box_append (GTK_BOX (suffix), klaster_pill_new (C_("goal", "Main"), NULL));
    }
  else
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("go-top-symbolic");

      gtk_widget_add_css_class (button, "flat");
      klaster_set_tooltip (button, _("Make It the Main Goal"));
      gtk_widget_set_sensitive (button, !klaster_project_is_read_only (klaster_linked_group_get_project (group)));
      g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (main_cb), group, 0);
      gtk_box_append (GTK_BOX (suffix), button);
    }

  return owner ? klaster_record_describe (snapshot, owner, klaster_language_get_default ()) : g_strdup (_("Goal of the cluster"));
}

static const char *
klaster_served_group_get_empty_text (guint n_ids)
{
  return n_ids == 1 ? _("No goal yet. A cooperation serves a goal of the cluster, or one of its members’.")
                    : _("There is no goal that all of them serve.");
}

static gboolean
klaster_served_group_concerns (KlasterDelta *delta)
{
  return klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION) || klaster_delta_touches (delta, KLASTER_TABLE_FURTHER_GOAL) ||
         klaster_delta_touches (delta, KLASTER_TABLE_GOAL);
}

static void
klaster_served_group_class_init (KlasterServedGroupClass *klass)
{
  KlasterLinkedGroupClass *group_class = KLASTER_LINKED_GROUP_CLASS (klass);

  group_class->target = KLASTER_TABLE_GOAL;
  group_class->list = klaster_cooperation_list_goals;
  group_class->describe = klaster_served_group_describe;
  group_class->get_empty_text = klaster_served_group_get_empty_text;
  group_class->link = klaster_cooperation_edit_serve;
  group_class->unlink = klaster_cooperation_edit_unserve;
  group_class->concerns = klaster_served_group_concerns;
}

static void
klaster_served_group_init (KlasterServedGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Goals"));
  klaster_linked_group_add_picker (KLASTER_LINKED_GROUP (self), "list-add-symbolic", _("Add Goal"));
}

/**
 * klaster_served_group_set_main:
 * @goal_id: a goal
 *
 * Makes it the main goal of the cooperations; what was the main one stays a further one.
 */
void
klaster_served_group_set_main (KlasterServedGroup *self,
                               gint64              goal_id)
{
  KlasterLinkedGroup *group = KLASTER_LINKED_GROUP (self);
  KlasterProject *project;
  g_autoptr (KlasterEdit) edit = NULL;
  const gint64 *ids;
  guint n_ids;

  g_return_if_fail (KLASTER_IS_SERVED_GROUP (self));

  project = klaster_linked_group_get_project (group);
  if (project == NULL)
    return;
  ids = klaster_linked_group_get_ids (group, &n_ids);
  edit = klaster_cooperation_edit_set_main_goal (klaster_project_get_snapshot (project), ids, n_ids, goal_id);
  klaster_linked_group_apply (group, edit);
}
