/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "klaster-database.h"
#include "klaster-project.h"
#include "klaster-seal.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"

/* Within the seal. */
#define MAGIC_SIZE 16
#define HASH_OFFSET 16
#define HASH_SIZE 32
#define COUNTER_OFFSET 48
#define VALID_FOR_OFFSET 52
#define PAGES_OFFSET 56
#define VERSION_OFFSET 60

/* Within SQLite's header: number of changes, pages, the counter for which that number is valid, version of the writer. */
#define HEADER_SIZE 100
#define HEADER_COUNTER 24
#define HEADER_PAGES 28
#define HEADER_VALID_FOR 92
#define HEADER_VERSION 96

#define BLOCK_SIZE (1024 * 1024)

static const guint8 blank[KLASTER_SEAL_SIZE] = "Klaster seal 1\r\n";

const guint8 *
klaster_seal_get_blank (void)
{
  return blank;
}

static guint32
read_uint32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT32_FROM_BE (value);
}

static gboolean
read_at (int       fd,
         gpointer  buffer,
         gsize     size,
         gint64    offset,
         GError  **error)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = pread (fd, (guint8 *) buffer + done, size - done, offset + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR,
                       n == 0 ? KLASTER_PROJECT_ERROR_DAMAGED : KLASTER_PROJECT_ERROR_FAILED,
                       _("The file could not be read to its end (%s)."), n == 0 ? "cut" : g_strerror (errno));
          return FALSE;
        }
      done += (gsize) n;
    }

  return TRUE;
}

static gboolean
write_at (int            fd,
          gconstpointer  buffer,
          gsize          size,
          gint64         offset,
          GError       **error)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = pwrite (fd, (const guint8 *) buffer + done, size - done, offset + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR,
                       errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? KLASTER_PROJECT_ERROR_FULL
                                                                           : KLASTER_PROJECT_ERROR_FAILED,
                       _("The file could not be written (%s)."), g_strerror (errno));
          return FALSE;
        }
      done += (gsize) n;
    }

  return TRUE;
}

/* Adds the bytes from @from to before @to, the hash within the seal taken as zero. */
static gboolean
hash_range (GChecksum     *checksum,
            int            fd,
            gint64         offset,
            gint64         from,
            gint64         to,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);

  for (gint64 start = from; start < to; start += BLOCK_SIZE)
    {
      gsize size = (gsize) MIN (BLOCK_SIZE, to - start);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !read_at (fd, block, size, start, error))
        return FALSE;
      for (gint64 i = MAX (start, offset + HASH_OFFSET); i < MIN (start + (gint64) size, offset + HASH_OFFSET + HASH_SIZE); i++)
        block[i - start] = 0;
      g_checksum_update (checksum, block, (gssize) size);
    }

  return TRUE;
}

/* SHA-256 of everything. @prefix, %NULL: of nothing, is that of the first @n_known bytes and is left as it is. */
static gboolean
hash_file (int               fd,
           gint64            offset,
           const GChecksum  *prefix,
           gint64            n_known,
           guint8            hash[HASH_SIZE],
           GCancellable     *cancellable,
           GError          **error)
{
  g_autoptr (GChecksum) checksum = prefix ? g_checksum_copy (prefix) : g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = HASH_SIZE;
  struct stat st;

  if (fstat (fd, &st) != 0)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                   _("The file could not be read to its end (%s)."), g_strerror (errno));
      return FALSE;
    }
  if (!hash_range (checksum, fd, offset, n_known, st.st_size, cancellable, error))
    return FALSE;
  g_checksum_get_digest (checksum, hash, &digest_size);

  return TRUE;
}

static const guint8 *
find_row (sqlite3      *db,
          const guint8 *page,
          gsize         page_size)
{
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, "SELECT seal FROM " KLASTER_SEAL_TABLE, NULL);

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW ||
      sqlite3_column_bytes (statement, 0) != KLASTER_SEAL_SIZE)
    return NULL;

  return memmem (page, page_size, sqlite3_column_blob (statement, 0), KLASTER_SEAL_SIZE);
}

/**
 * klaster_seal_locate:
 * @db: a connection to a whole project file, or to a copy of it
 * @fd: the same file
 *
 * The seal is the only row of its table, so it lies on the table's root page: found by how it begins, or, when just that is
 * damaged, by what SQLite reads there.
 *
 * Returns: its offset in bytes, or -1 if there is none
 */
gint64
klaster_seal_locate (sqlite3 *db,
                     int      fd)
{
  g_autofree guint8 *page = NULL;
  const guint8 *found;
  gint64 root = 0, page_size = 0;

  if (!klaster_database_get_int64 (db, "PRAGMA page_size", &page_size, NULL) ||
      !klaster_database_get_int64 (db, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '"
                                   KLASTER_SEAL_TABLE "'", &root, NULL) ||
      root < 2 || page_size < 512 || page_size > 65536)
    return -1;

  page = g_malloc ((gsize) page_size);
  if (!read_at (fd, page, (gsize) page_size, (root - 1) * page_size, NULL))
    return -1;
  found = memmem (page, (gsize) page_size, blank, MAGIC_SIZE);
  if (found == NULL)
    found = find_row (db, page, (gsize) page_size);
  if (found == NULL || found + KLASTER_SEAL_SIZE > page + page_size)
    return -1;

  return (root - 1) * page_size + (found - page);
}

/**
 * klaster_seal_is_lost:
 * @db: a connection to a file in which klaster_seal_locate() finds no seal
 *
 * Returns: whether it had one: whatever we save says so elsewhere, too
 */
gboolean
klaster_seal_is_lost (sqlite3 *db)
{
  g_autofree char *program = klaster_store_get_meta (db, KLASTER_META_PROGRAM, NULL);

  return program != NULL;
}

/**
 * klaster_seal_write:
 * @fd: a finished file, open for reading and writing, that SQLite has closed
 * @offset: where its blank seal lies
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * The change counter becomes a random number: `VACUUM INTO` always leaves 1, and somebody else's `VACUUM INTO` of our
 * file must not look like ours.
 *
 * Returns: whether it worked; the caller syncs the file
 */
gboolean
klaster_seal_write (int            fd,
                    gint64         offset,
                    GCancellable  *cancellable,
                    GError       **error)
{
  guint8 header[HEADER_SIZE], seal[KLASTER_SEAL_SIZE], hash[HASH_SIZE];
  guint32 counter = GUINT32_TO_BE ((guint32) g_random_int_range (1 << 16, G_MAXINT32 - (1 << 24)));

  g_return_val_if_fail (offset > 0, FALSE);

  if (!write_at (fd, &counter, 4, HEADER_COUNTER, error) || !write_at (fd, &counter, 4, HEADER_VALID_FOR, error) ||
      !read_at (fd, header, sizeof header, 0, error))
    return FALSE;

  memcpy (seal, blank, sizeof seal);
  memcpy (seal + COUNTER_OFFSET, header + HEADER_COUNTER, 4);
  memcpy (seal + VALID_FOR_OFFSET, header + HEADER_VALID_FOR, 4);
  memcpy (seal + PAGES_OFFSET, header + HEADER_PAGES, 4);
  memcpy (seal + VERSION_OFFSET, header + HEADER_VERSION, 4);

  return write_at (fd, seal, sizeof seal, offset, error) && hash_file (fd, offset, NULL, 0, hash, cancellable, error) &&
         write_at (fd, hash, HASH_SIZE, offset + HASH_OFFSET, error);
}

/**
 * klaster_seal_check:
 * @fd: a file, or a copy of it
 * @offset: where its seal lies, or -1
 * @state: (out): what the seal says
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Returns: whether the file could be read
 */
gboolean
klaster_seal_check (int                fd,
                    gint64             offset,
                    KlasterSealState  *state,
                    GCancellable      *cancellable,
                    GError           **error)
{
  return klaster_seal_check_from (fd, offset, NULL, 0, state, cancellable, error);
}

/**
 * klaster_seal_hash_start:
 * @fd: a file
 * @offset: where its seal lies
 * @n_bytes: how many bytes from the first one
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what klaster_seal_check_from() takes; %NULL: the file could not be read
 */
GChecksum *
klaster_seal_hash_start (int      fd,
                         gint64   offset,
                         gint64   n_bytes,
                         GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  return hash_range (checksum, fd, offset, 0, n_bytes, NULL, error) ? g_steal_pointer (&checksum) : NULL;
}

/**
 * klaster_seal_check_from:
 * @fd: a file, or a copy of it
 * @offset: where its seal lies, or -1
 * @prefix: (nullable): the hash of its first @n_known bytes; not changed
 * @n_known: bytes that are known to be as they were when @prefix was made; 0 without @prefix
 * @state: (out): what the seal says
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * As klaster_seal_check(), without reading again what is known: for who looks at millions of files that begin alike.
 *
 * Returns: whether the file could be read
 */
gboolean
klaster_seal_check_from (int                fd,
                         gint64             offset,
                         const GChecksum   *prefix,
                         gint64             n_known,
                         KlasterSealState  *state,
                         GCancellable      *cancellable,
                         GError           **error)
{
  guint8 header[HEADER_SIZE], seal[KLASTER_SEAL_SIZE], hash[HASH_SIZE];
  guint32 counter, valid_for;

  *state = KLASTER_SEAL_NONE;
  if (offset < 0)
    return TRUE;
  if (!read_at (fd, header, sizeof header, 0, error) || !read_at (fd, seal, sizeof seal, offset, error))
    return FALSE;
  if (memcmp (seal + HASH_OFFSET, blank + HASH_OFFSET, HASH_SIZE) == 0)
    return TRUE; /* never sealed: a working copy that somebody took out of its folder */
  if (!hash_file (fd, offset, prefix, n_known, hash, cancellable, error))
    return FALSE;

  counter = read_uint32 (header + HEADER_COUNTER);
  valid_for = read_uint32 (header + HEADER_VALID_FOR);
  if (memcmp (hash, seal + HASH_OFFSET, HASH_SIZE) == 0)
    *state = KLASTER_SEAL_OK;
  else if (counter == valid_for && counter != read_uint32 (seal + COUNTER_OFFSET) &&
           valid_for != read_uint32 (seal + VALID_FOR_OFFSET))
    *state = KLASTER_SEAL_CHANGED;
  else
    *state = KLASTER_SEAL_DAMAGED;

  return TRUE;
}
