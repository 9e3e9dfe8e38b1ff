/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_PAGE (klaster_record_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRecordPage, klaster_record_page, KLASTER, RECORD_PAGE, AdwBin)

/* A record to be read: a cooperation, an agreement, an obligation; what it says, what it refers to and what belongs to it.
 * It stands for every table that has no panel of its own. Implements #KlasterRecordPanel. Rows activate panel.go. */

G_END_DECLS
