/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-view-state.h"

/* Changes come in flurries: they are written when they have paused so long. */
#define PAUSE_MS 1000

struct _KlasterViewState
{
  GObject parent_instance;

  char *uuid;  /* (nullable): nothing is kept */
  GKeyFile *keys;
  guint timeout;
  GCancellable *writing; /* of the write under way */
};

G_DEFINE_FINAL_TYPE (KlasterViewState, klaster_view_state, G_TYPE_OBJECT)

/* Those in use: uuid → KlasterViewState, without a reference */
static GHashTable *states;

static char *
get_path (KlasterViewState *self)
{
  g_autofree char *name = g_strconcat (self->uuid, ".ini", NULL);

  return g_build_filename (g_get_user_data_dir (), "klaster", "views", name, NULL);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (KlasterViewState) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Nothing of worth is lost. */
  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    g_debug ("How a project was looked at is not remembered: %s", error->message);
  g_clear_object (&self->writing);
}

static void
write_keys (KlasterViewState *self,
            gboolean          wait)
{
  g_autofree char *path = get_path (self);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  char *text = g_key_file_to_data (self->keys, &length, NULL);

  g_mkdir_with_parents (folder, 0700);
  bytes = g_bytes_new_take (text, length);
  if (wait)
    {
      g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL, NULL);
      return;
    }
  self->writing = g_cancellable_new ();
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, self->writing, written_cb,
                                       g_object_ref (self));
}

static gboolean
timeout_cb (gpointer user_data)
{
  KlasterViewState *self = user_data;

  /* One write after the other, or the older one might come last. */
  if (self->writing != NULL)
    return G_SOURCE_CONTINUE;

  self->timeout = 0;
  write_keys (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
klaster_view_state_dispose (GObject *object)
{
  klaster_view_state_flush (KLASTER_VIEW_STATE (object));

  G_OBJECT_CLASS (klaster_view_state_parent_class)->dispose (object);
}

static void
klaster_view_state_finalize (GObject *object)
{
  KlasterViewState *self = KLASTER_VIEW_STATE (object);

  if (self->uuid != NULL)
    g_hash_table_remove (states, self->uuid);
  g_free (self->uuid);
  g_key_file_unref (self->keys);

  G_OBJECT_CLASS (klaster_view_state_parent_class)->finalize (object);
}

static void
klaster_view_state_class_init (KlasterViewStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_view_state_dispose;
  G_OBJECT_CLASS (klass)->finalize = klaster_view_state_finalize;
}

static void
klaster_view_state_init (KlasterViewState *self)
{
  self->keys = g_key_file_new ();
}

/**
 * klaster_view_state_get:
 * @uuid: (nullable): of a project
 *
 * Returns: (transfer full): what is remembered, the same for everyone who asks for this project; without keys when nothing is
 */
KlasterViewState *
klaster_view_state_get (const char *uuid)
{
  KlasterViewState *self;
  g_autofree char *path = NULL;

  if (states == NULL)
    states = g_hash_table_new (g_str_hash, g_str_equal);
  if (uuid != NULL && (self = g_hash_table_lookup (states, uuid)) != NULL)
    return g_object_ref (self);

  self = g_object_new (KLASTER_TYPE_VIEW_STATE, NULL);
  if (uuid == NULL || !g_uuid_string_is_valid (uuid))
    return self;

  self->uuid = g_strdup (uuid);
  g_hash_table_insert (states, self->uuid, self);
  path = get_path (self);
  g_key_file_load_from_file (self->keys, path, G_KEY_FILE_NONE, NULL);

  return self;
}

/**
 * klaster_view_state_get_keys:
 * @self: a view state
 *
 * Returns: (transfer none): the keys; klaster_view_state_changed() after writing some
 */
GKeyFile *
klaster_view_state_get_keys (KlasterViewState *self)
{
  g_return_val_if_fail (KLASTER_IS_VIEW_STATE (self), NULL);

  return self->keys;
}

/**
 * klaster_view_state_changed:
 * @self: a view state
 *
 * Has the keys written in the background, once changes pause.
 */
void
klaster_view_state_changed (KlasterViewState *self)
{
  g_return_if_fail (KLASTER_IS_VIEW_STATE (self));

  if (self->uuid == NULL)
    return;

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (PAUSE_MS, timeout_cb, self);
}

/**
 * klaster_view_state_flush:
 * @self: a view state
 *
 * Writes what waits to be written before it returns: nothing may run afterwards.
 */
void
klaster_view_state_flush (KlasterViewState *self)
{
  g_return_if_fail (KLASTER_IS_VIEW_STATE (self));

  if (self->timeout == 0)
    return;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->writing != NULL)
    g_cancellable_cancel (self->writing);
  write_keys (self, TRUE);
}
