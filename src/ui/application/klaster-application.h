/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-edit.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_APPLICATION (klaster_application_get_type ())
G_DECLARE_FINAL_TYPE (KlasterApplication, klaster_application, KLASTER, APPLICATION, AdwApplication)

KlasterApplication *klaster_application_new           (void);
void                klaster_application_open_file     (KlasterApplication *self,
                                                       GFile              *file);
void                klaster_application_open_new      (KlasterApplication *self,
                                                       GFile              *file,
                                                       const char         *region,
                                                       GBytes             *content,
                                                       GPtrArray          *blobs,
                                                       KlasterEdit        *edit);

/* Projects opened last, for menus and the start page. */
GMenuModel         *klaster_application_get_recent_menu (void);
void                klaster_application_add_recent    (GFile              *file);
void                klaster_application_forget_recent (GFile              *file);
GPtrArray          *klaster_application_list_recent   (guint               maximum);

GFile              *klaster_application_complete_name (GFile              *file);

G_END_DECLS
