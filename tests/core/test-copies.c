/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "klaster-findings.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"

/* Full counts with KLASTER_TEST_FULL=1. */
#define N_COPIES_REDUCED 25
#define N_COPIES_FULL 200

/* Read in pieces of this size, as `cp` and mail programs do, with the edits going on in between. */
#define PIECE 65536

typedef struct
{
  const char *path;
  const char *folder;
  guint n_copies;
  guint32 seed;
  guint n_different; /* copies that differ from the one before: the file did change meanwhile */
  gint done;         /* atomic */

  /* The copier keeps step with the editor, so that a machine with a slow disk copies as much change as a fast one. */
  GMutex mutex;
  GCond cond;
  guint n_begun;     /* publishings */
  gint64 duration;   /* of the last one, in microseconds */
} Copier;

/* Copies the file in pieces; returns the checksum of what was copied. */
static char *
copy_file (const char *from,
           const char *to)
{
  static guint8 piece[PIECE];
  int in = open (from, O_RDONLY | O_CLOEXEC);
  int out = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  ssize_t n;

  /* The name is never without a file. */
  g_assert_cmpint (in, >=, 0);
  g_assert_cmpint (out, >=, 0);
  while ((n = read (in, piece, sizeof piece)) > 0)
    {
      g_assert_cmpint (write (out, piece, (gsize) n), ==, n);
      g_checksum_update (checksum, piece, n);
      g_thread_yield ();
    }
  g_assert_cmpint (n, ==, 0);
  close (in);
  close (out);

  return g_strdup (g_checksum_get_string (checksum));
}

/* Waits until another publishing than number @n_seen has begun; returns how long the one before took. */
static gint64
await_publishing (Copier *copier,
                  guint   n_seen)
{
  gint64 duration;

  g_mutex_lock (&copier->mutex);
  while (copier->n_begun == n_seen)
    g_cond_wait (&copier->cond, &copier->mutex);
  duration = copier->duration;
  g_mutex_unlock (&copier->mutex);

  return duration;
}

static guint
get_n_begun (Copier *copier)
{
  guint n;

  g_mutex_lock (&copier->mutex);
  n = copier->n_begun;
  g_mutex_unlock (&copier->mutex);

  return n;
}

static gpointer
copy_thread (gpointer data)
{
  Copier *copier = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (copier->seed);
  g_autofree char *copy = g_build_filename (copier->folder, "copy.klaster", NULL);
  g_autofree char *last = NULL;
  guint n_seen = 0;

  for (guint i = 0; i < copier->n_copies; i++)
    {
      g_autoptr (KlasterVerifyReport) report = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *checksum = NULL;
      gint64 duration;

      /* At any moment of a publishing, and of the edit that follows. */
      duration = await_publishing (copier, n_seen);
      g_usleep ((gulong) (g_rand_double (random) * 1.5 * (double) duration));
      checksum = copy_file (copier->path, copy);
      n_seen = get_n_begun (copier);
      report = klaster_verify_file (copy, NULL, &error);
      g_assert_no_error (error);
      if (get_first_finding (report))
        g_error ("copy %u: %s", i, get_first_finding (report));
      copier->n_different += g_strcmp0 (checksum, last) != 0;
      g_free (last);
      last = g_steal_pointer (&checksum);
    }
  g_unlink (copy);
  g_atomic_int_set (&copier->done, 1);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* Edits and publishing without a pause, and somebody who copies the file at any moment: every copy is whole. */
static void
test_copies (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *folder = g_dir_make_tmp ("klaster-copies-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  Copier copier = { path, folder, g_getenv ("KLASTER_TEST_FULL") ? N_COPIES_FULL : N_COPIES_REDUCED, seed, 0, 0 };
  gint64 begin;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;
  guint n_edits = 0;

  g_test_message ("seed %u, %u copies", seed, copier.n_copies);
  project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  g_mutex_init (&copier.mutex);
  g_cond_init (&copier.cond);
  thread = g_thread_new ("copier", copy_thread, &copier);
  while (!g_atomic_int_get (&copier.done))
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, klaster_project_get_snapshot (project), 20);

      g_free (sync_commit (project, edit, &error));
      g_assert_no_error (error);
      n_edits++;
      begin = g_get_monotonic_time ();
      g_mutex_lock (&copier.mutex);
      copier.n_begun++;
      g_cond_signal (&copier.cond);
      g_mutex_unlock (&copier.mutex);
      sync_publish (project, &error);
      g_assert_no_error (error);
      g_mutex_lock (&copier.mutex);
      copier.duration = g_get_monotonic_time () - begin;
      g_mutex_unlock (&copier.mutex);
    }
  g_thread_join (thread);
  g_mutex_clear (&copier.mutex);
  g_cond_clear (&copier.cond);
  g_test_message ("%u edits published; %u of %u copies differ from the one before", n_edits, copier.n_different,
                  copier.n_copies);
  /* Copies of a file that nobody changed would prove nothing. Of three in a row the last cannot be the first: two
   * publishings began between them, so one has ended. */
  g_assert_cmpuint (copier.n_different, >=, copier.n_copies / 2);

  sync_close (project, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  /* Nothing of ours lies beside it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/copies/under-editing", test_copies);

  return g_test_run ();
}
