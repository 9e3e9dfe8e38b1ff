/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-arrangement.h"
#include "klaster-content.h"
#include "klaster-history.h"
#include "klaster-project-sync.h"
#include "klaster-sample.h"
#include "klaster-snapshot-private.h"

#define SCHOOL 1101
#define OTHER 1102

typedef struct
{
  char *folder;
  char *path;
  KlasterProject *project;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);

  fixture->folder = g_dir_make_tmp ("klaster-arrangement-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  fixture->project = sync_new (fixture->path, content, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count (Fixture      *fixture,
       KlasterTable  table)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->project), table);
}

/* Everybody lies somewhere, @pinned in a place of its own. */
static void
see (Fixture           *fixture,
     KlasterLayoutKind  kind,
     gint64             pinned)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (KlasterLayoutPosition));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_id (row);
      KlasterLayoutPosition position = { id, (double) id + 0.5, -(double) id, id == pinned };

      g_array_append_val (positions, position);
    }
  klaster_project_note_picture (fixture->project, kind, (const KlasterLayoutPosition *) (gpointer) positions->data,
                                positions->len);
}

static void
commit (Fixture     *fixture,
        KlasterEdit *edit)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (edit);
  g_free (sync_commit (fixture->project, edit, &error));
  g_assert_no_error (error);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sync_undo (fixture->project, &error));
  g_assert_no_error (error);
}

static void
connect (Fixture *fixture,
         gint64   to)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Connect");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION);

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (SCHOOL));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (to));
  commit (fixture, edit);
}

static void
pin (Fixture           *fixture,
     KlasterLayoutKind  kind,
     gint64             id,
     double             x,
     double             y)
{
  const KlasterLayoutPosition position = { id, x, y, TRUE };
  g_autoptr (KlasterEdit) edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (fixture->project), kind, &position,
                                                               1);

  commit (fixture, edit);
}

static KlasterHistoryEntry *
load_last (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  klaster_project_load_history_async (fixture->project, -1, 0, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  entries = klaster_project_load_history_finish (fixture->project, result, &error);
  g_assert_no_error (error);

  return klaster_history_entry_ref (entries->pdata[0]);
}

/* Who looks writes nothing; what changes the graph takes along where members were seen, once. */
static void
test_along (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KlasterEdit) phone = klaster_edit_new ("Phone");
  g_autoptr (KlasterEdit) add = klaster_edit_new ("Add");
  g_autoptr (KlasterEdit) remove = klaster_edit_new ("Remove");
  g_autoptr (GError) error = NULL;
  guint n = count (fixture, KLASTER_TABLE_INSTITUTION), n_kept;
  g_autofree KlasterLayoutPosition *kept = NULL;
  KlasterHistoryEntry *entry;
  gint64 id;

  see (fixture, KLASTER_LAYOUT_LEVEL, 0);
  see (fixture, KLASTER_LAYOUT_MAP, 0);
  g_assert_cmpint (klaster_project_get_n_undo (fixture->project), ==, 0);
  klaster_edit_set (phone, KLASTER_TABLE_INSTITUTION, SCHOOL, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
  commit (fixture, phone);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 0);

  connect (fixture, OTHER);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n);
  kept = klaster_arrangement_list (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_LEVEL, &n_kept);
  g_assert_cmpuint (n_kept, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (i == 0 || kept[i].id > kept[i - 1].id);
      g_assert_cmpfloat (kept[i].x, ==, (double) kept[i].id + 0.5);
      g_assert_cmpfloat (kept[i].y, ==, -(double) kept[i].id);
      g_assert_false (kept[i].pinned);
    }
  /* The history counts records. */
  entry = load_last (fixture);
  g_assert_cmpuint (entry->n_inserted, ==, 1);
  klaster_history_entry_unref (entry);

  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 0);
  g_assert_true (sync_redo (fixture->project, &error));
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n);

  /* Places that are kept stay as they are; whoever is new has none until it was seen. */
  id = klaster_edit_insert (add, KLASTER_TABLE_INSTITUTION);
  klaster_edit_set (add, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (add, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  commit (fixture, add);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n);
  see (fixture, KLASTER_LAYOUT_LEVEL, 0);
  connect (fixture, id);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n + 1);

  /* Who goes takes its place along, and needs none although it was seen. */
  see (fixture, KLASTER_LAYOUT_FORCE, 0);
  klaster_edit_delete (remove, KLASTER_TABLE_INSTITUTION, id);
  commit (fixture, remove);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 2 * n);
}

static void
test_pins (Fixture       *fixture,
           gconstpointer  data)
{
  const gint64 school = SCHOOL;
  g_autoptr (KlasterEdit) nothing = NULL;
  g_autoptr (KlasterEdit) unpin = NULL;
  g_autoptr (KlasterEdit) again = NULL;
  const KlasterLayoutPosition same = { SCHOOL, 7, 8, TRUE };
  guint n = count (fixture, KLASTER_TABLE_INSTITUTION);
  KlasterSnapshot *snapshot;
  KlasterRow *row;

  see (fixture, KLASTER_LAYOUT_CORE, 0);
  pin (fixture, KLASTER_LAYOUT_CORE, SCHOOL, 3, 4);
  g_assert_true (g_str_has_prefix (klaster_project_get_undo_label (fixture->project), "Pin “"));
  /* The others were seen somewhere, too, and the other views are left alone. */
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n);
  see (fixture, KLASTER_LAYOUT_CORE, SCHOOL);
  pin (fixture, KLASTER_LAYOUT_CORE, SCHOOL, 7, 8);
  g_assert_true (g_str_has_prefix (klaster_project_get_undo_label (fixture->project), "Move “"));
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n);
  snapshot = klaster_project_get_snapshot (fixture->project);
  row = klaster_arrangement_find (snapshot, KLASTER_LAYOUT_CORE, SCHOOL);
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_LAYOUT_X), ==, 7);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_LAYOUT_PINNED), ==, 1);
  g_assert_null (klaster_arrangement_find (snapshot, KLASTER_LAYOUT_FORCE, SCHOOL));
  nothing = klaster_arrangement_edit_pin (snapshot, KLASTER_LAYOUT_CORE, &same, 1);
  g_assert_null (nothing);

  undo (fixture);
  row = klaster_arrangement_find (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_CORE, SCHOOL);
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_LAYOUT_X), ==, 3);

  /* Where it was pinned is not where it would be. */
  unpin = klaster_arrangement_edit_unpin (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_CORE, &school, 1);
  commit (fixture, unpin);
  snapshot = klaster_project_get_snapshot (fixture->project);
  g_assert_null (klaster_arrangement_find (snapshot, KLASTER_LAYOUT_CORE, SCHOOL));
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, n - 1);
  nothing = klaster_arrangement_edit_unpin (snapshot, KLASTER_LAYOUT_CORE, NULL, 0);
  g_assert_null (nothing);

  /* The picture still shows it where it was pinned, which is no start for the next one. */
  connect (fixture, OTHER);
  g_assert_null (klaster_arrangement_find (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_CORE, SCHOOL));

  /* Arranged again: only what somebody pinned stays. */
  pin (fixture, KLASTER_LAYOUT_CORE, OTHER, 1, 1);
  pin (fixture, KLASTER_LAYOUT_FORCE, OTHER, 1, 1);
  again = klaster_arrangement_edit_again (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_CORE);
  commit (fixture, again);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 2);
  g_assert_null (klaster_arrangement_edit_again (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_CORE));
  g_assert_null (klaster_arrangement_edit_again (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_FORCE));
}

/* Another person opens the file: the same places; and no document has them. */
static void
test_reopened (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GBytes) before = klaster_content_write (klaster_project_get_snapshot (fixture->project), "2026-11-21");
  g_autoptr (GBytes) after = NULL;
  g_autofree KlasterLayoutPosition *kept = NULL;
  g_autofree KlasterLayoutPosition *again = NULL;
  g_autoptr (GError) error = NULL;
  guint n_kept, n_again;

  see (fixture, KLASTER_LAYOUT_FORCE, 0);
  pin (fixture, KLASTER_LAYOUT_FORCE, SCHOOL, 1 / 3.0, -1e-7);
  after = klaster_content_write (klaster_project_get_snapshot (fixture->project), "2026-11-21");
  g_assert_true (g_bytes_equal (before, after));
  kept = klaster_arrangement_list (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_FORCE, &n_kept);

  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  fixture->project = sync_open (fixture->path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  again = klaster_arrangement_list (klaster_project_get_snapshot (fixture->project), KLASTER_LAYOUT_FORCE, &n_again);
  g_assert_cmpuint (n_kept, ==, count (fixture, KLASTER_TABLE_INSTITUTION));
  g_assert_cmpuint (n_again, ==, n_kept);
  for (guint i = 0; i < n_kept; i++)
    {
      g_assert_cmpint (kept[i].id, ==, again[i].id);
      g_assert_cmpfloat (kept[i].x, ==, again[i].x);
      g_assert_cmpfloat (kept[i].y, ==, again[i].y);
      g_assert_cmpint (kept[i].pinned, ==, again[i].pinned);
    }

  /* The history leads back, too. */
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 0);
}

/* Two copies that are arranged each on their own keep the same rows: what they differ in is where somebody lies. */
static void
test_two_copies (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KlasterSnapshot) before = klaster_snapshot_ref (klaster_project_get_snapshot (fixture->project));
  gint64 ids[2][2];

  for (guint copy = 0; copy < 2; copy++)
    {
      see (fixture, KLASTER_LAYOUT_FORCE, 0);
      pin (fixture, KLASTER_LAYOUT_FORCE, SCHOOL, copy, copy);
      for (guint i = 0; i < 2; i++)
        ids[copy][i] = klaster_row_get_id (klaster_arrangement_find (klaster_project_get_snapshot (fixture->project),
                                                                     KLASTER_LAYOUT_FORCE, i ? OTHER : SCHOOL));
      undo (fixture);
      g_assert_true (klaster_snapshot_equal (before, klaster_project_get_snapshot (fixture->project)));
    }
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (ids[0][i], ==, ids[1][i]);
  g_assert_cmpint (ids[0][0], !=, ids[0][1]);
}

/* On one line, in their order, with room for names; the middle stays. */
static void
test_align (void)
{
  KlasterLayoutPosition row[] = { { 1, 300, 10, FALSE }, { 2, 0, 20, FALSE }, { 3, 290, 60, TRUE }, { 4, 1000, 30, FALSE } };
  KlasterLayoutPosition column[] = { { 1, 5, 10, FALSE }, { 2, 15, 10, FALSE } };

  klaster_arrangement_align (row, G_N_ELEMENTS (row), FALSE);
  g_assert_cmpint (row[0].id, ==, 2);
  g_assert_cmpint (row[1].id, ==, 3);
  g_assert_cmpint (row[2].id, ==, 1);
  g_assert_cmpint (row[3].id, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      g_assert_cmpfloat (row[i].y, ==, 30);
      g_assert_true (row[i].pinned);
      g_assert_true (i == 0 || row[i].x - row[i - 1].x >= KLASTER_LAYOUT_LABEL_WIDTH);
    }
  g_assert_cmpfloat (ABS (row[0].x + row[1].x + row[2].x + row[3].x - 1590), <, 0.5);

  /* Of two in one place the identifier decides. */
  klaster_arrangement_align (column, G_N_ELEMENTS (column), TRUE);
  g_assert_cmpint (column[0].id, ==, 1);
  g_assert_cmpfloat (column[0].x, ==, 10);
  g_assert_cmpfloat (column[1].x, ==, 10);
  g_assert_cmpfloat (column[0].y + column[1].y, ==, 20);
  g_assert_cmpfloat (column[1].y - column[0].y, >, 70);
  klaster_arrangement_align (NULL, 0, TRUE);
}

/* Nobody recognises a picture of so many: only pins are kept. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree KlasterLayoutPosition *positions = g_new0 (KlasterLayoutPosition, KLASTER_ARRANGEMENT_MAX_MEMBERS + 1);

  for (guint i = 0; i <= KLASTER_ARRANGEMENT_MAX_MEMBERS; i++)
    positions[i] = (KlasterLayoutPosition) { i, i, i, FALSE };
  klaster_project_note_picture (fixture->project, KLASTER_LAYOUT_FORCE, positions, KLASTER_ARRANGEMENT_MAX_MEMBERS + 1);
  pin (fixture, KLASTER_LAYOUT_FORCE, SCHOOL, 1, 2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, 1);
  /* With one fewer those of them that there are. */
  klaster_project_note_picture (fixture->project, KLASTER_LAYOUT_FORCE, positions, KLASTER_ARRANGEMENT_MAX_MEMBERS);
  pin (fixture, KLASTER_LAYOUT_FORCE, SCHOOL, 3, 4);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_LAYOUT), ==, count (fixture, KLASTER_TABLE_INSTITUTION));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/arrangement/along", test_along);
  ADD ("/arrangement/pins", test_pins);
  ADD ("/arrangement/reopened", test_reopened);
  ADD ("/arrangement/many", test_many);
  ADD ("/arrangement/two-copies", test_two_copies);
#undef ADD
  g_test_add_func ("/arrangement/align", test_align);

  return g_test_run ();
}
