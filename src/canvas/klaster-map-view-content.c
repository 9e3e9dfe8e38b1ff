/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a map shows: whose members, which of them and of their links, in which style, on which ground.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "klaster-map-view-private.h"

/* How long the old basemap stays below a new one that is still being drawn or fetched */
#define OLD_BASE_DELAY 1200

/* Has the scene made anew with other options. */
static void
apply_options (KlasterMapView *self)
{
  klaster_scene_loader_set_options (self->loader, &self->options);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 id_a = *(const gint64 *) a, id_b = *(const gint64 *) b;

  return (id_a > id_b) - (id_a < id_b);
}

static void
update_filter (KlasterMapView *self)
{
  const KlasterQueryResult *result = self->members ? klaster_query_model_get_result (self->members) : NULL;
  g_autofree gint64 *filter = NULL;
  guint n_filter = 0;

  if (result && klaster_query_is_filtered (klaster_query_model_get_query (self->members)))
    {
      n_filter = result->ids->len;
      filter = g_new0 (gint64, MAX (n_filter, 1));
      if (n_filter > 0)
        memcpy (filter, result->ids->data, sizeof (gint64) * n_filter);
      qsort (filter, n_filter, sizeof (gint64), compare_ids);
    }

  if ((filter == NULL) == (self->options.filter == NULL) && n_filter == self->options.n_filter
      && (n_filter == 0 || memcmp (filter, self->options.filter, sizeof (gint64) * n_filter) == 0))
    return;

  g_free ((gpointer) self->options.filter);
  self->options.filter = g_steal_pointer (&filter);
  self->options.n_filter = n_filter;
  apply_options (self);
}

static void
project_changed_cb (KlasterProject *project,
                    KlasterDelta   *delta,
                    KlasterMapView *self)
{
  klaster_scene_loader_set_snapshot (self->loader, klaster_project_get_snapshot (project), delta);
}

static gboolean
is_seen (KlasterMapView *self,
         KlasterPoint    world)
{
  double x, y;

  klaster_map_camera_from_world (self->camera, world, &x, &y);

  return x >= 0 && y >= 0 && x <= gtk_widget_get_width (GTK_WIDGET (self)) && y <= gtk_widget_get_height (GTK_WIDGET (self));
}

/* A link that was chosen in a list comes into sight: its middle, unless one of its ends is seen. */
static void
show_link (KlasterMapView *self,
           gint64          id)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterRow *row;
  KlasterPoint from, to;

  if (scene == NULL || id == 0)
    return;
  row = klaster_snapshot_lookup (klaster_map_scene_get_snapshot (scene), KLASTER_TABLE_COOPERATION, id);
  if (row == NULL
      || !klaster_map_scene_get_position (scene, klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), &from)
      || !klaster_map_scene_get_position (scene, klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), &to)
      || is_seen (self, from) || is_seen (self, to))
    return;

  klaster_map_camera_show (self->camera, (KlasterPoint) { (from.x + to.x) / 2, (from.y + to.y) / 2 });
}

static void
selection_changed_cb (KlasterSelection *selection,
                      KlasterMapView   *self)
{
  klaster_map_view_update_selection (self);
  klaster_map_view_queue_live (self);

  if (klaster_selection_get_table (selection) == KLASTER_TABLE_INSTITUTION && klaster_selection_get_focus (selection) != 0)
    {
      KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
      gint64 id = klaster_selection_get_focus (selection);
      KlasterPoint position;

      klaster_map_view_set_cursor_id (self, id);
      /* Chosen in a list: bring it into sight. */
      if (!self->own_selection && scene && self->tool != KLASTER_MAP_TOOL_PLACE
          && klaster_map_scene_get_position (scene, id, &position))
        klaster_map_camera_show (self->camera, position);
    }
  else if (klaster_selection_get_table (selection) == KLASTER_TABLE_COOPERATION && !self->own_selection)
    {
      show_link (self, klaster_selection_get_focus (selection));
    }
}

static gboolean
remove_old_base_cb (gpointer user_data)
{
  KlasterMapView *self = user_data;

  self->old_base_timeout = 0;
  if (self->old_base_layer)
    shumate_map_remove_layer (self->map, self->old_base_layer);
  self->old_base_layer = NULL;

  return G_SOURCE_REMOVE;
}

/**
 * klaster_map_view_set_project:
 * @self: a map
 * @project: (nullable): whose members to show
 */
void
klaster_map_view_set_project (KlasterMapView *self,
                              KlasterProject *project)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->project == project)
    return;

  klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
  klaster_map_view_end_drag (self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  self->fitted = FALSE;
  self->positioned = FALSE;
  self->cursor_id = 0;
  klaster_scene_loader_set_snapshot (self->loader, NULL, NULL);
  if (project)
    {
      g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
      klaster_scene_loader_set_snapshot (self->loader, klaster_project_get_snapshot (project), NULL);
    }
  g_object_notify (G_OBJECT (self), "project");
}

/**
 * klaster_map_view_set_selection:
 * @self: a map
 * @selection: (nullable): what is selected in the window
 */
void
klaster_map_view_set_selection (KlasterMapView   *self,
                                KlasterSelection *selection)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->selection == selection)
    return;

  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_set_object (&self->selection, selection);
  if (selection)
    {
      g_signal_connect (selection, "changed", G_CALLBACK (selection_changed_cb), self);
      klaster_map_view_update_selection (self);
    }
  g_object_notify (G_OBJECT (self), "selection");
}

/**
 * klaster_map_view_set_members:
 * @self: a map
 * @members: (nullable): whose query filters the map
 */
void
klaster_map_view_set_members (KlasterMapView    *self,
                              KlasterQueryModel *members)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->members == members)
    return;

  if (self->members)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_set_object (&self->members, members);
  if (members)
    {
      g_signal_connect_swapped (members, "updated", G_CALLBACK (update_filter), self);
      update_filter (self);
    }
  g_object_notify (G_OBJECT (self), "members");
}

/**
 * klaster_map_view_set_style:
 * @self: a map
 * @style: palette, language, text size; copied
 */
void
klaster_map_view_set_style (KlasterMapView     *self,
                            const KlasterStyle *style)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));
  g_return_if_fail (style != NULL);

  if (self->options.style.theme == style->theme && self->options.style.high_contrast == style->high_contrast
      && self->options.style.language == style->language && self->options.style.text_scale == style->text_scale)
    return;

  self->options.style = *style;
  apply_options (self);
  klaster_map_view_queue_live (self);
}

/**
 * klaster_map_view_get_style:
 * @self: a map
 *
 * Returns: (transfer none): how it is drawn
 */
const KlasterStyle *
klaster_map_view_get_style (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return &self->options.style;
}

/**
 * klaster_map_view_set_flags:
 * @self: a map
 * @flags: what to show
 */
void
klaster_map_view_set_flags (KlasterMapView  *self,
                            KlasterMapFlags  flags)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->options.flags == flags)
    return;

  self->options.flags = flags;
  apply_options (self);
}

/**
 * klaster_map_view_get_flags:
 * @self: a map
 *
 * Returns: what is shown
 */
KlasterMapFlags
klaster_map_view_get_flags (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), KLASTER_MAP_DEFAULT);

  return self->options.flags;
}

/**
 * klaster_map_view_set_date:
 * @self: a map
 * @date: (nullable): YYYY-MM-DD, from which what needs attention is derived
 */
void
klaster_map_view_set_date (KlasterMapView *self,
                           const char     *date)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (g_strcmp0 (date, self->options.date) == 0)
    return;

  g_free ((gpointer) self->options.date);
  self->options.date = g_strdup (date);
  apply_options (self);
}

/**
 * klaster_map_view_set_scope:
 * @self: a map
 * @scope: (nullable): which links to show; %NULL: all
 */
void
klaster_map_view_set_scope (KlasterMapView     *self,
                            KlasterScopeFilter *scope)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (klaster_scope_filter_equal (self->options.scope, scope))
    return;

  if (scope)
    klaster_scope_filter_ref (scope);
  g_clear_pointer (&self->options.scope, klaster_scope_filter_unref);
  self->options.scope = scope;
  apply_options (self);
}

/**
 * klaster_map_view_set_overlay:
 * @self: a map
 * @overlay: (nullable): outlines to draw over the basemap
 */
void
klaster_map_view_set_overlay (KlasterMapView  *self,
                              KlasterGeometry *overlay)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->options.overlay == overlay)
    return;

  if (overlay)
    klaster_geometry_ref (overlay);
  g_clear_pointer (&self->options.overlay, klaster_geometry_unref);
  self->options.overlay = overlay;
  apply_options (self);
}

/**
 * klaster_map_view_set_plan:
 * @self: a map
 * @plan: (nullable): the graph to show instead of the map
 * @fit: whether to show it as a whole
 *
 * Members wander from where they are to where the plan has them.
 */
void
klaster_map_view_set_plan (KlasterMapView   *self,
                           KlasterGraphPlan *plan,
                           gboolean          fit)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->options.plan == plan)
    return;

  if (plan)
    klaster_graph_plan_ref (plan);
  g_clear_pointer (&self->options.plan, klaster_graph_plan_unref);
  self->options.plan = plan;
  self->fit_plan = self->fit_plan || fit;
  klaster_tile_cache_set_wrap (self->cache, plan == NULL);
  klaster_tile_cache_set_wrap (self->highlight_cache, plan == NULL);
  apply_options (self);
}

/**
 * klaster_map_view_set_insets:
 * @self: a map
 * @insets: how much of each edge is covered by something else, logical pixels
 *
 * A graph is made to fit into what is left.
 */
void
klaster_map_view_set_insets (KlasterMapView  *self,
                             const GtkBorder *insets)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  self->insets = *insets;
}

/**
 * klaster_map_view_set_source:
 * @self: a map
 * @source: (nullable): the map below the members
 */
void
klaster_map_view_set_source (KlasterMapView   *self,
                             ShumateMapSource *source)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->source == source)
    return;

  g_clear_handle_id (&self->old_base_timeout, g_source_remove);
  if (self->old_base_layer)
    shumate_map_remove_layer (self->map, self->old_base_layer);
  self->old_base_layer = g_steal_pointer (&self->base_layer);
  g_set_object (&self->source, source);
  if (source)
    {
      self->base_layer = SHUMATE_LAYER (shumate_map_layer_new (source, shumate_map_get_viewport (self->map)));
      gtk_widget_set_can_target (GTK_WIDGET (self->base_layer), FALSE);
      shumate_map_insert_layer_behind (self->map, self->base_layer, self->tile_layer);
    }
  if (self->old_base_layer)
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self)) && source)
        self->old_base_timeout = g_timeout_add (OLD_BASE_DELAY, remove_old_base_cb, self);
      else
        remove_old_base_cb (self);
    }
  klaster_map_view_queue_rest (self);
}

/**
 * klaster_map_view_set_coding:
 * @self: a map
 * @color_by: what the members' colour tells; %KLASTER_ATTRIBUTE_NONE: their kind
 * @size_by: what their size tells; %KLASTER_ATTRIBUTE_NONE: nothing
 */
void
klaster_map_view_set_coding (KlasterMapView   *self,
                             KlasterAttribute  color_by,
                             KlasterAttribute  size_by)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->options.color_by == color_by && self->options.size_by == size_by)
    return;

  self->options.color_by = color_by;
  self->options.size_by = size_by;
  apply_options (self);
}

/**
 * klaster_map_view_get_options:
 * @self: a map
 *
 * Returns: (transfer none): all that it shows, for drawing the same elsewhere
 */
const KlasterMapOptions *
klaster_map_view_get_options (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return &self->options;
}
