/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-application.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_NEW_PROJECT_DIALOG (klaster_new_project_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KlasterNewProjectDialog, klaster_new_project_dialog, KLASTER, NEW_PROJECT_DIALOG, AdwWindow)

GtkWidget *klaster_new_project_dialog_new (GtkWindow *parent);

char      *klaster_academic_year_at       (GDateTime *time);

G_END_DECLS
