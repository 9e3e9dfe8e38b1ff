/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "klaster-history.h"
#include "klaster-project-sync.h"
#include "klaster-snapshot-private.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GError *error = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-project-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "school.klaster", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Nothing of ours may ever lie beside the shared file. */
static void
assert_alone (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    g_assert_cmpstr (name, ==, "school.klaster");
}

static KlasterEdit *
insert_school (const char *name,
               double      lon,
               double      lat,
               gint64     *id)
{
  KlasterEdit *edit = klaster_edit_new ("Add school");

  *id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, *id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, *id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, *id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, *id, KLASTER_INSTITUTION_LON, KLASTER_REAL (lon));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, *id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (lat));

  return edit;
}

static KlasterEdit *
set_text (gint64      id,
          guint       column,
          const char *text)
{
  KlasterEdit *edit = klaster_edit_new ("Change school");

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, column, text ? KLASTER_TEXT (text) : KLASTER_NULL);

  return edit;
}

static void
test_life (Fixture       *fixture,
           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) again = NULL;
  g_autoptr (KlasterSnapshot) start = NULL;
  g_autoptr (KlasterSnapshot) end = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterEdit) change = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *uuid2 = NULL;
  gint64 id;

  g_assert_no_error (error);
  g_assert_nonnull (project);
  g_assert_cmpstr (klaster_project_get_display_name (project), ==, "school");
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  g_assert_false (klaster_project_get_can_undo (project));
  assert_alone (fixture);
  start = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  g_assert_cmpuint (klaster_snapshot_get_n_rows (start, KLASTER_TABLE_CLUSTER), ==, 1);

  edit = insert_school ("Chirchiq, 3-maktab", 69.58, 41.47, &id);
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (uuid));
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_PENDING);
  change = set_text (id, KLASTER_INSTITUTION_PHONE, "+998 70 715 00 00");
  uuid2 = sync_commit (project, change, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_project_get_can_undo (project));
  g_assert_cmpstr (klaster_project_get_undo_label (project), ==, "Change school");
  end = klaster_snapshot_ref (klaster_project_get_snapshot (project));

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  assert_alone (fixture);

  again = sync_open (fixture->path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (again), end));
  g_assert_null (klaster_project_get_warning (again));
  g_assert_cmpuint (klaster_project_get_n_undo (again), ==, 2);

  g_assert_true (sync_undo (again, &error));
  g_assert_no_error (error);
  g_assert_true (sync_undo (again, &error));
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (again), start));
  g_assert_false (sync_undo (again, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO);
  g_clear_error (&error);
  g_assert_true (sync_redo (again, &error));
  g_assert_true (sync_redo (again, &error));
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (again), end));
  g_assert_true (sync_close (again, FALSE, &error));
  g_assert_no_error (error);
  assert_alone (fixture);
}

static GPtrArray *
load_history (KlasterProject *project,
              gint            table,
              gint64          id)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  GPtrArray *entries;

  klaster_project_load_history_async (project, table, id, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  entries = klaster_project_load_history_finish (project, result, &error);
  g_assert_no_error (error);

  return entries;
}

static void
commit (KlasterProject *project,
        KlasterEdit    *edit)
{
  GError *error = NULL;
  g_autofree char *uuid = sync_commit (project, edit, &error);

  g_assert_no_error (error);
  klaster_edit_unref (edit);
}

/* Three edits of one field in one visit are three entries and one undo step, also in the next session. */
static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const phones[] = { "1", "12", "123" };
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterSnapshot) before = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *version = NULL;
  KlasterHistoryEntry *entry;
  KlasterHistoryDetail *detail;
  gint64 id, other;

  g_assert_no_error (error);
  commit (project, insert_school ("A", 69, 41, &id));
  commit (project, insert_school ("B", 69.1, 41, &other));
  before = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  for (guint i = 0; i < 3; i++)
    {
      KlasterEdit *edit = set_text (id, KLASTER_INSTITUTION_PHONE, phones[i]);

      klaster_edit_set_merge_key (edit, "institution.phone visit 1");
      commit (project, edit);
    }
  after = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  klaster_project_name_version_async (project, "As sent to the department", NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  version = klaster_project_name_version_finish (project, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 3);

  all = load_history (project, -1, 0);
  g_assert_cmpuint (all->len, ==, 7);
  entry = g_ptr_array_index (all, 0);
  g_assert_cmpstr (entry->kind, ==, "version");
  g_assert_cmpstr (entry->label, ==, "As sent to the department");
  entry = g_ptr_array_index (all, 6);
  g_assert_cmpstr (entry->kind, ==, "new");
  for (guint i = 0; i + 1 < all->len; i++)
    {
      KlasterHistoryEntry *newer = g_ptr_array_index (all, i), *older = g_ptr_array_index (all, i + 1);

      g_assert_cmpstr (newer->parent, ==, older->uuid);
      g_assert_cmpint (newer->time, >, older->time);
    }

  record = load_history (project, KLASTER_TABLE_INSTITUTION, id);
  g_assert_cmpuint (record->len, ==, 4);
  entry = g_ptr_array_index (record, 0);
  g_assert_cmpuint (entry->details->len, ==, 1);
  detail = g_ptr_array_index (entry->details, 0);
  g_assert_cmpuint (detail->column, ==, KLASTER_INSTITUTION_PHONE);
  g_assert_cmpstr (detail->before, ==, "12");
  g_assert_cmpstr (detail->after, ==, "123");

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_clear_object (&project);
  project = sync_open (fixture->path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 3);

  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), before));
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 2);
  g_clear_pointer (&all, g_ptr_array_unref);
  all = load_history (project, -1, 0);
  g_assert_cmpuint (all->len, ==, 8);
  g_assert_true (((KlasterHistoryEntry *) g_ptr_array_index (all, 2))->undone);
  g_assert_true (((KlasterHistoryEntry *) g_ptr_array_index (all, 4))->undone);
  g_assert_false (((KlasterHistoryEntry *) g_ptr_array_index (all, 5))->undone);

  g_assert_true (sync_redo (project, &error));
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), after));
  g_assert_true (sync_undo (project, &error));
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), before));

  /* A new edit: what was undone stays in the history and cannot come back. */
  commit (project, set_text (other, KLASTER_INSTITUTION_PHONE, "9"));
  g_assert_false (klaster_project_get_can_redo (project));
  g_assert_false (sync_redo (project, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO);
  g_clear_error (&error);
  g_assert_true (sync_close (project, FALSE, &error));
}

static char *
go_back (KlasterProject  *project,
         const char      *uuid,
         GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  klaster_project_go_back_async (project, uuid, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_go_back_finish (project, result, error);
}

/* Whatever happened since a version was named, its content comes back as one edit, which can be undone. */
static void
test_go_back (Fixture       *fixture,
              gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterSnapshot) named = NULL;
  g_autoptr (KlasterSnapshot) later = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *version = NULL;
  g_autofree char *uuid = NULL;
  KlasterEdit *edit;
  gint64 id, other;

  g_assert_no_error (error);
  commit (project, insert_school ("A", 69, 41, &id));
  commit (project, set_text (id, KLASTER_INSTITUTION_PHONE, "1"));
  named = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  klaster_project_name_version_async (project, "As sent", NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  version = klaster_project_name_version_finish (project, result, &error);
  g_assert_no_error (error);

  /* Nothing changed yet, and nothing leads beyond the beginning. */
  uuid = go_back (project, version, &error);
  g_assert_null (uuid);
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO);
  g_clear_error (&error);

  /* Before it and after it: an edit of then is undone, so that undoing alone would not lead there. */
  g_assert_true (sync_undo (project, &error));
  commit (project, insert_school ("B", 69.1, 41, &other));
  commit (project, set_text (id, KLASTER_INSTITUTION_PHONE, "2"));
  edit = klaster_edit_new ("Delete");
  klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, id);
  commit (project, edit);
  later = klaster_snapshot_ref (klaster_project_get_snapshot (project));

  all = load_history (project, -1, 0);
  g_assert_false (((KlasterHistoryEntry *) g_ptr_array_index (all, 0))->can_go_back);
  for (guint i = 1; i < all->len; i++)
    g_assert_true (((KlasterHistoryEntry *) g_ptr_array_index (all, i))->can_go_back);

  uuid = go_back (project, version, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), named));
  g_assert_cmpstr (klaster_project_get_undo_label (project), ==, "Go back to “As sent”");
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_clear_object (&project);

  project = sync_open (fixture->path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), named));
  g_assert_true (sync_undo (project, &error));
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), later));
  /* From what the file recorded, past an undo and the edit that went back. */
  g_free (uuid);
  uuid = go_back (project, version, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), named));
  g_free (uuid);
  uuid = go_back (project, "00000000-0000-4000-8000-000000000000", &error);
  g_assert_null (uuid);
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (sync_close (project, FALSE, &error));
}

/* Several edits are taken at once; each shows before the call returns, and they become durable in order. */
static void
test_queue (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  GAsyncResult *results[20] = { NULL };
  guint n_rows;
  gint64 id;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (KlasterEdit) edit = insert_school ("Queued", 69, 41, &id);

      klaster_project_commit_async (project, edit, NULL, sync_cb, &results[i]);
      n_rows = klaster_snapshot_get_n_rows (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION);
      g_assert_cmpuint (n_rows, ==, i + 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *uuid = NULL;

      klaster_await (results[i] != NULL, SYNC_SECONDS);
      uuid = klaster_project_commit_finish (project, results[i], &error);
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  g_assert_true (sync_close (project, FALSE, &error));
}

static gboolean
file_contains (const char *path,
               const char *text)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));

  return memmem (contents, size, text, strlen (text)) != NULL;
}

static char *
store_blob (KlasterProject *project,
            const char     *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *sha256;

  klaster_project_store_blob_async (project, bytes, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  sha256 = klaster_project_store_blob_finish (project, result, &error);
  g_assert_no_error (error);

  return sha256;
}

/* A copy holds the bytes that its content refers to, and no others: maps over the map are content, documents that were
 * taken away are not. */
static void
test_bytes_of_copies (Fixture       *fixture,
                      gconstpointer  data)
{
  static const struct
  {
    KlasterShareFlags flags;
    gboolean document, removed;
  } cases[] = {
    { KLASTER_SHARE_WITHOUT_HISTORY, TRUE, FALSE },
    { KLASTER_SHARE_WITHOUT_ATTACHMENTS, FALSE, FALSE },
    { KLASTER_SHARE_WITHOUT_HISTORY | KLASTER_SHARE_WITHOUT_ATTACHMENTS, FALSE, FALSE },
    { 0, TRUE, TRUE },
  };
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *document = store_blob (project, "bytes of a document");
  g_autofree char *overlay = store_blob (project, "bytes of an overlay");
  g_autofree char *removed = store_blob (project, "bytes that were taken away");
  KlasterEdit *edit = klaster_edit_new ("Attach");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  gint64 attachment = klaster_edit_insert (edit, KLASTER_TABLE_ATTACHMENT);

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_KIND, KLASTER_TEXT ("other"));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_OWNER_TABLE, KLASTER_TEXT ("agreement"));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_OWNER_ID, KLASTER_INTEGER (id));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_NAME, KLASTER_TEXT ("paper.pdf"));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_SHA256, KLASTER_TEXT (document));
  id = klaster_edit_insert (edit, KLASTER_TABLE_OVERLAY);
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_NAME, KLASTER_TEXT ("Districts"));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_SHA256, KLASTER_TEXT (overlay));
  commit (project, edit);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("copy-%u.klaster", i);
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GAsyncResult) copied = NULL;

      klaster_project_share_copy_async (project, file, cases[i].flags, NULL, sync_cb, &copied);
      klaster_await (copied != NULL, SYNC_SECONDS);
      g_assert_true (klaster_project_share_copy_finish (project, copied, &error));
      g_assert_no_error (error);
      g_assert_true (file_contains (path, "bytes of an overlay"));
      g_assert_cmpint (file_contains (path, "bytes of a document"), ==, cases[i].document);
      g_assert_cmpint (file_contains (path, "bytes that were taken away"), ==, cases[i].removed);
      g_unlink (path);
    }
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
}

static void
test_copies (Fixture       *fixture,
             gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) shared = NULL;
  g_autofree char *second = g_build_filename (fixture->folder, "second.klaster", NULL);
  g_autofree char *third = g_build_filename (fixture->folder, "third.klaster", NULL);
  g_autoptr (GFile) second_file = g_file_new_for_path (second);
  g_autoptr (GFile) third_file = g_file_new_for_path (third);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) copied = NULL;
  gint64 id;

  g_assert_no_error (error);
  commit (project, insert_school ("Secretname before", 69, 41, &id));
  commit (project, set_text (id, KLASTER_INSTITUTION_NAME_UZ, "Public name"));

  klaster_project_save_as_async (project, second_file, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (klaster_project_get_display_name (project), ==, "second");
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);

  klaster_project_share_copy_async (project, third_file, KLASTER_SHARE_WITHOUT_HISTORY, NULL, sync_cb, &copied);
  klaster_await (copied != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_share_copy_finish (project, copied, &error));
  g_assert_no_error (error);
  g_assert_true (file_contains (third, "Public name"));
  g_assert_false (file_contains (third, "Secretname"));
  g_assert_false (file_contains (third, "Change school"));
  g_assert_true (file_contains (second, "Change school"));

  shared = sync_open (third, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (shared), klaster_project_get_snapshot (project)));
  g_assert_false (klaster_project_get_can_undo (shared));
  g_assert_cmpint (klaster_project_get_save_state (shared), ==, KLASTER_SAVE_STATE_READ_ONLY);
  g_assert_null (klaster_project_get_warning (shared));
  g_assert_true (sync_close (shared, FALSE, &error));
  g_assert_no_error (error);

  commit (project, set_text (id, KLASTER_INSTITUTION_NAME_UZ, "Third name"));
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (file_contains (second, "Third name"));
  g_assert_false (file_contains (fixture->path, "Third name"));
}

static void
test_blobs (Fixture       *fixture,
            gconstpointer  data)
{
  static const char text[] = "Shartnoma matni";
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text);
  g_autofree char *expected = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) stored = NULL;
      g_autoptr (GAsyncResult) loaded = NULL;
      g_autoptr (GBytes) back = NULL;
      g_autofree char *sha256 = NULL;

      klaster_project_store_blob_async (project, bytes, NULL, sync_cb, &stored);
      klaster_await (stored != NULL, SYNC_SECONDS);
      sha256 = klaster_project_store_blob_finish (project, stored, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (sha256, ==, expected);

      klaster_project_load_blob_async (project, sha256, NULL, sync_cb, &loaded);
      klaster_await (loaded != NULL, SYNC_SECONDS);
      back = klaster_project_load_blob_finish (project, loaded, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (back, bytes));
    }
  {
    g_autoptr (GAsyncResult) loaded = NULL;

    klaster_project_load_blob_async (project, "00", NULL, sync_cb, &loaded);
    klaster_await (loaded != NULL, SYNC_SECONDS);
    g_assert_null (klaster_project_load_blob_finish (project, loaded, &error));
    g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING);
    g_clear_error (&error);
  }
  g_assert_true (sync_close (project, FALSE, &error));
}

/* An edit that breaks a rule changes nothing and says why. */
static void
test_rejected (Fixture       *fixture,
               gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterEdit) edit = set_text (12345, KLASTER_INSTITUTION_PHONE, "1");
  g_autofree char *uuid = NULL;
  guint64 version;

  g_assert_no_error (error);
  version = klaster_snapshot_get_version (klaster_project_get_snapshot (project));
  uuid = sync_commit (project, edit, &error);
  g_assert_null (uuid);
  g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpuint (klaster_snapshot_get_version (klaster_project_get_snapshot (project)), ==, version);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  g_assert_true (sync_close (project, FALSE, &error));

  /* There is a file of that name now. */
  g_clear_object (&project);
  project = sync_new (fixture->path, NULL, &error);
  g_assert_null (project);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/project/life", Fixture, NULL, set_up, test_life, tear_down);
  g_test_add ("/project/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/project/go-back", Fixture, NULL, set_up, test_go_back, tear_down);
  g_test_add ("/project/queue", Fixture, NULL, set_up, test_queue, tear_down);
  g_test_add ("/project/copies", Fixture, NULL, set_up, test_copies, tear_down);
  g_test_add ("/project/bytes-of-copies", Fixture, NULL, set_up, test_bytes_of_copies, tear_down);
  g_test_add ("/project/blobs", Fixture, NULL, set_up, test_blobs, tear_down);
  g_test_add ("/project/rejected", Fixture, NULL, set_up, test_rejected, tear_down);

  return g_test_run ();
}
