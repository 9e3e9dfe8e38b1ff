/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-adopt.h"
#include "klaster-changeset.h"
#include "klaster-incoming.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-load.h"

/* The longest time that reading their edits may take, in seconds. */
#define ADOPT_SECONDS 120

static void
unref_delta (gpointer data)
{
  if (data)
    klaster_delta_unref (data);
}

void
klaster_adopt_result_free (KlasterAdoptResult *self)
{
  g_free (self->head);
  g_free (self->warning);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->deltas);
  g_ptr_array_unref (self->blobs);
  g_clear_pointer (&self->after, klaster_snapshot_unref);
  g_clear_pointer (&self->edit, klaster_edit_unref);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_free (self);
}

static gint
find_uuid (GPtrArray  *uuids,
           const char *uuid)
{
  for (guint i = uuids->len; uuid && i > 0; i--)
    if (strcmp (g_ptr_array_index (uuids, i - 1), uuid) == 0)
      return (gint) i - 1;

  return -1;
}

static gboolean
load_blobs (KlasterAdoptResult  *self,
            sqlite3             *db,
            GError             **error)
{
  static const char sql[] = "SELECT bytes FROM klaster_blob WHERE typeof(bytes) = 'blob'";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gconstpointer bytes = sqlite3_column_blob (statement, 0);

      g_ptr_array_add (self->blobs, g_bytes_new (bytes, (gsize) sqlite3_column_bytes (statement, 0)));
    }
  if (rc != SQLITE_DONE)
    klaster_database_set_error (db, sql, error);

  return rc == SQLITE_DONE;
}

/* Their edits after our newest one, on our content. FALSE: they do not fit, though the uuids say so. */
static gboolean
follow_theirs (KlasterAdoptResult         *self,
               const KlasterAdoptRequest  *request,
               KlasterIncoming            *incoming,
               guint                       start,
               GCancellable               *cancellable,
               GError                    **error)
{
  g_autoptr (KlasterDatabase) db = klaster_database_open (incoming->path, KLASTER_DATABASE_RESTRICTED, error);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_ref (request->snapshot);

  if (db == NULL)
    return FALSE;
  klaster_database_limit (db, ADOPT_SECONDS, cancellable);
  for (guint i = start; i < klaster_history_get_n (incoming->history); i++)
    {
      KlasterHistoryEntry *entry = klaster_history_get (incoming->history, i);
      g_autoptr (GBytes) changeset = NULL;
      g_autoptr (KlasterDelta) delta = NULL;

      if (klaster_history_entry_has_content (entry))
        {
          KlasterSnapshot *after;

          changeset = klaster_store_load_changeset (db, entry->uuid, error);
          delta = changeset ? klaster_changeset_to_delta (changeset, FALSE, snapshot, error) : NULL;
          if (delta == NULL)
            return FALSE;
          after = klaster_snapshot_apply (snapshot, delta);
          klaster_snapshot_unref (snapshot);
          snapshot = after;
          if (!klaster_delta_check_references (delta, snapshot, error))
            return FALSE;
        }
      g_ptr_array_add (self->entries, klaster_history_entry_ref (entry));
      g_ptr_array_add (self->deltas, g_steal_pointer (&delta));
    }
  self->after = g_steal_pointer (&snapshot);

  return load_blobs (self, db, error);
}

static gboolean
compare_rows (KlasterAdoptResult         *self,
              const KlasterAdoptRequest  *request,
              KlasterIncoming            *incoming,
              KlasterSnapshot            *base,
              KlasterSnapshot            *ours,
              GError                    **error)
{
  KlasterForeign *foreign = incoming->foreign;
  g_autoptr (GError) local_error = NULL;
  guint n_left_out;

  if (incoming->seal == KLASTER_SEAL_DAMAGED)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED,
                   _("The file was damaged since it was saved. What is shown here is whole: save it again."));
      return FALSE;
    }
  self->edit = klaster_foreign_make_edit (foreign, base, ours, request->known_ids, &n_left_out, &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->ids = g_hash_table_ref (foreign->ids);
  /* Publishing will replace the file: what it loses then, and what it keeps, is said now. */
  if (n_left_out + foreign->n_dropped + foreign->n_repaired + foreign->kept->len + foreign->lost->len > 0)
    self->warning = klaster_incoming_describe (incoming, n_left_out, FALSE);

  return TRUE;
}

static gboolean
compare (KlasterAdoptResult         *self,
         const KlasterAdoptRequest  *request,
         KlasterIncoming            *incoming,
         GCancellable               *cancellable,
         GError                    **error)
{
  guint n_ours = request->uuids->len;
  const char *our_head = g_ptr_array_index (request->uuids, n_ours - 1);
  gint theirs_in_ours = find_uuid (request->uuids, self->head);
  gint ours_in_theirs = klaster_history_find (incoming->history, our_head);

  self->outcome = KLASTER_ADOPT_DIVERGED;
  if (strcmp (incoming->uuid, request->uuid) != 0)
    return TRUE;

  if (theirs_in_ours >= 0)
    {
      gboolean same_head = theirs_in_ours == (gint) n_ours - 1;
      KlasterSnapshot *base = same_head ? request->snapshot : incoming->base;

      self->outcome = same_head ? KLASTER_ADOPT_NOTHING : KLASTER_ADOPT_PUBLISH;
      if (incoming->foreign == NULL)
        return TRUE;
      if (base == NULL)
        {
          self->outcome = KLASTER_ADOPT_DIVERGED;
          return TRUE;
        }
      if (!compare_rows (self, request, incoming, base, request->snapshot, error))
        return FALSE;
      if (self->edit)
        self->outcome = KLASTER_ADOPT_EDIT;
      return TRUE;
    }

  if (ours_in_theirs < 0)
    return TRUE;
  if (!follow_theirs (self, request, incoming, (guint) ours_in_theirs + 1, cancellable, error))
    return FALSE;
  self->outcome = KLASTER_ADOPT_FAST_FORWARD;

  return incoming->foreign == NULL || compare_rows (self, request, incoming, self->after, self->after, error);
}

/**
 * klaster_adopt_compare:
 * @request: ours
 * @cancellable: (nullable): a #GCancellable
 * @error: return location: the shared file cannot be read, or makes no sense
 *
 * Returns: (transfer full) (nullable): what to do about the shared file
 */
KlasterAdoptResult *
klaster_adopt_compare (const KlasterAdoptRequest  *request,
                       GCancellable               *cancellable,
                       GError                    **error)
{
  g_autoptr (KlasterIncoming) incoming = klaster_incoming_read (request->address, request->incoming, cancellable, error);
  g_autoptr (KlasterAdoptResult) self = NULL;
  KlasterHistoryEntry *head;

  if (incoming == NULL)
    return NULL;
  if (incoming->newer)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NEWER,
                   _("The file was saved by a newer version of Klaster meanwhile."));
      return NULL;
    }
  self = g_new0 (KlasterAdoptResult, 1);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_history_entry_unref);
  self->deltas = g_ptr_array_new_with_free_func (unref_delta);
  self->blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->state = incoming->state;
  head = klaster_history_get_head (incoming->history);
  self->head = g_strdup (head ? head->uuid : NULL);
  if (!compare (self, request, incoming, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}
