/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-scene-loader.h"
#include "klaster-worker.h"

/* Beyond this making the scene anew is no slower than applying the edits one by one. */
#define MAX_STEPS 64

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterDelta *delta;
} Step;

/* One run of the worker */
typedef struct
{
  KlasterMapScene *base;   /* (nullable) */
  GArray *steps;           /* Step: to apply to @base */
  KlasterSnapshot *snapshot;
  KlasterMapOptions options; /* owns what it points to */
  gboolean anew;           /* make the scene from @snapshot */
  gboolean compare;        /* @base has the same style */
  gboolean seen_changed;
  int zoom;
  GArray *damage;          /* result */
} Job;

struct _KlasterSceneLoader
{
  GObject parent_instance;

  KlasterMapScene *scene;
  KlasterSnapshot *snapshot;
  KlasterMapOptions options;
  GArray *steps;           /* since the snapshot of the scene, or of the job that runs */
  gboolean anew;
  gboolean style_changed;
  gboolean seen_changed;   /* names are to be placed for another part of the map */
  int zoom;
  GCancellable *cancellable; /* of the job that runs */
};

G_DEFINE_FINAL_TYPE (KlasterSceneLoader, klaster_scene_loader, G_TYPE_OBJECT)

enum
{
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&step->delta, klaster_delta_unref);
}

static GArray *
new_steps (void)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);
  return steps;
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->base, klaster_map_scene_unref);
  g_clear_pointer (&job->steps, g_array_unref);
  g_clear_pointer (&job->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&job->damage, g_array_unref);
  klaster_map_options_clear (&job->options);
  g_free (job);
}

static void
make_scene_cb (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (KlasterMapScene) scene = NULL;

  if (job->anew)
    scene = klaster_map_scene_new (job->snapshot, &job->options, cancellable);
  else
    {
      scene = klaster_map_scene_ref (job->base);
      for (guint i = 0; i < job->steps->len; i++)
        {
          Step *step = &g_array_index (job->steps, Step, i);
          KlasterMapScene *next = klaster_map_scene_update (scene, step->snapshot, step->delta);

          klaster_map_scene_unref (scene);
          scene = next;
        }
      if (job->seen_changed)
        {
          KlasterMapScene *next = klaster_map_scene_with_seen (scene, job->options.seen_zoom, &job->options.seen);

          klaster_map_scene_unref (scene);
          scene = next;
        }
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  klaster_map_scene_prepare (scene, job->zoom);
  if (job->compare)
    job->damage = klaster_map_scene_diff (job->base, scene, job->zoom);
  g_task_return_pointer (task, g_steal_pointer (&scene), (GDestroyNotify) klaster_map_scene_unref);
}

static void start (KlasterSceneLoader *self);

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  KlasterSceneLoader *self = KLASTER_SCENE_LOADER (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  KlasterMapScene *scene;

  scene = g_task_propagate_pointer (G_TASK (result), &error);
  g_clear_object (&self->cancellable);
  if (scene)
    {
      g_clear_pointer (&self->scene, klaster_map_scene_unref);
      self->scene = scene;
      g_signal_emit (self, signals[READY], 0, job->damage, job->zoom);
    }
  else if (!job->compare)
    self->style_changed = TRUE; /* the scene that is shown still has another style */
  start (self);
}

static void
start (KlasterSceneLoader *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->cancellable != NULL || self->snapshot == NULL
      || (!self->anew && self->steps->len == 0 && !(self->seen_changed && self->scene != NULL)))
    return;

  job = g_new0 (Job, 1);
  job->anew = self->anew || self->scene == NULL || self->steps->len > MAX_STEPS;
  job->compare = self->scene != NULL && !self->style_changed;
  job->base = self->scene ? klaster_map_scene_ref (self->scene) : NULL;
  job->steps = g_steal_pointer (&self->steps);
  job->snapshot = klaster_snapshot_ref (self->snapshot);
  job->zoom = self->zoom;
  klaster_map_options_copy (&job->options, &self->options);
  self->steps = new_steps ();
  job->seen_changed = self->seen_changed;
  self->anew = FALSE;
  self->style_changed = FALSE;
  self->seen_changed = FALSE;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, made_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, job, free_job);
  klaster_worker_run_task (task, make_scene_cb);
}

static void
klaster_scene_loader_dispose (GObject *object)
{
  KlasterSceneLoader *self = KLASTER_SCENE_LOADER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->scene, klaster_map_scene_unref);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  klaster_map_options_clear (&self->options);

  G_OBJECT_CLASS (klaster_scene_loader_parent_class)->dispose (object);
}

static void
klaster_scene_loader_class_init (KlasterSceneLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_scene_loader_dispose;

  signals[READY] =
    g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_ARRAY, G_TYPE_INT);
}

static void
klaster_scene_loader_init (KlasterSceneLoader *self)
{
  self->steps = new_steps ();
  self->options = KLASTER_MAP_OPTIONS_DEFAULT;
  self->zoom = 9;
}

/**
 * klaster_scene_loader_new:
 *
 * Returns: (transfer full): a loader without a scene
 */
KlasterSceneLoader *
klaster_scene_loader_new (void)
{
  return g_object_new (KLASTER_TYPE_SCENE_LOADER, NULL);
}

/**
 * klaster_scene_loader_set_snapshot:
 * @self: a loader
 * @snapshot: (nullable): what to show
 * @delta: (nullable): what changed since the snapshot before; %NULL: anything may have
 */
void
klaster_scene_loader_set_snapshot (KlasterSceneLoader *self,
                                   KlasterSnapshot    *snapshot,
                                   KlasterDelta       *delta)
{
  g_return_if_fail (KLASTER_IS_SCENE_LOADER (self));

  if (self->snapshot == NULL)
    delta = NULL;
  if (snapshot)
    klaster_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = snapshot;

  if (delta != NULL && !self->anew)
    {
      Step step = { klaster_snapshot_ref (snapshot), klaster_delta_ref (delta) };

      g_array_append_val (self->steps, step);
    }
  else
    {
      self->anew = TRUE;
      g_array_set_size (self->steps, 0);
      /* What is being made is of no use any more, unless it is the first picture of a project. */
      if (self->scene != NULL || snapshot == NULL)
        g_cancellable_cancel (self->cancellable);
    }
  if (snapshot == NULL && self->scene != NULL)
    {
      g_clear_pointer (&self->scene, klaster_map_scene_unref);
      g_signal_emit (self, signals[READY], 0, NULL, self->zoom);
    }
  start (self);
}

/**
 * klaster_scene_loader_set_options:
 * @self: a loader
 * @options: how to show it; copied
 */
void
klaster_scene_loader_set_options (KlasterSceneLoader      *self,
                                  const KlasterMapOptions *options)
{
  KlasterMapOptions old;

  g_return_if_fail (KLASTER_IS_SCENE_LOADER (self));
  g_return_if_fail (options != NULL);

  old = self->options;
  klaster_map_options_copy (&self->options, options);
  if (old.style.theme != options->style.theme || old.style.high_contrast != options->style.high_contrast
      || old.style.language != options->style.language || old.style.text_scale != options->style.text_scale
      || old.flags != options->flags || old.overlay != options->overlay || old.color_by != options->color_by
      || old.size_by != options->size_by)
    self->style_changed = TRUE;
  klaster_map_options_clear (&old);

  self->anew = TRUE;
  g_array_set_size (self->steps, 0);
  g_cancellable_cancel (self->cancellable);
  start (self);
}

/**
 * klaster_scene_loader_set_seen:
 * @self: a loader
 * @zoom: the zoom at which the map rests
 * @seen: what is seen of it, pixels of the plane at @zoom
 *
 * Has names placed so that none of them is cut by the edge; nothing else of the scene is made anew.
 */
void
klaster_scene_loader_set_seen (KlasterSceneLoader *self,
                               double              zoom,
                               const KlasterRect  *seen)
{
  g_return_if_fail (KLASTER_IS_SCENE_LOADER (self));
  g_return_if_fail (seen != NULL);

  self->options.seen = *seen;
  self->options.seen_zoom = zoom;
  self->seen_changed = TRUE;
  start (self);
}

/**
 * klaster_scene_loader_set_zoom:
 * @self: a loader
 * @zoom: the level that is seen, for which scenes are prepared and compared
 */
void
klaster_scene_loader_set_zoom (KlasterSceneLoader *self,
                               int                 zoom)
{
  g_return_if_fail (KLASTER_IS_SCENE_LOADER (self));

  self->zoom = zoom;
}

/**
 * klaster_scene_loader_get_scene:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): the scene that is ready
 */
KlasterMapScene *
klaster_scene_loader_get_scene (KlasterSceneLoader *self)
{
  g_return_val_if_fail (KLASTER_IS_SCENE_LOADER (self), NULL);

  return self->scene;
}

/**
 * klaster_scene_loader_is_busy:
 * @self: a loader
 *
 * Returns: whether another scene is being made
 */
gboolean
klaster_scene_loader_is_busy (KlasterSceneLoader *self)
{
  g_return_val_if_fail (KLASTER_IS_SCENE_LOADER (self), FALSE);

  return self->cancellable != NULL;
}
