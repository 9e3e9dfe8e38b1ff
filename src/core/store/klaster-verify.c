/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "klaster-changeset.h"
#include "klaster-database.h"
#include "klaster-edit.h"
#include "klaster-geometry.h"
#include "klaster-project.h"
#include "klaster-seal.h"
#include "klaster-shared-file.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"
#include "klaster-verify.h"
#include "klaster-working-copy.h"

/* The longest time that all of it may take, in seconds. */
#define VERIFY_SECONDS 600

/* So many findings of one check are told one by one; more of the same help nobody. */
#define MAX_FINDINGS 20

typedef struct
{
  KlasterVerifyReport *report;
  const char *path; /* of the private copy that is looked at */
  sqlite3 *db;
  GCancellable *cancellable;
  guint n_of_check;
  const char *check;
  gboolean changed; /* by another program, as the seal says */
} Verify;

static void
finding_free (gpointer data)
{
  KlasterFinding *finding = data;

  g_free (finding->text);
  g_free (finding);
}

void
klaster_verify_report_free (KlasterVerifyReport *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->findings);
  g_free (self);
}

static void G_GNUC_PRINTF (4, 5)
add_finding (Verify              *verify,
             KlasterFindingLevel  level,
             const char          *check,
             const char          *format,
             ...)
{
  KlasterFinding *finding;
  va_list args;

  if (verify->check != check)
    verify->n_of_check = 0;
  verify->check = check;
  if (level == KLASTER_FINDING_PROBLEM)
    verify->report->n_problems++;
  if (verify->n_of_check++ >= MAX_FINDINGS)
    return;

  finding = g_new0 (KlasterFinding, 1);
  finding->level = level;
  finding->check = check;
  va_start (args, format);
  finding->text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (verify->report->findings, finding);
}

/* An error of a step is what it found, unless there was no looking. */
static gboolean
take_error (Verify      *verify,
            const char  *check,
            GError      *found,
            GError     **error)
{
  if (g_error_matches (found, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, found);
      return FALSE;
    }

  add_finding (verify, KLASTER_FINDING_PROBLEM, check, "%s", found->message);
  g_error_free (found);

  return TRUE;
}

static gboolean
verify_seal (Verify  *verify,
             GError **error)
{
  KlasterSealState state = KLASTER_SEAL_NONE;
  GError *found = NULL;
  gint64 offset;
  gboolean done;
  int fd = open (verify->path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      klaster_set_errno_error (error, errno, verify->path);
      return FALSE;
    }
  offset = klaster_seal_locate (verify->db, fd);
  done = offset < 0 || klaster_seal_check (fd, offset, &state, verify->cancellable, &found);
  close (fd);
  if (!done)
    return take_error (verify, "seal", found, error);
  if (offset < 0 && klaster_seal_is_lost (verify->db))
    state = KLASTER_SEAL_DAMAGED;

  switch (state)
    {
    case KLASTER_SEAL_OK:
      break;
    case KLASTER_SEAL_CHANGED:
      verify->changed = TRUE;
      add_finding (verify, KLASTER_FINDING_NOTE, "seal", "%s",
                   _("Another program changed the file since Klaster saved it."));
      break;
    case KLASTER_SEAL_DAMAGED:
      add_finding (verify, KLASTER_FINDING_PROBLEM, "seal", "%s",
                   _("The file is damaged: some of its bytes are not those that were saved."));
      break;
    case KLASTER_SEAL_NONE:
      add_finding (verify, KLASTER_FINDING_NOTE, "seal", "%s",
                   _("The file has no seal: Klaster did not save it, so damage in a value cannot be told from the value."));
      break;
    default:
      g_assert_not_reached ();
    }

  return TRUE;
}

static gboolean
verify_integrity (Verify  *verify,
                  GError **error)
{
  g_autoptr (KlasterStatement) statement = NULL;
  GError *found = NULL;
  int rc;

  statement = klaster_database_prepare (verify->db, "PRAGMA integrity_check(20)", &found);
  if (statement == NULL)
    return take_error (verify, "integrity", found, error);
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);

      if (g_strcmp0 (text, "ok") != 0)
        add_finding (verify, KLASTER_FINDING_PROBLEM, "integrity", "%s", text ? text : "");
    }
  if (rc == SQLITE_DONE)
    return TRUE;

  klaster_database_set_error (verify->db, _("Checking the file"), &found);

  return take_error (verify, "integrity", found, error);
}

/* What an earlier version saved is no fault: it gets on the copy what opening would give it, and is read like others. */
static gboolean
bring_up_to_date (Verify  *verify,
                  GError **error)
{
  g_autofree char *schema = klaster_store_get_meta (verify->db, KLASTER_META_SCHEMA, NULL);
  g_autoptr (KlasterDatabase) db = NULL;
  guint64 version;

  if (schema == NULL || !g_ascii_string_to_unsigned (schema, 10, 1, KLASTER_SCHEMA_VERSION - 1, &version, NULL))
    return TRUE;

  db = klaster_database_open (verify->path, KLASTER_DATABASE_SCRATCH, error);
  if (db == NULL)
    return FALSE;
  klaster_database_limit (db, VERIFY_SECONDS, verify->cancellable);
  if (!klaster_store_upgrade (db, error))
    return FALSE;
  add_finding (verify, KLASTER_FINDING_NOTE, "schema", "%s",
               _("An earlier version of Klaster saved the file; this one adds what is new when it saves it."));

  return TRUE;
}

static gboolean
verify_schema (Verify    *verify,
               gboolean  *readable,
               GError   **error)
{
  g_autofree char *difference = NULL;
  gboolean equal = FALSE;
  GError *found = NULL;

  *readable = FALSE;
  if (!bring_up_to_date (verify, &found))
    return take_error (verify, "schema", found, error);
  if (!klaster_store_schema_is_ours (verify->db, &equal, &difference, &found))
    return take_error (verify, "schema", found, error);

  *readable = TRUE;
  if (!equal)
    add_finding (verify, KLASTER_FINDING_NOTE, "schema",
                 /* Translators: %s is a piece of a database's definition */
                 _("The tables are not exactly those that Klaster makes: “%s”."), difference ? difference : "");

  return TRUE;
}

/* The names people would look for in the file itself: verifying is for people who fix things. */
static void
verify_row (Verify          *verify,
            KlasterSnapshot *snapshot,
            KlasterRow      *row)
{
  KlasterTable table = klaster_row_get_table (row);
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  gint64 id = klaster_row_get_id (row);

  verify->report->n_rows++;
  if (id < 1 || id > KLASTER_ID_MAX)
    add_finding (verify, KLASTER_FINDING_PROBLEM, "content", _("%s %" PRId64 ": the number is out of range."),
                 info->name, id);

  for (guint i = 1; i < info->n_columns; i++)
    {
      const KlasterColumnInfo *column = &info->columns[i];
      g_autoptr (GError) invalid = NULL;

      if (column->flags & KLASTER_COLUMN_DERIVED)
        continue;
      if (column->type == KLASTER_COLUMN_REFERENCE && !klaster_row_is_null (row, i))
        {
          gint64 target = klaster_row_get_integer (row, i);

          if (klaster_snapshot_lookup (snapshot, column->target, target) == NULL)
            add_finding (verify, KLASTER_FINDING_PROBLEM, "content",
                         /* Translators: table, number, column, table, number */
                         _("%s %" PRId64 ", %s: there is no %s %" PRId64 "."), info->name, id,
                         column->name, klaster_schema_get_table (column->target)->name, target);
          continue;
        }
      /* Areas may be the project's own, which a value alone cannot tell. */
      if (column->type == KLASTER_COLUMN_LIST)
        continue;
      if (!klaster_value_validate (table, i, klaster_row_get_value (row, i), &invalid))
        add_finding (verify, KLASTER_FINDING_PROBLEM, "content", "%s %" G_GINT64_FORMAT ", %s: %s", info->name, id,
                     column->name, invalid->message);
    }
}

/* What a row of these tables joins, or says once about something, by its first two columns: twice is no damage, but somebody who
 * counts would count it twice. Edits of this program refuse some of it; other programs and earlier versions do not. */
static void
verify_pairs (Verify          *verify,
              KlasterSnapshot *snapshot)
{
  static const struct
  {
    KlasterTable table;
    guint columns[2];
  } pairs[] = {
    { KLASTER_TABLE_COOPERATION_AGREEMENT,
      { KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID } },
    { KLASTER_TABLE_FURTHER_GOAL, { KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_FURTHER_GOAL_GOAL_ID } },
    { KLASTER_TABLE_AGREEMENT_PARTY, { KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID } },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, { KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_AGREEMENT_CLAUSE_CLAUSE } },
    { KLASTER_TABLE_PROJECT_MEMBER, { KLASTER_PROJECT_MEMBER_PROJECT_ID, KLASTER_PROJECT_MEMBER_INSTITUTION_ID } },
    { KLASTER_TABLE_PROGRAMME_MEMBER, { KLASTER_PROGRAMME_MEMBER_PROGRAMME_ID, KLASTER_PROGRAMME_MEMBER_INSTITUTION_ID } },
    { KLASTER_TABLE_COURSE_RUN_MEMBER, { KLASTER_COURSE_RUN_MEMBER_COURSE_RUN_ID, KLASTER_COURSE_RUN_MEMBER_INSTITUTION_ID } },
    { KLASTER_TABLE_ACTIVITY_PARTICIPANT,
      { KLASTER_ACTIVITY_PARTICIPANT_ACTIVITY_ID, KLASTER_ACTIVITY_PARTICIPANT_INSTITUTION_ID } },
    { KLASTER_TABLE_LAYOUT, { KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_LAYOUT_KIND } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      const char *name = klaster_schema_get_table (pairs[i].table)->name;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, pairs[i].table);
      while (klaster_row_iter_next (&iter, &row))
        {
          KlasterValue second = klaster_row_get_value (row, pairs[i].columns[1]);
          gint64 first = klaster_row_get_integer (row, pairs[i].columns[0]);
          g_autofree char *key = second.type == KLASTER_VALUE_TEXT
                                   ? g_strdup_printf ("%" PRId64 " %s", first, second.text)
                                   : g_strdup_printf ("%" PRId64 " %" PRId64, first, second.integer);
          KlasterRow *other = g_hash_table_lookup (seen, key);

          if (other)
            add_finding (verify, KLASTER_FINDING_NOTE, "content",
                         /* Translators: table, number, table, number, two columns */
                         _("%s %" PRId64 " repeats %s %" PRId64 ": %s and %s are the same."), name, klaster_row_get_id (row), name,
                         klaster_row_get_id (other), klaster_schema_get_column (pairs[i].table, pairs[i].columns[0])->name,
                         klaster_schema_get_column (pairs[i].table, pairs[i].columns[1])->name);
          else
            g_hash_table_insert (seen, g_steal_pointer (&key), row);
        }
    }
}

/* The main goal of a cooperation is no further one besides. */
static void
verify_goals (Verify          *verify,
              KlasterSnapshot *snapshot)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_FURTHER_GOAL);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 goal = klaster_row_get_integer (row, KLASTER_FURTHER_GOAL_GOAL_ID);
      KlasterRow *cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION,
                                                         klaster_row_get_integer (row, KLASTER_FURTHER_GOAL_COOPERATION_ID));

      if (cooperation && klaster_row_get_integer (cooperation, KLASTER_COOPERATION_GOAL_ID) == goal)
        add_finding (verify, KLASTER_FINDING_NOTE, "content",
                     _("cooperation_goal %" PRId64 ": goal %" PRId64 " is the main goal of cooperation %" PRId64 " already."),
                     klaster_row_get_id (row), goal, klaster_row_get_id (cooperation));
    }
}

static KlasterSnapshot *
verify_content (Verify  *verify,
                GError **error)
{
  KlasterSnapshot *snapshot;
  GError *found = NULL;

  snapshot = klaster_store_load_snapshot (verify->path, KLASTER_DATABASE_RESTRICTED, verify->cancellable, &found);
  if (snapshot == NULL)
    {
      take_error (verify, "content", found, error);
      return NULL;
    }

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        verify_row (verify, snapshot, row);
    }
  verify_pairs (verify, snapshot);
  verify_goals (verify, snapshot);
  if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1) == NULL)
    add_finding (verify, KLASTER_FINDING_PROBLEM, "content", "%s", _("The row of the cluster itself is missing."));

  return snapshot;
}

/* QGIS shows the geometry, we show the columns: they must be one place. */
static gboolean
verify_geometry (Verify  *verify,
                 GError **error)
{
  g_autoptr (KlasterStatement) statement = NULL;
  GError *found = NULL;

  statement = klaster_database_prepare (verify->db, "SELECT id, lon, lat, geom FROM institution", &found);
  if (statement == NULL)
    return take_error (verify, "geometry", found, error);

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gboolean placed = sqlite3_column_type (statement, 1) != SQLITE_NULL;
      double lon = NAN, lat = NAN;
      gboolean has_point = sqlite3_column_type (statement, 3) == SQLITE_BLOB
                           && klaster_geometry_read (sqlite3_column_blob (statement, 3),
                                                     (gsize) sqlite3_column_bytes (statement, 3), &lon, &lat);

      if (placed != has_point
          || (placed && (lon != sqlite3_column_double (statement, 1) || lat != sqlite3_column_double (statement, 2))))
        add_finding (verify, KLASTER_FINDING_PROBLEM, "geometry",
                     _("institution %" PRId64 ": the point on the map is not where lon and lat say."),
                     (gint64) sqlite3_column_int64 (statement, 0));
    }

  return TRUE;
}

/* Takes the whole history back in memory: what leads to the beginning without a step that does not fit is whole. */
static gboolean
verify_history (Verify          *verify,
                KlasterSnapshot *content,
                GError         **error)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_ref (content);
  g_autoptr (KlasterHistory) history = NULL;
  GError *found = NULL;

  history = klaster_store_load_history (verify->db, &found);
  if (history == NULL)
    return take_error (verify, "history", found, error);

  for (guint i = klaster_history_get_n (history); i > 0; i--)
    {
      KlasterHistoryEntry *entry = klaster_history_get (history, i - 1);
      const char *parent = i > 1 ? klaster_history_get (history, i - 2)->uuid : NULL;
      g_autoptr (GBytes) changeset = NULL;
      g_autoptr (KlasterDelta) delta = NULL;
      KlasterSnapshot *before;

      if (g_cancellable_set_error_if_cancelled (verify->cancellable, error))
        return FALSE;
      if (parent && g_strcmp0 (entry->parent, parent) != 0)
        add_finding (verify, KLASTER_FINDING_PROBLEM, "history", _("Edit %s does not follow the one before it."),
                     entry->uuid);
      if (!entry->recorded)
        continue;

      changeset = klaster_store_load_changeset (verify->db, entry->uuid, &found);
      if (changeset)
        delta = klaster_changeset_to_delta (changeset, TRUE, snapshot, &found);
      if (delta == NULL && verify->changed &&
          g_error_matches (found, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED))
        {
          add_finding (verify, KLASTER_FINDING_NOTE, "history", "%s",
                       _("What the other program changed is not in the history: opening the file adds it as one edit."));
          g_error_free (found);
          return TRUE;
        }
      if (delta == NULL)
        {
          add_finding (verify, KLASTER_FINDING_PROBLEM, "history", _("Edit %s, “%s”, cannot be taken back: %s"),
                       entry->uuid, entry->label, found->message);
          g_error_free (found);
          /* What came before it cannot be told any more. */
          return TRUE;
        }
      before = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = before;
      verify->report->n_edits++;
    }

  return TRUE;
}

static gboolean
verify_attachments (Verify          *verify,
                    KlasterSnapshot *snapshot,
                    GError         **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KlasterStatement) statement = NULL;
  KlasterRowIter iter;
  KlasterRow *row;
  GError *found = NULL;

  statement = klaster_database_prepare (verify->db, "SELECT sha256, bytes FROM klaster_blob", &found);
  if (statement == NULL)
    return take_error (verify, "attachments", found, error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *sha256 = (const char *) sqlite3_column_text (statement, 0);
      g_autofree char *actual = g_compute_checksum_for_data (G_CHECKSUM_SHA256, sqlite3_column_blob (statement, 1),
                                                             (gsize) sqlite3_column_bytes (statement, 1));

      if (g_strcmp0 (sha256, actual) != 0)
        add_finding (verify, KLASTER_FINDING_PROBLEM, "attachments", _("The bytes of attachment %s have changed."),
                     sha256 ? sha256 : "");
      g_hash_table_add (known, g_strdup (sha256 ? sha256 : ""));
    }

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *sha256 = klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256);
      const char *name = klaster_row_get_text (row, KLASTER_ATTACHMENT_NAME);

      if (sha256 && !g_hash_table_contains (known, sha256))
        add_finding (verify, KLASTER_FINDING_NOTE, "attachments",
                     _("“%s” is not in this copy, only its name."), name ? name : sha256);
    }

  return TRUE;
}

static gboolean
verify_all (Verify  *verify,
            GError **error)
{
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  gboolean readable;

  if (!verify_seal (verify, error) || !verify_integrity (verify, error) || !verify_schema (verify, &readable, error))
    return FALSE;
  if (!readable)
    return TRUE;

  snapshot = verify_content (verify, error);
  if (snapshot == NULL)
    return error == NULL || *error == NULL;

  return verify_geometry (verify, error) && verify_history (verify, snapshot, error)
         && verify_attachments (verify, snapshot, error);
}

/**
 * klaster_verify_file:
 * @path: a project file
 * @cancellable: (nullable): a #GCancellable
 * @error: return location: only when the file could not be looked at, or cancelled
 *
 * Looks at everything in a file that can be wrong, on a private copy of it: the seal, SQLite's own structure, the tables,
 * every value and reference, the points on the map, the bytes of attachments, and the history, which is taken back edit by
 * edit to its beginning. Changes nothing. Blocking; any thread; needs as much room in the temporary folder as the file has.
 *
 * Returns: (transfer full) (nullable): what was found
 */
KlasterVerifyReport *
klaster_verify_file (const char    *path,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (KlasterVerifyReport) report = g_new0 (KlasterVerifyReport, 1);
  g_autofree char *folder = NULL, *copy = NULL;
  Verify verify = { report, NULL, NULL, cancellable, 0, NULL };
  KlasterFileState state;
  gboolean done = FALSE;

  g_return_val_if_fail (path != NULL, NULL);

  report->findings = g_ptr_array_new_with_free_func (finding_free);
  folder = g_dir_make_tmp ("klaster-verify-XXXXXX", error);
  if (folder == NULL)
    return NULL;
  copy = g_build_filename (folder, "project", NULL);
  verify.path = copy;

  if (klaster_shared_file_take_copy (path, copy, &state, cancellable, error))
    {
      verify.db = klaster_database_open (copy, KLASTER_DATABASE_RESTRICTED, error);
      if (verify.db)
        {
          klaster_database_limit (verify.db, VERIFY_SECONDS, cancellable);
          done = verify_all (&verify, error);
          klaster_database_close (verify.db);
        }
    }
  klaster_working_copy_remove_database (copy);
  g_rmdir (folder);

  return done ? g_steal_pointer (&report) : NULL;
}
