/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-apply.h"
#include "klaster-cooperation.h"

#define INSERT(table, id, values) "{\"op\":\"insert\",\"table\":\"" table "\",\"id\":" #id ",\"values\":{" values "}}"
#define INSTITUTION(id, kind) INSERT ("institution", id, "\"kind\":\"" kind "\",\"role\":\"member\"")

static KlasterSnapshot *
make_snapshot (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (JsonNode) node = json_from_string (
    "[" INSTITUTION (1, "school") "," INSTITUTION (2, "school") "," INSTITUTION (3, "higher") ","
    INSERT ("cooperation", 10, "\"from_id\":1,\"to_id\":2,\"status\":\"active\",\"areas\":[\"staff\"],\"directed\":true") ","
    INSERT ("cooperation", 11, "\"from_id\":1,\"to_id\":3,\"status\":\"active\",\"end_date\":\"2026-06-30\",\"models\":[]") ","
    INSERT ("cooperation", 12, "\"from_id\":2,\"to_id\":3,\"status\":\"proposed\",\"models\":[\"game\"]") ","
    INSERT ("agreement", 20, "\"signed_on\":\"2024-01-10\",\"valid_from\":\"2024-02-01\",\"valid_to\":\"2026-06-30\"") ","
    INSERT ("agreement", 21, "\"signed_on\":\"2026-01-10\",\"valid_from\":\"2026-02-01\",\"valid_to\":\"2029-06-30\"") ","
    INSERT ("cooperation_agreement", 30, "\"cooperation_id\":10,\"agreement_id\":20") "]", &error);
  g_autoptr (KlasterEdit) edit = NULL;

  g_assert_no_error (error);
  edit = klaster_edit_new_from_json (node, "Test", NULL, &error);
  g_assert_no_error (error);

  return apply (empty, edit);
}

static gint64
get (KlasterSnapshot *snapshot,
     gint64           id,
     guint            column)
{
  return klaster_row_get_integer (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, id), column);
}

static void
test_connect (void)
{
  static const KlasterPair pairs[] = { { 1, 2 }, { 1, 1 }, { 1, 3 }, { 1, 99 }, { 1, 2 } };
  static const KlasterPair none[] = { { 2, 2 }, { 99, 2 } };
  g_autoptr (KlasterSnapshot) before = make_snapshot ();
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) no_ids = NULL;
  g_autoptr (KlasterEdit) edit = klaster_cooperation_edit_connect (before, pairs, G_N_ELEMENTS (pairs), &ids);
  g_autoptr (KlasterSnapshot) after = NULL;
  KlasterRow *row;

  /* Several between one pair are allowed; nobody cooperates with itself or with what is not there. */
  g_assert_cmpuint (ids->len, ==, 3);
  after = apply (before, edit);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_COOPERATION), ==, 6);
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_COOPERATION, g_array_index (ids, gint64, 1));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, 3);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_STATUS), ==, "proposed");
  g_assert_true (klaster_row_is_null (row, KLASTER_COOPERATION_ORIENTATION));
  g_assert_cmpstr (klaster_cooperation_get_orientation (after, row, NULL, NULL), ==, "vertical");
  g_assert_null (klaster_cooperation_edit_connect (before, none, G_N_ELEMENTS (none), &no_ids));
}

static void
test_swap (void)
{
  static const gint64 ids[] = { 10, 11 };
  g_autoptr (KlasterSnapshot) before = make_snapshot ();
  g_autoptr (KlasterEdit) edit = klaster_cooperation_edit_swap (before, ids, 2);
  g_autoptr (KlasterSnapshot) after = apply (before, edit);

  g_assert_cmpint (get (after, 10, KLASTER_COOPERATION_FROM_ID), ==, 2);
  g_assert_cmpint (get (after, 10, KLASTER_COOPERATION_TO_ID), ==, 1);
  g_assert_cmpint (get (after, 11, KLASTER_COOPERATION_FROM_ID), ==, 3);
  g_assert_cmpint (get (after, 12, KLASTER_COOPERATION_FROM_ID), ==, 2);
}

static void
test_agreements (void)
{
  static const gint64 ids[] = { 10, 12 };
  g_autoptr (KlasterSnapshot) before = make_snapshot ();
  g_autoptr (KlasterEdit) link = klaster_cooperation_edit_link (before, ids, 2, 20);
  g_autoptr (KlasterSnapshot) linked = apply (before, link);
  g_autoptr (KlasterEdit) unlink = NULL;
  g_autoptr (KlasterSnapshot) unlinked = NULL;
  g_autoptr (KlasterEdit) agree = NULL;
  g_autoptr (KlasterSnapshot) agreed = NULL;
  g_autoptr (GPtrArray) behind = NULL;
  gint64 id;

  /* Behind the first it stands already. */
  g_assert_cmpuint (klaster_snapshot_get_n_rows (linked, KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 2);
  g_assert_null (klaster_cooperation_edit_link (linked, ids, 2, 20));
  unlink = klaster_cooperation_edit_unlink (linked, ids, 2, 20);
  unlinked = apply (linked, unlink);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (unlinked, KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 0);
  g_assert_nonnull (klaster_snapshot_lookup (unlinked, KLASTER_TABLE_AGREEMENT, 20));
  g_assert_null (klaster_cooperation_edit_unlink (unlinked, ids, 2, 20));

  agree = klaster_cooperation_edit_agree (before, 10, &id);
  agreed = apply (before, agree);
  behind = klaster_cooperation_list_agreements (agreed, 10);
  g_assert_cmpuint (behind->len, ==, 2);
  g_assert_cmpuint (klaster_snapshot_count_referrers (agreed, KLASTER_TABLE_AGREEMENT_PARTY,
                                                      KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id), ==, 2);
  g_assert_true (klaster_row_has_token (klaster_snapshot_lookup (agreed, KLASTER_TABLE_AGREEMENT, id),
                                        KLASTER_AGREEMENT_AREAS, "staff"));
  g_assert_null (klaster_cooperation_edit_agree (before, 99, &id));
}

static void
assert_attention (KlasterSnapshot *snapshot,
                  gint64           id,
                  const char      *date,
                  const char      *codes)
{
  g_autoptr (GPtrArray) list = klaster_cooperation_list_attention (snapshot, id, date, KLASTER_LANGUAGE_EN);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      KlasterAttention *item = g_ptr_array_index (list, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", item->code);
    }
  g_assert_cmpstr (text->str, ==, codes);
}

static void
test_attention (void)
{
  static const gint64 ids[] = { 10 };
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterEdit) link = klaster_cooperation_edit_link (snapshot, ids, 1, 21);
  g_autoptr (KlasterSnapshot) renewed = apply (snapshot, link);

  /* The last day of the agreement is covered, the next is not. */
  assert_attention (snapshot, 10, "2026-06-30", "");
  g_assert_false (klaster_cooperation_is_uncovered (snapshot, 10, "2026-06-30"));
  assert_attention (snapshot, 10, "2026-07-01", "agreement_ended");
  g_assert_true (klaster_cooperation_is_uncovered (snapshot, 10, "2026-07-01"));
  /* Another one in force repairs it. */
  assert_attention (renewed, 10, "2026-07-01", "");
  g_assert_false (klaster_cooperation_is_uncovered (renewed, 10, "2026-07-01"));

  assert_attention (snapshot, 11, "2026-06-30", "no_agreement no_purpose");
  assert_attention (snapshot, 11, "2026-07-01", "past_end no_agreement no_purpose");
  assert_attention (snapshot, 12, "2026-07-01", "");
  assert_attention (snapshot, 99, "2026-07-01", "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cooperation/connect", test_connect);
  g_test_add_func ("/cooperation/swap", test_swap);
  g_test_add_func ("/cooperation/agreements", test_agreements);
  g_test_add_func ("/cooperation/attention", test_attention);

  return g_test_run ();
}
