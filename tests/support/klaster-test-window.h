/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-await-frames.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"
#include "klaster-sample.h"
#include "klaster-test-remarks.h"
#include "klaster-window-private.h"
#include "klaster-worker.h"

/* For programs that test real windows: one application and one folder of its own for each program. main() begins with
 * klaster_test_window_init() and ends with klaster_test_window_run(). */
static KlasterApplication *application;
static char *folder;

static inline void
klaster_test_window_init (int    *argc,
                          char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  klaster_test_pass_remarks ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  folder = g_dir_make_tmp ("klaster-window-XXXXXX", &error);
  g_assert_no_error (error);
  application = klaster_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_hold (G_APPLICATION (application));
}

static inline int
klaster_test_window_run (void)
{
  int status = g_test_run ();

  g_application_release (G_APPLICATION (application));
  g_object_unref (application);
  klaster_remove_tree (folder);
  g_free (folder);

  return klaster_workers_finish (status, KLASTER_WORKERS_SECONDS);
}

/* Path of another copy of the reference project */
static inline char *
create_sample (void)
{
  static guint serial;
  g_autofree char *name = g_strdup_printf ("sample-%u.klaster", serial++);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = sync_new (path, content, &error);

  g_assert_no_error (error);
  g_assert_true (sync_close (project, FALSE, &error));

  return path;
}

static inline gboolean
klaster_test_has_failed (KlasterWindow *window)
{
  return g_str_equal (gtk_stack_get_visible_child_name (window->main_stack), "error");
}

/* A window that shows the project at @path, with its members listed */
static inline KlasterWindow *
open_window (const char *path)
{
  KlasterWindow *window = klaster_window_new (application);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  klaster_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (klaster_window_get_project (window) != NULL || klaster_test_has_failed (window), SYNC_SECONDS);
  if (klaster_window_get_project (window) == NULL)
    g_error ("%s: %s: %s", path, adw_status_page_get_title (window->error_page),
             adw_status_page_get_description (window->error_page));
  klaster_await (klaster_query_model_get_result (window->members) != NULL, SYNC_SECONDS);
  klaster_await (!klaster_query_model_is_busy (window->members), SYNC_SECONDS);
  klaster_await (gtk_widget_get_mapped (GTK_WIDGET (window)), SYNC_SECONDS);

  return window;
}

static inline KlasterWindow *
open_sample (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);

  klaster_await_frames (GTK_WIDGET (window));

  return window;
}

/* Closes as the button in the corner does, and proves that nothing is left of the window and its project. */
static inline void
close_window (KlasterWindow *window)
{
  KlasterProject *project = klaster_window_get_project (window);
  KlasterSelection *selection = klaster_window_get_selection (window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_add_weak_pointer (G_OBJECT (selection), (gpointer *) &selection);
  if (project != NULL)
    g_object_add_weak_pointer (G_OBJECT (project), (gpointer *) &project);
  gtk_window_close (GTK_WINDOW (window));
  klaster_await (window == NULL, SYNC_SECONDS);
  klaster_await (project == NULL, SYNC_SECONDS);
  g_assert_null (selection);
}
