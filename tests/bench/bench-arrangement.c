/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture of the graph in the project: 3,000 members pinned as one edit, and the first edit that takes three pictures
 * of so many along, beside edits of as many rows, or of one, that arrange nothing. Prints ratios, fails never. */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-arrangement.h"
#include "klaster-content.h"
#include "klaster-generate.h"
#include "klaster-project-sync.h"

#define N_MEMBERS 3000
#define N_COOPERATIONS 9000

static KlasterLayoutPosition positions[N_MEMBERS];

/* What the person waits for, and until it is on the disk; milliseconds */
static void
commit (KlasterProject *project,
        KlasterEdit    *edit,
        const char     *what,
        double         *baseline)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  double taken, durable;

  klaster_project_commit_async (project, edit, NULL, sync_cb, &result);
  taken = (double) (g_get_monotonic_time () - begin) / 1000;
  klaster_await (result != NULL, SYNC_SECONDS);
  durable = (double) (g_get_monotonic_time () - begin) / 1000;
  g_free (klaster_project_commit_finish (project, result, &error));
  g_assert_no_error (error);
  if (*baseline == 0)
    *baseline = durable;
  g_print ("%-56s on the main thread %6.1f ms   on the disk %7.1f ms   ratio %.2f\n", what, taken, durable, durable / *baseline);
}

static void
set_phones (KlasterProject *project,
            double         *baseline)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Phones");

  for (guint i = 0; i < N_MEMBERS; i++)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, positions[i].id, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
  commit (project, edit, "baseline: 3,000 telephone numbers", baseline);
}

static void
connect (KlasterProject *project,
         const char     *what,
         double         *baseline)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Connect");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION);

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (positions[0].id));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (positions[1].id));
  commit (project, edit, what, baseline);
}

static void
pin (KlasterProject *project,
     guint           n,
     double          by,
     const char     *what,
     double         *baseline)
{
  g_autofree KlasterLayoutPosition *moved = g_memdup2 (positions, sizeof positions);
  g_autoptr (KlasterEdit) edit = NULL;

  for (guint i = 0; i < n; i++)
    moved[i].x += by;
  edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (project), KLASTER_LAYOUT_FORCE, moved, n);
  commit (project, edit, what, baseline);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "graph.klaster", NULL);
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, N_MEMBERS, N_COOPERATIONS, 0);
  g_autoptr (GBytes) content = klaster_content_write (snapshot, "2026-11-21");
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;
  double rows = 0, row = 0;
  KlasterRowIter iter;
  KlasterRow *member;
  guint n = 0;

  project = sync_new (path, content, &error);
  g_assert_no_error (error);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (n < N_MEMBERS && klaster_row_iter_next (&iter, &member))
    {
      positions[n] = (KlasterLayoutPosition) { klaster_row_get_id (member), n % 60 * 106, n / 60 * 72, FALSE };
      n++;
    }

  set_phones (project, &rows);
  connect (project, "baseline: one cooperation, nothing was seen", &row);
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    klaster_project_note_picture (project, kind, positions, n);
  connect (project, "the first one after three pictures were seen: 9,000 rows", &row);
  connect (project, "the next one: everything is kept", &row);
  pin (project, n, 1, "3,000 members pinned at once", &rows);
  pin (project, n, 2, "3,000 pinned members moved at once", &rows);
  pin (project, 1, 3, "one member moved", &row);

  g_assert_true (sync_close (project, FALSE, &error));
  g_unlink (path);
  g_rmdir (folder);

  return 0;
}
