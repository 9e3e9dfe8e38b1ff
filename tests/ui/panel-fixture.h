/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <glib/gstdio.h>

#include "klaster-application.h"
#include "klaster-await-frames.h"
#include "klaster-project-sync.h"
#include "klaster-selection.h"
#include "klaster-test-remarks.h"

/* A project with three schools in a folder of its own, and a window to put widgets into. */
typedef struct
{
  char *folder;
  KlasterProject *project;
  KlasterSelection *selection;
  GtkWidget *window;
} PanelFixture;

#define SCHOOL_1 101
#define SCHOOL_2 102
#define LYCEUM 103

static inline void
panel_fixture_add (KlasterEdit *edit,
                   gint64       id,
                   const char  *name,
                   const char  *kind,
                   const char  *address)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (name));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT (kind));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  if (address)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ADDRESS, KLASTER_TEXT (address));
}

static inline void
panel_fixture_commit (PanelFixture *fixture,
                      KlasterEdit  *edit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = sync_commit (fixture->project, edit, &error);

  g_assert_no_error (error);
}

static inline void
panel_fixture_set_up (PanelFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Three");
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-panel-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "panel.klaster", NULL);
  fixture->project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  panel_fixture_add (edit, SCHOOL_1, "School 1", "school", "Navoi 1");
  panel_fixture_add (edit, SCHOOL_2, "School 2", "school", "Navoi 2");
  panel_fixture_add (edit, LYCEUM, "Lyceum", "lyceum", NULL);
  panel_fixture_commit (fixture, edit);
  fixture->selection = klaster_selection_new ();
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
}

static inline void
panel_fixture_tear_down (PanelFixture  *fixture,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  klaster_await (fixture->window == NULL, 10);
  g_object_unref (fixture->selection);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_assert_no_error (error);
  g_object_add_weak_pointer (G_OBJECT (fixture->project), (gpointer *) &fixture->project);
  g_object_unref (fixture->project);
  klaster_await (fixture->project == NULL, 10);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static inline const char *
panel_fixture_get (PanelFixture *fixture,
                   gint64        id,
                   guint         column)
{
  KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION, id);

  return row ? klaster_row_get_text (row, column) : NULL;
}

static inline void
panel_fixture_select (PanelFixture *fixture,
                      gint64        id)
{
  klaster_selection_select (fixture->selection, KLASTER_TABLE_INSTITUTION, id);
}

static inline void
panel_fixture_settle (PanelFixture *fixture)
{
  klaster_await_frames (fixture->window);
}

/* The application brings resources and style; it is never run. */
static inline void
panel_fixture_init (int    *argc,
                    char ***argv)
{
  static KlasterApplication *application;
  g_autoptr (GError) error = NULL;

  g_test_init (argc, argv, NULL);
  klaster_test_pass_remarks ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = klaster_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
}
