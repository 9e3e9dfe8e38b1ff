/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where rows and headings stand, against the plainest way: from the first to the last, one below the other. */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-row-places.h"

static void
check (const KlasterRowPlaces *places)
{
  double y = 0;
  guint group = 0;
  gboolean heading;

  for (guint position = 0; position < places->n_rows; position++)
    {
      if (group < places->firsts->len && g_array_index (places->firsts, guint, group) == position)
        {
          g_assert_cmpfloat (klaster_row_places_get_heading (places, group), ==, y);
          g_assert_cmpint (klaster_row_places_find_at (places, y, &heading), ==, position);
          g_assert_true (heading);
          g_assert_cmpint (klaster_row_places_find_at (places, y + places->heading_height - 0.5, &heading), ==, position);
          g_assert_true (heading);
          y += places->heading_height;
          group++;
        }
      g_assert_cmpfloat (klaster_row_places_get_top (places, position), ==, y);
      g_assert_cmpuint (klaster_row_places_count_headings (places, position), ==, group);
      g_assert_cmpint (klaster_row_places_find_at (places, y, &heading), ==, position);
      g_assert_false (heading);
      g_assert_cmpint (klaster_row_places_find_at (places, y + places->row_height - 0.5, NULL), ==, position);
      y += places->row_height;
    }
  g_assert_cmpuint (klaster_row_places_get_n_groups (places), ==, group);
  g_assert_cmpfloat (klaster_row_places_get_height (places), ==, y);
  g_assert_cmpint (klaster_row_places_find_at (places, y, NULL), ==, -1);
  g_assert_cmpint (klaster_row_places_find_at (places, -1, NULL), ==, -1);
}

static void
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 200; i++)
    {
      KlasterRowPlaces places;

      klaster_row_places_init (&places);
      places.n_rows = (guint) g_rand_int_range (random, 0, 60);
      places.row_height = g_rand_int_range (random, 10, 60);
      places.heading_height = g_rand_int_range (random, 5, 60);
      for (guint position = 0; i % 3 != 0 && position < 80; position += (guint) g_rand_int_range (random, 1, 12))
        g_array_append_val (places.firsts, position);
      /* Groups of rows that are gone count no more. */
      check (&places);
      klaster_row_places_clear (&places);
    }
}

/* Nothing is known yet. */
static void
test_empty (void)
{
  KlasterRowPlaces places;

  klaster_row_places_init (&places);
  g_assert_cmpint (klaster_row_places_find_at (&places, 0, NULL), ==, -1);
  places.n_rows = 5;
  g_assert_cmpint (klaster_row_places_find_at (&places, 0, NULL), ==, -1);
  g_assert_cmpfloat (klaster_row_places_get_height (&places), ==, 0);
  klaster_row_places_clear (&places);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-places/random", test_random);
  g_test_add_func ("/row-places/empty", test_empty);

  return g_test_run ();
}
