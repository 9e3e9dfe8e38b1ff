/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_PAGE (klaster_record_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRecordPage, klaster_record_page, KLASTER, RECORD_PAGE, AdwBin)

/* A record to be read: a cooperation, an agreement, an obligation; what it says, what it refers to and what belongs to it.
 * Property: project (KlasterProject). Rows activate panel.go. */
void        klaster_record_page_set_record   (KlasterRecordPage *self,
                                              KlasterTable       table,
                                              gint64             id);
const char *klaster_record_page_get_title    (KlasterRecordPage *self);
const char *klaster_record_page_get_subtitle (KlasterRecordPage *self);

G_END_DECLS
