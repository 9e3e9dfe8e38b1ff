/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done on the map: selecting, moving, placing, the lasso, measuring.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-geo.h"
#include "klaster-language.h"
#include "klaster-map-view-private.h"

/* Longer than this no ghost waits for its tiles. */
#define DROP_TIMEOUT 3000
#define CLUSTER_MAX_ZOOM 17
#define CLUSTER_SPREAD 320 /* logical pixels over which the members of a cluster are spread by a click on it */
#define MAX_PARTNERS 200

static const char *
get_name (KlasterMapView *self,
          gint64          id)
{
  KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION, id);
  const char *name = row ? klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->options.style.language) : NULL;

  return name && *name ? name : _("institution without a name");
}

/**
 * klaster_map_view_can_edit:
 * @self: a map
 *
 * Returns: whether members can be moved and added
 */
gboolean
klaster_map_view_can_edit (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), FALSE);

  return self->project != NULL && !klaster_project_is_read_only (self->project);
}

void
klaster_map_view_select (KlasterMapView *self,
                         KlasterTable    table,
                         const gint64   *ids,
                         guint           n_ids,
                         gint64          focus)
{
  if (self->selection == NULL)
    return;

  self->own_selection = TRUE;
  klaster_selection_set (self->selection, table, ids, n_ids, focus);
  self->own_selection = FALSE;
}

void
klaster_map_view_toggle (KlasterMapView *self,
                         gint64          id)
{
  if (self->selection == NULL)
    return;

  self->own_selection = TRUE;
  klaster_selection_toggle (self->selection, KLASTER_TABLE_INSTITUTION, id);
  self->own_selection = FALSE;
  klaster_map_view_set_cursor_id (self, id);
}

void
klaster_map_view_toggle_link (KlasterMapView *self,
                              gint64          id)
{
  if (self->selection == NULL)
    return;

  self->own_selection = TRUE;
  klaster_selection_toggle (self->selection, KLASTER_TABLE_COOPERATION, id);
  self->own_selection = FALSE;
}

/* Fan */

static void
open_fan (KlasterMapView *self,
          gint64          id)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;
  KlasterMapHit hit;

  klaster_map_view_close_fan (self);
  if (!klaster_map_view_get_level_view (self, &view)
      || !klaster_map_scene_get_shown_position (scene, view.level, id, &hit))
    return;

  self->fan_id = id;
  self->fan_level = view.level;
  self->fan_centre = hit.position;
  self->fan = klaster_map_scene_fan_out (scene, view.level, id);
  klaster_map_view_queue_live (self);
}

void
klaster_map_view_close_fan (KlasterMapView *self)
{
  if (self->fan_id == 0)
    return;

  self->fan_id = 0;
  g_clear_pointer (&self->fan, g_array_unref);
  klaster_map_view_update_hover (self);
  klaster_map_view_queue_live (self);
  klaster_map_view_queue_rest (self);
}

/* Takes a cluster apart: closer, or, where closer does not help, as a fan. */
void
klaster_map_view_enter_cluster (KlasterMapView      *self,
                                const KlasterMapHit *hit)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  g_autoptr (GArray) ids = NULL;
  KlasterLevelView view;
  KlasterRect bounds;
  double zoom;

  if (!klaster_map_view_get_level_view (self, &view))
    return;
  if (hit->one_spot || view.level >= CLUSTER_MAX_ZOOM)
    {
      if (self->fan_id == hit->id)
        klaster_map_view_close_fan (self);
      else
        open_fan (self, hit->id);
      return;
    }

  ids = klaster_map_scene_list_cluster (scene, view.level, hit->id);
  zoom = view.level + 2;
  if (ids->len > 0 && klaster_map_scene_get_bounds (scene, (const gint64 *) (gpointer) ids->data, ids->len, &bounds))
    {
      KlasterPoint centre = { (bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2 };

      /* As close as takes them apart, no closer: what is around them tells where one is. At least one level, or a click
       * would do nothing. */
      zoom = floor (klaster_rect_fit_zoom (&bounds, CLUSTER_SPREAD, CLUSTER_SPREAD, CLUSTER_MAX_ZOOM));
      klaster_map_camera_fly (self->camera, centre, CLAMP (zoom, view.level + 1, CLUSTER_MAX_ZOOM));
    }
  else
    klaster_map_camera_fly (self->camera, hit->position, zoom);
}

/* Edits */

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KlasterMapView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (object), result, &error);

  if (uuid == NULL && !g_error_matches (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      klaster_map_view_end_drag (self);
      g_signal_emit_by_name (self, "edit-failed", error->message);
    }
}

/* Not to be cancelled: what somebody did is not undone because the map goes away meanwhile. */
static void
commit (KlasterMapView *self,
        KlasterEdit    *edit)
{
  klaster_project_commit_async (self->project, edit, NULL, committed_cb, g_object_ref (self));
}

/* A tenth of a metre is finer than anybody can point. */
static double
round_degrees (double degrees)
{
  return round (degrees * 1e6) / 1e6;
}

/* Moves it there, as one edit that can be undone. */
static void
set_position (KlasterMapView *self,
              gint64          id,
              double          lon,
              double          lat)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *label = NULL;
  KlasterRow *row;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (!klaster_map_view_can_edit (self))
    return;
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION, id);
  if (row == NULL)
    return;

  if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
    /* Translators: an entry in the list of edits that can be undone; %s is an institution */
    label = g_strdup_printf (_("Place “%s” on the map"), get_name (self, id));
  else
    /* Translators: an entry in the list of edits that can be undone; %s is an institution */
    label = g_strdup_printf (_("Move “%s” on the map"), get_name (self, id));
  edit = klaster_edit_new (label);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (round_degrees (lon)));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (round_degrees (lat)));
  commit (self, edit);
}

/**
 * klaster_map_view_clear_positions:
 * @self: a map
 * @ids: (array length=n_ids): of institutions
 * @n_ids: their number
 *
 * Takes them off the map, as one edit that can be undone; they wait among those without a place.
 */
void
klaster_map_view_clear_positions (KlasterMapView *self,
                                  const gint64   *ids,
                                  guint           n_ids)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (!klaster_map_view_can_edit (self) || n_ids == 0)
    return;

  if (n_ids == 1)
    label = g_strdup_printf (_("Remove “%s” from the map"), get_name (self, ids[0]));
  else
    label = g_strdup_printf (ngettext ("Remove %u institution from the map", "Remove %u institutions from the map", n_ids),
                             n_ids);
  edit = klaster_edit_new (label);
  for (guint i = 0; i < n_ids; i++)
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, ids[i], KLASTER_INSTITUTION_LON, KLASTER_NULL);
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, ids[i], KLASTER_INSTITUTION_LAT, KLASTER_NULL);
    }
  commit (self, edit);
}

/* Moving */

static void
add_partners (KlasterMapView *self,
              guint           column,
              guint           other_column)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, klaster_map_scene_get_snapshot (scene), KLASTER_TABLE_COOPERATION, column,
                              self->drag.id);
  while (self->drag.partners->len < MAX_PARTNERS && klaster_referrer_iter_next (&iter, &row))
    {
      KlasterPoint position;

      if (klaster_map_scene_get_position (scene, klaster_row_get_integer (row, other_column), &position))
        g_array_append_val (self->drag.partners, position);
    }
}

/* The pointer has left the dead zone. */
void
klaster_map_view_start_drag (KlasterMapView *self)
{
  self->drag.active = TRUE;
  g_array_set_size (self->drag.partners, 0);
  add_partners (self, KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID);
  add_partners (self, KLASTER_COOPERATION_TO_ID, KLASTER_COOPERATION_FROM_ID);
  klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &self->drag.id, 1, self->drag.id);
  klaster_map_view_update_hover (self);
  klaster_map_view_update_pointer (self);
}

static gboolean
drop_timeout_cb (gpointer user_data)
{
  KlasterMapView *self = user_data;

  self->drag.timeout = 0;
  klaster_map_view_end_drag (self);

  return G_SOURCE_REMOVE;
}

void
klaster_map_view_drop (KlasterMapView *self)
{
  double lon, lat;
  gboolean handled = FALSE;

  self->drag.pressed = FALSE;
  if (!self->drag.active)
    return;

  self->drag.active = FALSE;
  self->drag.dropped = TRUE;
  g_clear_handle_id (&self->drag.timeout, g_source_remove);
  self->drag.timeout = g_timeout_add (DROP_TIMEOUT, drop_timeout_cb, self);
  klaster_world_to_lonlat (self->drag.position, &lon, &lat);
  klaster_map_view_close_fan (self);
  g_signal_emit_by_name (self, "dropped", self->drag.id, self->drag.position.x, self->drag.position.y, &handled);
  if (!handled)
    set_position (self, self->drag.id, lon, lat);
  klaster_map_view_update_pointer (self);
  klaster_map_view_queue_live (self);
}

/* Without a trace: nothing was moved. */
void
klaster_map_view_end_drag (KlasterMapView *self)
{
  self->drag.pressed = FALSE;
  self->drag.active = FALSE;
  self->drag.dropped = FALSE;
  g_clear_handle_id (&self->drag.timeout, g_source_remove);
  klaster_map_view_update_pointer (self);
  klaster_map_view_queue_live (self);
}

/* Lasso */

void
klaster_map_view_finish_lasso (KlasterMapView *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);

  if (scene && self->lasso->len >= 3 && self->selection)
    {
      g_autoptr (GArray) found =
        klaster_map_scene_query_polygon (scene, (const KlasterPoint *) (gpointer) self->lasso->data, self->lasso->len);

      if (self->lasso_adds && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
        {
          const gint64 *ids;
          guint n_ids;

          ids = klaster_selection_get_ids (self->selection, &n_ids);
          for (guint i = 0; i < n_ids; i++)
            g_array_append_val (found, ids[i]);
        }
      klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, (const gint64 *) (gpointer) found->data, found->len,
                               found->len > 0 ? g_array_index (found, gint64, 0) : 0);
    }
  g_array_set_size (self->lasso, 0);
  if (self->tool == KLASTER_MAP_TOOL_LASSO)
    klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
  klaster_map_view_queue_live (self);
}

/* Placing */

/**
 * klaster_map_view_start_placing:
 * @self: a map
 * @ids: (array length=n_ids): institutions, in the order in which they are to be placed
 * @n_ids: their number
 *
 * The next clicks on the map give them their places.
 */
void
klaster_map_view_start_placing (KlasterMapView *self,
                                const gint64   *ids,
                                guint           n_ids)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (!klaster_map_view_can_edit (self) || n_ids == 0)
    return;

  klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_PLACE);
  g_array_set_size (self->placing, 0);
  g_array_append_vals (self->placing, ids, n_ids);
  klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, ids, 1, ids[0]);
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "tool-changed");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * klaster_map_view_get_placing:
 * @self: a map
 * @n_left: (out) (optional): how many wait, the next one included
 *
 * Returns: the institution that the next click places; 0: none
 */
gint64
klaster_map_view_get_placing (KlasterMapView *self,
                              guint          *n_left)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), 0);

  if (n_left)
    *n_left = self->placing->len;

  return self->placing->len > 0 ? g_array_index (self->placing, gint64, 0) : 0;
}

/**
 * klaster_map_view_skip_placing:
 * @self: a map
 *
 * Goes on to the next institution that is to be placed.
 */
void
klaster_map_view_skip_placing (KlasterMapView *self)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->placing->len == 0)
    return;

  g_array_remove_index (self->placing, 0);
  if (self->placing->len == 0)
    {
      klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
      return;
    }
  klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &g_array_index (self->placing, gint64, 0), 1,
                           g_array_index (self->placing, gint64, 0));
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "tool-changed");
}

/* Measuring */

/**
 * klaster_map_view_start_measuring:
 * @self: a map
 * @lon: degrees east
 * @lat: degrees north
 *
 * Measures from here along the clicks that follow.
 */
void
klaster_map_view_start_measuring (KlasterMapView *self,
                                  double          lon,
                                  double          lat)
{
  KlasterPoint point;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_MEASURE);
  g_array_set_size (self->measure, 0);
  point = klaster_world_from_lonlat (lon, lat);
  g_array_append_val (self->measure, point);
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "tool-changed");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * klaster_map_view_get_measure:
 * @self: a map
 * @metres: (out): along all points
 *
 * Returns: the number of points
 */
guint
klaster_map_view_get_measure (KlasterMapView *self,
                              double         *metres)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), 0);

  *metres = 0;
  for (guint i = 1; i < self->measure->len; i++)
    {
      double lon1, lat1, lon2, lat2;

      klaster_world_to_lonlat (g_array_index (self->measure, KlasterPoint, i - 1), &lon1, &lat1);
      klaster_world_to_lonlat (g_array_index (self->measure, KlasterPoint, i), &lon2, &lat2);
      *metres += klaster_geo_distance (lon1, lat1, lon2, lat2);
    }

  return self->measure->len;
}

/**
 * klaster_map_format_distance:
 * @metres: a length
 *
 * Returns: (transfer full): as people read it
 */
char *
klaster_map_format_distance (double metres)
{
  if (metres < 1000)
    /* Translators: a distance in metres */
    return g_strdup_printf (_("%.0f m"), metres);
  if (metres < 100000)
    /* Translators: a distance in kilometres, one decimal */
    return g_strdup_printf (_("%.1f km"), metres / 1000);

  /* Translators: a distance in kilometres, no decimals */
  return g_strdup_printf (_("%.0f km"), metres / 1000);
}

/* A click, or Enter, while a tool is active. */
void
klaster_map_view_tool_click (KlasterMapView *self,
                             double          x,
                             double          y)
{
  KlasterPoint world = klaster_map_camera_to_world (self->camera, x, y);
  double lon, lat;

  klaster_world_to_lonlat (world, &lon, &lat);
  switch (self->tool)
    {
    case KLASTER_MAP_TOOL_MEASURE:
      {
        KlasterMapHit hit;

        /* From member to member means from symbol to symbol. */
        if (klaster_map_view_pick (self, x, y, KLASTER_PICK_RADIUS, &hit) && hit.type == KLASTER_MAP_HIT_MEMBER)
          world = hit.position;
        g_array_append_val (self->measure, world);
        klaster_map_view_queue_live (self);
        klaster_map_view_emit (self, "tool-changed");
      }
      break;
    case KLASTER_MAP_TOOL_PLACE:
      {
        gint64 id = klaster_map_view_get_placing (self, NULL);

        if (id != 0)
          set_position (self, id, lon, lat);
        klaster_map_view_skip_placing (self);
      }
      break;
    case KLASTER_MAP_TOOL_CONNECT:
      {
        KlasterMapHit hit;

        klaster_map_view_pick (self, x, y, KLASTER_PICK_RADIUS, &hit);
        if (hit.type == KLASTER_MAP_HIT_MEMBER)
          klaster_map_view_choose_connection (self, hit.id);
        else if (hit.type == KLASTER_MAP_HIT_CLUSTER)
          /* One of them is meant: let it be seen. */
          klaster_map_view_enter_cluster (self, &hit);
      }
      break;
    case KLASTER_MAP_TOOL_ADD:
      klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
      g_signal_emit_by_name (self, "add-requested", round_degrees (lon), round_degrees (lat));
      break;
    case KLASTER_MAP_TOOL_SELECT:
    case KLASTER_MAP_TOOL_LASSO:
    default:
      break;
    }
}

/* Takes back the last thing that was begun; FALSE: nothing was. */
gboolean
klaster_map_view_escape (KlasterMapView *self)
{
  if (self->drag.pressed && self->drag.active)
    {
      klaster_map_view_end_drag (self);
      gtk_gesture_set_state (self->drag_gesture, GTK_EVENT_SEQUENCE_DENIED);
      return TRUE;
    }
  if (self->connect.pulling)
    {
      klaster_map_view_cancel_connection (self);
      gtk_gesture_set_state (self->drag_gesture, GTK_EVENT_SEQUENCE_DENIED);
      return TRUE;
    }
  if (self->lasso->len > 0)
    {
      g_array_set_size (self->lasso, 0);
      gtk_gesture_set_state (self->drag_gesture, GTK_EVENT_SEQUENCE_DENIED);
      klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
      klaster_map_view_queue_live (self);
      return TRUE;
    }
  if (self->tool != KLASTER_MAP_TOOL_SELECT)
    {
      klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
      return TRUE;
    }
  if (self->fan_id != 0)
    {
      klaster_map_view_close_fan (self);
      return TRUE;
    }
  if (self->selection && klaster_selection_get_n (self->selection) > 0)
    {
      self->own_selection = TRUE;
      klaster_selection_clear (self->selection);
      self->own_selection = FALSE;
      return TRUE;
    }

  return FALSE;
}
