/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-export.h"
#include "klaster-generate.h"
#include "klaster-import-dialog.h"
#include "klaster-import-mapping.h"
#include "klaster-project-sync.h"
#include "klaster-resources.h"
#include "klaster-worker.h"

typedef struct
{
  char *folder;
  KlasterProject *project;
  GtkWindow *parent;
  KlasterImportDialog *dialog;
  char *message;
  gboolean gone;
} Fixture;

static void
imported_cb (KlasterImportDialog *dialog,
             const char          *message,
             Fixture             *fixture)
{
  fixture->message = g_strdup (message);
}

static void
gone_cb (gpointer  data,
         GObject  *where_the_object_was)
{
  ((Fixture *) data)->gone = TRUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "a.klaster", NULL);
  fixture->project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (fixture->parent);
  fixture->dialog = klaster_import_dialog_new (fixture->parent, fixture->project);
  g_signal_connect (fixture->dialog, "imported", G_CALLBACK (imported_cb), fixture);
  g_object_weak_ref (G_OBJECT (fixture->dialog), gone_cb, fixture);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "a.klaster", NULL);

  if (!fixture->gone)
    gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  klaster_await (fixture->gone, 10);
  gtk_window_destroy (fixture->parent);
  sync_close (fixture->project, FALSE, &error);
  g_assert_no_error (error);
  g_object_unref (fixture->project);
  g_remove (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->message);
}

/* The widget of the template with this id. */
static gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog), KLASTER_TYPE_IMPORT_DIALOG, name);
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (get_child (fixture, "stack"));
}

static const char *
get_summary (Fixture *fixture)
{
  return gtk_label_get_label (get_child (fixture, "summary"));
}

static gboolean
is_ready (Fixture *fixture)
{
  return gtk_widget_get_sensitive (get_child (fixture, "import_button"));
}

static GtkWidget *
find_widget (GtkWidget *root,
             GType      type,
             guint     *skip)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root) && (*skip)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, skip);

      if (found)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_nth (Fixture    *fixture,
         const char *name,
         GType       type,
         guint       n)
{
  GtkWidget *found = find_widget (get_child (fixture, name), type, &n);

  g_assert_nonnull (found);
  return found;
}

static guint
count_institutions (Fixture *fixture)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION);
}

static void
commit (Fixture *fixture)
{
  klaster_await (is_ready (fixture), 10);
  gtk_widget_activate_action (GTK_WIDGET (fixture->dialog), "import.commit", NULL);
  klaster_await (fixture->message != NULL && fixture->gone, 20);
}

static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "schools.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (get_page (fixture), ==, "choose");
  g_assert_false (is_ready (fixture));
  klaster_import_dialog_load_file (fixture->dialog, file);
  klaster_await (is_ready (fixture), 10);
  g_assert_cmpstr (get_page (fixture), ==, "work");
  g_assert_cmpstr (get_summary (fixture), ==, "7 rows are new · 1 is already there · 4 are rejected");

  commit (fixture);
  g_assert_cmpstr (fixture->message, ==, "7 records imported");
  g_assert_cmpuint (count_institutions (fixture), ==, 7);
  g_assert_true (sync_undo (fixture->project, &error));
  g_assert_cmpuint (count_institutions (fixture), ==, 0);
}

/* Pasted cells; another target for a column; a decision about one duplicate. */
static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *choice;

  klaster_import_dialog_load_text (fixture->dialog, "Nomi\tTuri\tBino\n5-maktab\tmaktab\tA\n5-maktab\tmaktab\tB\n");
  klaster_await (is_ready (fixture), 10);
  g_assert_cmpstr (get_summary (fixture), ==, "1 row is new · 1 is already there");

  choice = get_nth (fixture, "findings", GTK_TYPE_DROP_DOWN, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), KLASTER_DUPLICATE_ADD);
  klaster_await (is_ready (fixture) && g_str_equal (get_summary (fixture), "2 rows are new"), 10);

  /* Column "Bino" is not imported; it goes to the address. */
  choice = get_nth (fixture, "preview", GTK_TYPE_DROP_DOWN, 2);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1 + KLASTER_INSTITUTION_ADDRESS);
  g_assert_false (is_ready (fixture));
  commit (fixture);

  g_assert_cmpuint (count_institutions (fixture), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      KlasterRowIter iter;
      KlasterRow *row;
      gboolean found = FALSE;

      klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION);
      while (klaster_row_iter_next (&iter, &row))
        found = found || g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_ADDRESS), i == 0 ? "A" : "B") == 0;
      g_assert_true (found);
    }
}

/* Rows that name no kind are rejected until one is chosen for them. */
static void
test_default_kind (Fixture       *fixture,
                   gconstpointer  data)
{
  klaster_import_dialog_load_text (fixture->dialog, "Nomi\tTuman\nAlisher\tQibray\nBobur\tQibray\n");
  klaster_await (g_str_equal (get_summary (fixture), "0 rows are new · 2 are rejected"), 10);
  g_assert_false (is_ready (fixture));
  gtk_drop_down_set_selected (get_child (fixture, "kind_choice"), 2);
  commit (fixture);
  g_assert_cmpuint (count_institutions (fixture), ==, 2);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "x.geojson", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "{\"type\":", -1, NULL));
  klaster_import_dialog_load_file (fixture->dialog, file);
  klaster_await (g_str_equal (get_page (fixture), "choose") && gtk_widget_get_visible (get_child (fixture, "choose_error")), 10);
  g_assert_false (is_ready (fixture));
  g_remove (path);
}

static gboolean
shows (Fixture    *fixture,
       const char *name)
{
  return gtk_widget_get_mapped (get_child (fixture, name));
}

/* A workbook of ours: all sheets at once, or one of them with its columns to look at. */
static void
test_workbook (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "x.XLSX", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KlasterSnapshot) content = klaster_generate_snapshot (1, 20, 30, 5);
  const KlasterExportJob job = { content, KLASTER_EXPORT_ALL, "2026-03-01", KLASTER_LANGUAGE_EN };
  g_autoptr (GBytes) bytes = klaster_export_write (&job, KLASTER_EXPORT_XLSX, NULL, NULL);
  GtkDropDown *choice;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  klaster_import_dialog_load_file (fixture->dialog, file);
  klaster_await (is_ready (fixture), 10);
  g_assert_false (shows (fixture, "preview"));
  g_assert_false (shows (fixture, "table_field"));
  g_assert_false (shows (fixture, "encoding_field"));
  g_assert_true (shows (fixture, "parts_label"));
  choice = get_child (fixture, "sheet_choice");
  g_assert_cmpuint (gtk_drop_down_get_selected (choice), ==, 0);

  /* The second sheet alone cannot find its members, the first one can be taken. */
  gtk_drop_down_set_selected (choice, 2);
  klaster_await (shows (fixture, "preview") && g_str_has_prefix (get_summary (fixture), "0 rows are new"), 10);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_child (fixture, "table_choice")), ==, KLASTER_TABLE_COOPERATION);
  gtk_drop_down_set_selected (choice, 1);
  klaster_await (is_ready (fixture) && g_str_equal (get_summary (fixture), "20 rows are new"), 10);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_child (fixture, "table_choice")), ==, KLASTER_TABLE_INSTITUTION);
  gtk_drop_down_set_selected (choice, 0);
  klaster_await (is_ready (fixture) && shows (fixture, "parts_label"), 10);
  commit (fixture);
  g_assert_cmpuint (count_institutions (fixture), ==, 20);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_COOPERATION), ==,
                    30);
  g_remove (path);
}

/* Cells of another table, as a page proposes it. */
static void
test_other_table (Fixture       *fixture,
                  gconstpointer  data)
{
  klaster_import_dialog_set_table (fixture->dialog, KLASTER_TABLE_AGREEMENT);
  klaster_import_dialog_load_text (fixture->dialog, "Raqami\tSarlavha\tImzolangan sana\n12\tHamkorlik\t01.03.2026\n");
  klaster_await (is_ready (fixture), 10);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_child (fixture, "table_choice")), ==, KLASTER_TABLE_AGREEMENT);
  g_assert_false (shows (fixture, "kind_field"));
  g_assert_false (shows (fixture, "sheet_field"));
  commit (fixture);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_AGREEMENT), ==, 1);
}

/* Closing in the middle of everything leaves nothing behind. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  klaster_import_dialog_load_text (fixture->dialog, "Nomi\tTuri\n5-maktab\tmaktab\n");
  gtk_widget_activate_action (GTK_WIDGET (fixture->dialog), "import.cancel", NULL);
  klaster_await (fixture->gone, 10);
  g_assert_cmpuint (count_institutions (fixture), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (klaster_get_resource ());
#define ADD(name, test) g_test_add ("/ui/import-dialog/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("file", test_file);
  ADD ("choices", test_choices);
  ADD ("default-kind", test_default_kind);
  ADD ("damaged", test_damaged);
  ADD ("workbook", test_workbook);
  ADD ("other-table", test_other_table);
  ADD ("close", test_close);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
