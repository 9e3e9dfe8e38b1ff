/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-await.h"
#include "klaster-project.h"

/* A project's asynchronous calls, waited for with a bound. */
#define SYNC_SECONDS 60

static inline void
sync_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static inline KlasterProject *
sync_new (const char  *path,
          GBytes      *content,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  klaster_project_new_async (file, "10", content, KLASTER_OPEN_NO_AUTOPUBLISH, "Test", NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_new_finish (result, error);
}

static inline KlasterProject *
sync_open (const char        *path,
           KlasterOpenFlags   flags,
           GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  klaster_project_open_async (file, flags, "Test", NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_open_finish (result, error);
}

static inline char *
sync_commit (KlasterProject  *project,
             KlasterEdit     *edit,
             GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  klaster_project_commit_async (project, edit, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_commit_finish (project, result, error);
}

static inline gboolean
sync_undo (KlasterProject  *project,
           GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *uuid = NULL;

  klaster_project_undo_async (project, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  uuid = klaster_project_undo_finish (project, result, error);

  return uuid != NULL;
}

static inline gboolean
sync_redo (KlasterProject  *project,
           GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *uuid = NULL;

  klaster_project_redo_async (project, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  uuid = klaster_project_redo_finish (project, result, error);

  return uuid != NULL;
}

static inline gboolean
sync_publish (KlasterProject  *project,
              GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  klaster_project_publish_async (project, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_publish_finish (project, result, error);
}

static inline gboolean
sync_close (KlasterProject  *project,
            gboolean         postpone,
            GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  klaster_project_close_async (project, postpone, NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);

  return klaster_project_close_finish (project, result, error);
}
