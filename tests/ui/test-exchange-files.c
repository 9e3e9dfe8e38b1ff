/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a real window exchanges with other programs: cells from the clipboard, and files of every kind. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-exchange.h"
#include "klaster-file-writing.h"
#include "klaster-import-dialog.h"
#include "klaster-progress-window.h"
#include "klaster-test-window.h"

#define SECONDS 20
/* Bytes; more than is written at once */
#define LARGE (64 * 1024 * 1024)
#define NOT_THERE (-1)

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }

  return NULL;
}

static KlasterImportDialog *
find_dialog (void)
{
  return (KlasterImportDialog *) find_window (KLASTER_TYPE_IMPORT_DIALOG);
}

static guint
count (KlasterWindow *window,
       KlasterTable   table)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (window->project), table);
}

/* Cells from a spreadsheet become agreements with their parties, in one step that can be undone. */
static void
test_cells (void)
{
  KlasterWindow *window = open_sample ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  guint n_agreements = count (window, KLASTER_TABLE_AGREEMENT);
  guint n_parties = count (window, KLASTER_TABLE_AGREEMENT_PARTY);
  KlasterImportDialog *dialog = NULL;
  GtkWidget *button;

  gdk_clipboard_set_text (clipboard, "X-901\tFirst\t01.03.2026\tChirchiq, school 1\nX-902\tSecond\t\tChirchiq, school 2 (practice)\n");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.import-cells", "s", "agreements"));
  klaster_await ((dialog = find_dialog ()) != NULL, SECONDS);
  gtk_window_close (GTK_WINDOW (dialog));
  klaster_await (find_dialog () == NULL, SECONDS);

  gdk_clipboard_set_text (clipboard, "Number\tTitle\tSigned on\tParties\n"
                                     "X-901\tFirst\t01.03.2026\tChirchiq, school 1; Chirchik State Pedagogical Institute\n"
                                     "X-902\tSecond\t\tChirchiq, school 2 (practice)\n");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.import-cells", "s", "agreements"));
  klaster_await ((dialog = find_dialog ()) != NULL, SECONDS);
  button = (GtkWidget *) gtk_widget_get_template_child (GTK_WIDGET (dialog), KLASTER_TYPE_IMPORT_DIALOG, "import_button");
  klaster_await (gtk_widget_get_sensitive (button), SECONDS);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "import.commit", NULL);
  klaster_await (count (window, KLASTER_TABLE_AGREEMENT) == n_agreements + 2, SECONDS);
  g_assert_cmpuint (count (window, KLASTER_TABLE_AGREEMENT_PARTY), ==, n_parties + 3);
  klaster_await (find_dialog () == NULL && klaster_project_get_can_undo (window->project), SECONDS);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL));
  klaster_await (count (window, KLASTER_TABLE_AGREEMENT) == n_agreements, SECONDS);
  g_assert_cmpuint (count (window, KLASTER_TABLE_AGREEMENT_PARTY), ==, n_parties);
  close_window (window);
}

/* Every offer of the menu writes a file of its kind; the ending of the name chooses among several. */
static void
test_files (void)
{
  static const struct
  {
    const char *what;
    const char *name;
    const char *begins;
    const char *holds;
  } offers[] = {
    { "xlsx", "all.xlsx", "PK", NULL },
    { "institutions", "members.xlsx", "PK", NULL },
    { "cooperations", "links.csv", "id,from_id,to_id", "from_name" },
    { "agreements", "agreements.CSV", "id,kind,number", "party_names" },
    { "obligations", "obligations.csv", "id,agreement_id", NULL },
    { "csv", "csv.csv", "id,name_uz", NULL },
    { "geojson", "map.geojson", "{\"type\":\"FeatureCollection\"", "LineString" },
    { "graph", "graph.graphml", "<?xml", "<graphml" },
    { "graph", "graph.gexf", "<?xml", "<gexf" },
    { "json", "content.json", "{", "\"format\"" },
    { "gpkg", "content.gpkg", "SQLite format 3", NULL },
  };
  KlasterWindow *window = open_sample ();
  g_autoptr (GFile) nowhere = g_file_new_for_path (folder);
  g_autoptr (GFile) wrong = g_file_get_child (nowhere, "agreements.geojson");

  g_assert_false (klaster_exchange_export (window, "nothing", nowhere));
  /* Agreements have no place. */
  g_assert_true (klaster_exchange_export (window, "agreements", wrong));
  g_assert_false (g_file_query_exists (wrong, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      g_autofree char *path = g_build_filename (folder, offers[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autofree char *data = NULL;
      gsize length = 0;

      g_assert_true (klaster_exchange_export (window, offers[i].what, file));
      klaster_await (klaster_await_contents (path, &data, &length), SECONDS);
      if (length < strlen (offers[i].begins) || memcmp (data, offers[i].begins, strlen (offers[i].begins)) != 0
          || (offers[i].holds && g_strstr_len (data, (gssize) length, offers[i].holds) == NULL))
        g_error ("%s is no such file", offers[i].name);
      g_remove (path);
    }
  close_window (window);
}

typedef struct
{
  guint freed;
  gboolean ended;
  GError *error;
} Slow;

/* Makes something, but not before somebody stops it. */
static GBytes *
make_slowly (gpointer       job,
             void         (*note) (double fraction, gpointer note_data),
             gpointer       note_data,
             GCancellable  *cancellable,
             GError       **error)
{
  GPollFD fd;

  note (0.4, note_data);
  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, SECONDS * 1000);
  g_cancellable_release_fd (cancellable);

  /* Some things cannot be stopped half-way. */
  return g_bytes_new_static ("new", 3);
}

static void
slow_freed_cb (gpointer job)
{
  ((Slow *) job)->freed++;
}

static void
slow_ended_cb (GtkWindow    *window,
               GFile        *file,
               gpointer      job,
               const GError *error)
{
  Slow *slow = job;

  slow->error = g_error_copy (error);
  slow->ended = TRUE;
}

/* How many files of the folder have names that begin with @name */
static guint
count_files (const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *found;
  guint n = 0;

  while ((found = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (found, name);

  return n;
}

/* What takes long says so in a window, and Cancel there leaves what was there before. */
static void
test_cancel (void)
{
  KlasterWindow *window = open_sample ();
  g_autofree char *path = g_build_filename (folder, "old.csv", NULL);
  g_autofree char *other = g_build_filename (folder, "none.csv", NULL);
  const char *paths[] = { path, other };

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      Slow slow = { 0 };
      GtkWindow *progress;
      g_autofree char *data = NULL;

      klaster_file_write (GTK_WINDOW (window), file, make_slowly, slow_ended_cb, &slow, slow_freed_cb);
      progress = find_window (KLASTER_TYPE_PROGRESS_WINDOW);
      g_assert_nonnull (progress);
      klaster_await (gtk_widget_get_mapped (GTK_WIDGET (progress)), SECONDS);
      g_assert_false (slow.ended);
      gtk_widget_activate_action (GTK_WIDGET (progress), "progress.cancel", NULL);
      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (progress)));
      klaster_await (slow.ended && find_window (KLASTER_TYPE_PROGRESS_WINDOW) == NULL, SECONDS);
      g_assert_error (slow.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (slow.freed, ==, 1);
      if (i == 0)
        {
          g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
          g_assert_cmpstr (data, ==, "old");
        }
      else
        g_assert_false (g_file_query_exists (file, NULL));
      g_clear_error (&slow.error);
    }
  close_window (window);
}

static gpointer
replace_thread (gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (data);
  g_autofree char *zeros = g_malloc0 (LARGE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&zeros), LARGE);
  g_autoptr (GError) error = NULL;

  klaster_file_replace (file, bytes, NULL, &error);
  g_assert_no_error (error);

  return NULL;
}

/* Nobody sees half of a file, be it new or in place of another. */
static void
test_whole (void)
{
  static const goffset before[] = { NOT_THERE, 3 };
  g_autofree char *path = g_build_filename (folder, "large.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      GThread *thread;
      GStatBuf st;
      goffset size;

      if (before[i] != NOT_THERE)
        g_assert_true (g_file_set_contents (path, "old", before[i], NULL));
      thread = g_thread_new ("replace", replace_thread, path);
      do
        {
          size = g_stat (path, &st) == 0 ? st.st_size : NOT_THERE;
          g_assert_true (size == before[i] || size == LARGE);
        }
      while (size != LARGE);
      g_thread_join (thread);
      g_assert_cmpuint (count_files ("large.csv"), ==, 1);
    }
  g_remove (path);
}

/* A file is replaced as a whole or not at all, and an error says which file it is about. */
static void
test_replace (void)
{
  KlasterWindow *window = open_sample ();
  g_autofree char *path = g_build_filename (folder, "replaced.csv", NULL);
  g_autofree char *missing = g_build_filename (folder, "no folder", "links.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path (missing);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("new", 3);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *message = NULL;

  g_cancellable_cancel (cancelled);
  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_assert_false (klaster_file_replace (file, bytes, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  g_assert_cmpstr (data, ==, "old");
  g_clear_pointer (&data, g_free);
  g_assert_true (klaster_file_replace (file, bytes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  g_assert_cmpstr (data, ==, "new");

  g_assert_true (klaster_exchange_export (window, "cooperations", nowhere));
  klaster_await (klaster_banner_get_revealed (window->error_banner), SECONDS);
  g_object_get (window->error_banner, "message", &message, NULL);
  g_assert_nonnull (strstr (message, "links.csv"));
  close_window (window);
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/ui/exchange/cells", test_cells);
  g_test_add_func ("/ui/exchange/files", test_files);
  g_test_add_func ("/ui/exchange/cancel", test_cancel);
  g_test_add_func ("/ui/exchange/whole", test_whole);
  g_test_add_func ("/ui/exchange/replace", test_replace);

  return klaster_test_window_run ();
}
