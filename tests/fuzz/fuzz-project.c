/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Project files: patches a whole file as the input says and opens it as a file from a stranger. The seal may be made anew
 * after patching, so that what lies behind it is reached too. Neither verifying nor opening may crash or hang, and what
 * opens holds sound content.
 *
 * Input: one byte, bit 0 "seal again"; then patches of five bytes and more: offset (three bytes, big-endian), length (one
 * byte), so many bytes. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "klaster-database.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"
#include "klaster-seal.h"
#include "klaster-snapshot-private.h"
#include "klaster-verify.h"

#define N_EDITS 40

typedef struct
{
  char *path;
  char *bytes;
  gsize size;
  gint64 seal_offset;
} Base;

/* The same file in every run. */
static Base *
get_base (void)
{
  static Base base;

  if (base.path == NULL)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (1);
      g_autofree char *folder = g_dir_make_tmp ("klaster-fuzz-XXXXXX", NULL);
      g_autofree char *whole = g_build_filename (folder, "whole.klaster", NULL);
      g_autoptr (KlasterProject) project = NULL;
      g_autoptr (GError) error = NULL;
      sqlite3 *db;
      int fd;

      project = sync_new (whole, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < N_EDITS; i++)
        {
          g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, klaster_project_get_snapshot (project), 5);

          g_free (sync_commit (project, edit, &error));
          g_assert_no_error (error);
        }
      sync_close (project, FALSE, &error);
      g_assert_no_error (error);

      g_file_get_contents (whole, &base.bytes, &base.size, &error);
      g_assert_no_error (error);
      db = klaster_database_open (whole, KLASTER_DATABASE_RESTRICTED, &error);
      g_assert_no_error (error);
      fd = open (whole, O_RDONLY | O_CLOEXEC);
      base.seal_offset = klaster_seal_locate (db, fd);
      g_assert_cmpint (base.seal_offset, >, 0);
      close (fd);
      klaster_database_close (db);
      g_unlink (whole);
      base.path = g_build_filename (folder, "patched.klaster", NULL);
    }

  return &base;
}

static void
write_patched (const Base    *base,
               const uint8_t *data,
               size_t         size)
{
  g_autofree guint8 *bytes = g_memdup2 (base->bytes, base->size);
  g_autoptr (GError) error = NULL;
  gboolean seal = size > 0 && (data[0] & 1);
  size_t at = 1;

  while (at + 4 <= size)
    {
      size_t offset = ((size_t) data[at] << 16 | (size_t) data[at + 1] << 8 | data[at + 2]) % base->size;
      size_t length = data[at + 3];

      at += 4;
      length = MIN (length, MIN (size - at, base->size - offset));
      memcpy (bytes + offset, data + at, length);
      at += length;
    }
  g_file_set_contents (base->path, (const char *) bytes, (gssize) base->size, &error);
  g_assert_no_error (error);

  if (seal)
    {
      int fd = open (base->path, O_RDWR | O_CLOEXEC);

      g_assert_cmpint (fd, >=, 0);
      klaster_seal_write (fd, base->seal_offset, NULL, NULL);
      close (fd);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Base *base = get_base ();
  g_autoptr (KlasterVerifyReport) report = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;

  write_patched (base, data, size);
  report = klaster_verify_file (base->path, NULL, &error);
  g_assert_true ((report == NULL) == (error != NULL));
  g_clear_error (&error);

  project = sync_open (base->path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_true ((project == NULL) == (error != NULL));
  if (project)
    {
      klaster_snapshot_check (klaster_project_get_snapshot (project));
      sync_close (project, FALSE, NULL);
    }
  g_unlink (base->path);

  return 0;
}
