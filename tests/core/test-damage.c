/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-findings.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"

/* Full counts with KLASTER_TEST_FULL=1. */
#define N_DAMAGED_REDUCED 80
#define N_DAMAGED_FULL 1000

/* Long enough for every kind of page: inner nodes, overflow, free list. */
#define N_EDITS 80

typedef enum
{
  DAMAGE_BIT,      /* one bit turned over */
  DAMAGE_CUT,      /* the end is missing */
  DAMAGE_ZEROS,    /* a stretch of zeros, as disks leave it */
  DAMAGE_NOISE,    /* a stretch of anything */
  DAMAGE_PAGES,    /* two pages in each other's place */
  DAMAGE_APPENDED, /* something behind the end */
  N_DAMAGES
} Damage;

static const char *const damage_names[] = { "bit", "cut", "zeros", "noise", "pages", "appended" };

static GByteArray *
damage (GRand        *random,
        const guint8 *bytes,
        gsize         size,
        Damage        kind)
{
  GByteArray *copy = g_byte_array_sized_new ((guint) size);
  guint begin = (guint) g_rand_int_range (random, 0, (gint32) size);
  guint length = (guint) g_rand_int_range (random, 1, 20000);

  g_byte_array_append (copy, bytes, (guint) size);
  switch (kind)
    {
    case DAMAGE_BIT:
      copy->data[begin] ^= (guint8) (1u << g_rand_int_range (random, 0, 8));
      break;
    case DAMAGE_CUT:
      g_byte_array_set_size (copy, begin);
      break;
    case DAMAGE_ZEROS:
      memset (copy->data + begin, 0, MIN (length, copy->len - begin));
      break;
    case DAMAGE_NOISE:
      for (guint i = begin; i < MIN (begin + length, copy->len); i++)
        copy->data[i] = (guint8) g_rand_int (random);
      break;
    case DAMAGE_PAGES:
      {
        guint n_pages = (guint) size / 4096;
        guint8 *a = copy->data + 4096 * (gsize) g_rand_int_range (random, 0, (gint32) n_pages);
        guint8 *b = copy->data + 4096 * (gsize) g_rand_int_range (random, 0, (gint32) n_pages);

        for (guint i = 0; i < 4096; i++)
          {
            guint8 byte = a[i];

            a[i] = b[i];
            b[i] = byte;
          }
        break;
      }
    case DAMAGE_APPENDED:
      for (guint i = 0; i < length; i++)
        {
          guint8 byte = (guint8) g_rand_int (random);

          g_byte_array_append (copy, &byte, 1);
        }
      break;
    case N_DAMAGES:
    default:
      g_assert_not_reached ();
    }

  return copy;
}

static char *
make_project (const char *folder,
              GRand      *random)
{
  char *path = g_build_filename (folder, "whole.klaster", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, klaster_project_get_snapshot (project), 10);

      g_free (sync_commit (project, edit, &error));
      g_assert_no_error (error);
    }
  sync_close (project, FALSE, &error);
  g_assert_no_error (error);

  return path;
}

/* Whatever happened to a file on its way: an error that says so, or a project that opens with a warning. Never a crash, a
 * hang, or a word as if nothing were wrong. */
static void
test_damage (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint n_damaged = g_getenv ("KLASTER_TEST_FULL") ? N_DAMAGED_FULL : N_DAMAGED_REDUCED;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *folder = g_dir_make_tmp ("klaster-damage-XXXXXX", NULL);
  g_autofree char *whole = make_project (folder, random);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  guint n_errors = 0, n_warnings = 0, n_same = 0;

  g_file_get_contents (whole, &bytes, &size, &error);
  g_assert_no_error (error);
  g_test_message ("seed %u, %u damaged copies of %" G_GSIZE_FORMAT " bytes", seed, n_damaged, size);

  for (guint i = 0; i < n_damaged; i++)
    {
      /* Every second one is a single bit: what a seal is for. */
      Damage kind = i % 2 == 0 ? DAMAGE_BIT : (Damage) (1 + (i / 2) % (N_DAMAGES - 1));
      g_autoptr (GByteArray) copy = damage (random, (const guint8 *) bytes, size, kind);
      g_autoptr (KlasterProject) project = NULL;
      g_autoptr (KlasterVerifyReport) report = NULL;
      g_autoptr (GError) refused = NULL;
      /* A name of its own: what one leaves in a working copy must not answer for the next. */
      g_autofree char *name = g_strdup_printf ("damaged-%u.klaster", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      /* Zeros upon zeros and a page changed with itself leave the file as it was. */
      if (copy->len == size && memcmp (copy->data, bytes, size) == 0)
        {
          n_same++;
          continue;
        }
      g_file_set_contents (path, (const char *) copy->data, copy->len, &error);
      g_assert_no_error (error);

      report = klaster_verify_file (path, NULL, &refused);
      if (report && get_first_finding (report) == NULL)
        g_error ("damage %u (%s): verify finds nothing", i, damage_names[kind]);
      g_clear_error (&refused);

      project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &refused);
      if (project == NULL)
        {
          g_assert_nonnull (refused);
          g_assert_cmpint ((int) strlen (refused->message), >, 0);
          n_errors++;
          g_unlink (path);
          continue;
        }
      if (klaster_project_get_warning (project) == NULL)
        g_error ("damage %u (%s) opens without a warning", i, damage_names[kind]);
      n_warnings++;
      sync_close (project, FALSE, NULL);
      g_unlink (path);
    }
  g_test_message ("%u errors, %u warnings, %u unchanged", n_errors, n_warnings, n_same);

  g_unlink (whole);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/damage/copies", test_damage);

  return g_test_run ();
}
