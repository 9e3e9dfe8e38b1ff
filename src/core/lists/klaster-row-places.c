/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-row-places.h"

void
klaster_row_places_init (KlasterRowPlaces *self)
{
  *self = (KlasterRowPlaces) { .firsts = g_array_new (FALSE, FALSE, sizeof (guint)) };
}

void
klaster_row_places_clear (KlasterRowPlaces *self)
{
  g_clear_pointer (&self->firsts, g_array_unref);
}

static guint
get_first (const KlasterRowPlaces *self,
           guint                   group)
{
  return g_array_index (self->firsts, guint, group);
}

/**
 * klaster_row_places_count_headings:
 * @self: places
 * @position: a row, or one beyond the last
 *
 * Returns: how many groups begin at or before it
 */
guint
klaster_row_places_count_headings (const KlasterRowPlaces *self,
                                   guint                   position)
{
  guint low = 0, high = self->firsts->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_first (self, middle) <= position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * klaster_row_places_get_n_groups:
 * @self: places
 *
 * Returns: how many groups have rows; rows may have gone since the groups were made
 */
guint
klaster_row_places_get_n_groups (const KlasterRowPlaces *self)
{
  return self->n_rows > 0 ? klaster_row_places_count_headings (self, self->n_rows - 1) : 0;
}

double
klaster_row_places_get_height (const KlasterRowPlaces *self)
{
  return self->n_rows * self->row_height + klaster_row_places_get_n_groups (self) * self->heading_height;
}

double
klaster_row_places_get_top (const KlasterRowPlaces *self,
                            guint                   position)
{
  return position * self->row_height + klaster_row_places_count_headings (self, position) * self->heading_height;
}

/**
 * klaster_row_places_get_heading:
 * @self: places
 * @group: one of its groups
 *
 * Returns: the upper edge of its heading
 */
double
klaster_row_places_get_heading (const KlasterRowPlaces *self,
                                guint                   group)
{
  return get_first (self, group) * self->row_height + group * self->heading_height;
}

/**
 * klaster_row_places_find_at:
 * @self: places with a row height
 * @y: a distance from the upper edge of the first
 * @heading: (out) (optional): whether it is in the heading above that row
 *
 * Returns: the position of the row, or -1
 */
gint64
klaster_row_places_find_at (const KlasterRowPlaces *self,
                            double                  y,
                            gboolean               *heading)
{
  guint low = 0, high = klaster_row_places_get_n_groups (self);
  double position;

  if (heading != NULL)
    *heading = FALSE;
  if (self->row_height <= 0 || y < 0)
    return -1;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (klaster_row_places_get_heading (self, middle) <= y)
        low = middle + 1;
      else
        high = middle;
    }
  if (low > 0 && y < klaster_row_places_get_heading (self, low - 1) + self->heading_height)
    {
      if (heading != NULL)
        *heading = TRUE;
      return get_first (self, low - 1);
    }
  position = floor ((y - low * self->heading_height) / self->row_height);

  return position < self->n_rows ? (gint64) position : -1;
}
