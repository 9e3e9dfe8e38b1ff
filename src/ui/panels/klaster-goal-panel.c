/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-choice-row.h"
#include "klaster-goal-group.h"
#include "klaster-goal-panel.h"
#include "klaster-history-group.h"
#include "klaster-language.h"
#include "klaster-multiline-row.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-text-row.h"

struct _KlasterGoalPanel
{
  KlasterFormPanel parent_instance;
};

static void klaster_goal_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterGoalPanel, klaster_goal_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_goal_panel_record_panel_init))

/* Whose goal it is. */
static char *
klaster_goal_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterFormPanel *self = KLASTER_FORM_PANEL (panel);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_form_panel_get_form (self));
  KlasterRow *goal = klaster_form_panel_get_single (self);
  KlasterRow *owner;
  g_autofree char *name = NULL;

  if (goal == NULL)
    return NULL;
  owner = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, klaster_row_get_integer (goal, KLASTER_GOAL_INSTITUTION_ID));
  if (owner == NULL)
    return g_strdup (klaster_row_is_null (goal, KLASTER_GOAL_PARENT_ID) ? _("Common goal of the cluster") : _("Goal of the cluster"));

  name = klaster_record_describe (snapshot, owner, klaster_language_get_default ());
  /* Translators: %s is the name of a member */
  return g_strdup_printf (_("Goal of %s"), name);
}

static void
klaster_goal_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->get_subtitle = klaster_goal_panel_get_subtitle;
}

static void
klaster_goal_panel_class_init (KlasterGoalPanelClass *klass)
{
}

static void
klaster_goal_panel_init (KlasterGoalPanel *self)
{
  static const KlasterGoalGroupContent contents[] = {
    KLASTER_GOAL_GROUP_OBJECTIVES, KLASTER_GOAL_GROUP_INDICATORS, KLASTER_GOAL_GROUP_SERVING,
  };
  const struct
  {
    GType type;
    const char *column;
  } rows[] = {
    { KLASTER_TYPE_MULTILINE_ROW, "text" }, { KLASTER_TYPE_CHOICE_ROW, "state" }, { KLASTER_TYPE_TEXT_ROW, "due" },
    { KLASTER_TYPE_REFERENCE_ROW, "parent_id" }, { KLASTER_TYPE_REFERENCE_ROW, "institution_id" },
    { KLASTER_TYPE_MULTILINE_ROW, "notes" },
  };
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *fields;

  klaster_form_panel_set_table (panel, KLASTER_TABLE_GOAL);
  fields = klaster_form_panel_add_section (panel, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    klaster_form_panel_add_field (panel, fields, rows[i].type, rows[i].column);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    klaster_form_panel_add_group (panel, klaster_goal_group_new (contents[i]));
  klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL));
}
