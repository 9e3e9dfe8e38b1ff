/* SPDX-License-Identifier: GPL-3.0-or-later
 * What somebody arranged in the window is what the command line draws, and nothing that it writes as data. */
#include "config.h"

#include <string.h>

#include "klaster-arrangement.h"
#include "klaster-cli-runner.h"
#include "klaster-project-sync.h"

static char *
render (const char *file,
        const char *name)
{
  g_autofree char *picture = cli_path (name);

  cli_expect (0, "render", file, picture, "--view", "graph", "--layout", "force", "--size", "900x600", "--lang", "en", "--date",
              "2026-03-01", NULL);

  return cli_read (picture);
}

static char *
print (const char *file,
       const char *name)
{
  g_autofree char *document = cli_path (name);

  cli_expect (0, "export", file, document, "--date", "2026-03-01", NULL);

  return cli_read (document);
}

static void
test_pinned (void)
{
  g_autofree char *file = cli_path ("graph.klaster");
  const KlasterLayoutPosition pins[] = { { 1101, 900, -400, TRUE }, { 1102, -900, 400, TRUE } };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autofree char *data_before = NULL;
  g_autofree char *data_after = NULL;
  g_autofree char *uuid = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_auto (CliRun) run = { 0 };
  g_autoptr (JsonNode) log = NULL;
  JsonObject *entry;

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  before = render (file, "before.svg");
  data_before = print (file, "before.json");

  project = sync_open (file, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (project), KLASTER_LAYOUT_FORCE, pins, G_N_ELEMENTS (pins));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (sync_close (project, FALSE, &error));

  after = render (file, "after.svg");
  g_assert_cmpstr (before, !=, after);
  data_after = print (file, "after.json");
  g_assert_cmpstr (data_before, ==, data_after);
  cli_expect (1, "export", file, "-", "--as", "layouts", NULL);

  /* In the history, without a table that no document knows. */
  run = cli_run (NULL, "log", file, "--json", NULL);
  log = cli_json (&run);
  entry = json_array_get_object_element (json_node_get_array (log), 0);
  g_assert_cmpstr (json_object_get_string_member (entry, "label"), ==, "Pin 2 members in the graph");
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (entry, "changes")), ==, 0);

  cli_expect (0, "verify", file, NULL);
  cli_expect (0, "undo", file, NULL);
  again = render (file, "again.svg");
  g_assert_cmpstr (before, ==, again);
}

/* A document of edits cannot arrange anything. */
static void
test_edit (void)
{
  g_autofree char *file = cli_path ("edit.klaster");
  g_auto (CliRun) run = { 0 };

  cli_expect (0, "new", file, "--sample", NULL);
  run = cli_run ("[{\"op\":\"insert\",\"table\":\"layout\",\"values\":{\"institution_id\":1101,\"kind\":\"force\",\"x\":1,\"y\":2}}]",
                 "edit", file, "-", NULL);
  g_assert_cmpint (run.status, ==, 3);
  g_assert_nonnull (strstr (run.errors, "layout"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/graph/pinned", test_pinned);
  g_test_add_func ("/cli/graph/edit", test_edit);

  return g_test_run ();
}
