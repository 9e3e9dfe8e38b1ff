/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Into how many classes numbers are divided at most */
#define KLASTER_N_STEPS 5

/* Divides numbers into classes that hold about as many each, with limits as round as they can be: fills @limits with the
 * smallest number of each class but the first. @numbers: ascending, whole. Returns how many limits there are. */
guint  klaster_classes_find_limits (const double *numbers,
                                    guint         n_numbers,
                                    double        limits[KLASTER_N_STEPS - 1]);
/* Which class @number belongs to */
guint  klaster_classes_find        (const double *limits,
                                    guint         n_limits,
                                    double        number);
/* The largest of 1, 2, 5, 10, 20, 50 … that is not above @number; 0: @number is below 1 */
double klaster_classes_round_down  (double        number);

G_END_DECLS
