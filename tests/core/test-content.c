/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"
#include "klaster-sample.h"
#include "klaster-snapshot-private.h"

#define HEAD "{\"format\":\"klaster\",\"schema\":" G_STRINGIFY (KLASTER_SCHEMA_VERSION)

static GBytes *
to_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static KlasterSnapshot *
read_into (KlasterSnapshot *snapshot,
           GBytes          *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, snapshot, &error);

  g_assert_no_error (error);
  return klaster_snapshot_apply (snapshot, delta);
}

/* The content without rows of tables that no document knows. */
static KlasterSnapshot *
without_internal (KlasterSnapshot *snapshot)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Internal");
  g_autoptr (KlasterDelta) delta = NULL;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_schema_is_internal (t) && klaster_row_iter_next (&iter, &row))
        klaster_edit_delete (edit, t, klaster_row_get_id (row));
    }
  if (klaster_edit_get_n_changes (edit) == 0)
    return klaster_snapshot_ref (snapshot);
  delta = klaster_edit_resolve (edit, snapshot, NULL);
  g_assert_nonnull (delta);

  return klaster_snapshot_apply (snapshot, delta);
}

/* Text → rows → the same text, and the same rows. */
static void
assert_round_trip (KlasterSnapshot *snapshot)
{
  g_autoptr (KlasterSnapshot) known = without_internal (snapshot);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) first = klaster_content_write (snapshot, "2026-11-21");
  g_autoptr (KlasterSnapshot) again = read_into (empty, first);
  g_autoptr (GBytes) second = klaster_content_write (again, "2026-11-21");
  g_autoptr (GError) error = NULL;

  g_assert_true (klaster_snapshot_equal (known, again));
  g_assert_true (g_bytes_equal (first, second));
  /* Read into what it came from, it changes nothing. */
  g_assert_null (klaster_content_resolve (first, snapshot, &error));
  g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE);
}

static void
test_sample (void)
{
  static const char *const days[] = { "2026-11-21", "2024-02-29", "2026-06-30", "2026-07-01", "2026-08-31", "2026-09-01" };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
      g_autoptr (GBytes) content = klaster_sample_make_content (days[i], KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterSnapshot) snapshot = read_into (empty, content);
      gboolean statuses[8] = { FALSE };
      guint n_members = 0;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_snapshot_check (snapshot);
      assert_round_trip (snapshot);
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        g_assert_true (klaster_schema_is_internal (t) || klaster_snapshot_get_n_rows (snapshot, t) > 0);

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
      while (klaster_row_iter_next (&iter, &row))
        n_members += klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE) < 3;
      g_assert_cmpuint (n_members, ==, 30);

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
      while (klaster_row_iter_next (&iter, &row))
        statuses[klaster_tokens_find (klaster_schema_get_tokens ("agreement_statuses"),
                                      klaster_agreement_get_status (snapshot, row, days[i]))] = TRUE;
      for (guint s = 0; s < 6; s++)
        g_assert_true (statuses[s]);
    }
}

/* Places in the graph: no document brings them, none takes them away. */
static void
test_internal (void)
{
  static const char *const wrong[] = { HEAD ",\"layout\":[]}", HEAD ",\"layouts\":[]}" };
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) sample = read_into (empty, content);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Pin");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) pinned = NULL;
  g_autoptr (GBytes) written = NULL;
  KlasterTable table;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_LAYOUT);

  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_INTEGER (1101));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_KIND, KLASTER_TEXT ("force"));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_X, KLASTER_REAL (12.5));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_Y, KLASTER_REAL (-3));
  delta = klaster_edit_resolve (edit, sample, NULL);
  pinned = klaster_snapshot_apply (sample, delta);
  written = klaster_content_write (pinned, "2026-11-21");
  g_assert_true (g_bytes_equal (content, written));
  g_assert_null (klaster_content_resolve (written, pinned, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GBytes) bytes = to_bytes (wrong[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (klaster_content_resolve (bytes, sample, &error));
      g_assert_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_SYNTAX);
    }

  g_assert_false (klaster_schema_find_table ("layout", &table));
  g_assert_false (klaster_schema_find_plural ("layouts", &table));
  g_assert_true (klaster_schema_find_stored_table ("layout", &table));
  g_assert_cmpint (table, ==, KLASTER_TABLE_LAYOUT);
}

static void
test_sample_blobs (void)
{
  g_autoptr (GPtrArray) blobs = klaster_sample_list_blobs ();
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) snapshot = read_into (empty, content);
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; i < blobs->len; i++)
    g_hash_table_add (sums, g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, blobs->pdata[i]));
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    g_assert_true (g_hash_table_contains (sums, klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256)));
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_OVERLAY);
  while (klaster_row_iter_next (&iter, &row))
    g_assert_true (g_hash_table_contains (sums, klaster_row_get_text (row, KLASTER_OVERLAY_SHA256)));
}

/* A new project takes content over, into the row of its cluster as well; wrong content makes no file. */
static void
test_new_project (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("klaster-content-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "sample.klaster", NULL);
  g_autofree char *other = g_build_filename (folder, "other.klaster", NULL);
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  g_autoptr (GBytes) wrong = to_bytes (HEAD ",\"goal\":[{\"id\":0}]}");
  g_autoptr (GBytes) written = NULL;
  g_autoptr (KlasterProject) project = NULL;

  g_assert_no_error (error);
  project = sync_new (path, content, &error);
  g_assert_no_error (error);
  written = klaster_content_write (klaster_project_get_snapshot (project), "2026-11-21");
  g_assert_true (g_bytes_equal (written, content));
  sync_close (project, FALSE, &error);
  g_assert_no_error (error);

  g_clear_object (&project);
  project = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  g_clear_pointer (&written, g_bytes_unref);
  written = klaster_content_write (klaster_project_get_snapshot (project), "2026-11-21");
  g_assert_true (g_bytes_equal (written, content));
  sync_close (project, FALSE, NULL);

  g_assert_null (sync_new (other, wrong, &error));
  g_assert_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_SYNTAX);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_random (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  guint n_edits = g_getenv ("KLASTER_TEST_FULL") ? 300 : 60;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < n_edits; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (rand, snapshot, 12);
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, snapshot, NULL);
      KlasterSnapshot *after;

      if (delta == NULL)
        continue;
      after = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = after;
      if (i % 10 == 9)
        assert_round_trip (snapshot);
    }
  assert_round_trip (snapshot);
}

static void
test_form (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GBytes) in = to_bytes (
      "\xef\xbb\xbf" HEAD ",\n\"institution\":[{\"name_en\":\"A \\\"b\\\"\\\\ \\n\\u0431\\ud83d\\ude00\",\"lat\":41.3,\"lon\":69.1,\n"
      "\"id\":5,\"kind\":\"school\",\"role\":\"core\",\"school_laboratory\":true,\"practice_base\":false,\"students\":12.0,"
      "\"phone\":\"\",\"levels\":[\"primary\",\"basic\"]}],\n"
      "\"agreement\":[{\"id\":7,\"status\":\"expired\",\"areas\":[]}], \"cluster\": []}\n");
  g_autoptr (GBytes) out = NULL;
  const char *text;

  snapshot = read_into (empty, in);
  out = klaster_content_write (snapshot, "2026-11-21");
  text = g_bytes_get_data (out, NULL);
  g_assert_true (g_str_has_prefix (text, HEAD ",\n\"cluster\":[],\n\"parameter\":[],\n"));
  g_assert_nonnull (strstr (text, "\"institution\":[\n{\"id\":5,\"name_uz\":null,\"name_uz_cyrl\":null,\"name_ru\":null,"
                                  "\"name_en\":\"A \\\"b\\\"\\\\ \\nб😀\",\"short_name\":null,\"kind\":\"school\",\"role\":\"core\""));
  g_assert_nonnull (strstr (text, "\"phone\":null"));
  g_assert_nonnull (strstr (text, "\"lon\":69.1,\"lat\":41.3,"));
  g_assert_nonnull (strstr (text, "\"levels\":[\"primary\",\"basic\"],\"practice_base\":false,\"school_laboratory\":false,"
                                  "\"students\":12,"));
  g_assert_nonnull (strstr (text, "\"agreement\":[\n{\"id\":7,"));
  g_assert_nonnull (strstr (text, "\"areas\":null"));
  g_assert_nonnull (strstr (text, "\"status\":\"draft\""));
}

/* Rows that are there take the values of the text, others stay. */
static void
test_into_existing (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) before = to_bytes (HEAD ",\"institution\":[{\"id\":5,\"kind\":\"school\",\"role\":\"core\",\"phone\":\"1\"},"
                                             "{\"id\":6,\"kind\":\"school\",\"role\":\"core\"}]}");
  g_autoptr (GBytes) more = to_bytes (HEAD ",\"institution\":[{\"id\":5,\"kind\":\"lyceum\",\"role\":\"core\"},"
                                           "{\"kind\":\"school\",\"role\":\"core\"}]}");
  g_autoptr (KlasterSnapshot) first = read_into (empty, before);
  g_autoptr (KlasterSnapshot) second = read_into (first, more);
  KlasterRow *row = klaster_snapshot_lookup (second, KLASTER_TABLE_INSTITUTION, 5);

  g_assert_cmpuint (klaster_snapshot_get_n_rows (second, KLASTER_TABLE_INSTITUTION), ==, 3);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), ==, "lyceum");
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_PHONE));
}

static void
test_errors (void)
{
#define SCHOOL "{\"id\":5,\"kind\":\"school\",\"role\":\"core\"}"
  static const struct
  {
    const char *text;
    KlasterContentError code;
    const char *message;
  } cases[] = {
    { "", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "[]", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "{}", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "{\"type\":\"FeatureCollection\"}", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "{\"format\":\"other\"}", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "{\"format\":\"klaster\"}", KLASTER_CONTENT_ERROR_NOT_CONTENT, "" },
    { "{\"format\":\"klaster\",\"schema\":99}", KLASTER_CONTENT_ERROR_NEWER, "newer" },
    { "{\"format\":\"klaster\",\"schema\":0}", KLASTER_CONTENT_ERROR_SYNTAX, "schema" },
    { HEAD "", KLASTER_CONTENT_ERROR_SYNTAX, "ends" },
    { HEAD "} x", KLASTER_CONTENT_ERROR_SYNTAX, "column 33" },
    { HEAD ",\n \"school\":[]}", KLASTER_CONTENT_ERROR_SYNTAX, "Line 2" },
    { HEAD ",\"goal\":{}}", KLASTER_CONTENT_ERROR_SYNTAX, "“[”" },
    { HEAD ",\"goal\":[],\"goal\":[]}", KLASTER_CONTENT_ERROR_SYNTAX, "twice" },
    { HEAD ",\"goal\":[{\"id\":1,\"id\":2}]}", KLASTER_CONTENT_ERROR_SYNTAX, "twice" },
    { HEAD ",\"goal\":[{\"id\":1,\"colour\":2}]}", KLASTER_CONTENT_ERROR_SYNTAX, "colour" },
    { HEAD ",\"goal\":[{\"id\":0}]}", KLASTER_CONTENT_ERROR_SYNTAX, "id" },
    { HEAD ",\"goal\":[{\"id\":9007199254740992}]}", KLASTER_CONTENT_ERROR_SYNTAX, "id" },
    { HEAD ",\"goal\":[{\"id\":99999999999999999999}]}", KLASTER_CONTENT_ERROR_SYNTAX, "large" },
    { HEAD ",\"goal\":[{\"id\":01}]}", KLASTER_CONTENT_ERROR_SYNTAX, "number" },
    { HEAD ",\"goal\":[{\"id\":1.}]}", KLASTER_CONTENT_ERROR_SYNTAX, "number" },
    { HEAD ",\"goal\":[{\"id\":1e}]}", KLASTER_CONTENT_ERROR_SYNTAX, "number" },
    { HEAD ",\"goal\":[{\"id\":-}]}", KLASTER_CONTENT_ERROR_SYNTAX, "number" },
    { HEAD ",\"goal\":[{\"text\":1e999}]}", KLASTER_CONTENT_ERROR_SYNTAX, "large" },
    { HEAD ",\"goal\":[{\"text\":tru}]}", KLASTER_CONTENT_ERROR_SYNTAX, "text" },
    { HEAD ",\"goal\":[{\"text\":nul}]}", KLASTER_CONTENT_ERROR_SYNTAX, "null" },
    { HEAD ",\"goal\":[{\"text\":\"a\\x\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "backslash" },
    { HEAD ",\"goal\":[{\"text\":\"a\\ud800\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "half" },
    { HEAD ",\"goal\":[{\"text\":\"a\\u0000\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "backslash" },
    { HEAD ",\"goal\":[{\"text\":\"a\xff\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "UTF-8" },
    { HEAD ",\"goal\":[{\"text\":\"a\n\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "control" },
    { HEAD ",\"goal\":[{\"text\":\"a", KLASTER_CONTENT_ERROR_SYNTAX, "ends" },
    { HEAD ",\"goal\":[{\"text\":\"a\\", KLASTER_CONTENT_ERROR_SYNTAX, "ends" },
    { HEAD ",\"goal\":[{\"text\":[\"a\"]}]}", KLASTER_CONTENT_ERROR_SYNTAX, "single" },
    { HEAD ",\"goal\":[{\"text\":{}}]}", KLASTER_CONTENT_ERROR_SYNTAX, "single" },
    { HEAD ",\"agreement\":[{\"areas\":\"staff\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "list" },
    { HEAD ",\"agreement\":[{\"areas\":[[]]}]}", KLASTER_CONTENT_ERROR_SYNTAX, "string" },
    { HEAD ",\"agreement\":[{\"areas\":[\"staff\"}]}", KLASTER_CONTENT_ERROR_SYNTAX, "“]”" },
    { HEAD ",\n\"institution\":[" SCHOOL ",\n" SCHOOL "]}", KLASTER_CONTENT_ERROR_INVALID, "Line 3, institution" },
    { HEAD ",\n\"institution\":[\n{\"id\":5,\"kind\":\"pub\"}]}", KLASTER_CONTENT_ERROR_INVALID, "Line 3, institution.kind" },
    { HEAD ",\n\"note\":[{\"id\":5,\n\"institution_id\":9}]}", KLASTER_CONTENT_ERROR_INVALID, "Line 2, note.institution_id" },
    { HEAD ",\"cluster\":[{\"id\":2}]}", KLASTER_CONTENT_ERROR_INVALID, "cluster" },
    { HEAD ",\"cluster\":[{\"id\":1},{\"id\":1}]}", KLASTER_CONTENT_ERROR_INVALID, "cluster" },
  };
#undef SCHOOL
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = to_bytes (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterDelta) delta = klaster_content_resolve (bytes, empty, &error);

      g_test_message ("case %u: %s", i, error ? error->message : "accepted");
      g_assert_null (delta);
      g_assert_error (error, KLASTER_CONTENT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

/* A million brackets are a mistake in the first line, not the end of the stack. */
static void
test_nesting (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GString) text = g_string_new (HEAD ",\"agreement\":[{\"areas\":");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  bytes = g_bytes_new (text->str, text->len);
  g_assert_null (klaster_content_resolve (bytes, empty, &error));
  g_assert_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_SYNTAX);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/content/form", test_form);
  g_test_add_func ("/content/sample", test_sample);
  g_test_add_func ("/content/sample-blobs", test_sample_blobs);
  g_test_add_func ("/content/new-project", test_new_project);
  g_test_add_func ("/content/random", test_random);
  g_test_add_func ("/content/internal", test_internal);
  g_test_add_func ("/content/into-existing", test_into_existing);
  g_test_add_func ("/content/errors", test_errors);
  g_test_add_func ("/content/nesting", test_nesting);

  return g_test_run ();
}
