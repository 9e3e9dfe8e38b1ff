/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_INDICATOR_PANEL (klaster_indicator_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterIndicatorPanel, klaster_indicator_panel, KLASTER, INDICATOR_PANEL, KlasterFormPanel)

/* An indicator: what is measured, its target, its values with their days and evidence, the trend as a chart and in words.
 * A #KlasterRecordPanel for indicator. */
GtkWidget   *klaster_indicator_panel_get_chart (KlasterIndicatorPanel *self);
/* The KlasterChildGroup of values */
GtkWidget   *klaster_indicator_panel_get_values (KlasterIndicatorPanel *self);

G_END_DECLS
