/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "klaster-apply.h"
#include "klaster-duplicates.h"

static void
add_member (KlasterEdit *edit,
            gint64       id,
            const char  *name_uz,
            const char  *name_cyrl,
            double       lon,
            double       lat,
            const char  *district)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  if (name_uz)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name_uz));
  if (name_cyrl)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ_CYRL, KLASTER_TEXT (name_cyrl));
  if (!isnan (lon))
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (lon));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (lat));
    }
  if (district)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_DISTRICT, KLASTER_TEXT (district));
}

static void
set_reference (KlasterEdit  *edit,
               KlasterTable  table,
               gint64        id,
               guint         column,
               gint64        target)
{
  klaster_edit_set (edit, table, id, column, KLASTER_INTEGER (target));
}

static void
add_link (KlasterEdit  *edit,
          KlasterTable  table,
          gint64        id,
          guint         column_a,
          gint64        a,
          guint         column_b,
          gint64        b)
{
  klaster_edit_insert_with_id (edit, table, id);
  set_reference (edit, table, id, column_a, a);
  set_reference (edit, table, id, column_b, b);
}

static KlasterRow *
find (KlasterDuplicates *duplicates,
      KlasterSnapshot   *snapshot,
      gint64             id)
{
  return klaster_duplicates_find (duplicates, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id), NULL);
}

static void
test_duplicates (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty (), snapshot = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");
  g_autoptr (KlasterDuplicates) duplicates = NULL;
  KlasterRow *row;
  double metres;

  add_member (edit, 1, "Chirchiq shahar 5-maktab", NULL, 69.58, 41.47, "Chirchiq shahri");
  add_member (edit, 2, NULL, "Чирчиқ шаҳар 5-мактаб", 69.5805, 41.4702, NULL);     /* the same, in Cyrillic, 47 m off */
  add_member (edit, 3, "Chirchiq shahar 5-maktab", NULL, 69.70, 41.60, NULL);       /* 17 km off: another one */
  add_member (edit, 4, "Chirchiq shahar 5-maktab", NULL, NAN, NAN, "Parkent tumani"); /* another district */
  add_member (edit, 5, "Chirchiq shahar 5-maktab", NULL, NAN, NAN, "Чирчиқ шаҳри");   /* nothing against it */
  add_member (edit, 6, "Chirchiq shahar 6-maktab", NULL, 69.58, 41.47, "Chirchiq shahri");
  snapshot = apply (empty, edit);
  duplicates = klaster_duplicates_new (snapshot, 200);

  row = klaster_duplicates_find (duplicates, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, 1), &metres);
  g_assert_nonnull (row);
  g_assert_cmpint (klaster_row_get_id (row), ==, 2);
  g_assert_cmpfloat_with_epsilon (metres, 47.3, 0.5);
  g_assert_cmpint (klaster_row_get_id (find (duplicates, snapshot, 2)), ==, 1);
  g_assert_null (find (duplicates, snapshot, 6));
  g_assert_cmpint (klaster_row_get_id (find (duplicates, snapshot, 5)), !=, 4);

  /* Number 3 is too far from 1 and 2, but 5 has no place that contradicts it. */
  row = find (duplicates, snapshot, 3);
  g_assert_nonnull (row);
  g_assert_cmpint (klaster_row_get_id (row), ==, 4);
}

/* Two records of one school, tied into everything that can refer to an institution. */
static void
test_join (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty (), snapshot = NULL, after = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make"), join = klaster_edit_new ("Join");
  KlasterRow *row;
  KlasterRowIter iter;
  const gint64 keep = 1, lose = 2, other = 3, agreement = 50, second = 51;

  add_member (edit, keep, "5-maktab", NULL, NAN, NAN, NULL);
  add_member (edit, lose, "5-maktab", "5-мактаб", 69.58, 41.47, "Chirchiq shahri");
  add_member (edit, other, "Institut", NULL, 69.6, 41.4, NULL);
  add_member (edit, 4, "Unit", NULL, NAN, NAN, NULL);
  set_reference (edit, KLASTER_TABLE_INSTITUTION, 4, KLASTER_INSTITUTION_PARENT_ID, lose);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, keep, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT ("One"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, lose, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT ("Two"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, keep, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("111"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, lose, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("222"));
  add_link (edit, KLASTER_TABLE_COOPERATION, 10, KLASTER_COOPERATION_FROM_ID, keep, KLASTER_COOPERATION_TO_ID, lose);
  add_link (edit, KLASTER_TABLE_COOPERATION, 11, KLASTER_COOPERATION_FROM_ID, lose, KLASTER_COOPERATION_TO_ID, keep);
  add_link (edit, KLASTER_TABLE_COOPERATION, 12, KLASTER_COOPERATION_FROM_ID, other, KLASTER_COOPERATION_TO_ID, lose);
  add_link (edit, KLASTER_TABLE_COOPERATION, 13, KLASTER_COOPERATION_FROM_ID, keep, KLASTER_COOPERATION_TO_ID, other);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, agreement);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, second);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_TITLE, KLASTER_TEXT ("A"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, second, KLASTER_AGREEMENT_TITLE, KLASTER_TEXT ("B"));
  add_link (edit, KLASTER_TABLE_AGREEMENT_PARTY, 20, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, agreement,
            KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, keep);
  add_link (edit, KLASTER_TABLE_AGREEMENT_PARTY, 21, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, agreement,
            KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, lose);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 21, KLASTER_AGREEMENT_PARTY_ROLE, KLASTER_TEXT ("base"));
  add_link (edit, KLASTER_TABLE_AGREEMENT_PARTY, 22, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, second,
            KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, lose);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_PRACTICE_PLACE, 30);
  set_reference (edit, KLASTER_TABLE_PRACTICE_PLACE, 30, KLASTER_PRACTICE_PLACE_INSTITUTION_ID, lose);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_NOTE, 31);
  set_reference (edit, KLASTER_TABLE_NOTE, 31, KLASTER_NOTE_INSTITUTION_ID, lose);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_ATTACHMENT, 32);
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, 32, KLASTER_ATTACHMENT_OWNER_TABLE, KLASTER_TEXT ("institution"));
  set_reference (edit, KLASTER_TABLE_ATTACHMENT, 32, KLASTER_ATTACHMENT_OWNER_ID, lose);
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, 32, KLASTER_ATTACHMENT_SHA256,
                    KLASTER_TEXT ("0000000000000000000000000000000000000000000000000000000000000000"));
  snapshot = apply (empty, edit);

  klaster_edit_join_institutions (join, snapshot, keep, lose);
  after = apply (snapshot, join);

  g_assert_null (klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, lose));
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, keep);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ_CYRL), ==, "5-мактаб");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_PHONE), ==, "111");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NOTES), ==, "One\nTwo");
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 69.58);
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LAT), ==, 41.47);

  /* The links between the two are gone, both others lead to the one that stays. */
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_COOPERATION), ==, 2);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_COOPERATION, 12),
                                            KLASTER_COOPERATION_TO_ID), ==, keep);
  /* One party for each agreement, with the role that only the other record knew. */
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_AGREEMENT_PARTY), ==, 2);
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT_PARTY, 20);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_PARTY_ROLE), ==, "base");
  klaster_row_iter_init (&iter, after, KLASTER_TABLE_AGREEMENT_PARTY);
  while (klaster_row_iter_next (&iter, &row))
    g_assert_cmpint (klaster_row_get_integer (row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID), ==, keep);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, 4),
                                            KLASTER_INSTITUTION_PARENT_ID), ==, keep);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_PRACTICE_PLACE, 30),
                                            KLASTER_PRACTICE_PLACE_INSTITUTION_ID), ==, keep);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_NOTE, 31),
                                            KLASTER_NOTE_INSTITUTION_ID), ==, keep);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_ATTACHMENT, 32),
                                            KLASTER_ATTACHMENT_OWNER_ID), ==, keep);
}

static void
add_place (KlasterEdit *edit,
           gint64       id,
           gint64       institution,
           const char  *kind,
           double       x)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_LAYOUT, id);
  set_reference (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_INSTITUTION_ID, institution);
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_KIND, KLASTER_TEXT (kind));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_X, KLASTER_REAL (x));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_Y, KLASTER_REAL (x));
}

/* The one that stays keeps its place, and takes the other's in views where it has none. */
static void
test_join_places (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty (), snapshot = NULL, after = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make"), join = klaster_edit_new ("Join");

  add_member (edit, 1, "One", NULL, NAN, NAN, NULL);
  add_member (edit, 2, "Two", NULL, NAN, NAN, NULL);
  add_place (edit, 11, 1, "force", 1);
  add_place (edit, 12, 2, "force", 2);
  add_place (edit, 13, 2, "core", 3);
  snapshot = apply (empty, edit);

  klaster_edit_join_institutions (join, snapshot, 1, 2);
  after = apply (snapshot, join);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_LAYOUT), ==, 2);
  g_assert_cmpfloat (klaster_row_get_real (klaster_snapshot_lookup (after, KLASTER_TABLE_LAYOUT, 11), KLASTER_LAYOUT_X), ==, 1);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (after, KLASTER_TABLE_LAYOUT, 13),
                                            KLASTER_LAYOUT_INSTITUTION_ID), ==, 1);
}

/* The record that stays is a unit of the one that goes, or the other way round. */
static void
test_join_parent (void)
{
  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty (), snapshot = NULL, after = NULL;
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make"), join = klaster_edit_new ("Join");

      add_member (edit, 1, "One", NULL, NAN, NAN, NULL);
      add_member (edit, 2, "Two", NULL, NAN, NAN, NULL);
      set_reference (edit, KLASTER_TABLE_INSTITUTION, turn ? 1 : 2, KLASTER_INSTITUTION_PARENT_ID, turn ? 2 : 1);
      snapshot = apply (empty, edit);

      klaster_edit_join_institutions (join, snapshot, 1, 2);
      after = apply (snapshot, join);
      g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_INSTITUTION), ==, 1);
      g_assert_true (klaster_row_is_null (klaster_snapshot_lookup (after, KLASTER_TABLE_INSTITUTION, 1),
                                          KLASTER_INSTITUTION_PARENT_ID));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duplicates/find", test_duplicates);
  g_test_add_func ("/join/everything", test_join);
  g_test_add_func ("/join/places", test_join_places);
  g_test_add_func ("/join/parent", test_join_parent);

  return g_test_run ();
}
