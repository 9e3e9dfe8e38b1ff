/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "klaster-view-state.h"

static char *
get_path (const char *uuid)
{
  g_autofree char *name = NULL;

  if (uuid == NULL || !g_uuid_string_is_valid (uuid))
    return NULL;
  name = g_strconcat (uuid, ".ini", NULL);

  return g_build_filename (g_get_user_data_dir (), "klaster", "views", name, NULL);
}

/**
 * klaster_view_state_load:
 * @uuid: (nullable): of a project
 *
 * Returns: (transfer full): what is remembered; empty when nothing is
 */
GKeyFile *
klaster_view_state_load (const char *uuid)
{
  GKeyFile *state = g_key_file_new ();
  g_autofree char *path = get_path (uuid);

  if (path)
    g_key_file_load_from_file (state, path, G_KEY_FILE_NONE, NULL);

  return state;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* Nothing of worth is lost. */
  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    g_debug ("How a project was looked at is not remembered: %s", error->message);
}

/**
 * klaster_view_state_save:
 * @uuid: (nullable): of a project
 * @state: what to remember
 * @wait: write it before this returns, because nothing may run afterwards; else in the background
 */
void
klaster_view_state_save (const char *uuid,
                         GKeyFile   *state,
                         gboolean    wait)
{
  g_autofree char *path = get_path (uuid);
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  char *text;

  g_return_if_fail (state != NULL);

  if (path == NULL)
    return;

  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  file = g_file_new_for_path (path);
  text = g_key_file_to_data (state, &length, NULL);
  bytes = g_bytes_new_take (text, length);
  if (wait)
    g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL, NULL);
  else
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, saved_cb, NULL);
}
