/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-incoming.h"
#include "klaster-opener.h"
#include "klaster-publisher.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-edit.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"

#define MAX_UNTITLED 10000

void
klaster_opened_free (KlasterOpened *self)
{
  KlasterHistoryEntry *head = self->history ? klaster_history_get_head (self->history) : NULL;

  /* Never lets work go that only the working copy holds. */
  if (self->copy && head && g_strcmp0 (head->uuid, self->published) != 0 && !self->read_only)
    klaster_working_copy_free (g_steal_pointer (&self->copy));
  g_clear_pointer (&self->copy, klaster_working_copy_discard);
  g_free (self->address);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->history, klaster_history_free);
  g_free (self->uuid);
  g_free (self->published);
  g_clear_pointer (&self->foreign_ids, g_hash_table_unref);
  g_free (self->warning);
  g_free (self);
}

static const char *
get_head (KlasterHistory *history)
{
  KlasterHistoryEntry *head = klaster_history_get_head (history);

  return head ? head->uuid : NULL;
}

/* Work that a process left behind for this file when it was killed or postponed publishing. Copies that hold nothing
 * but what was published are removed on the way. */
static KlasterOpened *
find_left (const char   *address,
           GCancellable *cancellable)
{
  g_autoptr (GPtrArray) copies = klaster_working_copy_list_left (address);
  g_autoptr (KlasterOpened) found = NULL;

  g_ptr_array_set_free_func (copies, NULL);
  for (guint i = 0; i < copies->len; i++)
    {
      KlasterWorkingCopy *copy = g_ptr_array_index (copies, i);
      const char *path = klaster_working_copy_get_database (copy);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterDatabase) db = NULL;
      g_autoptr (KlasterOpened) left = NULL;

      if (found)
        {
          klaster_working_copy_free (copy); /* the next opening takes care of it */
          continue;
        }
      left = g_new0 (KlasterOpened, 1);
      left->address = g_strdup (address);
      left->published = g_strdup (klaster_working_copy_get_published (copy));
      db = klaster_database_open (path, KLASTER_DATABASE_WRITER, &error);
      if (db && klaster_store_upgrade (db, &error))
        left->uuid = klaster_store_get_meta (db, KLASTER_META_PROJECT, &error);
      if (left->uuid)
        left->history = klaster_store_load_history (db, &error);
      if (left->history && g_strcmp0 (get_head (left->history), left->published) == 0)
        {
          g_clear_pointer (&db, klaster_database_close);
          klaster_working_copy_discard (copy);
          continue;
        }
      if (left->history)
        left->snapshot = klaster_store_load_snapshot (path, KLASTER_DATABASE_READER, cancellable, &error);
      if (left->snapshot == NULL)
        {
          /* It stays where it is: nothing that might be work is ever removed. */
          g_message ("A working copy that was left behind could not be read: %s", error ? error->message : path);
          g_clear_pointer (&db, klaster_database_close);
          klaster_working_copy_free (copy);
          continue;
        }
      left->copy = copy;
      found = g_steal_pointer (&left);
    }

  return g_steal_pointer (&found);
}

static gboolean
open_shared (KlasterOpened    *self,
             KlasterIncoming  *incoming,
             const char       *author,
             GError          **error)
{
  self->published = g_strdup (get_head (incoming->history));
  if (!klaster_incoming_settle (incoming, klaster_working_copy_get_database (self->copy), author, &self->warning, error))
    return FALSE;
  self->read_only |= incoming->newer;
  self->state = incoming->state;
  self->uuid = g_steal_pointer (&incoming->uuid);
  self->snapshot = g_steal_pointer (&incoming->snapshot);
  self->history = g_steal_pointer (&incoming->history);
  if (incoming->foreign && incoming->foreign->ids)
    self->foreign_ids = g_hash_table_ref (incoming->foreign->ids);

  return klaster_working_copy_set_published (self->copy, self->address, self->published, error);
}

/* Which of the two goes on: what a crash left behind, or what lies in the shared file now. %TRUE: the former. */
static gboolean
left_goes_on (KlasterOpened   *left,
              KlasterIncoming *incoming)
{
  const char *theirs = get_head (incoming->history);

  if (strcmp (left->uuid, incoming->uuid) != 0)
    {
      left->diverged = TRUE;
      return TRUE;
    }
  if (klaster_history_find (incoming->history, get_head (left->history)) >= 0)
    return FALSE; /* all of it is there already */
  if (klaster_history_find (left->history, theirs) < 0)
    left->diverged = TRUE;

  return TRUE;
}

/**
 * klaster_opener_open:
 * @path: the shared file as the user named it
 * @flags: how to open it
 * @author: in whose name changes of another program are recorded
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Returns: (transfer full) (nullable): everything that a #KlasterProject starts with
 */
KlasterOpened *
klaster_opener_open (const char        *path,
                     KlasterOpenFlags   flags,
                     const char        *author,
                     GCancellable      *cancellable,
                     GError           **error)
{
  g_autoptr (KlasterOpened) self = g_new0 (KlasterOpened, 1);
  g_autoptr (KlasterOpened) left = NULL;
  g_autoptr (KlasterIncoming) incoming = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean goes_on, waits;

  self->address = klaster_shared_file_resolve (path, error);
  if (self->address == NULL)
    return NULL;
  self->read_only = (flags & KLASTER_OPEN_READ_ONLY) != 0;
  if (!self->read_only)
    {
      klaster_publisher_clean (self->address);
      left = find_left (self->address, cancellable);
    }
  self->copy = klaster_working_copy_new (self->address, error);
  if (self->copy)
    incoming = klaster_incoming_read (self->address, klaster_working_copy_get_incoming (self->copy), cancellable, &local_error);

  goes_on = left && (incoming ? left_goes_on (left, incoming)
                              : !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  waits = goes_on && left->diverged && (flags & KLASTER_OPEN_LEAVE_DIVERGED) != 0;
  if (goes_on && !waits)
    {
      if (incoming && incoming->foreign == NULL && !left->diverged)
        left->state = incoming->state; /* what lies there is known: it may be replaced */
      left->warning = g_strdup (_("The last changes had not reached the file; they are here again."));
      return g_steal_pointer (&left);
    }
  if (left)
    {
      if (incoming && !waits)
        klaster_working_copy_discard (g_steal_pointer (&left->copy));
      else
        klaster_working_copy_free (g_steal_pointer (&left->copy));
    }
  if (incoming == NULL)
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (!open_shared (self, incoming, author, error))
    return NULL;
  if (waits)
    {
      g_autofree char *warning = g_steal_pointer (&self->warning);
      const char *waiting = _("Changes that a program left behind when it was ended are not in it, because it was changed since. "
                              "Open it in Klaster to save them under another name.");

      self->warning = warning ? g_strdup_printf ("%s %s", warning, waiting) : g_strdup (waiting);
    }

  return g_steal_pointer (&self);
}

/* Where projects lie that have no name yet: (transfer full) */
char *
klaster_opener_get_untitled_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "klaster", "projects", NULL);
}

static char *
choose_untitled (GError **error)
{
  g_autofree char *folder = klaster_opener_get_untitled_folder ();

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      klaster_set_errno_error (error, errno, folder);
      return NULL;
    }
  for (guint i = 1; i < MAX_UNTITLED; i++)
    {
      /* Translators: file name of a project that has no name yet */
      g_autofree char *name = i == 1 ? g_strdup (_("Untitled project")) : g_strdup_printf (_("Untitled project %u"), i);
      g_autofree char *file_name = g_strconcat (name, ".klaster", NULL);
      g_autofree char *path = g_build_filename (folder, file_name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  klaster_set_errno_error (error, EEXIST, folder);

  return NULL;
}

/* What a new project begins with: its cluster, and the rows of @content. */
static KlasterDelta *
make_content (const char  *region,
              GBytes      *content,
              GError     **error)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("New project"));
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) bare = NULL;
  g_autoptr (KlasterSnapshot) filled = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterDelta) rows = NULL;
  g_autoptr (GError) reason = NULL;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_CLUSTER, 1);
  if (region)
    klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, 1, KLASTER_CLUSTER_REGION, KLASTER_TEXT (region));
  delta = klaster_edit_resolve (edit, empty, error);
  if (delta == NULL || content == NULL)
    return g_steal_pointer (&delta);

  bare = klaster_snapshot_apply (empty, delta);
  rows = klaster_content_resolve (content, bare, &reason);
  if (rows == NULL)
    {
      if (g_error_matches (reason, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
        return g_steal_pointer (&delta);
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  filled = klaster_snapshot_apply (bare, rows);

  return klaster_delta_new_between (empty, filled);
}

static gboolean
create_database (KlasterOpened  *self,
                 KlasterDelta   *delta,
                 const char     *author,
                 GError        **error)
{
  g_autoptr (KlasterHistoryEntry) entry = klaster_history_entry_new ("new", _("New project"), author);
  g_autoptr (KlasterDatabase) db =
    klaster_database_open (klaster_working_copy_get_database (self->copy), KLASTER_DATABASE_WRITER, error);
  g_autoptr (KlasterWriter) writer = NULL;

  self->uuid = g_uuid_string_random ();
  if (db == NULL || !klaster_store_create_project (db, self->uuid, error))
    return FALSE;

  /* Recorded too, though it cannot be undone: so the history alone leads to the content. */
  writer = klaster_writer_new (db);
  klaster_history_entry_set_summary (entry, delta);
  entry->recorded = TRUE;
  if (!klaster_writer_commit (writer, entry, delta, TRUE, error))
    return FALSE;
  klaster_history_append (self->history, klaster_history_entry_ref (entry));

  return TRUE;
}

/**
 * klaster_opener_new:
 * @path: (nullable): where the project goes; must not exist
 * @region: (nullable): code or name of its region
 * @content: (nullable): an exported .json to fill it with
 * @author: who makes it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the new project, already published
 */
KlasterOpened *
klaster_opener_new (const char    *path,
                    const char    *region,
                    GBytes        *content,
                    const char    *author,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (KlasterOpened) self = g_new0 (KlasterOpened, 1);
  g_autofree char *untitled = NULL;
  g_autoptr (KlasterDelta) delta = make_content (region, content, error);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  KlasterPublishRequest request = { NULL };
  KlasterPublishResult result;
  KlasterFileState nothing = { FALSE };

  if (delta == NULL)
    return NULL;
  if (path == NULL)
    {
      untitled = choose_untitled (error);
      if (untitled == NULL)
        return NULL;
      path = untitled;
    }
  self->address = klaster_shared_file_resolve (path, error);
  if (self->address == NULL || !klaster_shared_file_get_state (self->address, &self->state, error))
    return NULL;
  if (self->state.exists)
    {
      g_autofree char *name = g_filename_display_basename (self->address);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("There is a file “%s” already."), name);
      return NULL;
    }
  self->copy = klaster_working_copy_new (self->address, error);
  self->history = klaster_history_new ();
  if (self->copy == NULL || !create_database (self, delta, author, error))
    return NULL;
  self->snapshot = klaster_snapshot_apply (empty, delta);

  request.source = klaster_working_copy_get_database (self->copy);
  request.target = self->address;
  request.expected = &nothing;
  if (!klaster_publisher_run (&request, &result, cancellable, error))
    {
      g_clear_pointer (&self->copy, klaster_working_copy_discard); /* it was never anybody's */
      return NULL;
    }
  self->state = result.state;
  self->published = g_steal_pointer (&result.head);
  if (!klaster_working_copy_set_published (self->copy, self->address, self->published, error))
    return NULL;

  return g_steal_pointer (&self);
}
