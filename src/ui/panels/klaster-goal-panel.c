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

static const KlasterGoalGroupContent contents[] = {
  KLASTER_GOAL_GROUP_OBJECTIVES, KLASTER_GOAL_GROUP_INDICATORS, KLASTER_GOAL_GROUP_SERVING,
};

struct _KlasterGoalPanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;

  GtkWidget *scroller;
  GtkWidget *groups[G_N_ELEMENTS (contents)];
  GtkWidget *history_group;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void klaster_goal_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterGoalPanel, klaster_goal_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_goal_panel_record_panel_init))

static void
show_all_cb (KlasterGoalPanel   *self,
             KlasterRecordGroup *group)
{
  klaster_record_panel_show_all (KLASTER_RECORD_PANEL (self), group);
}

static void
klaster_goal_panel_set_records (KlasterRecordPanel *panel,
                                KlasterTable        table,
                                const gint64       *ids,
                                guint               n_ids)
{
  KlasterGoalPanel *self = KLASTER_GOAL_PANEL (panel);
  guint generation = klaster_form_get_generation (self->form);
  gint64 single = n_ids == 1 ? ids[0] : 0;

  klaster_form_set_records (self->form, KLASTER_TABLE_GOAL, ids, n_ids);
  if (generation == klaster_form_get_generation (self->form))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->groups[i]), single);
  klaster_history_group_set_record (KLASTER_HISTORY_GROUP (self->history_group), KLASTER_TABLE_GOAL, single);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* Whose goal it is. */
static char *
klaster_goal_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterGoalPanel *self = KLASTER_GOAL_PANEL (panel);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  KlasterRow *goal = n_ids == 1 ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, ids[0]) : NULL;
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
klaster_goal_panel_flush (KlasterRecordPanel *panel)
{
  klaster_form_flush (KLASTER_GOAL_PANEL (panel)->form);
}

static void
klaster_goal_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_goal_panel_set_records;
  iface->get_subtitle = klaster_goal_panel_get_subtitle;
  iface->flush = klaster_goal_panel_flush;
}

static void
klaster_goal_panel_dispose (GObject *object)
{
  KlasterGoalPanel *self = KLASTER_GOAL_PANEL (object);

  klaster_form_flush (self->form);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_goal_panel_parent_class)->dispose (object);
}

static void
klaster_goal_panel_finalize (GObject *object)
{
  g_object_unref (KLASTER_GOAL_PANEL (object)->form);

  G_OBJECT_CLASS (klaster_goal_panel_parent_class)->finalize (object);
}

static void
klaster_goal_panel_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_GOAL_PANEL (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goal_panel_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  KlasterGoalPanel *self = KLASTER_GOAL_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_goal_panel_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_GOAL, NULL, 0);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_project (self->form, self->project);
      for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
        g_object_set (self->groups[i], "project", self->project, NULL);
      g_object_set (self->history_group, "project", self->project, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goal_panel_class_init (KlasterGoalPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_goal_panel_dispose;
  object_class->finalize = klaster_goal_panel_finalize;
  object_class->get_property = klaster_goal_panel_get_property;
  object_class->set_property = klaster_goal_panel_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_goal_panel_init (KlasterGoalPanel *self)
{
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *fields = adw_preferences_group_new ();
  const struct
  {
    GType type;
    const char *column;
  } rows[] = {
    { KLASTER_TYPE_MULTILINE_ROW, "text" }, { KLASTER_TYPE_CHOICE_ROW, "state" }, { KLASTER_TYPE_TEXT_ROW, "due" },
    { KLASTER_TYPE_REFERENCE_ROW, "parent_id" }, { KLASTER_TYPE_REFERENCE_ROW, "institution_id" },
    { KLASTER_TYPE_MULTILINE_ROW, "notes" },
  };

  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, KLASTER_TABLE_GOAL, NULL, 0);
  gtk_widget_add_css_class (box, "panel-groups");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = g_object_new (rows[i].type, "column", rows[i].column, NULL);

      g_object_set (row, "form", self->form, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (fields), row);
    }
  gtk_box_append (GTK_BOX (box), fields);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      self->groups[i] = klaster_goal_group_new (contents[i]);
      g_signal_connect_object (self->groups[i], "show-all", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), self->groups[i]);
    }
  self->history_group = g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL);
  gtk_box_append (GTK_BOX (box), self->history_group);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), viewport);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}

/**
 * klaster_goal_panel_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_goal_panel_get_form (KlasterGoalPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_GOAL_PANEL (self), NULL);

  return self->form;
}
