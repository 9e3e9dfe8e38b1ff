/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-child-group.h"
#include "klaster-derive.h"
#include "klaster-goal.h"
#include "klaster-history-group.h"
#include "klaster-indicator-panel.h"
#include "klaster-multiline-row.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-text-row.h"
#include "klaster-trend-chart.h"

struct _KlasterIndicatorPanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;

  GtkWidget *scroller;
  GtkWidget *trend_group;
  GtkWidget *chart;
  GtkWidget *trend_label;
  GtkWidget *values;
  GtkWidget *history_group;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const char *const value_columns[] = { "date", "value", "evidence", "notes", NULL };

static void klaster_indicator_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterIndicatorPanel, klaster_indicator_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_indicator_panel_record_panel_init))

static void
show_trend (KlasterIndicatorPanel *self)
{
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);
  KlasterRow *indicator = n_ids == 1 && snapshot ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INDICATOR, ids[0]) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->trend_group, indicator != NULL);
  if (indicator == NULL)
    return;

  text = klaster_indicator_describe_trend (snapshot, indicator, klaster_language_get_default ());
  klaster_trend_chart_set_indicator (KLASTER_TREND_CHART (self->chart), snapshot, ids[0]);
  gtk_widget_set_visible (self->chart, klaster_trend_chart_get_n_points (KLASTER_TREND_CHART (self->chart)) > 0);
  gtk_label_set_label (GTK_LABEL (self->trend_label), text);
}

static void
project_changed_cb (KlasterIndicatorPanel *self,
                    KlasterDelta          *delta)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_INDICATOR_VALUE))
    show_trend (self);
}

/* What is measured is usually measured today. */
static void
fill_value_cb (KlasterIndicatorPanel *self,
               KlasterEdit           *edit,
               gint64                 id)
{
  g_autofree char *today = klaster_date_today ();

  klaster_edit_set (edit, KLASTER_TABLE_INDICATOR_VALUE, id, KLASTER_INDICATOR_VALUE_DATE, KLASTER_TEXT (today));
}

static void
klaster_indicator_panel_set_records (KlasterRecordPanel *panel,
                                     KlasterTable        table,
                                     const gint64       *ids,
                                     guint               n_ids)
{
  KlasterIndicatorPanel *self = KLASTER_INDICATOR_PANEL (panel);
  guint generation = klaster_form_get_generation (self->form);
  gint64 single = n_ids == 1 ? ids[0] : 0;

  klaster_form_set_records (self->form, KLASTER_TABLE_INDICATOR, ids, n_ids);
  if (generation == klaster_form_get_generation (self->form))
    return;

  klaster_child_group_set_record (KLASTER_CHILD_GROUP (self->values), single);
  klaster_history_group_set_record (KLASTER_HISTORY_GROUP (self->history_group), KLASTER_TABLE_INDICATOR, single);
  show_trend (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static void
klaster_indicator_panel_flush (KlasterRecordPanel *panel)
{
  KlasterIndicatorPanel *self = KLASTER_INDICATOR_PANEL (panel);

  klaster_form_flush (self->form);
  klaster_child_group_flush (KLASTER_CHILD_GROUP (self->values));
}

static void
klaster_indicator_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_indicator_panel_set_records;
  iface->flush = klaster_indicator_panel_flush;
}

static void
klaster_indicator_panel_dispose (GObject *object)
{
  KlasterIndicatorPanel *self = KLASTER_INDICATOR_PANEL (object);

  klaster_form_flush (self->form);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_signal_handlers_disconnect_by_data (self->form, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_indicator_panel_parent_class)->dispose (object);
}

static void
klaster_indicator_panel_finalize (GObject *object)
{
  g_object_unref (KLASTER_INDICATOR_PANEL (object)->form);

  G_OBJECT_CLASS (klaster_indicator_panel_parent_class)->finalize (object);
}

static void
klaster_indicator_panel_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_INDICATOR_PANEL (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_indicator_panel_set_property (GObject      *object,
                                      guint         property_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  KlasterIndicatorPanel *self = KLASTER_INDICATOR_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_indicator_panel_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_INDICATOR, NULL, 0);
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_project (self->form, self->project);
      g_object_set (self->values, "project", self->project, NULL);
      g_object_set (self->history_group, "project", self->project, NULL);
      if (self->project)
        g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_indicator_panel_class_init (KlasterIndicatorPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_indicator_panel_dispose;
  object_class->finalize = klaster_indicator_panel_finalize;
  object_class->get_property = klaster_indicator_panel_get_property;
  object_class->set_property = klaster_indicator_panel_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
add_trend (KlasterIndicatorPanel *self,
           GtkWidget             *box)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->trend_group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->trend_group), _("Trend"));
  self->chart = klaster_trend_chart_new (TRUE);
  gtk_widget_add_css_class (content, "card");
  gtk_widget_add_css_class (content, "trend-card");
  self->trend_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->trend_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->trend_label), TRUE);
  gtk_box_append (GTK_BOX (content), self->chart);
  gtk_box_append (GTK_BOX (content), self->trend_label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->trend_group), content);
  gtk_box_append (GTK_BOX (box), self->trend_group);
}

static void
klaster_indicator_panel_init (KlasterIndicatorPanel *self)
{
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *fields = adw_preferences_group_new ();
  const struct
  {
    GType type;
    const char *column;
  } rows[] = {
    { KLASTER_TYPE_TEXT_ROW, "name" }, { KLASTER_TYPE_TEXT_ROW, "unit" }, { KLASTER_TYPE_TEXT_ROW, "target" },
    { KLASTER_TYPE_TEXT_ROW, "result" }, { KLASTER_TYPE_REFERENCE_ROW, "goal_id" }, { KLASTER_TYPE_MULTILINE_ROW, "notes" },
  };
  const KlasterChildWords words = {
    _("Values"), _("What was measured on which day, and what proves it."), _("Add Value"), _("Add value of an indicator"),
    _("Delete Value"),
  };

  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, KLASTER_TABLE_INDICATOR, NULL, 0);
  gtk_widget_add_css_class (box, "panel-groups");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = g_object_new (rows[i].type, "column", rows[i].column, NULL);

      g_object_set (row, "form", self->form, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (fields), row);
    }
  gtk_box_append (GTK_BOX (box), fields);
  add_trend (self, box);
  self->values = klaster_child_group_new (KLASTER_TABLE_INDICATOR_VALUE, KLASTER_INDICATOR_VALUE_INDICATOR_ID, value_columns,
                                          &words);
  g_signal_connect_object (self->values, "fill", G_CALLBACK (fill_value_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->values);
  self->history_group = g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL);
  gtk_box_append (GTK_BOX (box), self->history_group);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), viewport);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (show_trend), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_indicator_panel_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_indicator_panel_get_form (KlasterIndicatorPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_INDICATOR_PANEL (self), NULL);

  return self->form;
}

/**
 * klaster_indicator_panel_get_chart:
 *
 * Returns: (transfer none): the chart of the trend
 */
GtkWidget *
klaster_indicator_panel_get_chart (KlasterIndicatorPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_INDICATOR_PANEL (self), NULL);

  return self->chart;
}

/**
 * klaster_indicator_panel_get_values:
 *
 * Returns: (transfer none): the group of its values
 */
GtkWidget *
klaster_indicator_panel_get_values (KlasterIndicatorPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_INDICATOR_PANEL (self), NULL);

  return self->values;
}
