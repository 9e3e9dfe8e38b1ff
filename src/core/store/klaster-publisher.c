/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "klaster-database.h"
#include "klaster-extra.h"
#include "klaster-publisher.h"
#include "klaster-seal.h"
#include "klaster-store-load.h"

#define COPY_BLOCK (1024 * 1024)
/* Writing may take long on a slow share; only Cancel ends it. */
#define PUBLISH_SECONDS (24 * 3600)

/* How long to wait for another process that is about to replace the same file, which takes it milliseconds */
#define LOCK_TRIES 400
#define LOCK_PAUSE 5000 /* microseconds */

typedef struct
{
  char *path;  /* NULL: none any more */
  int fd;      /* holds the lock that says that it is in use */
  int old_fd;  /* holds the lock of what is to be replaced, and bears that name afterwards; -1: none */
} Temporary;

#define NO_TEMPORARY { NULL, -1, -1 }

static void
temporary_clear (Temporary *temporary)
{
  if (temporary->path)
    g_unlink (temporary->path);
  if (temporary->fd >= 0)
    close (temporary->fd);
  if (temporary->old_fd >= 0)
    close (temporary->old_fd);
  g_clear_pointer (&temporary->path, g_free);
  temporary->fd = temporary->old_fd = -1;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Temporary, temporary_clear)

/* Temporaries of one target begin alike, whatever its name's length. */
static char *
get_prefix (const char *target)
{
  g_autofree char *name = g_path_get_basename (target);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf (".klaster-%.8s-", hash);
}

/* Removes a temporary, unless a process that runs is writing it. */
static gboolean
remove_if_stale (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean stale;

  if (fd < 0)
    return errno == ENOENT;
  stale = flock (fd, LOCK_EX | LOCK_NB) == 0;
  if (stale)
    g_unlink (path);
  close (fd);

  return stale;
}

/* Those of a program that was killed: nobody holds their lock. SQLite's log of one belongs to it and has no lock. */
static void
remove_stale (const char *directory,
              const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = NULL;
      char *log;

      if (!g_str_has_prefix (name, prefix))
        continue;
      path = g_build_filename (directory, name, NULL);
      log = g_strrstr (path, "-journal");
      if (log == NULL)
        remove_if_stale (path);
      else
        {
          g_autofree char *owner = g_strndup (path, (gsize) (log - path));

          if (remove_if_stale (owner))
            g_unlink (path);
        }
    }
}

/**
 * klaster_publisher_clean:
 * @target: resolved path of a shared file
 *
 * Removes what a publishing that was killed left beside it.
 */
void
klaster_publisher_clean (const char *target)
{
  g_autofree char *directory = g_path_get_dirname (target);
  g_autofree char *prefix = get_prefix (target);

  remove_stale (directory, prefix);
}

static gboolean
create_temporary (const char  *target,
                  Temporary   *temporary,
                  GError     **error)
{
  g_autofree char *directory = g_path_get_dirname (target);
  g_autofree char *prefix = get_prefix (target);

  klaster_publisher_clean (target);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%08x", prefix, g_random_int ());
      g_autofree char *path = g_build_filename (directory, name, NULL);
      int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

      if (fd < 0 && errno == EEXIST)
        continue;
      if (fd < 0)
        break;
      /* Until it is locked, another process may take it for one that was left behind: then it has the lock, or the name is
       * gone. Where locks are not supported, nobody can take ours either. */
      if ((flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) || !klaster_shared_file_is_named (fd, path))
        {
          close (fd);
          continue;
        }
      temporary->path = g_steal_pointer (&path);
      temporary->fd = fd;
      return TRUE;
    }
  klaster_set_errno_error (error, errno, target);

  return FALSE;
}

static gboolean
vacuum_into (const char    *source,
             const char    *target,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (KlasterDatabase) db = klaster_database_open (source, KLASTER_DATABASE_READER, error);
  g_autoptr (KlasterStatement) statement = NULL;

  if (db == NULL)
    return FALSE;
  klaster_database_limit (db, PUBLISH_SECONDS, cancellable);
  statement = klaster_database_prepare (db, "VACUUM INTO ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, target, -1, SQLITE_STATIC);

  return klaster_database_run (statement, error);
}

/* What a GeoPackage says about its layers is brought up to date in the copy: the working copy need not keep it. */
static gboolean
finish_contents (const char  *path,
                 char       **head,
                 gint64      *seal_offset,
                 int          fd,
                 GError     **error)
{
  static const char sql[] =
    "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now');"
    "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
    "(SELECT min(lon), min(lat), max(lon), max(lat) FROM institution WHERE geom IS NOT NULL) "
    "WHERE table_name = 'institution';";
  g_autoptr (KlasterDatabase) db = klaster_database_open (path, KLASTER_DATABASE_SCRATCH, error);
  g_autoptr (GError) local_error = NULL;

  if (db == NULL)
    return FALSE;
  if (!klaster_database_exec (db, sql, error) || !klaster_store_set_meta (db, KLASTER_META_PROGRAM, "Klaster " PACKAGE_VERSION, error))
    return FALSE;
  *head = klaster_database_get_text (db, "SELECT uuid FROM klaster_history ORDER BY position DESC LIMIT 1", &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *seal_offset = klaster_seal_locate (db, fd);
  if (*seal_offset < 0)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, _("The file could not be sealed."));
      return FALSE;
    }

  return TRUE;
}

/* What nothing refers to any more. A row without a hash would make NOT IN true of nothing. */
#define LEAVE_OUT_BLOBS "DELETE FROM klaster_blob WHERE sha256 NOT IN (SELECT lower(sha256) FROM overlay WHERE sha256 NOT NULL"

/* The history becomes its newest entry, by which this copy finds its place when it comes back; stamps and tombstones
 * stay. Bytes go that nothing refers to, with or without those of attachments; maps that lie over the map are content. */
static gboolean
leave_out (const char         *path,
           KlasterShareFlags   flags,
           GError            **error)
{
  g_autoptr (KlasterDatabase) db = klaster_database_open (path, KLASTER_DATABASE_SCRATCH, error);

  if (db == NULL)
    return FALSE;
  if ((flags & KLASTER_SHARE_WITHOUT_HISTORY) &&
      !klaster_database_exec (db,
                              "DELETE FROM klaster_history WHERE position < (SELECT max(position) FROM klaster_history);"
                              "UPDATE klaster_history SET kind = 'base', parent = NULL, target = NULL, step = NULL, author = '', "
                              "label = '', summary = '{}', size = 0, changeset = NULL;"
                              "UPDATE klaster_stamp_source SET author = '';", error))
    return FALSE;
  if ((flags & KLASTER_SHARE_WITHOUT_ATTACHMENTS) && !klaster_database_exec (db, LEAVE_OUT_BLOBS ")", error))
    return FALSE;
  if (flags & KLASTER_SHARE_WITHOUT_HISTORY)
    return klaster_database_exec (db, LEAVE_OUT_BLOBS " UNION SELECT lower(sha256) FROM attachment WHERE sha256 NOT NULL)", error);

  return TRUE;
}

/* Deleting leaves the bytes in free pages: only a second VACUUM loses them. */
static gboolean
make_compact (const KlasterPublishRequest  *request,
              const char                   *target,
              GCancellable                 *cancellable,
              GError                      **error)
{
  g_autofree char *scratch = g_strconcat (request->source, "-share-XXXXXX", NULL);
  int fd = g_mkstemp_full (scratch, O_RDWR | O_CLOEXEC, 0600);
  gboolean done;

  if (fd < 0)
    {
      klaster_set_errno_error (error, errno, request->source);
      return FALSE;
    }
  close (fd);
  done = vacuum_into (request->source, scratch, cancellable, error) &&
         leave_out (scratch, request->share_flags, error) && vacuum_into (scratch, target, cancellable, error);
  g_unlink (scratch);

  return done;
}

static gboolean
write_content (const KlasterPublishRequest  *request,
               Temporary                    *temporary,
               GCancellable                 *cancellable,
               GError                      **error)
{
  return request->share ? make_compact (request, temporary->path, cancellable, error)
                        : vacuum_into (request->source, temporary->path, cancellable, error);
}

/* What other people added to the file stays in it. A file so damaged that it cannot be read keeps nobody's work from being
 * saved: then the copy is made again without. */
static gboolean
carry_extras (const KlasterPublishRequest  *request,
              Temporary                    *temporary,
              GCancellable                 *cancellable,
              GError                      **error)
{
  g_autoptr (GError) local_error = NULL;

  if (request->extras == NULL || access (request->extras, R_OK) != 0 ||
      klaster_extra_carry (request->extras, temporary->path, request->extra_ids, cancellable, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED) &&
      !g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_message ("What other programs had added to “%s” could not be read: %s", request->extras, local_error->message);
  if (ftruncate (temporary->fd, 0) != 0)
    {
      klaster_set_errno_error (error, errno, request->target);
      return FALSE;
    }

  return write_content (request, temporary, cancellable, error);
}

/* All that will be in the file, sealed, in @temporary. */
static gboolean
make_contents (const KlasterPublishRequest  *request,
               Temporary                    *temporary,
               char                        **head,
               GCancellable                 *cancellable,
               GError                      **error)
{
  gint64 seal_offset;

  return write_content (request, temporary, cancellable, error) && carry_extras (request, temporary, cancellable, error) &&
         finish_contents (temporary->path, head, &seal_offset, temporary->fd, error) &&
         klaster_seal_write (temporary->fd, seal_offset, cancellable, error);
}

static gboolean
copy_bytes (int            from,
            int            to,
            const char    *target,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *block = g_malloc (COPY_BLOCK);
  gint64 offset = 0;
  gssize n_read;

  if (ftruncate (to, 0) != 0)
    {
      klaster_set_errno_error (error, errno, target);
      return FALSE;
    }
  while ((n_read = pread (from, block, COPY_BLOCK, offset)) != 0)
    {
      gssize n_written = n_read < 0 ? -1 : pwrite (to, block, (gsize) n_read, offset);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        {
          klaster_set_errno_error (error, errno, target);
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      offset += n_written;
    }

  return TRUE;
}

static gboolean
create_scratch (const KlasterPublishRequest  *request,
                Temporary                    *scratch,
                GError                      **error)
{
  g_autofree char *path = g_strconcat (request->source, "-publish-XXXXXX", NULL);

  scratch->fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (scratch->fd < 0)
    {
      klaster_set_errno_error (error, errno, request->source);
      return FALSE;
    }
  scratch->path = g_steal_pointer (&path);

  return TRUE;
}

/* Beside the working copy instead, and then copied byte by byte: where a portal lends a single file to a sandbox, another one
 * can be made beside it and take its place, but neither of the two can be opened as SQLite does, which follows no links. */
static gboolean
make_contents_elsewhere (const KlasterPublishRequest  *request,
                         Temporary                    *temporary,
                         char                        **head,
                         GCancellable                 *cancellable,
                         GError                      **error)
{
  g_auto (Temporary) scratch = NO_TEMPORARY, old = NO_TEMPORARY;
  KlasterPublishRequest here = *request;

  if (!create_scratch (request, &scratch, error))
    return FALSE;
  if (request->extras != NULL && access (request->extras, R_OK) == 0)
    {
      int fd = open (request->extras, O_RDONLY | O_CLOEXEC);
      gboolean copied = fd >= 0 && create_scratch (request, &old, error) &&
                        copy_bytes (fd, old.fd, request->extras, cancellable, error);

      if (fd < 0)
        klaster_set_errno_error (error, errno, request->extras);
      else
        close (fd);
      if (!copied)
        return FALSE;
      here.extras = old.path;
    }

  return make_contents (&here, &scratch, head, cancellable, error) &&
         copy_bytes (scratch.fd, temporary->fd, request->target, cancellable, error);
}

static gboolean
fail_changed (GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, _("The file was changed by another program."));

  return FALSE;
}

static gboolean
check_target (const KlasterPublishRequest  *request,
              KlasterFileState             *state,
              GError                      **error)
{
  if (!klaster_shared_file_get_state (request->target, state, error))
    return FALSE;
  if (klaster_shared_file_is_busy (request->target, state))
    {
      g_autofree char *name = g_filename_display_basename (request->target);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("“%s” is open in another program."), name);
      return FALSE;
    }
  if (request->expected && request->expected->exists && !state->exists)
    {
      klaster_set_errno_error (error, ENOENT, request->target);
      return FALSE;
    }
  if (request->expected && !klaster_file_state_equal (request->expected, state))
    return fail_changed (error);
  if (state->exists && access (request->target, W_OK) != 0)
    {
      klaster_set_errno_error (error, errno, request->target);
      return FALSE;
    }

  return TRUE;
}

/* Who may read and write the file stays as it was, as far as the system lets us. */
static void
keep_permissions (int         fd,
                  const char *target)
{
  struct stat st;

  if (stat (target, &st) != 0)
    return;
  if (fchown (fd, st.st_uid, st.st_gid) != 0 && fchown (fd, (uid_t) -1, st.st_gid) != 0)
    g_debug ("The group of “%s” could not be kept", target);
  if (fchmod (fd, st.st_mode & 07777 & ~(mode_t) (S_ISUID | S_ISGID)) != 0)
    g_debug ("The mode of “%s” could not be kept", target);
}

/* From here on no other Klaster replaces the target, and none takes it for a temporary that was left behind when it has been
 * given that name. Where locks are not supported, or somebody does not let go, it goes without. */
static void
lock_target (const char *target,
             Temporary  *temporary)
{
  temporary->old_fd = open (target, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  for (guint i = 0; temporary->old_fd >= 0 && flock (temporary->old_fd, LOCK_EX | LOCK_NB) != 0; i++)
    {
      if (errno != EWOULDBLOCK || i == LOCK_TRIES)
        {
          close (temporary->old_fd);
          temporary->old_fd = -1;
        }
      else
        g_usleep (LOCK_PAUSE);
    }
}

/* Puts the temporary in the target's place. With what was @expected there the two are exchanged first and looked at:
 * whatever came between the check and here is put back untouched. @lent: by a portal, which does not know how to exchange
 * two files and leaves one of them lying when it is asked to. */
static gboolean
swap (const KlasterPublishRequest  *request,
      Temporary                    *temporary,
      const KlasterFileState       *found,
      gboolean                      lent,
      GError                      **error)
{
  KlasterFileState old;

  if (lent)
    errno = EOPNOTSUPP;
  else if (!found->exists)
    {
      if (renameat2 (AT_FDCWD, temporary->path, AT_FDCWD, request->target, RENAME_NOREPLACE) == 0)
        {
          g_clear_pointer (&temporary->path, g_free);
          return TRUE;
        }
      if (errno == EEXIST)
        return fail_changed (error);
    }
  else if (renameat2 (AT_FDCWD, temporary->path, AT_FDCWD, request->target, RENAME_EXCHANGE) == 0)
    {
      if (klaster_shared_file_get_state (temporary->path, &old, NULL) && (!old.exists || klaster_file_state_equal (&old, found)))
        return TRUE; /* and the temporary, now the old file, goes with its name, or was cleared away already */
      if (renameat2 (AT_FDCWD, temporary->path, AT_FDCWD, request->target, RENAME_EXCHANGE) == 0)
        return fail_changed (error);
      klaster_set_errno_error (error, errno, request->target);
      g_clear_pointer (&temporary->path, g_free); /* it may be somebody's work */
      return FALSE;
    }
  else if (errno == ENOENT)
    {
      klaster_set_errno_error (error, ENOENT, request->target);
      return FALSE;
    }

  /* Network and portal file systems know the plain way only. */
  if ((errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) && rename (temporary->path, request->target) == 0)
    {
      g_clear_pointer (&temporary->path, g_free);
      return TRUE;
    }
  klaster_set_errno_error (error, errno, request->target);

  return FALSE;
}

static void
sync_directory (const char *target)
{
  g_autofree char *directory = g_path_get_dirname (target);
  int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/**
 * klaster_publisher_run:
 * @request: what to publish, and where
 * @result: (out): what is there now
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Returns: whether the target holds the project now
 */
gboolean
klaster_publisher_run (const KlasterPublishRequest  *request,
                       KlasterPublishResult         *result,
                       GCancellable                 *cancellable,
                       GError                      **error)
{
  g_auto (Temporary) temporary = NO_TEMPORARY;
  g_autofree char *head = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean lent = FALSE;
  KlasterFileState found, now, locked, ours;

  memset (result, 0, sizeof *result);
  if (!check_target (request, &found, error) || !create_temporary (request->target, &temporary, error))
    return FALSE;
  if (!make_contents (request, &temporary, &head, cancellable, &local_error))
    {
      if (!g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_PERMISSION))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      lent = TRUE;
      g_clear_pointer (&head, g_free);
      if (!make_contents_elsewhere (request, &temporary, &head, cancellable, error))
        return FALSE;
    }
  if (found.exists)
    keep_permissions (temporary.fd, request->target);
  if (fsync (temporary.fd) != 0)
    {
      klaster_set_errno_error (error, errno, request->target);
      return FALSE;
    }

  /* Looked at again: writing took its time. */
  if (found.exists && !lent)
    lock_target (request->target, &temporary);
  if (!check_target (request, &now, error))
    return FALSE;
  if (!klaster_file_state_equal (&found, &now)
      || (klaster_shared_file_get_open_state (temporary.old_fd, &locked) && !klaster_file_state_equal (&locked, &now)))
    return fail_changed (error);
  if (!swap (request, &temporary, &found, lent, error))
    return FALSE;
  sync_directory (request->target);

  result->head = g_steal_pointer (&head);
  result->duration = g_get_monotonic_time () - start;

  if (!klaster_shared_file_get_state (request->target, &result->state, error))
    return FALSE;
  /* Somebody else may have replaced it since. What is known is what we put there: theirs is still to be looked at. Only the
   * random counter in the header tells, because a portal shows the same file under another number. */
  if (klaster_shared_file_get_open_state (temporary.fd, &ours) &&
      (result->state.header_size != ours.header_size || memcmp (result->state.header, ours.header, ours.header_size) != 0))
    result->state = ours;

  return TRUE;
}

void
klaster_publish_result_clear (KlasterPublishResult *result)
{
  g_clear_pointer (&result->head, g_free);
}
