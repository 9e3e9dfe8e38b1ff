/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_BUSY_SPINNER (klaster_busy_spinner_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBusySpinner, klaster_busy_spinner, KLASTER, BUSY_SPINNER, AdwBin)

/**
 * KlasterBusySpinner:
 *
 * Shows that something is being worked on, once that takes long enough to be noticed: what is done at once does not flash.
 * Its room is kept, so that nothing jumps.
 */
GtkWidget *klaster_busy_spinner_new       (void);
void       klaster_busy_spinner_set_busy  (KlasterBusySpinner *self,
                                           gboolean            busy);
gboolean   klaster_busy_spinner_get_busy  (KlasterBusySpinner *self);
/* Whether it turns already */
gboolean   klaster_busy_spinner_is_seen   (KlasterBusySpinner *self);

G_END_DECLS
