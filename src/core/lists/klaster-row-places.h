/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KlasterRowPlaces:
 * @n_rows: how many rows there are
 * @row_height: of each
 * @heading_height: of each heading of a group, above its first row
 * @firsts: (element-type guint): positions of the rows with which groups begin, ascending; empty: no groups
 *
 * Where rows of one height and the headings of their groups stand below each other: lists and the timeline measure, find and
 * scroll by it, whatever the number of rows. O(log n) in the number of groups.
 */
typedef struct
{
  guint n_rows;
  double row_height;
  double heading_height;
  GArray *firsts;
} KlasterRowPlaces;

void    klaster_row_places_init          (KlasterRowPlaces       *self);
void    klaster_row_places_clear         (KlasterRowPlaces       *self);
/* Groups that begin at or before @position, and so headings above it */
guint   klaster_row_places_count_headings (const KlasterRowPlaces *self,
                                          guint                   position);
guint   klaster_row_places_get_n_groups  (const KlasterRowPlaces *self);
double  klaster_row_places_get_height    (const KlasterRowPlaces *self);
/* Upper edge of a row, below its heading where it begins a group */
double  klaster_row_places_get_top       (const KlasterRowPlaces *self,
                                          guint                   position);
double  klaster_row_places_get_heading   (const KlasterRowPlaces *self,
                                          guint                   group);
/* The row at @y, or with its heading there; -1 before the first and after the last */
gint64  klaster_row_places_find_at       (const KlasterRowPlaces *self,
                                          double                  y,
                                          gboolean               *heading);

G_END_DECLS
