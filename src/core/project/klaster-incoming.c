/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "klaster-incoming.h"
#include "klaster-project.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-edit.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"
#include "klaster-working-copy.h"

/* The longest time that looking into a file may take, in seconds: a large project takes two. */
#define INSPECT_SECONDS 60
/* So many names of what other programs added are listed. */
#define MAX_NAMES 5

void
klaster_incoming_free (KlasterIncoming *self)
{
  if (self->path)
    klaster_working_copy_remove_database (self->path);
  g_free (self->path);
  g_free (self->uuid);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->history, klaster_history_free);
  g_clear_pointer (&self->foreign, klaster_foreign_free);
  g_clear_pointer (&self->base, klaster_snapshot_unref);
  g_free (self);
}

typedef struct
{
  int fd;
  gint64 offset;
  KlasterSealState state;
  GCancellable *cancellable;
  GError *error;
} SealCheck;

static gpointer
check_seal_thread (gpointer data)
{
  SealCheck *check = data;

  klaster_seal_check (check->fd, check->offset, &check->state, check->cancellable, &check->error);

  return NULL;
}

static gboolean
check_integrity (sqlite3  *db,
                 GError  **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *result = klaster_database_get_text (db, "PRAGMA integrity_check(1)", &local_error);

  if (result && strcmp (result, "ok") == 0)
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED, _("The file is damaged (%s)."),
                 result ? result : "");

  return FALSE;
}

static gboolean
read_version (KlasterIncoming  *self,
              sqlite3          *db,
              GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *schema = klaster_store_get_meta (db, KLASTER_META_SCHEMA, &local_error);
  guint64 version;

  /* No such table: a SQLite file of somebody else. */
  if (local_error && !g_error_matches (local_error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (local_error)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT, _("This is not a Klaster project."));
      return FALSE;
    }
  self->newer = schema && g_ascii_string_to_unsigned (schema, 10, 1, G_MAXINT32, &version, NULL) &&
                version > KLASTER_SCHEMA_VERSION;

  return TRUE;
}

static gboolean
load_as_it_is (KlasterIncoming  *self,
               sqlite3          *db,
               GCancellable     *cancellable,
               GError          **error)
{
  self->uuid = klaster_store_get_meta (db, KLASTER_META_PROJECT, error);
  if (self->uuid == NULL)
    {
      if (error && *error == NULL)
        g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED, _("The file is damaged (%s)."), "uuid");
      return FALSE;
    }
  self->history = klaster_store_load_history (db, error);
  if (self->history == NULL)
    return FALSE;
  self->snapshot = klaster_store_load_snapshot (self->path, KLASTER_DATABASE_RESTRICTED, cancellable, error);

  return self->snapshot != NULL;
}

/* Only rows, and what the history says that they were. */
static gboolean
load_rows (KlasterIncoming  *self,
           sqlite3          *db,
           GError          **error)
{
  self->foreign = klaster_foreign_read (db, error);
  if (self->foreign == NULL)
    return FALSE;
  g_free (self->uuid);
  self->uuid = g_strdup (self->foreign->uuid);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = klaster_snapshot_ref (self->foreign->snapshot);
  if (self->history == NULL)
    self->history = klaster_store_load_history (db, NULL);
  if (self->history == NULL)
    self->history = klaster_history_new ();
  else if (self->seal == KLASTER_SEAL_OK && self->foreign->n_repaired + self->foreign->n_dropped == 0)
    self->base = klaster_snapshot_ref (self->foreign->snapshot); /* as we wrote it, with what others had added */
  else
    self->base = klaster_store_replay (db, self->history, NULL);

  return TRUE;
}

/* Nobody who reads rows expects a word that is not in its list. */
static gboolean
tokens_are_known (KlasterSnapshot *snapshot)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        for (guint c = 1; c < info->n_columns; c++)
          if (info->columns[c].type == KLASTER_COLUMN_TOKEN && !klaster_row_is_null (row, c) &&
              klaster_row_get_token (row, c) < 0)
            return FALSE;
    }

  return TRUE;
}

static gboolean
inspect (KlasterIncoming  *self,
         GCancellable     *cancellable,
         GError          **error)
{
  g_autoptr (KlasterDatabase) db = klaster_database_open (self->path, KLASTER_DATABASE_RESTRICTED, error);
  g_autoptr (GError) load_error = NULL;
  SealCheck seal = { -1, -1, KLASTER_SEAL_NONE, cancellable, NULL };
  GThread *thread;
  gboolean ours = FALSE, loaded = FALSE;

  if (db == NULL)
    return FALSE;
  klaster_database_limit (db, INSPECT_SECONDS, cancellable);
  if (!read_version (self, db, error) || !klaster_store_schema_is_ours (db, &ours, NULL, error))
    return FALSE;

  seal.fd = open (self->path, O_RDONLY | O_CLOEXEC);
  if (seal.fd < 0)
    {
      klaster_set_errno_error (error, errno, self->path);
      return FALSE;
    }
  seal.offset = klaster_seal_locate (db, seal.fd);
  thread = g_thread_new ("klaster-seal", check_seal_thread, &seal);
  if (ours || self->newer)
    loaded = load_as_it_is (self, db, cancellable, &load_error);
  g_thread_join (thread);
  close (seal.fd);
  self->seal = seal.offset < 0 && klaster_seal_is_lost (db) ? KLASTER_SEAL_DAMAGED : seal.state;
  if (seal.error)
    {
      g_propagate_error (error, seal.error);
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (self->newer && !loaded)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NEWER,
                   _("This project was saved by a newer version of Klaster, which is needed to open it."));
      return FALSE;
    }
  if (self->newer || (loaded && self->seal == KLASTER_SEAL_OK && tokens_are_known (self->snapshot)))
    return TRUE;

  /* Even sealed bytes that hold something impossible are only rows: a seal can be forged. */
  return check_integrity (db, error) && load_rows (self, db, error);
}

/**
 * klaster_incoming_read:
 * @address: resolved path of the shared file
 * @path: where the private copy goes
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it holds
 */
KlasterIncoming *
klaster_incoming_read (const char    *address,
                       const char    *path,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (KlasterIncoming) self = g_new0 (KlasterIncoming, 1);

  self->path = g_strdup (path);
  if (!klaster_shared_file_take_copy (address, path, &self->state, cancellable, error))
    return NULL;
  if (self->state.header_size < KLASTER_FILE_HEADER_SIZE || memcmp (self->state.header, "SQLite format 3", 16) != 0)
    {
      g_autofree char *name = g_filename_display_basename (address);

      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT, _("“%s” is not a Klaster project."), name);
      return NULL;
    }
  if (!inspect (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
append_sentence (GString    *text,
                 const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len ? " " : "", sentence);
}

static char *
join_names (GPtrArray *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, MAX_NAMES); i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", (char *) g_ptr_array_index (names, i));
  if (names->len > MAX_NAMES)
    g_string_append (text, ", …");

  return g_strdup (text->str);
}

/**
 * klaster_incoming_describe:
 * @self: what was read, and is not what we wrote
 * @n_left_out: changes that could not be taken over
 * @restored: whether damaged records were restored from the history
 *
 * Returns: (transfer full) (nullable): what the user has to know about it; %NULL: nothing that was not said before
 */
char *
klaster_incoming_describe (KlasterIncoming *self,
                           guint            n_left_out,
                           gboolean         restored)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KlasterForeign *foreign = self->foreign;
  guint n_lost = foreign->n_dropped + foreign->n_repaired + n_left_out;

  /* We saved it, with what other people had added: they know. */
  if (self->seal == KLASTER_SEAL_OK && n_lost == 0 && foreign->lost->len == 0 && !foreign->strange)
    return NULL;

  if (self->seal == KLASTER_SEAL_DAMAGED && restored)
    append_sentence (text, _("Some bytes of this file were damaged; its records were restored from its history."));
  else if (self->seal == KLASTER_SEAL_DAMAGED)
    append_sentence (text, _("Some bytes of this file are damaged. It can be read, but some of it may be wrong."));
  else if (self->seal == KLASTER_SEAL_CHANGED)
    append_sentence (text, _("Another program changed this file since Klaster saved it."));
  else
    append_sentence (text, _("This file was not saved by Klaster as it is."));
  if (n_lost > 0)
    {
      g_autofree char *sentence =
        g_strdup_printf (ngettext ("%u value or record in it was impossible and is left out.",
                                   "%u values or records in it were impossible and are left out.", n_lost),
                         n_lost);

      append_sentence (text, sentence);
    }
  if (foreign->kept->len > 0)
    {
      g_autofree char *names = join_names (foreign->kept);
      /* Translators: %s is a list of names of tables and columns that another program added to the file */
      g_autofree char *sentence = g_strdup_printf (_("What other programs added to it stays there: %s."), names);

      append_sentence (text, sentence);
    }
  if (foreign->lost->len > 0)
    {
      g_autofree char *names = join_names (foreign->lost);
      /* Translators: %s is a list of names of tables and columns that another program added to the file */
      g_autofree char *sentence =
        g_strdup_printf (_("It also holds something that Klaster does not know and will not keep: %s."), names);

      append_sentence (text, sentence);
    }

  return g_strdup (text->str);
}

/* The rows of the file as they are become one edit after what its history knows; without that, they are the beginning. */
static gboolean
write_rows (KlasterIncoming  *self,
            sqlite3          *from,
            const char       *path,
            const char       *author,
            guint            *n_left_out,
            gboolean         *restored,
            GError          **error)
{
  KlasterSnapshot *base = self->base ? self->base : self->foreign->snapshot;
  g_autoptr (KlasterDatabase) db = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterHistoryEntry) entry = NULL;
  g_autoptr (KlasterWriter) writer = NULL;
  g_autoptr (GError) local_error = NULL;
  KlasterSnapshot *after;

  if (!klaster_foreign_write (self->foreign, from, base, path, error))
    return FALSE;
  db = klaster_database_open (path, KLASTER_DATABASE_SCRATCH, error);
  if (db == NULL)
    return FALSE;
  g_clear_pointer (&self->history, klaster_history_free);
  self->history = klaster_store_load_history (db, error);
  if (self->history == NULL)
    return FALSE;

  /* Damage is nobody's edit: what the history says is what it was. */
  *restored = self->base && self->seal == KLASTER_SEAL_DAMAGED;
  if (!*restored)
    edit = klaster_foreign_make_edit (self->foreign, base, base, NULL, n_left_out, &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  after = klaster_snapshot_ref (base);
  if (edit)
    {
      klaster_snapshot_unref (after);
      delta = klaster_edit_resolve (edit, base, error);
      if (delta == NULL)
        return FALSE;
      after = klaster_snapshot_apply (base, delta);
      entry = klaster_history_entry_new (klaster_edit_get_kind (edit), klaster_edit_get_label (edit), author);
      klaster_history_entry_set_summary (entry, delta);
      entry->recorded = TRUE;
      klaster_history_append (self->history, klaster_history_entry_ref (entry));
      writer = klaster_writer_new (db);
      if (!klaster_writer_commit (writer, entry, delta, TRUE, error))
        {
          klaster_snapshot_unref (after);
          return FALSE;
        }
    }
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = after;

  return TRUE;
}

/**
 * klaster_incoming_settle:
 * @self: what was read
 * @path: where the database goes
 * @author: in whose name changes of another program are recorded
 * @warning: (out) (transfer full) (nullable): what the user has to know
 * @error: return location
 *
 * Returns: whether @path is a database of ours; @self's snapshot and history are what it holds
 */
gboolean
klaster_incoming_settle (KlasterIncoming  *self,
                         const char       *path,
                         const char       *author,
                         char            **warning,
                         GError          **error)
{
  g_autoptr (KlasterDatabase) db = NULL;
  gboolean restored = FALSE;
  guint n_left_out = 0;

  if (self->foreign == NULL)
    {
      *warning = self->newer
                   ? g_strdup (_("This project was saved by a newer version of Klaster, so it can only be read here."))
                   : NULL;
      if (g_rename (self->path, path) == 0)
        return TRUE;
      klaster_set_errno_error (error, errno, path);
      return FALSE;
    }

  db = klaster_database_open (self->path, KLASTER_DATABASE_RESTRICTED, error);
  if (db == NULL)
    return FALSE;
  klaster_database_limit (db, INSPECT_SECONDS, NULL);
  if (!write_rows (self, db, path, author, &n_left_out, &restored, error))
    return FALSE;
  *warning = klaster_incoming_describe (self, n_left_out, restored);

  return TRUE;
}
