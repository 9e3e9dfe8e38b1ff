/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "klaster-project.h"
#include "klaster-shared-file.h"

#define MAX_LINKS 40
#define COPY_BLOCK (4 * 1024 * 1024)
#define COPY_TRIES 3
/* Larger than any project can sensibly get; a sparse file of this size would fill the disk when copied. */
#define MAX_FILE_SIZE (G_GINT64_CONSTANT (16) << 30)

/* The last bytes of a rollback journal that names another journal: SQLite would look that file up, and may delete it. */
static const guint8 journal_magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

static gint
errno_to_error (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOENT:
    case ENOTDIR:
      return KLASTER_PROJECT_ERROR_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
      return KLASTER_PROJECT_ERROR_PERMISSION;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return KLASTER_PROJECT_ERROR_FULL;
    default:
      return KLASTER_PROJECT_ERROR_FAILED;
    }
}

void
klaster_set_errno_error (GError     **error,
                         int          saved_errno,
                         const char  *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  gint code = errno_to_error (saved_errno);

  if (code == KLASTER_PROJECT_ERROR_MISSING)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("The file “%s” is not there."), name);
  else if (saved_errno == EROFS)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("“%s” lies in a place that can only be read."), name);
  else if (code == KLASTER_PROJECT_ERROR_PERMISSION)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("You do not have the permission for “%s”."), name);
  else if (code == KLASTER_PROJECT_ERROR_FULL)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("There is no space left for “%s”."), name);
  else
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("“%s” could not be used (%s)."), name, g_strerror (saved_errno));
}

/**
 * klaster_shared_file_resolve:
 * @path: a path as the user gave it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the absolute path of the file itself, links followed; the file need not exist, its
 *   folder must
 */
char *
klaster_shared_file_resolve (const char  *path,
                             GError     **error)
{
  g_autofree char *current = g_canonicalize_filename (path, NULL);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *directory = g_path_get_dirname (current);
      g_autofree char *name = g_path_get_basename (current);
      char *real = realpath (directory, NULL);
      g_autofree char *target = NULL;

      if (real == NULL)
        {
          klaster_set_errno_error (error, errno, path);
          return NULL;
        }
      g_free (current);
      current = g_build_filename (real, name, NULL);
      g_free (directory);
      directory = g_strdup (real);
      free (real);

      target = g_file_read_link (current, NULL);
      if (target == NULL)
        return g_steal_pointer (&current);
      g_free (current);
      current = g_canonicalize_filename (target, directory);
    }
  klaster_set_errno_error (error, ELOOP, path);

  return NULL;
}

static void
fill_state (KlasterFileState  *state,
            const struct stat *st)
{
  state->exists = TRUE;
  state->device = st->st_dev;
  state->inode = st->st_ino;
  state->size = st->st_size;
  state->mtime = (gint64) st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static gboolean
read_state (int               fd,
            KlasterFileState *state)
{
  struct stat st;
  gssize n;

  memset (state, 0, sizeof *state);
  if (fstat (fd, &st) != 0)
    return FALSE;
  fill_state (state, &st);
  n = pread (fd, state->header, sizeof state->header, 0);
  if (n < 0)
    return FALSE;
  state->header_size = (gsize) n;

  return TRUE;
}

static int
open_regular (const char  *path,
              GError     **error)
{
  struct stat st;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe must not hold us up */

  if (fd < 0)
    {
      klaster_set_errno_error (error, errno, path);
      return -1;
    }
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT, _("“%s” is not a file."), name);
      close (fd);
      return -1;
    }

  return fd;
}

/**
 * klaster_shared_file_get_state:
 * @path: a resolved path
 * @state: (out): its state; `exists` is %FALSE when it is gone
 * @error: return location
 *
 * Returns: %FALSE when it is there but cannot be read
 */
gboolean
klaster_shared_file_get_state (const char        *path,
                               KlasterFileState  *state,
                               GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  int fd = open_regular (path, &local_error);
  gboolean done;

  memset (state, 0, sizeof *state);
  if (fd < 0 && g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING))
    return TRUE;
  if (fd < 0)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  done = read_state (fd, state);
  if (!done)
    klaster_set_errno_error (error, errno, path);
  close (fd);

  return done;
}

/**
 * klaster_shared_file_get_open_state:
 * @fd: an open file, whatever name it has now
 * @state: (out): its state
 *
 * Returns: %FALSE when it cannot be read; `errno` says why
 */
gboolean
klaster_shared_file_get_open_state (int               fd,
                                    KlasterFileState *state)
{
  return read_state (fd, state);
}

gboolean
klaster_shared_file_is_named (int         fd,
                              const char *path)
{
  struct stat ours, there;

  return fstat (fd, &ours) == 0 && stat (path, &there) == 0 && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

gboolean
klaster_file_state_equal (const KlasterFileState *a,
                          const KlasterFileState *b)
{
  if (!a->exists || !b->exists)
    return a->exists == b->exists;

  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->mtime == b->mtime &&
         a->header_size == b->header_size && memcmp (a->header, b->header, a->header_size) == 0;
}

gboolean
klaster_shared_file_is_busy (const char             *path,
                             const KlasterFileState *state)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  struct stat st;

  if (state->exists && state->header_size >= 20 && (state->header[18] == 2 || state->header[19] == 2))
    return TRUE;
  if (lstat (wal, &st) == 0)
    return TRUE;

  /* A program that keeps its journal leaves it empty: that one plays nothing back. */
  return lstat (journal, &st) == 0 && st.st_size > 0;
}

static gboolean
copy_bytes (int            from,
            int            to,
            const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree guint8 *block = NULL;
  gint64 done = 0;
  gboolean in_kernel = TRUE;

  while (TRUE)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (in_kernel)
        {
          n = copy_file_range (from, NULL, to, NULL, COPY_BLOCK * 8, 0);
          /* Some file systems say 0 where they mean that they cannot. */
          if ((n < 0 && errno != EINTR && errno != ENOSPC && errno != EDQUOT && errno != EIO) || (n == 0 && done == 0))
            {
              in_kernel = FALSE;
              block = g_malloc (COPY_BLOCK);
              continue;
            }
        }
      else
        {
          n = read (from, block, COPY_BLOCK);
          for (gssize written = 0; n > 0 && written < n;)
            {
              gssize m = write (to, block + written, (gsize) (n - written));

              if (m < 0 && errno == EINTR)
                continue;
              if (m < 0)
                {
                  klaster_set_errno_error (error, errno, path);
                  return FALSE;
                }
              written += m;
            }
        }
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          klaster_set_errno_error (error, errno, path);
          return FALSE;
        }
      if (n == 0)
        return TRUE;
      done += n;
      if (done > MAX_FILE_SIZE)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE, _("The file is too large to be a project."));
          return FALSE;
        }
    }
}

/* @missing_ok: a log that is not there is the usual case */
static gboolean
copy_file (const char        *path,
           const char        *copy,
           gboolean           missing_ok,
           KlasterFileState  *state,
           gboolean          *changed,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  KlasterFileState before, after;
  int from = open_regular (path, &local_error), to;
  gboolean done;

  if (from < 0)
    {
      if (missing_ok && g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  to = open (copy, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to < 0)
    {
      klaster_set_errno_error (error, errno, copy);
      close (from);
      return FALSE;
    }
  done = read_state (from, &before);
  if (done && before.size > MAX_FILE_SIZE)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE, _("The file is too large to be a project."));
      done = FALSE;
    }
  else if (done)
    {
      done = copy_bytes (from, to, copy, cancellable, error);
      if (done && read_state (from, &after) && !klaster_file_state_equal (&before, &after))
        *changed = TRUE;
    }
  else
    klaster_set_errno_error (error, errno, path);

  if (state)
    *state = before;
  close (from);
  close (to);

  return done;
}

static gboolean
names_other_journal (const char *journal)
{
  guint8 tail[8];
  int fd = open (journal, O_RDONLY | O_CLOEXEC);
  struct stat st;
  gboolean found = FALSE;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &st) == 0 && st.st_size >= 8 && pread (fd, tail, 8, st.st_size - 8) == 8)
    found = memcmp (tail, journal_magic, 8) == 0;
  close (fd);

  return found;
}

/**
 * klaster_shared_file_take_copy:
 * @path: a resolved path
 * @copy: where the private copy goes
 * @state: (out): the state of the file that was copied
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Main and side files belong together: without its log the main file may lack the last edits, or be half of one.
 *
 * Returns: whether there is a copy
 */
gboolean
klaster_shared_file_take_copy (const char        *path,
                               const char        *copy,
                               KlasterFileState  *state,
                               GCancellable      *cancellable,
                               GError           **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *copy_wal = g_strconcat (copy, "-wal", NULL);
  g_autofree char *copy_journal = g_strconcat (copy, "-journal", NULL);

  for (guint i = 0; i < COPY_TRIES; i++)
    {
      gboolean changed = FALSE;

      g_unlink (copy_wal);
      g_unlink (copy_journal);
      if (!copy_file (path, copy, FALSE, state, &changed, cancellable, error) ||
          !copy_file (wal, copy_wal, TRUE, NULL, &changed, cancellable, error) ||
          !copy_file (journal, copy_journal, TRUE, NULL, &changed, cancellable, error))
        return FALSE;
      if (!changed)
        break;
    }
  if (names_other_journal (copy_journal))
    g_unlink (copy_journal);

  return TRUE;
}
