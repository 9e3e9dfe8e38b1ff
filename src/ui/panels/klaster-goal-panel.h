/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GOAL_PANEL (klaster_goal_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalPanel, klaster_goal_panel, KLASTER, GOAL_PANEL, KlasterFormPanel)

/* A goal: its text, state and due day, whose it is and what it is an objective of; its objectives and indicators, and what
 * serves it. A #KlasterRecordPanel for goal. */

G_END_DECLS
