/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One bit of a project file turned over, wherever it lies: the file is never taken for what was saved. The seal is asked
 * about every bit; whether it is found at all is asked of every bit of the pages that lead to it; and what a person gets to
 * read is looked at where the bits of the header and of the seal itself are. Every bit with KLASTER_TEST_FULL=1.
 *
 * The file is as small as one can be that has every kind of page: rows in each table, a history, a value and an attachment
 * that do not fit on a page. */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "klaster-database.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"
#include "klaster-remove-tree.h"
#include "klaster-seal.h"
#include "klaster-verify.h"

#define N_EDITS 3
#define MAX_EDITS 200
#define N_CHANGES 40
/* Beyond a page, so that the rest lies on pages of its own */
#define N_LONG 6000
#define N_SEAL_REDUCED 1500
#define N_LOCATE_REDUCED 400
#define N_OPEN_REDUCED 50

#define PAGE 4096
#define HEADER 100
/* Kinds of pages of tables */
#define INTERIOR 5

typedef struct
{
  char *folder;
  char *bytes;
  gsize size;
  gint64 seal_offset;
  GArray *schema_pages; /* guint32: page numbers */
} Fixture;

static void
find_schema_pages (Fixture *fixture,
                   guint32  page)
{
  const guint8 *start = (const guint8 *) fixture->bytes + (gsize) (page - 1) * PAGE;
  const guint8 *header = page == 1 ? start + HEADER : start;
  guint n_cells = (guint) header[3] << 8 | header[4];

  g_array_append_val (fixture->schema_pages, page);
  if (header[0] != INTERIOR)
    return;
  for (guint i = 0; i <= n_cells; i++)
    {
      /* The last child lies in the header, the others behind the pointers that follow it. */
      const guint8 *pointer = header + 12 + 2 * i;
      const guint8 *child = i == n_cells ? header + 8 : start + ((guint) pointer[0] << 8 | pointer[1]);

      find_schema_pages (fixture, (guint32) child[0] << 24 | (guint32) child[1] << 16 | (guint32) child[2] << 8 | child[3]);
    }
}

/* Whether random edits have left out some table so far, other than the one whose words they cannot make up */
static gboolean
lacks_rows (KlasterSnapshot *snapshot)
{
  for (KlasterTable table = 0; table < KLASTER_N_TABLES; table++)
    if (table != KLASTER_TABLE_VOCABULARY && klaster_snapshot_get_n_rows (snapshot, table) == 0)
      return TRUE;

  return FALSE;
}

static void
write_word_and_long_note (KlasterProject *project)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("A word and a long note");
  g_autofree char *note = g_strnfill (N_LONG, 'x');
  g_autoptr (GError) error = NULL;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
  gint64 word = klaster_edit_insert (edit, KLASTER_TABLE_VOCABULARY);

  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, word, KLASTER_VOCABULARY_LIST, KLASTER_TEXT ("areas"));
  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, word, KLASTER_VOCABULARY_TOKEN, KLASTER_TEXT ("robotics"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT ("School"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT (note));
  g_free (sync_commit (project, edit, &error));
  g_assert_no_error (error);
}

/* A file with rows in all tables, a history with undone edits, and an attachment. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *letters = g_strnfill (N_LONG, 'a');
  g_autoptr (GBytes) blob = g_bytes_new (letters, N_LONG);
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterDatabase) db = NULL;
  g_autofree char *path = NULL;
  g_autofree char *sha256 = NULL;
  GError *error = NULL;
  int fd;

  g_test_message ("seed %u", seed);
  fixture->folder = g_dir_make_tmp ("klaster-flip-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "whole.klaster", NULL);
  project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_EDITS || lacks_rows (klaster_project_get_snapshot (project)); i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, klaster_project_get_snapshot (project), N_CHANGES);

      g_assert_cmpuint (i, <, MAX_EDITS);
      g_free (sync_commit (project, edit, &error));
      g_assert_no_error (error);
    }
  write_word_and_long_note (project);
  g_assert_true (sync_undo (project, &error));
  klaster_project_store_blob_async (project, blob, NULL, sync_cb, &stored);
  klaster_await (stored != NULL, SYNC_SECONDS);
  sha256 = klaster_project_store_blob_finish (project, stored, &error);
  g_assert_no_error (error);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);

  g_assert_true (g_file_get_contents (path, &fixture->bytes, &fixture->size, &error));
  db = klaster_database_open (path, KLASTER_DATABASE_SHARED, &error);
  g_assert_no_error (error);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  fixture->seal_offset = klaster_seal_locate (db, fd);
  g_assert_cmpint (fixture->seal_offset, >, 0);
  close (fd);
  fixture->schema_pages = g_array_new (FALSE, FALSE, sizeof (guint32));
  find_schema_pages (fixture, 1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  klaster_remove_tree (fixture->folder);
  g_array_unref (fixture->schema_pages);
  g_free (fixture->folder);
  g_free (fixture->bytes);
}

/* Every bit of @n_bits, or @n_reduced of them, chosen by chance. */
static gsize
choose_bit (gsize i,
            gsize n_bits)
{
  return g_getenv ("KLASTER_TEST_FULL") ? i : (gsize) (g_test_rand_double () * (double) n_bits);
}

static gsize
get_n_flips (gsize n_bits,
             gsize n_reduced)
{
  return g_getenv ("KLASTER_TEST_FULL") ? n_bits : MIN (n_bits, n_reduced);
}

static void
turn (int            fd,
      const Fixture *fixture,
      gsize          bit,
      gboolean       over)
{
  guint8 byte = (guint8) fixture->bytes[bit / 8];

  if (over)
    byte ^= (guint8) (1u << bit % 8);
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) (bit / 8)), ==, 1);
}

/* @prefix: of what lies before the page with the bit that is turned over; %NULL: all is hashed */
static KlasterSealState
check (int              fd,
       gint64           offset,
       const GChecksum *prefix,
       gsize            n_known)
{
  KlasterSealState state;
  GError *error = NULL;

  g_assert_true (klaster_seal_check_from (fd, offset, prefix, (gint64) n_known, &state, NULL, &error));
  g_assert_no_error (error);

  return state;
}

static int
make_copy (const Fixture *fixture)
{
  int fd = memfd_create ("klaster-flip", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, fixture->bytes, fixture->size), ==, (gssize) fixture->size);
  g_assert_cmpint (check (fd, fixture->seal_offset, NULL, 0), ==, KLASTER_SEAL_OK);

  return fd;
}

static void
assert_seen (int              fd,
             const Fixture   *fixture,
             gsize            bit,
             const GChecksum *prefix,
             gsize            n_known)
{
  turn (fd, fixture, bit, TRUE);
  if (check (fd, fixture->seal_offset, prefix, n_known) != KLASTER_SEAL_DAMAGED)
    g_error ("bit %" G_GSIZE_FORMAT " of byte %" G_GSIZE_FORMAT " goes unseen", bit % 8, bit / 8);
  turn (fd, fixture, bit, FALSE);
}

typedef struct
{
  const Fixture *fixture;
  gint next_page;  /* atomic */
  gsize n_flips;   /* with the lock */
  GMutex mutex;
} Sweep;

/* All bits of one page after the other. Every page begins with a bit for which the whole file is hashed, as it is when
 * somebody opens it; for the others what lies before the page, which is the same for all of them, is not hashed again. */
static gpointer
sweep_thread (gpointer data)
{
  Sweep *sweep = data;
  const Fixture *fixture = sweep->fixture;
  int fd = make_copy (fixture);
  gsize start;

  while ((start = (gsize) g_atomic_int_add (&sweep->next_page, 1) * PAGE) < fixture->size)
    {
      gsize end = MIN (start + PAGE, fixture->size);
      g_autoptr (GChecksum) prefix = klaster_seal_hash_start (fd, fixture->seal_offset, (gint64) start, NULL);

      g_assert_nonnull (prefix);
      assert_seen (fd, fixture, start * 8, NULL, 0);
      for (gsize bit = start * 8 + 1; bit < end * 8; bit++)
        assert_seen (fd, fixture, bit, prefix, start);
      g_mutex_lock (&sweep->mutex);
      sweep->n_flips += (end - start) * 8;
      g_mutex_unlock (&sweep->mutex);
    }
  g_assert_cmpint (check (fd, fixture->seal_offset, NULL, 0), ==, KLASTER_SEAL_OK);
  close (fd);

  return NULL;
}

static gsize
flip_all (const Fixture *fixture)
{
  Sweep sweep = { fixture, 0, 0 };
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  g_mutex_init (&sweep.mutex);
  for (guint i = 0; i < g_get_num_processors (); i++)
    g_ptr_array_add (threads, g_thread_new ("flip", sweep_thread, &sweep));
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
  g_mutex_clear (&sweep.mutex);

  return sweep.n_flips;
}

static gsize
flip_some (const Fixture *fixture)
{
  gsize n = get_n_flips (fixture->size * 8, N_SEAL_REDUCED);
  int fd = make_copy (fixture);

  for (gsize i = 0; i < n; i++)
    {
      gsize bit = choose_bit (i, fixture->size * 8);
      gsize n_known = bit / 8 / PAGE * PAGE;
      g_autoptr (GChecksum) prefix = klaster_seal_hash_start (fd, fixture->seal_offset, (gint64) n_known, NULL);

      assert_seen (fd, fixture, bit, NULL, 0);
      assert_seen (fd, fixture, bit, prefix, n_known);
    }
  g_assert_cmpint (check (fd, fixture->seal_offset, NULL, 0), ==, KLASTER_SEAL_OK);
  close (fd);

  return n;
}

static void
test_seal (Fixture       *fixture,
           gconstpointer  data)
{
  gsize n_bits = fixture->size * 8;
  gsize n = g_getenv ("KLASTER_TEST_FULL") ? flip_all (fixture) : flip_some (fixture);

  g_assert_cmpuint (n, ==, get_n_flips (n_bits, N_SEAL_REDUCED));
  g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bits: all of them damage to the seal", n, n_bits);
}

/* Verifying finds a problem, and opening refuses or warns. */
static void
assert_reported (const char *path,
                 gsize       bit,
                 guint      *n_refused,
                 guint      *n_warned)
{
  g_autoptr (KlasterVerifyReport) report = klaster_verify_file (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = NULL;

  if (report && report->n_problems == 0)
    g_error ("bit %" G_GSIZE_FORMAT " of byte %" G_GSIZE_FORMAT ": verify finds no problem", bit % 8, bit / 8);
  project = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  if (project == NULL)
    {
      g_assert_cmpint ((int) strlen (error->message), >, 0);
      (*n_refused)++;
    }
  else if (klaster_project_get_warning (project))
    {
      (*n_warned)++;
      sync_close (project, FALSE, NULL);
    }
  else
    g_error ("bit %" G_GSIZE_FORMAT " of byte %" G_GSIZE_FORMAT " opens without a warning", bit % 8, bit / 8);
}

/* The pages that lead to the seal, and its own: it is known to be lost, or it says damaged, or the file does not open. */
static void
test_locate (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "flipped.klaster", NULL);
  guint32 own = (guint32) (fixture->seal_offset / PAGE + 1);
  guint n_refused = 0, n_warned = 0, n_lost = 0, n_damaged = 0;
  gsize n_bits, n;
  int fd;

  g_assert_true (g_file_set_contents (path, fixture->bytes, (gssize) fixture->size, NULL));
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_array_append_val (fixture->schema_pages, own);
  n_bits = fixture->schema_pages->len * PAGE * 8;
  n = get_n_flips (n_bits, N_LOCATE_REDUCED);
  for (gsize i = 0; i < n; i++)
    {
      gsize chosen = choose_bit (i, n_bits);
      guint32 page = g_array_index (fixture->schema_pages, guint32, chosen / (PAGE * 8));
      gsize bit = (gsize) (page - 1) * PAGE * 8 + chosen % (PAGE * 8);
      g_autoptr (KlasterDatabase) db = NULL;
      gint64 offset;

      turn (fd, fixture, bit, TRUE);
      db = klaster_database_open (path, KLASTER_DATABASE_RESTRICTED, NULL);
      if (db == NULL)
        n_refused++;
      else if ((offset = klaster_seal_locate (db, fd)) >= 0 && check (fd, offset, NULL, 0) != KLASTER_SEAL_OK)
        n_damaged++;
      else if (offset < 0 && klaster_seal_is_lost (db))
        n_lost++;
      else
        assert_reported (path, bit, &n_refused, &n_warned);
      g_clear_pointer (&db, klaster_database_close);
      turn (fd, fixture, bit, FALSE);
    }
  close (fd);
  g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bits: %u refused, %u warned of, %u lost the seal, %u damaged", n,
                  n_bits, n_refused, n_warned, n_lost, n_damaged);
  g_assert_cmpuint (n_refused + n_warned + n_lost + n_damaged, ==, n);
}

/* What a person gets to read. */
static void
test_open (Fixture       *fixture,
           gconstpointer  data)
{
  gsize n_bits = (HEADER + KLASTER_SEAL_SIZE) * 8, n = get_n_flips (n_bits, N_OPEN_REDUCED);
  guint n_refused = 0, n_warned = 0;

  for (gsize i = 0; i < n; i++)
    {
      gsize chosen = choose_bit (i, n_bits);
      gsize bit = chosen < HEADER * 8 ? chosen : (gsize) fixture->seal_offset * 8 + chosen - HEADER * 8;
      g_autofree char *name = g_strdup_printf ("flipped-%" G_GSIZE_FORMAT ".klaster", i);
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      int fd;

      g_assert_true (g_file_set_contents (path, fixture->bytes, (gssize) fixture->size, NULL));
      fd = open (path, O_RDWR | O_CLOEXEC);
      turn (fd, fixture, bit, TRUE);
      close (fd);

      assert_reported (path, bit, &n_refused, &n_warned);
      g_unlink (path);
    }
  g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bits: %u refused, %u warned of", n, n_bits, n_refused, n_warned);
  g_assert_cmpuint (n_refused + n_warned, ==, n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/flip/seal", Fixture, NULL, set_up, test_seal, tear_down);
  g_test_add ("/flip/locate", Fixture, NULL, set_up, test_locate, tear_down);
  g_test_add ("/flip/open", Fixture, NULL, set_up, test_open, tear_down);

  return g_test_run ();
}
