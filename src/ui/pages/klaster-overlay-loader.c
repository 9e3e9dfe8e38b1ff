/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-overlay-loader.h"
#include "klaster-worker.h"

struct _KlasterOverlayLoader
{
  GObject parent_instance;

  KlasterProject *project;
  GPtrArray *wanted;          /* char: hashes of what is shown, in order of id */
  GHashTable *blobs;          /* char → GBytes: of what is shown */
  KlasterGeometry *geometry;
  char *error;
  GCancellable *cancellable;  /* of the loading that runs */
};

G_DEFINE_FINAL_TYPE (KlasterOverlayLoader, klaster_overlay_loader, G_TYPE_OBJECT)

enum
{
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A map has one overlay, whatever it was made from. */
typedef struct
{
  KlasterGeometry *geometry; /* (nullable) */
  char *problem;             /* (nullable): why some of it is left out */
} Overlay;

static void
free_overlay (gpointer data)
{
  Overlay *overlay = data;

  g_clear_pointer (&overlay->geometry, klaster_geometry_unref);
  g_free (overlay->problem);
  g_free (overlay);
}

static void
read_geometry_cb (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Overlay *overlay = g_new0 (Overlay, 1);

  overlay->geometry = klaster_geometry_new_from_documents (task_data, &overlay->problem);
  g_task_return_pointer (task, overlay, free_overlay);
}

static void
set_result (KlasterOverlayLoader *self,
            KlasterGeometry      *geometry,
            const char           *error)
{
  g_clear_pointer (&self->geometry, klaster_geometry_unref);
  self->geometry = geometry;
  g_free (self->error);
  self->error = g_strdup (error);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
geometry_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  KlasterOverlayLoader *self = KLASTER_OVERLAY_LOADER (object);
  g_autofree char *missing = g_strdup (self->error);
  Overlay *overlay = g_task_propagate_pointer (G_TASK (result), NULL);

  if (overlay == NULL)
    return; /* cancelled: others are wanted */
  set_result (self, g_steal_pointer (&overlay->geometry), overlay->problem ? overlay->problem : missing);
  free_overlay (overlay);
}

static void load_next (KlasterOverlayLoader *self);

static void
blob_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KlasterOverlayLoader) self = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = klaster_project_load_blob_finish (KLASTER_PROJECT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || KLASTER_PROJECT (object) != self->project)
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      return;
    }
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const char *hash = g_ptr_array_index (self->wanted, i);

      if (!g_hash_table_contains (self->blobs, hash))
        {
          /* What cannot be had is left out, and said. */
          g_hash_table_insert (self->blobs, g_strdup (hash), bytes ? bytes : g_bytes_new_static ("", 0));
          break;
        }
    }
  if (error)
    {
      g_free (self->error);
      self->error = g_strdup (error->message);
    }
  load_next (self);
}

static void
load_next (KlasterOverlayLoader *self)
{
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GTask) task = NULL;

  for (guint i = 0; i < self->wanted->len; i++)
    {
      const char *hash = g_ptr_array_index (self->wanted, i);
      GBytes *bytes = g_hash_table_lookup (self->blobs, hash);

      if (bytes == NULL)
        {
          klaster_project_load_blob_async (self->project, hash, self->cancellable, blob_loaded_cb, g_object_ref (self));
          return;
        }
      if (g_bytes_get_size (bytes) > 0)
        g_ptr_array_add (blobs, g_bytes_ref (bytes));
    }

  if (blobs->len == 0)
    {
      g_autofree char *error = g_strdup (self->error);

      set_result (self, NULL, error);
      return;
    }
  task = g_task_new (self, self->cancellable, geometry_read_cb, NULL);
  g_task_set_source_tag (task, load_next);
  g_task_set_task_data (task, g_steal_pointer (&blobs), (GDestroyNotify) g_ptr_array_unref);
  klaster_worker_run_task (task, read_geometry_cb);
}

static gboolean
is_not_wanted (gpointer key,
               gpointer value,
               gpointer data)
{
  return !g_ptr_array_find_with_equal_func (data, key, g_str_equal, NULL);
}

static void
update (KlasterOverlayLoader *self)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  gboolean same;
  KlasterRowIter iter;
  KlasterRow *row;

  if (self->project)
    {
      klaster_row_iter_init (&iter, klaster_project_get_snapshot (self->project), KLASTER_TABLE_OVERLAY);
      while (klaster_row_iter_next (&iter, &row))
        if (klaster_row_get_integer (row, KLASTER_OVERLAY_VISIBLE) != 0)
          g_ptr_array_add (wanted, g_strdup (klaster_row_get_text (row, KLASTER_OVERLAY_SHA256)));
    }

  same = wanted->len == self->wanted->len;
  for (guint i = 0; same && i < wanted->len; i++)
    same = g_strcmp0 (g_ptr_array_index (wanted, i), g_ptr_array_index (self->wanted, i)) == 0;
  if (same)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_ptr_array_unref (self->wanted);
  self->wanted = g_steal_pointer (&wanted);
  g_hash_table_foreach_remove (self->blobs, is_not_wanted, self->wanted);
  g_clear_pointer (&self->error, g_free);
  load_next (self);
}

static void
project_changed_cb (KlasterProject       *project,
                    KlasterDelta         *delta,
                    KlasterOverlayLoader *self)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_OVERLAY))
    update (self);
}

static void
klaster_overlay_loader_dispose (GObject *object)
{
  KlasterOverlayLoader *self = KLASTER_OVERLAY_LOADER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_overlay_loader_parent_class)->dispose (object);
}

static void
klaster_overlay_loader_finalize (GObject *object)
{
  KlasterOverlayLoader *self = KLASTER_OVERLAY_LOADER (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->wanted);
  g_hash_table_unref (self->blobs);
  g_clear_pointer (&self->geometry, klaster_geometry_unref);
  g_free (self->error);

  G_OBJECT_CLASS (klaster_overlay_loader_parent_class)->finalize (object);
}

static void
klaster_overlay_loader_class_init (KlasterOverlayLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_overlay_loader_dispose;
  object_class->finalize = klaster_overlay_loader_finalize;

  signals[LOADED] =
    g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_overlay_loader_init (KlasterOverlayLoader *self)
{
  self->wanted = g_ptr_array_new_with_free_func (g_free);
  self->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/**
 * klaster_overlay_loader_new:
 *
 * Returns: (transfer full): a loader without a project
 */
KlasterOverlayLoader *
klaster_overlay_loader_new (void)
{
  return g_object_new (KLASTER_TYPE_OVERLAY_LOADER, NULL);
}

/**
 * klaster_overlay_loader_set_project:
 * @self: a loader
 * @project: (nullable): whose outlines to load
 */
void
klaster_overlay_loader_set_project (KlasterOverlayLoader *self,
                                    KlasterProject       *project)
{
  g_return_if_fail (KLASTER_IS_OVERLAY_LOADER (self));

  if (self->project == project)
    return;

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  g_hash_table_remove_all (self->blobs);
  if (project)
    g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
  update (self);
}

/**
 * klaster_overlay_loader_get_geometry:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): what to show
 */
KlasterGeometry *
klaster_overlay_loader_get_geometry (KlasterOverlayLoader *self)
{
  g_return_val_if_fail (KLASTER_IS_OVERLAY_LOADER (self), NULL);

  return self->geometry;
}

/**
 * klaster_overlay_loader_get_error:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): why something cannot be shown
 */
const char *
klaster_overlay_loader_get_error (KlasterOverlayLoader *self)
{
  g_return_val_if_fail (KLASTER_IS_OVERLAY_LOADER (self), NULL);

  return self->error;
}

typedef struct
{
  GFile *file;
  gsize max_bytes;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->file);
  g_free (reading);
}

static void
read_cb (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterGeometry) geometry = NULL;
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  GError *error = NULL;

  stream = g_file_read (reading->file, cancellable, &error);
  while (stream && error == NULL)
    {
      g_autoptr (GBytes) part = g_input_stream_read_bytes (G_INPUT_STREAM (stream), 1024 * 1024, cancellable, &error);

      if (part == NULL || g_bytes_get_size (part) == 0)
        break;
      g_byte_array_append (buffer, g_bytes_get_data (part, NULL), (guint) g_bytes_get_size (part));
      if (buffer->len > reading->max_bytes)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("This file is too large to be kept in a project."));
    }
  if (error == NULL)
    {
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&buffer));
      geometry = klaster_geometry_new_from_json (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
    }
  if (error == NULL && klaster_geometry_get_n_features (geometry) == 0)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("This file holds no outlines."));

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

/**
 * klaster_overlay_read_async:
 * @file: a GeoJSON file
 * @max_bytes: how large it may be
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read and checked
 * @user_data: for @callback
 */
void
klaster_overlay_read_async (GFile               *file,
                            gsize                max_bytes,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (G_IS_FILE (file));

  reading = g_new0 (Reading, 1);
  reading->file = g_object_ref (file);
  reading->max_bytes = max_bytes;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, klaster_overlay_read_async);
  g_task_set_task_data (task, reading, free_reading);
  klaster_worker_run_task (task, read_cb);
}

/**
 * klaster_overlay_read_finish:
 * @result: what the callback got
 * @error: (out) (optional): why it cannot be used
 *
 * Returns: (transfer full) (nullable): the file's bytes
 */
GBytes *
klaster_overlay_read_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
