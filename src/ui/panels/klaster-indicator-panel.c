/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
  KlasterFormPanel parent_instance;

  GtkWidget *trend_group;
  GtkWidget *chart;
  GtkWidget *trend_label;
  GtkWidget *values;
};

static const char *const value_columns[] = { "date", "value", "evidence", "notes", NULL };

G_DEFINE_FINAL_TYPE (KlasterIndicatorPanel, klaster_indicator_panel, KLASTER_TYPE_FORM_PANEL)

static void
klaster_indicator_panel_update (KlasterFormPanel *panel)
{
  KlasterIndicatorPanel *self = KLASTER_INDICATOR_PANEL (panel);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_form_panel_get_form (panel));
  KlasterRow *indicator = klaster_form_panel_get_single (panel);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->trend_group, indicator != NULL);
  if (indicator == NULL)
    return;

  text = klaster_indicator_describe_trend (snapshot, indicator, klaster_language_get_default ());
  klaster_trend_chart_set_indicator (KLASTER_TREND_CHART (self->chart), snapshot, klaster_row_get_id (indicator));
  gtk_widget_set_visible (self->chart, klaster_trend_chart_get_n_points (KLASTER_TREND_CHART (self->chart)) > 0);
  gtk_label_set_label (GTK_LABEL (self->trend_label), text);
}

static void
klaster_indicator_panel_changed (KlasterFormPanel *panel,
                                 KlasterDelta     *delta)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_INDICATOR_VALUE))
    klaster_indicator_panel_update (panel);
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
klaster_indicator_panel_class_init (KlasterIndicatorPanelClass *klass)
{
  KlasterFormPanelClass *panel_class = KLASTER_FORM_PANEL_CLASS (klass);

  panel_class->update = klaster_indicator_panel_update;
  panel_class->changed = klaster_indicator_panel_changed;
}

static void
add_trend (KlasterIndicatorPanel *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->trend_group = klaster_form_panel_add_section (KLASTER_FORM_PANEL (self), _("Trend"), NULL);
  self->chart = klaster_trend_chart_new (TRUE);
  gtk_widget_add_css_class (content, "card");
  gtk_widget_add_css_class (content, "trend-card");
  self->trend_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->trend_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->trend_label), TRUE);
  gtk_box_append (GTK_BOX (content), self->chart);
  gtk_box_append (GTK_BOX (content), self->trend_label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->trend_group), content);
}

static void
klaster_indicator_panel_init (KlasterIndicatorPanel *self)
{
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *fields;
  const struct
  {
    GType type;
    const char *column;
  } rows[] = {
    { KLASTER_TYPE_MULTILINE_ROW, "name" }, { KLASTER_TYPE_TEXT_ROW, "unit" }, { KLASTER_TYPE_TEXT_ROW, "target" },
    { KLASTER_TYPE_MULTILINE_ROW, "result" }, { KLASTER_TYPE_REFERENCE_ROW, "goal_id" }, { KLASTER_TYPE_MULTILINE_ROW, "notes" },
  };
  const KlasterChildWords words = {
    _("Values"), _("What was measured on which day, and what proves it."), _("Add Value"), _("Add value of an indicator"),
    _("Delete Value"),
  };

  klaster_form_panel_set_table (panel, KLASTER_TABLE_INDICATOR);
  fields = klaster_form_panel_add_section (panel, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = klaster_form_panel_add_field (panel, fields, rows[i].type, rows[i].column);

      /* Names and results are long, and are lines all the same. */
      if (rows[i].type == KLASTER_TYPE_MULTILINE_ROW && strcmp (rows[i].column, "notes") != 0)
        g_object_set (row, "one-paragraph", TRUE, NULL);
    }
  add_trend (self);
  self->values = klaster_child_group_new (KLASTER_TABLE_INDICATOR_VALUE, KLASTER_INDICATOR_VALUE_INDICATOR_ID, value_columns,
                                          &words);
  g_signal_connect_object (self->values, "fill", G_CALLBACK (fill_value_cb), self, G_CONNECT_SWAPPED);
  klaster_form_panel_add_group (panel, self->values);
  klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL));
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
