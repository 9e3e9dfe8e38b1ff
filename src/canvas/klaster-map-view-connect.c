/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Connecting members: with the connect tool two clicks or a pull from one to the other, without it a pull with Ctrl, so
 * that moving stays moving. Whoever shows the map makes the cooperation: ::connect-requested.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-derive.h"
#include "klaster-language.h"
#include "klaster-map-view-private.h"
#include "klaster-symbol.h"

static void
set_target (KlasterMapView           *self,
            KlasterMapConnectTarget   target,
            gint64                    id)
{
  if (self->connect.target == target && self->connect.target_id == id)
    return;

  self->connect.target = target;
  self->connect.target_id = id;
  klaster_map_view_update_pointer (self);
}

/* What lies under the free end of the link: a member that it can lead to, or one that it cannot. */
void
klaster_map_view_aim_connection (KlasterMapView *self,
                                 double          x,
                                 double          y)
{
  KlasterMapHit hit;

  self->connect.x = x;
  self->connect.y = y;
  klaster_map_view_pick (self, x, y, KLASTER_PICK_RADIUS, &hit);
  if (hit.type == KLASTER_MAP_HIT_MEMBER)
    set_target (self, hit.id == self->connect.from ? KLASTER_MAP_CONNECT_INVALID : KLASTER_MAP_CONNECT_VALID, hit.id);
  else if (hit.type == KLASTER_MAP_HIT_CLUSTER)
    set_target (self, KLASTER_MAP_CONNECT_INVALID, hit.id);
  else
    set_target (self, KLASTER_MAP_CONNECT_NOTHING, 0);
  klaster_map_view_queue_live (self);
}

/* Without a trace: nothing was connected. */
void
klaster_map_view_cancel_connection (KlasterMapView *self)
{
  self->connect.pressed = FALSE;
  self->connect.pulling = FALSE;
  self->connect.from = 0;
  self->connect.target = KLASTER_MAP_CONNECT_NOTHING;
  self->connect.target_id = 0;
  klaster_map_view_update_hover (self);
  klaster_map_view_update_pointer (self);
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "tool-changed");
}

static void
request (KlasterMapView *self,
         gint64          from,
         gint64          to)
{
  klaster_map_view_cancel_connection (self);
  klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_SELECT);
  g_signal_emit_by_name (self, "connect-requested", from, to);
}

/* The pointer has left the dead zone. */
void
klaster_map_view_start_pull (KlasterMapView *self)
{
  self->connect.pulling = TRUE;
  self->connect.from = self->connect.press_id;
  klaster_map_view_update_hover (self);
  klaster_map_view_update_pointer (self);
  klaster_map_view_emit (self, "tool-changed");
}

void
klaster_map_view_finish_pull (KlasterMapView *self)
{
  gboolean pulling = self->connect.pulling;
  gint64 from = self->connect.from;
  gint64 to = self->connect.target == KLASTER_MAP_CONNECT_VALID ? self->connect.target_id : 0;

  self->connect.pressed = FALSE;
  if (!pulling)
    return;

  if (to != 0)
    request (self, from, to);
  else
    klaster_map_view_cancel_connection (self);
}

/* The next member that was chosen with the tool, by a click or with the keyboard. */
void
klaster_map_view_choose_connection (KlasterMapView *self,
                                    gint64          id)
{
  if (self->connect.from != 0 && self->connect.from != id)
    {
      request (self, self->connect.from, id);
      return;
    }

  /* A second time the same: somebody has thought better of it. */
  self->connect.from = self->connect.from == 0 ? id : 0;
  if (!self->connect.by_keyboard)
    klaster_map_view_aim_connection (self, self->pointer_x, self->pointer_y);
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "tool-changed");
}

/**
 * klaster_map_view_start_connecting:
 * @self: a map
 * @from: a member
 *
 * The next member that is clicked on, or chosen with the keyboard, is connected with @from.
 */
void
klaster_map_view_start_connecting (KlasterMapView *self,
                                   gint64          from)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (!klaster_map_view_can_edit (self))
    return;

  klaster_map_view_set_tool (self, KLASTER_MAP_TOOL_CONNECT);
  self->connect.from = 0;
  klaster_map_view_choose_connection (self, from);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * klaster_map_view_get_connecting:
 * @self: a map
 * @target: (out) (optional): what lies under the free end of the link
 *
 * Returns: the member from which a link is being pulled or led; 0: none yet
 */
gint64
klaster_map_view_get_connecting (KlasterMapView          *self,
                                 KlasterMapConnectTarget *target)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), 0);

  if (target)
    *target = self->connect.target;

  return self->connect.from;
}

static gboolean
get_shown_point (KlasterMapView         *self,
                 KlasterMapScene        *scene,
                 const KlasterLevelView *view,
                 gint64                  id,
                 double                 *x,
                 double                 *y)
{
  double size = klaster_zoom_get_world_size (view->level);
  KlasterMapHit hit;

  if (id == 0)
    return FALSE;
  /* In a fan a member stands apart from where its cluster is. */
  for (guint i = 0; self->fan_id != 0 && i < self->fan->len; i++)
    {
      const KlasterFanItem *item = &g_array_index (self->fan, KlasterFanItem, i);

      if (item->id == id)
        {
          *x = self->fan_centre.x * size - view->x0 + item->dx;
          *y = self->fan_centre.y * size - view->y0 + item->dy;
          return TRUE;
        }
    }
  if (!klaster_map_scene_get_shown_position (scene, view->level, id, &hit))
    return FALSE;
  *x = hit.position.x * size - view->x0;
  *y = hit.position.y * size - view->y0;

  return TRUE;
}

static void
draw_ring (KlasterMapView *self,
           double          x,
           double          y,
           cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);

  cairo_new_path (cr);
  cairo_arc (cr, x, y, 18 * self->options.style.text_scale, 0, 2 * G_PI);
  klaster_color_set (&palette->halo, cr);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->selection, cr);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
}

/* "Not here": a ring with a bar, by shape and not by colour alone. */
static void
draw_refusal (KlasterMapView *self,
              double          x,
              double          y,
              cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  const double radius = 9, slant = radius * G_SQRT2 / 2;

  for (int pass = 0; pass < 2; pass++)
    {
      cairo_new_path (cr);
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      cairo_move_to (cr, x - slant, y - slant);
      cairo_line_to (cr, x + slant, y + slant);
      klaster_color_set (pass == 0 ? &palette->halo : &palette->attention[KLASTER_ATTENTION_OVERDUE], cr);
      cairo_set_line_width (cr, pass == 0 ? 6 : 3);
      cairo_stroke (cr);
    }
}

/* The link on its way, in the plane of @view: dashed, as what is proposed will be. */
void
klaster_map_view_draw_connection (KlasterMapView         *self,
                                  KlasterMapScene        *scene,
                                  const KlasterLevelView *view,
                                  cairo_t                *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  const double dashes[] = { 7, 5 };
  gboolean by_keyboard = self->connect.by_keyboard && !self->connect.pulling && self->cursor_id != 0
                         && self->cursor_id != self->connect.from;
  gboolean valid = by_keyboard || (self->connect.target == KLASTER_MAP_CONNECT_VALID && !self->connect.by_keyboard);
  double x0, y0, x1, y1;

  if (!get_shown_point (self, scene, view, self->connect.from, &x0, &y0))
    return;

  x1 = self->connect.x / view->scale;
  y1 = self->connect.y / view->scale;
  if (valid)
    get_shown_point (self, scene, view, by_keyboard ? self->cursor_id : self->connect.target_id, &x1, &y1);
  draw_ring (self, x0, y0, cr);
  if (self->connect.pulling || by_keyboard || (self->pointer_inside && !self->connect.by_keyboard))
    {
      cairo_new_path (cr);
      cairo_move_to (cr, x0, y0);
      cairo_line_to (cr, x1, y1);
      klaster_color_set (&palette->halo, cr);
      cairo_set_line_width (cr, 6);
      cairo_stroke_preserve (cr);
      klaster_color_set (&palette->selection, cr);
      cairo_set_line_width (cr, 2.5);
      cairo_set_dash (cr, dashes, 2, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  if (valid)
    draw_ring (self, x1, y1, cr);
  else if (!self->connect.by_keyboard && self->connect.target == KLASTER_MAP_CONNECT_INVALID && self->connect.target_id != self->connect.from)
    draw_refusal (self, x1, y1, cr);
}

/**
 * klaster_map_view_describe_tool:
 * @self: a map
 *
 * Returns: (transfer full) (nullable): what the tool for selecting or connecting expects next, or a link that is being pulled
 */
char *
klaster_map_view_describe_tool (KlasterMapView *self)
{
  KlasterSnapshot *snapshot;
  KlasterRow *row;
  gint64 from;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  if (self->tool == KLASTER_MAP_TOOL_LASSO)
    return g_strdup (_("Draw around the members to select."));

  from = klaster_map_view_get_connecting (self, NULL);
  snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  row = from != 0 && snapshot ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, from) : NULL;
  if (row == NULL)
    return self->tool == KLASTER_MAP_TOOL_CONNECT
             ? g_strdup (_("Drag from one member to another, or click one and then the other.")) : NULL;

  name = klaster_record_describe (snapshot, row, self->options.style.language);

  /* Translators: %s is a member of the cluster. */
  return g_strdup_printf (_("With whom does “%s” cooperate?"), name);
}
