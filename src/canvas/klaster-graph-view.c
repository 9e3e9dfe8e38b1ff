/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-arrangement.h"
#include "klaster-graph-view-private.h"
#include "klaster-worker.h"

#define PROGRESS_INTERVAL 100 /* ms */
#define RESIZE_DELAY 200

/* Pixels that names keep from the edges */
#define NAMES_MARGIN 6

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterLayoutOptions options;
  KlasterLayoutPosition *previous;
  int permille; /* done, atomic */
} Job;

G_DEFINE_FINAL_TYPE (KlasterGraphView, klaster_graph_view, GTK_TYPE_WIDGET)

enum
{
  PROP_PROJECT = 1,
  PROP_LAYOUT,
  PROP_BUSY,
  PROP_PROGRESS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
free_job (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->previous);
  g_free (job);
}

static void
progress_cb (double   share,
             gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->permille, (int) (share * 1000));
}

static void
lay_out_on_worker (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (KlasterGraph) graph = klaster_graph_new (job->snapshot);
  KlasterLayout *layout = klaster_layout_new (graph, &job->options, cancellable);

  if (layout == NULL)
    g_task_return_error_if_cancelled (task);
  else
    g_task_return_pointer (task, layout, (GDestroyNotify) klaster_layout_unref);
}

/* What the cards over the edges leave; the names of the rows come on top of that. */
static void
get_room (KlasterGraphView *self,
          double           *width,
          double           *height)
{
  *width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - self->insets.left - self->insets.right, 240);
  *height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - self->insets.top - self->insets.bottom, 200);
}

/* Stretches the layout to the room there is and hands it to the view. */
static void
show_layout (KlasterGraphView *self,
             gboolean          fit)
{
  KlasterLayout *layout = self->layouts[self->kind];
  g_autoptr (KlasterGraphPlan) plan = NULL;
  const KlasterLayoutPosition *positions;
  const KlasterLayoutBand *bands;
  guint n_positions, n_bands;
  double width, height;

  if (layout == NULL || self->project == NULL)
    return;
  positions = klaster_layout_get_positions (layout, &n_positions);
  bands = klaster_layout_get_bands (layout, &n_bands);
  get_room (self, &width, &height);
  plan = klaster_graph_plan_new (self->kind, positions, n_positions, bands, n_bands, width, height);
  {
    double names = klaster_graph_plan_get_names_width (plan, klaster_project_get_snapshot (self->project),
                                                       klaster_map_view_get_style (self->view));

    if (names > self->insets.left)
      {
        klaster_graph_plan_unref (plan);
        plan = klaster_graph_plan_new (self->kind, positions, n_positions, bands, n_bands,
                                       width - (names - self->insets.left), height);
      }
  }
  klaster_graph_plan_set_beside (plan, MAX (0, MIN (self->insets.left, self->insets.right) - NAMES_MARGIN));
  self->width = gtk_widget_get_width (GTK_WIDGET (self));
  self->height = gtk_widget_get_height (GTK_WIDGET (self));
  klaster_map_view_set_plan (self->view, plan, fit);
}

static void
set_task (KlasterGraphView *self,
          GTask            *task)
{
  gboolean was_busy = self->task != NULL;

  self->task = task;
  if (task == NULL)
    g_clear_handle_id (&self->progress_source, g_source_remove);
  if (was_busy != (task != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
laid_out_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (object);
  KlasterLayout *layout = g_task_propagate_pointer (G_TASK (result), NULL);
  const KlasterLayoutPosition *positions;
  guint n_positions;
  gboolean fit;

  if (self->task != G_TASK (result))
    {
      /* Another one was wanted meanwhile. */
      g_clear_pointer (&layout, klaster_layout_unref);
      return;
    }
  set_task (self, NULL);
  if (layout == NULL)
    return;
  g_clear_pointer (&self->layouts[self->kind], klaster_layout_unref);
  self->layouts[self->kind] = layout;
  g_hash_table_remove_all (self->forgotten[self->kind]);
  positions = klaster_layout_get_positions (layout, &n_positions);
  klaster_project_note_picture (self->project, self->kind, positions, n_positions);
  fit = self->fit;
  self->fit = FALSE;
  show_layout (self, fit);
}

static gboolean
poll_progress_cb (gpointer user_data)
{
  KlasterGraphView *self = user_data;
  Job *job = g_task_get_task_data (self->task);

  self->progress = g_atomic_int_get (&job->permille) / 1000.0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);

  return G_SOURCE_CONTINUE;
}

static void
stop (KlasterGraphView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_task (self, NULL);
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const KlasterLayoutPosition *first = a, *second = b;

  return (first->id > second->id) - (first->id < second->id);
}

const KlasterLayoutPosition *
klaster_graph_view_find_kept (KlasterGraphView *self,
                              gint64            id)
{
  const KlasterLayoutPosition key = { .id = id };
  guint n = self->n_kept[self->kind];

  return n > 0 ? bsearch (&key, self->kept[self->kind], n, sizeof key, compare_positions) : NULL;
}

static void
read_kept (KlasterGraphView *self)
{
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      g_clear_pointer (&self->kept[kind], g_free);
      self->n_kept[kind] = self->n_pinned[kind] = 0;
      if (self->project == NULL)
        continue;
      self->kept[kind] = klaster_arrangement_list (klaster_project_get_snapshot (self->project), kind, &self->n_kept[kind]);
      for (guint i = 0; i < self->n_kept[kind]; i++)
        self->n_pinned[kind] += self->kept[kind][i].pinned;
    }
}

/* What the new picture begins with: the places that the project keeps, and for all others where they were seen last.
 * (transfer full) */
static KlasterLayoutPosition *
list_previous (KlasterGraphView *self,
               gboolean          afresh,
               guint            *n_previous)
{
  KlasterLayout *layout = self->layouts[self->kind];
  guint n_seen = 0;
  const KlasterLayoutPosition *seen = layout != NULL ? klaster_layout_get_positions (layout, &n_seen) : NULL;
  GArray *previous = g_array_new (FALSE, FALSE, sizeof (KlasterLayoutPosition));

  for (guint i = 0; i < self->n_kept[self->kind]; i++)
    if (!afresh || self->kept[self->kind][i].pinned)
      g_array_append_val (previous, self->kept[self->kind][i]);
  /* Who is not pinned any more goes where the layout wants it. */
  for (guint i = 0; i < n_seen && !afresh; i++)
    if (!seen[i].pinned && klaster_graph_view_find_kept (self, seen[i].id) == NULL
        && !g_hash_table_contains (self->forgotten[self->kind], &seen[i].id))
      g_array_append_val (previous, seen[i]);
  g_array_sort (previous, compare_positions);
  *n_previous = previous->len;

  return (KlasterLayoutPosition *) (gpointer) g_array_free (previous, FALSE);
}

static void
start (KlasterGraphView *self)
{
  gboolean afresh = self->afresh;
  g_autoptr (GTask) task = NULL;
  Job *job;

  stop (self);
  if (self->project == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    {
      self->stale = TRUE;
      return;
    }

  self->stale = FALSE;
  self->afresh = FALSE;
  job = g_new0 (Job, 1);
  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  job->options = KLASTER_LAYOUT_OPTIONS_DEFAULT;
  job->options.kind = self->kind;
  get_room (self, &job->options.width, &job->options.height);
  job->previous = list_previous (self, afresh, &job->options.n_previous);
  job->options.previous = job->previous;
  job->options.progress = progress_cb;
  job->options.user_data = job;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, laid_out_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, job, free_job);
  self->progress = 0;
  set_task (self, task);
  self->progress_source = g_timeout_add (PROGRESS_INTERVAL, poll_progress_cb, self);
  klaster_worker_run_task (task, lay_out_on_worker);
}

/* Places that are not kept any more are forgotten: the picture follows from what the project keeps. Returns whether the
 * one that is shown is another one now. */
static gboolean
follow_places (KlasterGraphView *self,
               KlasterDelta     *delta)
{
  guint n = klaster_delta_get_n_changes (delta);
  gboolean shown = FALSE;

  for (guint i = 0; i < n; i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);
      const KlasterRow *row = change->after ? change->after : change->before;
      int kind;
      gint64 id;

      if (change->table != KLASTER_TABLE_LAYOUT)
        continue;
      kind = klaster_row_get_token (row, KLASTER_LAYOUT_KIND);
      if (kind < 0 || kind >= KLASTER_N_LAYOUTS)
        continue;
      id = klaster_row_get_integer (row, KLASTER_LAYOUT_INSTITUTION_ID);
      if (change->after == NULL)
        g_hash_table_add (self->forgotten[kind], g_memdup2 (&id, sizeof id));
      shown |= kind == (int) self->kind;
    }

  return shown;
}

static void
project_changed_cb (KlasterProject   *project,
                    KlasterDelta     *delta,
                    KlasterGraphView *self)
{
  gboolean arranged = FALSE;

  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_LAYOUT))
    {
      arranged = delta == NULL || follow_places (self, delta);
      read_kept (self);
    }
  if (arranged || klaster_arrangement_is_changed (delta))
    start (self);
}

/* A member was dragged: there it stays. Nobody is moved on the map by that, whatever happens. */
static gboolean
dropped_cb (KlasterMapView   *view,
            gint64            id,
            double            x,
            double            y,
            KlasterGraphView *self)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (view);
  KlasterGraphPlan *plan = scene != NULL ? klaster_map_scene_get_plan (scene) : NULL;
  KlasterLayoutPosition position = { .id = id, .pinned = TRUE };
  KlasterPoint place;

  if (plan == NULL || klaster_graph_plan_get_kind (plan) != self->kind)
    return TRUE;

  place = klaster_graph_plan_to_layout (plan, (KlasterPoint) { x, y });
  position.x = round (place.x * 10) / 10;
  position.y = round (place.y * 10) / 10;
  klaster_graph_view_pin (self, &position, 1);

  return TRUE;
}

static gboolean
resized_cb (gpointer user_data)
{
  KlasterGraphView *self = user_data;
  KlasterMapScene *scene = klaster_map_view_get_scene (self->view);
  KlasterGraphPlan *plan = scene != NULL ? klaster_map_scene_get_plan (scene) : NULL;
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->view);

  self->resize_source = 0;
  /* Who has come closer wants to see what is near, not everything. */
  if (plan != NULL && klaster_map_camera_get_target_zoom (camera) == klaster_graph_plan_get_zoom (plan))
    show_layout (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
klaster_graph_view_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (KLASTER_GRAPH_VIEW (widget)->view), orientation, for_size, minimum, natural, NULL, NULL);
}

static gboolean
first_size_cb (gpointer user_data)
{
  KlasterGraphView *self = user_data;

  self->resize_source = 0;
  start (self);

  return G_SOURCE_REMOVE;
}

static void
klaster_graph_view_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (widget);

  gtk_widget_allocate (GTK_WIDGET (self->view), width, height, baseline, NULL);
  if (self->stale && self->resize_source == 0)
    self->resize_source = g_idle_add (first_size_cb, self);
  else if ((width != self->width || height != self->height) && self->width > 0 && self->resize_source == 0)
    self->resize_source = g_timeout_add (RESIZE_DELAY, resized_cb, self);
}

static void
klaster_graph_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (klaster_graph_view_parent_class)->map (widget);
  if (KLASTER_GRAPH_VIEW (widget)->stale)
    gtk_widget_queue_allocate (widget);
}

static gboolean
klaster_graph_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KLASTER_GRAPH_VIEW (widget)->view));
}

static void
klaster_graph_view_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_LAYOUT:
      g_value_set_int (value, (int) self->kind);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->task != NULL);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_graph_view_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      klaster_graph_view_set_project (self, g_value_get_object (value));
      break;
    case PROP_LAYOUT:
      klaster_graph_view_set_layout (self, (KlasterLayoutKind) g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
clear_layouts (KlasterGraphView *self)
{
  for (guint i = 0; i < KLASTER_N_LAYOUTS; i++)
    {
      g_clear_pointer (&self->layouts[i], klaster_layout_unref);
      g_hash_table_remove_all (self->forgotten[i]);
    }
}

static void
klaster_graph_view_dispose (GObject *object)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (object);

  stop (self);
  g_clear_handle_id (&self->resize_source, g_source_remove);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  clear_layouts (self);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->view)
    gtk_widget_unparent (GTK_WIDGET (self->view));
  self->view = NULL;

  G_OBJECT_CLASS (klaster_graph_view_parent_class)->dispose (object);
}

static void
klaster_graph_view_finalize (GObject *object)
{
  KlasterGraphView *self = KLASTER_GRAPH_VIEW (object);

  for (guint i = 0; i < KLASTER_N_LAYOUTS; i++)
    {
      g_free (self->kept[i]);
      g_hash_table_unref (self->forgotten[i]);
    }

  G_OBJECT_CLASS (klaster_graph_view_parent_class)->finalize (object);
}

static void
klaster_graph_view_class_init (KlasterGraphViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_graph_view_get_property;
  object_class->set_property = klaster_graph_view_set_property;
  object_class->dispose = klaster_graph_view_dispose;
  object_class->finalize = klaster_graph_view_finalize;
  widget_class->measure = klaster_graph_view_measure;
  widget_class->size_allocate = klaster_graph_view_size_allocate;
  widget_class->map = klaster_graph_view_map;
  widget_class->grab_focus = klaster_graph_view_grab_focus;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LAYOUT] =
    g_param_spec_int ("layout", NULL, NULL, KLASTER_LAYOUT_FORCE, KLASTER_N_LAYOUTS - 1, KLASTER_LAYOUT_LEVEL,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "graphview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
klaster_graph_view_init (KlasterGraphView *self)
{
  g_autoptr (KlasterGraphPlan) nothing = klaster_graph_plan_new (KLASTER_LAYOUT_LEVEL, NULL, 0, NULL, 0, 0, 0);

  self->kind = KLASTER_LAYOUT_LEVEL;
  self->view = KLASTER_MAP_VIEW (klaster_map_view_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
  g_signal_connect (self->view, "dropped", G_CALLBACK (dropped_cb), self);
  for (guint i = 0; i < KLASTER_N_LAYOUTS; i++)
    self->forgotten[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  /* Until the first layout is there nobody has a place. */
  klaster_map_view_set_plan (self->view, nothing, TRUE);
}

/**
 * klaster_graph_view_new:
 *
 * Returns: (transfer floating): a graph without a project
 */
GtkWidget *
klaster_graph_view_new (void)
{
  return g_object_new (KLASTER_TYPE_GRAPH_VIEW, NULL);
}

/**
 * klaster_graph_view_get_view:
 * @self: a graph
 *
 * Returns: (transfer none): where it is seen and touched
 */
KlasterMapView *
klaster_graph_view_get_view (KlasterGraphView *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), NULL);

  return self->view;
}

/**
 * klaster_graph_view_set_project:
 * @self: a graph
 * @project: (nullable): whose members to show
 */
void
klaster_graph_view_set_project (KlasterGraphView *self,
                                KlasterProject   *project)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));

  if (self->project == project)
    return;

  stop (self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  clear_layouts (self);
  read_kept (self);
  klaster_map_view_set_project (self->view, project);
  if (project)
    {
      g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
      self->fit = TRUE;
      start (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

/**
 * klaster_graph_view_set_layout:
 * @self: a graph
 * @layout: which
 *
 * Shows it as soon as it is made; the last one stays until then.
 */
void
klaster_graph_view_set_layout (KlasterGraphView  *self,
                               KlasterLayoutKind  layout)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));
  g_return_if_fail (layout < KLASTER_N_LAYOUTS);

  if (self->kind == layout)
    return;

  self->kind = layout;
  self->fit = TRUE;
  start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAYOUT]);
}

/**
 * klaster_graph_view_get_layout:
 * @self: a graph
 *
 * Returns: which layout is shown, or being made
 */
KlasterLayoutKind
klaster_graph_view_get_layout (KlasterGraphView *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), KLASTER_LAYOUT_LEVEL);

  return self->kind;
}

/**
 * klaster_graph_view_lay_out:
 * @self: a graph
 * @afresh: whether to forget where members are; pinned ones stay in any case. Places that the project keeps are forgotten as
 *   an edit that can be undone
 *
 * Makes the layout again.
 */
void
klaster_graph_view_lay_out (KlasterGraphView *self,
                            gboolean          afresh)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));

  self->afresh = afresh;
  self->fit = self->fit || afresh;
  if (afresh && self->project != NULL)
    {
      g_autoptr (KlasterEdit) edit = klaster_arrangement_edit_again (klaster_project_get_snapshot (self->project), self->kind);

      if (klaster_graph_view_commit (self, edit))
        return;
    }
  start (self);
}

/**
 * klaster_graph_view_is_pinned:
 * @self: a graph
 * @id: of an institution
 *
 * Returns: whether somebody has put it where it is in the layout that is shown
 */
gboolean
klaster_graph_view_is_pinned (KlasterGraphView *self,
                              gint64            id)
{
  const KlasterLayoutPosition *kept;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  kept = klaster_graph_view_find_kept (self, id);
  return kept != NULL && kept->pinned;
}

/**
 * klaster_graph_view_get_n_pinned:
 * @self: a graph
 *
 * Returns: how many members somebody has put where they are in the layout that is shown
 */
guint
klaster_graph_view_get_n_pinned (KlasterGraphView *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), 0);

  return self->n_pinned[self->kind];
}

/**
 * klaster_graph_view_stop:
 * @self: a graph
 */
void
klaster_graph_view_stop (KlasterGraphView *self)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));

  stop (self);
}

/**
 * klaster_graph_view_fit:
 * @self: a graph
 */
void
klaster_graph_view_fit (KlasterGraphView *self)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));

  if (gtk_widget_get_width (GTK_WIDGET (self)) != self->width || gtk_widget_get_height (GTK_WIDGET (self)) != self->height)
    show_layout (self, TRUE);
  else
    klaster_map_view_fit_all (self->view);
}

/**
 * klaster_graph_view_is_busy:
 * @self: a graph
 *
 * Returns: whether a layout is being made
 */
gboolean
klaster_graph_view_is_busy (KlasterGraphView *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  return self->task != NULL;
}

/**
 * klaster_graph_view_is_settled:
 * @self: a graph
 *
 * Returns: whether the picture is complete and shows the layout that was asked for
 */
gboolean
klaster_graph_view_is_settled (KlasterGraphView *self)
{
  KlasterMapScene *scene;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  scene = klaster_map_view_get_scene (self->view);
  return self->task == NULL && !self->stale && self->layouts[self->kind] != NULL && scene != NULL
         && klaster_graph_plan_get_kind (klaster_map_scene_get_plan (scene)) == self->kind
         && klaster_map_view_is_settled (self->view);
}

/**
 * klaster_graph_view_set_insets:
 * @self: a graph
 * @insets: how much of each edge is covered by something else, logical pixels
 */
void
klaster_graph_view_set_insets (KlasterGraphView *self,
                               const GtkBorder  *insets)
{
  g_return_if_fail (KLASTER_IS_GRAPH_VIEW (self));

  self->insets = *insets;
  klaster_map_view_set_insets (self->view, insets);
}

/**
 * klaster_graph_view_get_current:
 * @self: a graph
 *
 * Returns: (transfer none) (nullable): the layout that is shown
 */
KlasterLayout *
klaster_graph_view_get_current (KlasterGraphView *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), NULL);

  return self->layouts[self->kind];
}
