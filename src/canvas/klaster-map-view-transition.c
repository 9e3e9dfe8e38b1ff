/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Members wander from one layout of the graph to the next, so that the eye can follow them. Meanwhile the tiles of the new
 * picture are drawn; what is seen are symbols and some of the links, drawn each frame.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>

#include "klaster-map-view-private.h"
#include "klaster-symbol.h"

#define DURATION 350 /* ms */
/* With more members than this a frame takes too long, and nobody follows anyone any more. */
#define MAX_MEMBERS 6000
/* Up to here symbols have their shapes, then they are dots. */
#define MAX_SHAPES 250
#define MAX_LINKS 500
/* Members that move less than this on the screen have not moved. */
#define STILL 0.5

typedef struct
{
  gint64 id;
  guint8 class; /* of its colour */
  float from_x, from_y, to_x, to_y; /* logical pixels of the view */
} Traveller;

struct _KlasterMapTransition
{
  GArray *travellers;               /* Traveller, ascending by id */
  GArray *links;                    /* guint32, pairs of positions in travellers */
  guint tick;
  gint64 start;
  double progress;                  /* 0 … 1 */
};

static guint32
find_traveller (GArray *travellers,
                gint64  id)
{
  guint low = 0, high = travellers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (travellers, Traveller, middle).id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < travellers->len && g_array_index (travellers, Traveller, low).id == id ? low : G_MAXUINT32;
}

static void
add_links (struct _KlasterMapTransition *transition,
           KlasterSnapshot              *snapshot)
{
  guint every = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION) / MAX_LINKS + 1, i = 0;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      guint32 ends[2];

      if (i++ % every != 0)
        continue;
      ends[0] = find_traveller (transition->travellers, klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID));
      ends[1] = find_traveller (transition->travellers, klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));
      if (ends[0] != G_MAXUINT32 && ends[1] != G_MAXUINT32)
        g_array_append_vals (transition->links, ends, 2);
    }
}

static void
set_tiles_visible (KlasterMapView *self,
                   gboolean        visible)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->tile_layer), visible ? 1 : 0);
  gtk_widget_set_opacity (GTK_WIDGET (self->highlight_layer), visible ? 1 : 0);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  KlasterMapView *self = user_data;
  double t = (double) (gdk_frame_clock_get_frame_time (clock) - self->transition->start) / (DURATION * 1000.0);

  t = CLAMP (t, 0, 1);
  /* Slowly off, slowly home */
  self->transition->progress = t * t * (3 - 2 * t);
  klaster_map_view_queue_live (self);
  if (t >= 1)
    {
      self->transition->tick = 0;
      klaster_map_view_end_transition (self);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
animations_enabled (KlasterMapView *self)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);
  return enabled && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* @view_before: what was seen of @before; the camera already shows what is to be seen of @after. */
void
klaster_map_view_start_transition (KlasterMapView        *self,
                                   KlasterGraphPlan      *before,
                                   const KlasterTileView *view_before,
                                   KlasterGraphPlan      *after)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (scene);
  double size = klaster_zoom_get_world_size (view_before->zoom), farthest = 0;
  struct _KlasterMapTransition *transition;
  const KlasterLayoutPosition *positions;
  guint n;

  klaster_map_view_end_transition (self);
  positions = klaster_graph_plan_get_positions (after, &n);
  if (n == 0 || n > MAX_MEMBERS || !animations_enabled (self))
    return;

  transition = g_new0 (struct _KlasterMapTransition, 1);
  transition->travellers = g_array_new (FALSE, FALSE, sizeof (Traveller));
  transition->links = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < n; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, positions[i].id);
      KlasterPoint from, to;
      Traveller traveller = { .id = positions[i].id };
      double x, y;

      /* Who comes into the picture is there at the end; who is filtered out stays out. */
      if (row == NULL || !klaster_graph_plan_find (before, traveller.id, &from)
          || !klaster_map_scene_get_position (scene, traveller.id, &to))
        continue;
      traveller.class = (guint8) klaster_coding_get_class (klaster_map_scene_get_coding (scene), row);
      klaster_map_camera_from_world (self->camera, to, &x, &y);
      traveller.to_x = (float) x;
      traveller.to_y = (float) y;
      traveller.from_x = (float) (from.x * size - view_before->x0);
      traveller.from_y = (float) (from.y * size - view_before->y0);
      farthest = MAX (farthest, hypot (traveller.to_x - traveller.from_x, traveller.to_y - traveller.from_y));
      g_array_append_val (transition->travellers, traveller);
    }
  add_links (transition, snapshot);
  self->transition = transition;
  if (farthest < STILL)
    {
      klaster_map_view_end_transition (self);
      return;
    }
  transition->start = MAX (gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self))),
                           g_get_monotonic_time ());
  transition->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, self, NULL);
  set_tiles_visible (self, FALSE);
}

void
klaster_map_view_end_transition (KlasterMapView *self)
{
  struct _KlasterMapTransition *transition = g_steal_pointer (&self->transition);

  if (transition == NULL)
    return;
  if (transition->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), transition->tick);
  g_array_unref (transition->travellers);
  g_array_unref (transition->links);
  g_free (transition);
  set_tiles_visible (self, TRUE);
  klaster_map_view_queue_live (self);
}

static void
get_place (const Traveller *traveller,
           double           progress,
           double          *x,
           double          *y)
{
  *x = traveller->from_x + progress * (traveller->to_x - traveller->from_x);
  *y = traveller->from_y + progress * (traveller->to_y - traveller->from_y);
}

void
klaster_map_view_draw_transition (KlasterMapView *self,
                                  cairo_t        *cr)
{
  const struct _KlasterMapTransition *transition = self->transition;
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  double zoom = klaster_map_camera_get_target_zoom (self->camera);
  double x, y;

  /* One path for all: a path for each costs many times as much. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (guint i = 0; i < transition->links->len; i++)
    {
      get_place (&g_array_index (transition->travellers, Traveller, g_array_index (transition->links, guint32, i)),
                 transition->progress, &x, &y);
      if (i % 2 == 0)
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
    }
  cairo_set_line_width (cr, 1);
  klaster_color_set_alpha (&palette->text_dim, 0.4, cr);
  cairo_stroke (cr);

  if (scene != NULL && transition->travellers->len <= MAX_SHAPES)
    {
      for (guint i = 0; i < transition->travellers->len; i++)
        {
          const Traveller *traveller = &g_array_index (transition->travellers, Traveller, i);

          get_place (traveller, transition->progress, &x, &y);
          klaster_map_scene_draw_member (scene, cr, zoom, traveller->id, x, y, KLASTER_SYMBOL_PLAIN);
        }
      return;
    }
  /* They lie on whole pixels: there is nothing to smooth. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (guint class = 0; scene != NULL && class < KLASTER_N_CLASSES; class++)
    {
      for (guint i = 0; i < transition->travellers->len; i++)
        {
          const Traveller *traveller = &g_array_index (transition->travellers, Traveller, i);

          if (traveller->class != class)
            continue;
          get_place (traveller, transition->progress, &x, &y);
          cairo_rectangle (cr, round (x) - 3, round (y) - 3, 6, 6);
        }
      klaster_color_set (klaster_coding_get_color (klaster_map_scene_get_coding (scene), class), cr);
      cairo_fill (cr);
    }
}
