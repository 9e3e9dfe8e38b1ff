/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-edit.h"

static KlasterEdit *
read_edit (const char  *text,
           GArray     **ids,
           GError     **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return klaster_edit_new_from_json (node, "edit", ids, error);
}

static void
test_references (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  KlasterRow *row;

  edit = read_edit ("[{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":\"@a\",\"to_id\":7,\"strength\":3.0,"
                    "\"directed\":true,\"areas\":[\"staff\",\"practice\"],\"models\":[]}},"
                    "{\"op\":\"insert\",\"table\":\"institution\",\"ref\":\"a\",\"values\":{\"kind\":\"school\",\"role\":\"core\","
                    "\"name_en\":\"@home\",\"phone\":null,\"lon\":69,\"lat\":41.5}},"
                    "{\"op\":\"insert\",\"table\":\"institution\",\"id\":7,\"values\":{\"kind\":\"school\",\"role\":\"core\"}},"
                    "{\"op\":\"update\",\"table\":\"institution\",\"id\":\"@a\",\"values\":{\"parent_id\":7}},"
                    "{\"op\":\"insert\",\"table\":\"attachment\",\"values\":{\"owner_table\":\"institution\",\"owner_id\":\"@a\","
                    "\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}},"
                    "{\"op\":\"insert\",\"table\":\"note\",\"ref\":\"n\"},"
                    "{\"op\":\"delete\",\"table\":\"note\",\"id\":\"@n\"}]",
                    &ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 7);
  g_assert_cmpint (g_array_index (ids, gint64, 2), ==, 7);
  g_assert_cmpint (g_array_index (ids, gint64, 3), ==, g_array_index (ids, gint64, 1));
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);
  snapshot = klaster_snapshot_apply (empty, delta);

  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, g_array_index (ids, gint64, 0));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), ==, g_array_index (ids, gint64, 1));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_STRENGTH), ==, 3);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_DIRECTED), ==, 1);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_AREAS), ==, "[\"staff\",\"practice\"]");
  g_assert_true (klaster_row_is_null (row, KLASTER_COOPERATION_MODELS));
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, g_array_index (ids, gint64, 1));
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_EN), ==, "@home");
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 69);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_PARENT_ID), ==, 7);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_NOTE), ==, 0);
}

/* Whatever is wrong, and wherever it is noticed, the error names the operation. */
static void
test_errors (void)
{
#define SCHOOL "{\"op\":\"insert\",\"table\":\"institution\",\"id\":7,\"values\":{\"kind\":\"school\",\"role\":\"core\"}},"
  static const struct
  {
    const char *text;
    int operation;
  } cases[] = {
    { "{}", -1 },
    { "[1]", 0 },
    { "[" SCHOOL "{}]", 1 },
    { "[" SCHOOL "{\"op\":\"replace\",\"table\":\"institution\"}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"institutions\"}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"institution\",\"value\":{}}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"institution\",\"values\":[]}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"values\":{}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":\"@b\",\"values\":{}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"colour\":1}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"id\":8}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"lon\":200,\"lat\":0}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"phone\":5}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"phone\":true}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"phone\":{}}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"levels\":\"primary\"}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"levels\":[1]}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"levels\":[\"zero\"]}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"school_laboratory\":true}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"parent_id\":12}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"kind\":\"pub\"}}]", 1 },
    { "[" SCHOOL "{\"op\":\"update\",\"table\":\"institution\",\"id\":7,\"values\":{\"kind\":null}}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":7,\"to_id\":\"@x\"}}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":7}}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"goal\",\"ref\":\"g\"},{\"op\":\"insert\",\"table\":\"goal\",\"ref\":\"g\"}]", 2 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"goal\",\"ref\":\"g\"},{\"op\":\"insert\",\"table\":\"note\",\"values\":"
      "{\"institution_id\":\"@g\"}}]", 2 },
    { "[" SCHOOL "{\"op\":\"delete\",\"table\":\"goal\",\"id\":7}]", 1 },
    { "[" SCHOOL "{\"op\":\"delete\",\"table\":\"institution\",\"id\":7,\"values\":{}}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"goal\",\"id\":9007199254740992}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"goal\",\"id\":0}]", 1 },
    { "[" SCHOOL "{\"op\":\"insert\",\"table\":\"goal\",\"id\":1.5}]", 1 },
  };
#undef SCHOOL
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterEdit) edit = read_edit (cases[i].text, NULL, &error);
      g_autoptr (KlasterDelta) delta = edit ? klaster_edit_resolve (edit, empty, &error) : NULL;
      KlasterEditErrorDetails details;

      g_test_message ("%s: %s", cases[i].text, error ? error->message : "accepted");
      g_assert_null (delta);
      g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID);
      klaster_edit_error_get_details (error, &details);
      g_assert_cmpint (details.operation, ==, cases[i].operation);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edit-json/references", test_references);
  g_test_add_func ("/edit-json/errors", test_errors);

  return g_test_run ();
}
