/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "klaster-project.h"
#include "klaster-shared-file.h"
#include "klaster-working-copy.h"

#define GROUP "Working Copy"
#define MAX_COPIES 1000

struct _KlasterWorkingCopy
{
  char *directory;
  char *database;
  char *incoming;
  char *address;
  char *published;
  int lock;
};

static char *
get_base (void)
{
  return g_build_filename (g_get_user_state_dir (), "klaster", "open", NULL);
}

static char *
get_prefix (const char *address)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, address, -1);

  return g_strdup_printf ("%.16s-", hash);
}

static char *
get_info_path (const char *directory)
{
  return g_build_filename (directory, "info", NULL);
}

static char *
read_address (const char *directory)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *path = get_info_path (directory);

  return g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL) ? g_key_file_get_string (info, GROUP, "Address", NULL)
                                                                       : NULL;
}

/* The lock is flock's: it belongs to the open file, so that a second project of this process does not get it either. */
static KlasterWorkingCopy *
lock_directory (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  KlasterWorkingCopy *self;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return NULL;
  /* Between opening and locking another process may have removed the folder, and a third one made it anew, with a lock of its
   * own: ours is none then. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 || !klaster_shared_file_is_named (fd, path))
    {
      close (fd);
      return NULL;
    }

  self = g_new0 (KlasterWorkingCopy, 1);
  self->directory = g_strdup (directory);
  self->database = g_build_filename (directory, "project.db", NULL);
  self->incoming = g_build_filename (directory, "incoming.db", NULL);
  self->lock = fd;

  return self;
}

static void
read_info (KlasterWorkingCopy *self)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *path = get_info_path (self->directory);

  if (!g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL))
    return;
  self->address = g_key_file_get_string (info, GROUP, "Address", NULL);
  self->published = g_key_file_get_string (info, GROUP, "Published", NULL);
}

static gboolean
write_info (KlasterWorkingCopy  *self,
            GError             **error)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *path = get_info_path (self->directory);

  g_key_file_set_string (info, GROUP, "Address", self->address);
  if (self->published)
    g_key_file_set_string (info, GROUP, "Published", self->published);

  return g_key_file_save_to_file (info, path, error);
}

/**
 * klaster_working_copy_new:
 * @address: resolved path of the shared file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a folder of its own: another process that has the same file open has another
 */
KlasterWorkingCopy *
klaster_working_copy_new (const char  *address,
                          GError     **error)
{
  g_autofree char *base = get_base ();
  g_autofree char *prefix = get_prefix (address);

  if (g_mkdir_with_parents (base, 0700) != 0)
    {
      klaster_set_errno_error (error, errno, base);
      return NULL;
    }
  for (guint i = 0; i < MAX_COPIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", prefix, i);
      g_autofree char *directory = g_build_filename (base, name, NULL);
      KlasterWorkingCopy *self;

      if (g_mkdir (directory, 0700) != 0)
        {
          if (errno == EEXIST)
            continue;
          klaster_set_errno_error (error, errno, directory);
          return NULL;
        }
      self = lock_directory (directory);
      if (self == NULL)
        continue;
      self->address = g_strdup (address);
      if (!write_info (self, error))
        {
          klaster_working_copy_discard (self);
          return NULL;
        }
      return self;
    }
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, "%s: %s", base, g_strerror (EEXIST));

  return NULL;
}

/**
 * klaster_working_copy_list_left:
 * @address: (nullable): resolved path of a shared file; %NULL: of any
 *
 * Returns: (transfer full) (element-type KlasterWorkingCopy): those that a process left behind, now locked by us
 */
GPtrArray *
klaster_working_copy_list_left (const char *address)
{
  g_autofree char *base = get_base ();
  g_autoptr (GDir) dir = g_dir_open (base, 0, NULL);
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_working_copy_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *directory = g_build_filename (base, name, NULL);
      g_autofree char *owner = read_address (directory);
      KlasterWorkingCopy *self;

      /* Others are not even locked: their process may be about to start. */
      if (address && owner && strcmp (owner, address) != 0)
        continue;
      self = lock_directory (directory);
      if (self == NULL)
        continue;
      read_info (self);
      /* Killed before there was anything in it: nothing is lost with it. */
      if (self->address == NULL || access (self->database, F_OK) != 0)
        klaster_working_copy_discard (self);
      else if (address && strcmp (self->address, address) != 0)
        klaster_working_copy_free (self);
      else
        g_ptr_array_add (result, self);
    }

  return result;
}

void
klaster_working_copy_free (KlasterWorkingCopy *self)
{
  close (self->lock);
  g_free (self->directory);
  g_free (self->database);
  g_free (self->incoming);
  g_free (self->address);
  g_free (self->published);
  g_free (self);
}

/**
 * klaster_working_copy_discard:
 * @self: (transfer full): a working copy whose work is in the shared file
 */
void
klaster_working_copy_discard (KlasterWorkingCopy *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (strcmp (name, "lock") != 0)
      {
        g_autofree char *path = g_build_filename (self->directory, name, NULL);

        g_unlink (path);
      }
  if (dir)
    {
      g_autofree char *path = g_build_filename (self->directory, "lock", NULL);

      g_unlink (path);
      g_rmdir (self->directory);
    }
  klaster_working_copy_free (self);
}

const char *
klaster_working_copy_get_address (KlasterWorkingCopy *self)
{
  return self->address;
}

const char *
klaster_working_copy_get_database (KlasterWorkingCopy *self)
{
  return self->database;
}

const char *
klaster_working_copy_get_incoming (KlasterWorkingCopy *self)
{
  return self->incoming;
}

const char *
klaster_working_copy_get_published (KlasterWorkingCopy *self)
{
  return self->published;
}

/**
 * klaster_working_copy_set_published:
 * @self: a working copy
 * @address: resolved path of the shared file that it belongs to from now on
 * @head: (nullable): uuid of the newest entry that the shared file holds
 * @error: return location
 *
 * Returns: whether it is written down
 */
gboolean
klaster_working_copy_set_published (KlasterWorkingCopy  *self,
                                    const char          *address,
                                    const char          *head,
                                    GError             **error)
{
  g_autofree char *new_address = g_strdup (address);
  g_autofree char *new_head = g_strdup (head);

  g_free (self->address);
  g_free (self->published);
  self->address = g_steal_pointer (&new_address);
  self->published = g_steal_pointer (&new_head);

  return write_info (self, error);
}

void
klaster_working_copy_remove_database (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}
