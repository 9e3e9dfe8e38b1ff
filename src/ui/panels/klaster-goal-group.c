/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-goal-group.h"
#include "klaster-goal.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"
#include "klaster-trend-chart.h"

struct _KlasterGoalGroup
{
  KlasterRecordGroup parent_instance;

  KlasterGoalGroupContent content;
  GtkWidget *add_button;
};

enum
{
  PROP_CONTENT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterGoalGroup, klaster_goal_group, KLASTER_TYPE_RECORD_GROUP)

static GPtrArray *
klaster_goal_group_list_items (KlasterRecordGroup *group,
                               KlasterSnapshot    *snapshot,
                               gint64              record)
{
  KlasterGoalGroup *self = KLASTER_GOAL_GROUP (group);
  GPtrArray *rows;
  KlasterReferrerIter iter;
  KlasterRow *row;

  if (self->add_button)
    gtk_widget_set_sensitive (self->add_button, !klaster_project_is_read_only (klaster_record_group_get_project (group)));
  if (self->content == KLASTER_GOAL_GROUP_SERVING)
    return klaster_goal_list_serving (snapshot, record);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  if (self->content == KLASTER_GOAL_GROUP_INDICATORS)
    klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_INDICATOR, KLASTER_INDICATOR_GOAL_ID, record);
  else
    klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_GOAL,
                                self->content == KLASTER_GOAL_GROUP_OBJECTIVES ? KLASTER_GOAL_PARENT_ID
                                                                               : KLASTER_GOAL_INSTITUTION_ID, record);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (rows, klaster_row_ref (row));

  return rows;
}

/* When it is due and how it stands. */
static char *
describe_state (KlasterSnapshot  *snapshot,
                const KlasterRow *goal)
{
  KlasterLanguage language = klaster_language_get_default ();
  const char *state = klaster_row_get_text (goal, KLASTER_GOAL_STATE);
  const char *due = klaster_row_get_text (goal, KLASTER_GOAL_DUE);
  const char *name = state ? klaster_vocabulary_get_name (snapshot, "goal_states", state, language) : NULL;
  g_autofree char *day = due ? klaster_date_format (due, language) : NULL;

  if (name && day)
    /* Translators: state of a goal and the day until which it is to be reached: “Open · due 3 Dec 2026” */
    return g_strdup_printf (_("%s · due %s"), name, day);
  if (day)
    return g_strdup_printf (_("due %s"), day);

  return g_strdup (name ? name : "");
}

static GtkWidget *
klaster_goal_group_make_content (KlasterRecordGroup *group,
                                 KlasterSnapshot    *snapshot,
                                 gint64              record,
                                 gpointer            item,
                                 KlasterTable       *table,
                                 gint64             *id)
{
  KlasterLanguage language = klaster_language_get_default ();
  const KlasterRow *row = item;
  g_autofree char *title = klaster_record_describe (snapshot, row, language);
  g_autofree char *subtitle = NULL;
  GtkWidget *suffix = NULL;

  *table = klaster_row_get_table (row);
  *id = klaster_row_get_id (row);
  if (*table == KLASTER_TABLE_GOAL)
    {
      g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));

      subtitle = describe_state (snapshot, row);
      if (klaster_goal_is_overdue (row, today))
        suffix = klaster_pill_new (_("Overdue"), "error");
    }
  else if (*table == KLASTER_TABLE_INDICATOR)
    {
      subtitle = klaster_indicator_describe (snapshot, row, language);
      suffix = klaster_trend_chart_new (FALSE);
      klaster_trend_chart_set_indicator (KLASTER_TREND_CHART (suffix), snapshot, *id);
    }
  else
    {
      subtitle = g_strdup (klaster_vocabulary_get_table_name (*table, FALSE, language));
    }

  return klaster_record_content_new (NULL, title, subtitle, suffix, TRUE);
}

static const char *
klaster_goal_group_get_all_title (guint n_items)
{
  return ngettext ("All: %u", "All: %u", n_items);
}

static const char *
klaster_goal_group_get_empty_text (KlasterRecordGroup *group)
{
  switch (KLASTER_GOAL_GROUP (group)->content)
    {
    case KLASTER_GOAL_GROUP_OF_MEMBER:
      return _("Besides the common goal, every member has a specific one of its own.");
    case KLASTER_GOAL_GROUP_OBJECTIVES:
      return _("What has to be reached on the way.");
    case KLASTER_GOAL_GROUP_INDICATORS:
      return _("What can be measured, to see whether it comes closer.");
    case KLASTER_GOAL_GROUP_SERVING:
    default:
      return _("Nothing serves this goal yet. A cooperation, an agreement, a project or an activity serves it when it names it as "
               "its goal.");
    }
}

static void
add_button (KlasterGoalGroup *self,
            const char       *tooltip)
{
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  klaster_set_tooltip (self->add_button, tooltip);
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->add_button, "flat");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (klaster_goal_group_add), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

static void
klaster_goal_group_constructed (GObject *object)
{
  KlasterGoalGroup *self = KLASTER_GOAL_GROUP (object);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  G_OBJECT_CLASS (klaster_goal_group_parent_class)->constructed (object);

  switch (self->content)
    {
    case KLASTER_GOAL_GROUP_OF_MEMBER:
      adw_preferences_group_set_title (group, _("Goals"));
      add_button (self, _("Add Goal"));
      break;
    case KLASTER_GOAL_GROUP_OBJECTIVES:
      adw_preferences_group_set_title (group, _("Objectives"));
      add_button (self, _("Add Objective"));
      break;
    case KLASTER_GOAL_GROUP_INDICATORS:
      adw_preferences_group_set_title (group, _("Indicators"));
      add_button (self, _("Add Indicator"));
      break;
    case KLASTER_GOAL_GROUP_SERVING:
    default:
      adw_preferences_group_set_title (group, _("Served By"));
      break;
    }
}

static void
klaster_goal_group_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_CONTENT:
      g_value_set_int (value, (int) KLASTER_GOAL_GROUP (object)->content);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goal_group_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_CONTENT:
      KLASTER_GOAL_GROUP (object)->content = (KlasterGoalGroupContent) g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goal_group_class_init (KlasterGoalGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  object_class->constructed = klaster_goal_group_constructed;
  object_class->get_property = klaster_goal_group_get_property;
  object_class->set_property = klaster_goal_group_set_property;
  group_class->list_items = klaster_goal_group_list_items;
  group_class->make_content = klaster_goal_group_make_content;
  group_class->get_all_title = klaster_goal_group_get_all_title;
  group_class->get_empty_text = klaster_goal_group_get_empty_text;

  properties[PROP_CONTENT] = g_param_spec_int ("content", NULL, NULL, 0, KLASTER_GOAL_GROUP_SERVING, 0,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_goal_group_init (KlasterGoalGroup *self)
{
}

/**
 * klaster_goal_group_new:
 * @content: what it lists
 *
 * Returns: (transfer floating): a group without record
 */
GtkWidget *
klaster_goal_group_new (KlasterGoalGroupContent content)
{
  return g_object_new (KLASTER_TYPE_GOAL_GROUP, "content", (int) content, NULL);
}

/**
 * klaster_goal_group_add:
 *
 * Adds another of what is listed and leads to it.
 */
void
klaster_goal_group_add (KlasterGoalGroup *self)
{
  KlasterProject *project = klaster_record_group_get_project (KLASTER_RECORD_GROUP (self));
  gint64 record = klaster_record_group_get_record (KLASTER_RECORD_GROUP (self));
  GtkWidget *panel = gtk_widget_get_ancestor (GTK_WIDGET (self), KLASTER_TYPE_SIDE_PANEL);
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  g_return_if_fail (KLASTER_IS_GOAL_GROUP (self) && self->content != KLASTER_GOAL_GROUP_SERVING);

  if (project == NULL || record == 0 || klaster_project_is_read_only (project))
    return;

  if (self->content == KLASTER_GOAL_GROUP_INDICATORS)
    {
      edit = klaster_edit_new (_("Add indicator"));
      id = klaster_edit_insert (edit, KLASTER_TABLE_INDICATOR);
      klaster_edit_set (edit, KLASTER_TABLE_INDICATOR, id, KLASTER_INDICATOR_GOAL_ID, KLASTER_INTEGER (record));
    }
  else if (self->content == KLASTER_GOAL_GROUP_OBJECTIVES)
    {
      KlasterRow *goal = klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_GOAL, record);

      /* An objective of a member's goal is the member's. */
      edit = klaster_goal_edit_add (record, goal ? klaster_row_get_integer (goal, KLASTER_GOAL_INSTITUTION_ID) : 0, &id);
    }
  else
    {
      edit = klaster_goal_edit_add (0, record, &id);
    }
  klaster_apply_edit (panel ? panel : GTK_WIDGET (self), project, edit, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)",
                              self->content == KLASTER_GOAL_GROUP_INDICATORS ? "indicator" : "goal", id);
  if (panel)
    klaster_side_panel_focus_field (KLASTER_SIDE_PANEL (panel),
                                    self->content == KLASTER_GOAL_GROUP_INDICATORS ? "name" : "text");
}
