/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-basemap.h"
#include "klaster-cairo-stream.h"
#include "klaster-label.h"
#include "klaster-legend.h"
#include "klaster-map-scene-private.h"
#include "klaster-pdf.h"
#include "klaster-render.h"
#include "klaster-scale-bar.h"
#include "klaster-translation.h"

#define MAX_PIXELS 120e6
/* Whole maps are not shown nearer than this when everything lies on one spot. */
#define NEAREST_ZOOM 14.0
#define GRAPH_PADDING 10.0
/* From the legend to the edge of the sheet, or to what stands above it */
#define LEGEND_GAP 10.0
/* So many members drawn as one are a crowd; those so near belong to it, logical pixels. */
#define CROWD 3
#define CROWD_DISTANCE 90.0
/* A part that takes more of the map than this is not shown larger. */
#define MOST_SHARE 0.35
/* A graph is laid out anew when its room differs so much from what it was laid out for, logical pixels. */
#define ROOM_TOLERANCE 4.0

typedef struct
{
  double x, y, width, height; /* of the map within the sheet */
  double zoom, x0, y0;
  double lat;
} Frame;

/* Where the legend stands: over the edge of the map, or below it in columns */
typedef struct
{
  gboolean below;
  double limit, width, height; /* 0: there is none */
  KlasterStyle style;
} LegendPlace;

/* A sheet before anything is drawn on it */
typedef struct
{
  KlasterLabelText title;
  Frame frame;
  LegendPlace legend;
  KlasterLegendContents contents;
} Sheet;

/* Notes on the sheet stand in the sheet's language, which need not be that of the program. */
static const char *const hidden_notes[KLASTER_N_LANGUAGES] = {
  [KLASTER_LANGUAGE_UZ] = "Koʻrsatilmagan aloqalar (oʻrin yetmagani uchun): %u",
  [KLASTER_LANGUAGE_UZ_CYRL] = "Кўрсатилмаган алоқалар (ўрин етмагани учун): %u",
  [KLASTER_LANGUAGE_RU] = "Не показано связей (не хватило места): %u",
  [KLASTER_LANGUAGE_EN] = "Links left out for want of room: %u",
};

static const char *const unplaced_notes[KLASTER_N_LANGUAGES] = {
  [KLASTER_LANGUAGE_UZ] = "Xaritada oʻrni koʻrsatilmagan ishtirokchilar: %u",
  [KLASTER_LANGUAGE_UZ_CYRL] = "Харитада ўрни кўрсатилмаган иштирокчилар: %u",
  [KLASTER_LANGUAGE_RU] = "Участники без места на карте: %u",
  [KLASTER_LANGUAGE_EN] = "Members without a place on the map: %u",
};

/**
 * klaster_render_format_parse:
 * @text: "png", "svg", "pdf" in any case, or a file name that ends so
 * @format: (out): the format
 *
 * Returns: whether @text names one
 */
gboolean
klaster_render_format_parse (const char          *text,
                             KlasterRenderFormat *format)
{
  static const char *const names[] = { "png", "svg", "pdf" };
  const char *dot = strrchr (text, '.');
  const char *suffix = dot != NULL ? dot + 1 : text;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (suffix, names[i]) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

static void
fit_frame (Frame                      *frame,
           KlasterMapScene            *scene,
           double                      legend_width,
           const KlasterRenderOptions *options)
{
  KlasterRect bounds;
  double padding = 0, world, lon;

  if (options->has_bbox)
    bounds = klaster_rect_from_lonlat (options->west, options->south, options->east, options->north);
  else if (klaster_map_scene_get_bounds (scene, NULL, 0, &bounds))
    padding = MIN (70 * options->map.style.text_scale, MIN (frame->width, frame->height) / 6);
  else
    bounds = klaster_basemap_get_focus_bounds ();
  frame->zoom = klaster_rect_fit_zoom (&bounds, frame->width - legend_width - 2 * padding, frame->height - 2 * padding,
                                       options->has_bbox ? KLASTER_MAX_ZOOM : NEAREST_ZOOM);
  world = klaster_zoom_get_world_size (frame->zoom);
  frame->x0 = round ((bounds.x0 + bounds.x1) / 2 * world - (frame->width + legend_width) / 2);
  frame->y0 = round ((bounds.y0 + bounds.y1) / 2 * world - frame->height / 2);
  klaster_world_to_lonlat ((KlasterPoint) { 0.5, (bounds.y0 + bounds.y1) / 2 }, &lon, &frame->lat);
}

/* All of the graph, the names of its rows to the left of it, the legend to the right */
static void
fit_graph (Frame                      *frame,
           KlasterMapScene            *scene,
           double                      legend_width,
           const KlasterRenderOptions *options)
{
  const KlasterGraphPlan *plan = scene->plan;
  KlasterSnapshot *snapshot = scene->snapshot;
  double names_width = klaster_graph_plan_get_names_width (plan, snapshot, &options->map.style);
  double width = MAX (frame->width - names_width - legend_width - 2 * GRAPH_PADDING, 32), world, made_width, made_height;
  KlasterRect bounds;

  if (options->has_bbox)
    {
      /* A part of it, as a window shows it: the names of the rows lie over its edge there, too. */
      bounds = klaster_rect_from_lonlat (options->west, options->south, options->east, options->north);
      names_width = 0;
      width = frame->width;
    }
  else if (!klaster_graph_plan_get_bounds (plan, &bounds))
    bounds = (KlasterRect) { 0.499, 0.499, 0.501, 0.501 };
  frame->zoom = options->has_bbox
                  ? klaster_rect_fit_zoom (&bounds, frame->width, frame->height, KLASTER_MAX_ZOOM)
                  : klaster_rect_fit_zoom (&bounds, width, MAX (frame->height - 2 * GRAPH_PADDING, 32), KLASTER_GRAPH_ZOOM + 1);
  /* Laid out for this room it is drawn at its own zoom, at which names stay inside. */
  klaster_graph_plan_get_size (plan, &made_width, &made_height);
  if (!options->has_bbox && fabs (made_width - width) < ROOM_TOLERANCE
      && fabs (made_height - (frame->height - 2 * GRAPH_PADDING)) < ROOM_TOLERANCE)
    frame->zoom = klaster_graph_plan_get_zoom (plan);
  world = klaster_zoom_get_world_size (frame->zoom);
  frame->x0 = round ((bounds.x0 + bounds.x1) / 2 * world - names_width - (options->has_bbox ? 0 : GRAPH_PADDING) - width / 2);
  frame->y0 = round ((bounds.y0 + bounds.y1) / 2 * world - frame->height / 2);
}

static char *
get_title (KlasterSnapshot            *snapshot,
           const KlasterRenderOptions *options)
{
  KlasterRow *cluster = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1);

  if (options->title != NULL)
    return g_strdup (options->title);
  return g_strdup (cluster != NULL ? klaster_row_get_name (cluster, KLASTER_CLUSTER_NAME_UZ,
                                                           options->map.style.language) : "");
}

/* Which way is north, in the corner opposite to the legend */
static void
draw_north (cairo_t            *cr,
            const Frame        *frame,
            const KlasterStyle *style)
{
  static const char *const letters[KLASTER_N_LANGUAGES] = { "Sh", "Ш", "С", "N" };
  const KlasterPalette *palette = klaster_palette_get (style);
  double scale = style->text_scale, x = frame->x + frame->width - 20 * scale, y = frame->y + 26 * scale;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_SMALL, scale, &line_height);

  klaster_label_draw (cr, KLASTER_FONT_SMALL, scale, letters[style->language], x, round (y - line_height - 2 + ascent), 0.5,
                      &palette->card_text, &palette->halo);
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + 6 * scale, y + 18 * scale);
  cairo_line_to (cr, x, y + 14 * scale);
  cairo_line_to (cr, x - 6 * scale, y + 18 * scale);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 3);
  klaster_color_set (&palette->halo, cr);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->card_text, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_notes (cairo_t                    *cr,
            const Frame                *frame,
            KlasterMapScene            *scene,
            const KlasterRenderOptions *options)
{
  const KlasterStyle *style = &options->map.style;
  const KlasterPalette *palette = klaster_palette_get (style);
  double line_height, right = frame->x + frame->width - 8, y = frame->y + frame->height - 6;
  guint n_bundled, n_hidden, n_unplaced;

  klaster_label_get_ascent (KLASTER_FONT_SMALL, style->text_scale, &line_height);
  if (scene->plan == NULL)
    klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, klaster_basemap_get_attribution (), right, y, 1,
                        &palette->text_dim, &palette->halo);
  klaster_map_scene_get_link_summary (scene, frame->zoom, &n_bundled, &n_hidden);
  klaster_map_scene_get_unplaced (scene, &n_unplaced);
  if (scene->plan != NULL)
    n_unplaced = 0;
  if (n_hidden > 0)
    {
      g_autofree char *text = g_strdup_printf (hidden_notes[style->language], n_hidden);

      y -= line_height;
      klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, text, right, y, 1, &palette->text, &palette->halo);
    }
  if (n_unplaced > 0)
    {
      g_autofree char *text = g_strdup_printf (unplaced_notes[style->language], n_unplaced);

      y -= line_height;
      klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, text, right, y, 1, &palette->text, &palette->halo);
    }
  y -= line_height + 6;
  if (scene->plan == NULL)
    draw_north (cr, frame, style);
  if (scene->plan == NULL)
    {
      double metres, width = klaster_scale_bar_choose (frame->zoom, frame->lat, MIN (160, frame->width / 4), &metres);

      klaster_scale_bar_draw (cr, round (right - width), round (y), frame->zoom, frame->lat,
                              MIN (160, frame->width / 4), style);
    }
}

static void
fit (Frame                      *frame,
     KlasterMapScene            *scene,
     double                      legend_width,
     const KlasterRenderOptions *options)
{
  if (scene->plan != NULL)
    fit_graph (frame, scene, legend_width, options);
  else
    fit_frame (frame, scene, options->has_bbox ? 0 : legend_width, options);
}

/* The room for the members of a graph beside the names of its rows and the legend */
static void
measure_room (const Frame                *frame,
              KlasterMapScene            *scene,
              double                      legend_width,
              const KlasterRenderOptions *options,
              double                     *width,
              double                     *height)
{
  double names = klaster_graph_plan_get_names_width (scene->plan, scene->snapshot, &options->map.style);

  *width = MAX (frame->width - names - legend_width - 2 * GRAPH_PADDING, 32);
  *height = MAX (frame->height - 2 * GRAPH_PADDING, 32);
}

/* How well a place of the legend serves the rest: by how large the map is then; a graph can be stretched to fill its room */
static double
rate (const Frame                *frame,
      KlasterMapScene            *scene,
      double                      legend_width,
      const KlasterRenderOptions *options)
{
  Frame copy = *frame;
  double width, height;

  if (scene->plan != NULL && !options->has_bbox)
    {
      measure_room (frame, scene, legend_width, options, &width, &height);
      return width * height;
    }
  fit (&copy, scene, legend_width, options);

  return copy.zoom;
}

/* Members keep clear of the legend; a part that was asked for is shown as it is, the legend over it. */
static void
place_legend (Sheet                      *self,
              KlasterMapScene            *scene,
              const KlasterRenderOptions *options)
{
  const KlasterStyle *style = &options->map.style;
  /* A column that is too long by a little is set smaller: the map is larger beside it than above it. */
  static const double legend_scales[] = { 1, 0.9, 0.8 };
  LegendPlace beside = { .below = FALSE }, below = { .below = TRUE, .style = *style };
  Frame *frame = &self->frame, above = *frame;
  gboolean fits_beside = FALSE, fits_below;

  for (guint i = 0; i < G_N_ELEMENTS (legend_scales) && !fits_beside; i++)
    {
      beside.style = *style;
      beside.style.text_scale *= legend_scales[i];
      klaster_legend_measure (&self->contents, &beside.style, 0, &beside.width, &beside.height);
      fits_beside = beside.height > 0 && beside.width <= frame->width / 2 && beside.height <= frame->height - 2 * LEGEND_GAP;
    }
  below.limit = klaster_legend_find_limit (&self->contents, style, frame->width);
  klaster_legend_measure (&self->contents, style, below.limit, &below.width, &below.height);
  above.height = frame->height - below.height - LEGEND_GAP;
  fits_below = below.height > 0 && below.limit > 0 && above.height >= frame->height / 2;
  if (fits_beside && fits_below)
    fits_below = rate (&above, scene, 0, options) > rate (frame, scene, beside.width + LEGEND_GAP, options);
  if (fits_below)
    {
      self->legend = below;
      *frame = above;
    }
  else if (fits_beside)
    self->legend = beside;
  fit (frame, scene, self->legend.below || self->legend.width <= 0 ? 0 : self->legend.width + LEGEND_GAP, options);
}

static void
sheet_clear (Sheet *self)
{
  klaster_label_text_clear (&self->title);
  klaster_legend_contents_clear (&self->contents);
}

/* What stands where on the sheet; clear with sheet_clear() */
static void
lay_out (Sheet                      *self,
         KlasterMapScene            *scene,
         const KlasterRenderOptions *options)
{
  const KlasterStyle *style = &options->map.style;
  g_autofree char *title = get_title (scene->snapshot, options);
  double title_height, margin = MIN (options->margin, MIN (options->width, options->height) / 20);
  Frame whole;

  klaster_label_get_ascent (KLASTER_FONT_TITLE, style->text_scale, &title_height);
  *self = (Sheet) { .frame = { .x = margin, .y = margin, .width = options->width - 2 * margin } };
  klaster_label_wrap (KLASTER_FONT_TITLE, style->text_scale, title, self->frame.width, &self->title);
  if (*title == '\0')
    klaster_label_text_clear (&self->title);
  if (self->title.n_lines > 0)
    self->frame.y = round (self->frame.y + self->title.n_lines * title_height + 8);
  self->frame.height = MAX (options->height - margin - self->frame.y, 1);
  whole = self->frame;
  if (!options->legend)
    {
      fit (&self->frame, scene, 0, options);
      return;
    }
  klaster_legend_collect (scene, &self->contents);
  place_legend (self, scene, options);
  /* What is drawn as one shows only now that the zoom is known. */
  klaster_legend_collect_bundles (scene, self->frame.zoom, &self->contents);
  self->frame = whole;
  self->legend = (LegendPlace) { 0 };
  place_legend (self, scene, options);
}

/**
 * klaster_render_make_scene:
 * @snapshot: what to show
 * @options: size, part of the map, style
 * @cancellable: (nullable): looked at while members and links are read
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what the sheet shows, a whole graph laid out for the room that it has there; %NULL when
 *   it was cancelled
 */
KlasterMapScene *
klaster_render_make_scene (KlasterSnapshot            *snapshot,
                           const KlasterRenderOptions *options,
                           GCancellable               *cancellable)
{
  g_autoptr (KlasterMapScene) scene = klaster_map_scene_new (snapshot, &options->map, cancellable);
  g_autoptr (KlasterGraphPlan) plan = NULL;
  KlasterMapOptions map = options->map;
  double width, height, before_width, before_height;
  Sheet sheet;

  if (scene == NULL || scene->plan == NULL || options->has_bbox)
    return g_steal_pointer (&scene);
  lay_out (&sheet, scene, options);
  measure_room (&sheet.frame, scene, sheet.legend.below || sheet.legend.width <= 0 ? 0 : sheet.legend.width + LEGEND_GAP,
                options, &width, &height);
  sheet_clear (&sheet);
  klaster_graph_plan_get_size (scene->plan, &before_width, &before_height);
  if (fabs (before_width - width) < ROOM_TOLERANCE && fabs (before_height - height) < ROOM_TOLERANCE)
    return g_steal_pointer (&scene);
  map.plan = plan = klaster_graph_plan_fit (scene->plan, width, height);

  return klaster_map_scene_new (snapshot, &map, cancellable);
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const KlasterRenderPart *first = a, *second = b;

  return first->n_members != second->n_members ? (first->n_members > second->n_members ? -1 : 1)
         : first->bounds.x0 < second->bounds.x0 ? -1 : first->bounds.x0 > second->bounds.x0;
}

/* Takes in those of @parts that lie near; whether there were any */
static gboolean
join_near (GArray            *parts,
           KlasterRenderPart *part,
           double             near)
{
  gboolean joined = FALSE;

  for (guint i = parts->len; i-- > 0;)
    {
      const KlasterRenderPart *other = &g_array_index (parts, KlasterRenderPart, i);
      KlasterRect wide = { part->bounds.x0 - near, part->bounds.y0 - near, part->bounds.x1 + near, part->bounds.y1 + near };

      if (!klaster_rect_intersects (&wide, &other->bounds))
        continue;
      klaster_rect_add_rect (&part->bounds, &other->bounds);
      g_array_remove_index (parts, i);
      joined = TRUE;
    }

  return joined;
}

/**
 * klaster_render_list_crowded:
 * @scene: what a sheet shows, of klaster_render_make_scene() with the same options
 * @options: size, part of the map, style
 *
 * Finds the parts of a map in which many members are drawn as one, because on paper nobody can go nearer. Members that all
 * lie on one spot are left out: they would lie there at any scale.
 *
 * Returns: (transfer full) (element-type KlasterRenderPart): the parts, those with most members first
 */
GArray *
klaster_render_list_crowded (KlasterMapScene            *scene,
                             const KlasterRenderOptions *options)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (KlasterRenderPart));
  KlasterMapLevel *level;
  double world, spot, near, width, height;
  Sheet sheet;

  if (scene->plan != NULL)
    return parts;
  lay_out (&sheet, scene, options);
  level = klaster_map_scene_get_level (scene, sheet.frame.zoom);
  world = klaster_zoom_get_world_size (sheet.frame.zoom);
  width = sheet.frame.width;
  height = sheet.frame.height;
  spot = 1.0 / klaster_zoom_get_world_size (NEAREST_ZOOM);
  near = CROWD_DISTANCE / world;
  for (guint i = 0; i < level->n_nodes; i++)
    {
      const KlasterMapNode *node = &level->nodes[i];
      KlasterRenderPart part = { KLASTER_RECT_EMPTY, 0 };

      for (guint k = 0; k < node->n && node->n >= CROWD; k++)
        {
          const KlasterMapMember *member = &scene->members[level->members[node->first + k]];

          klaster_rect_add_point (&part.bounds, member->x, member->y);
        }
      if (klaster_rect_is_empty (&part.bounds)
          || MAX (part.bounds.x1 - part.bounds.x0, part.bounds.y1 - part.bounds.y0) < spot)
        continue;
      while (join_near (parts, &part, near))
        ;
      g_array_append_val (parts, part);
    }
  klaster_map_level_unref (level);
  sheet_clear (&sheet);
  for (guint i = parts->len; i-- > 0;)
    {
      KlasterRenderPart *part = &g_array_index (parts, KlasterRenderPart, i);

      /* Nothing would be gained by showing most of the map again. */
      if ((part->bounds.x1 - part->bounds.x0) * world > width * MOST_SHARE
          || (part->bounds.y1 - part->bounds.y0) * world > height * MOST_SHARE)
        {
          g_array_remove_index (parts, i);
          continue;
        }
      for (guint k = 0; k < scene->n_members; k++)
        part->n_members += klaster_rect_contains (&part->bounds, scene->members[k].x, scene->members[k].y);
    }
  g_array_sort (parts, compare_parts);

  return parts;
}

/**
 * klaster_render_scene:
 * @scene: what to show, of klaster_render_make_scene() with the same options
 * @cr: in pixels or points, origin at the sheet's upper left
 * @options: size, part of the map, style
 *
 * Draws a whole sheet. Any thread.
 *
 * Returns: how many metres one unit of the sheet stands for, in the middle of the map
 */
double
klaster_render_scene (KlasterMapScene            *scene,
                      cairo_t                    *cr,
                      const KlasterRenderOptions *options)
{
  const KlasterStyle *style = &options->map.style;
  const KlasterPalette *palette = klaster_palette_get (style);
  double title_height, ascent = klaster_label_get_ascent (KLASTER_FONT_TITLE, style->text_scale, &title_height);
  Sheet sheet;
  const Frame *frame = &sheet.frame;
  g_autoptr (KlasterMapScene) drawn = NULL; /* no name is cut by the frame */
  KlasterRect seen;
  double top, metres;

  lay_out (&sheet, scene, options);
  top = MIN (options->margin, MIN (options->width, options->height) / 20);
  cairo_save (cr);
  klaster_color_set (&palette->symbol_hollow, cr);
  cairo_paint (cr);
  for (guint i = 0; i < sheet.title.n_lines; i++)
    klaster_label_draw (cr, KLASTER_FONT_TITLE, style->text_scale, sheet.title.lines[i], frame->x,
                        top + ascent + i * title_height, 0, &palette->card_text, NULL);

  seen = (KlasterRect) { frame->x0, frame->y0, frame->x0 + frame->width, frame->y0 + frame->height };
  drawn = scene->plan == NULL ? klaster_map_scene_with_seen (scene, frame->zoom, &seen) : klaster_map_scene_ref (scene);

  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  cairo_translate (cr, frame->x, frame->y);
  if (scene->plan == NULL)
    klaster_basemap_draw (cr, frame->zoom, frame->x0, frame->y0, frame->width, frame->height, style);
  klaster_map_scene_draw (drawn, cr, frame->zoom, frame->x0, frame->y0, frame->width, frame->height);
  if (scene->plan != NULL)
    klaster_graph_plan_draw_names (scene->plan, scene->snapshot, cr, frame->zoom, frame->x0, frame->y0, frame->width,
                                   frame->height, style);
  cairo_restore (cr);

  if (scene->plan != NULL && scene->n_members == 0)
    klaster_label_draw (cr, KLASTER_FONT_BODY, style->text_scale,
                        klaster_translate (style->language, "There are no members to list."), frame->x + frame->width / 2,
                        round (frame->y + frame->height / 2), 0.5, &palette->text_dim, NULL);
  draw_notes (cr, frame, drawn, options);
  if (sheet.legend.below)
    klaster_legend_draw (cr, &sheet.contents, frame->x, frame->y + frame->height + LEGEND_GAP, sheet.legend.limit,
                         &sheet.legend.style);
  else if (sheet.legend.width > 0)
    klaster_legend_draw (cr, &sheet.contents,
                         scene->plan != NULL ? frame->x + frame->width - LEGEND_GAP - sheet.legend.width : frame->x + LEGEND_GAP,
                         frame->y + frame->height - LEGEND_GAP - sheet.legend.height, sheet.legend.limit, &sheet.legend.style);
  cairo_rectangle (cr, frame->x + 0.5, frame->y + 0.5, frame->width - 1, frame->height - 1);
  cairo_set_line_width (cr, 1.0);
  klaster_color_set_alpha (&palette->card_text, 0.6, cr);
  cairo_stroke (cr);
  cairo_restore (cr);
  metres = klaster_zoom_get_metres_per_pixel (frame->zoom, frame->lat);
  sheet_clear (&sheet);

  return metres;
}

static cairo_surface_t *
create_surface (KlasterSnapshot            *snapshot,
                KlasterRenderFormat         format,
                const KlasterRenderOptions *options,
                GByteArray                 *bytes)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case KLASTER_RENDER_SVG:
      surface = cairo_svg_surface_create_for_stream (klaster_cairo_append_cb, bytes, options->width, options->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case KLASTER_RENDER_PDF:
      {
        g_autofree char *title = get_title (snapshot, options);

        /* The moment of writing would make every file different: the day the map is about stands there. */
        return klaster_pdf_surface_new (bytes, options->width, options->height, title, NULL,
                                        options->map.date != NULL ? options->map.date : "2000-01-01");
      }
    case KLASTER_RENDER_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (options->width * options->scale_factor),
                                            (int) ceil (options->height * options->scale_factor));
      cairo_surface_set_device_scale (surface, options->scale_factor, options->scale_factor);
      return surface;
    }
}

typedef struct
{
  GHashTable *numbers; /* word and Cairo's number → ours */
  guint last;
} Renumber;

static gboolean
renumber_cb (const GMatchInfo *match,
             GString          *result,
             gpointer          data)
{
  Renumber *self = data;
  g_autofree char *before = g_match_info_fetch (match, 1);
  g_autofree char *name = g_match_info_fetch (match, 2);
  gpointer number = g_hash_table_lookup (self->numbers, name);

  if (number == NULL)
    {
      number = GUINT_TO_POINTER (++self->last);
      g_hash_table_insert (self->numbers, g_strdup (name), number);
    }
  g_string_append_printf (result, "%s%.*s%u", before, (int) strcspn (name, "0123456789"), name,
                          GPOINTER_TO_UINT (number));
  return FALSE;
}

/* Cairo names parts of an SVG file by a counter that runs through the process; named in order of appearance the same
 * map is the same file. */
static GByteArray *
renumber_svg (GByteArray *bytes)
{
  g_autoptr (GRegex) regex = g_regex_new ("(id=\"|href=\"#|url\\(#)([a-z-]+[0-9][0-9-]*)",
                                          G_REGEX_OPTIMIZE, 0, NULL);
  Renumber renumber = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), 0 };
  g_autofree char *text = g_regex_replace_eval (regex, (const char *) bytes->data, bytes->len, 0, 0, renumber_cb,
                                                &renumber,
                                                NULL);
  GByteArray *result = g_byte_array_new ();

  g_byte_array_append (result, (const guint8 *) text, strlen (text));
  g_hash_table_unref (renumber.numbers);
  g_byte_array_unref (bytes);
  return result;
}

/**
 * klaster_render_to_bytes:
 * @snapshot: what to show
 * @format: of the file
 * @options: size, part of the map, style
 * @cancellable: (nullable): looked at while members and links are read, and between the steps of drawing and packing
 * @error: return location for a #GIOErrorEnum
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the file's bytes, the same for the same input
 */
GBytes *
klaster_render_to_bytes (KlasterSnapshot            *snapshot,
                         KlasterRenderFormat         format,
                         const KlasterRenderOptions *options,
                         GCancellable               *cancellable,
                         GError                    **error)
{
  double factor = format == KLASTER_RENDER_PNG ? options->scale_factor : 1;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  KlasterMapScene *scene;
  cairo_t *cr;

  if (!(options->width >= 64 && options->height >= 64 && options->width < 32000 && options->height < 32000)
      || !(factor > 0 && options->width * options->height * factor * factor <= MAX_PIXELS))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("The picture is too small or too large. Choose a size from 64×64 up to 120 million pixels"));
      return NULL;
    }
  if (!klaster_label_can_draw ())
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("No font is installed, so the map would have no names. Install a font such as DejaVu Sans"));
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  surface = create_surface (snapshot, format, options, bytes);
  cr = cairo_create (surface);
  scene = klaster_render_make_scene (snapshot, options, cancellable);
  if (scene != NULL)
    klaster_render_scene (scene, cr, options);
  g_clear_pointer (&scene, klaster_map_scene_unref);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == KLASTER_RENDER_PNG && !g_cancellable_is_cancelled (cancellable))
    status = cairo_surface_write_to_png_stream (surface, klaster_cairo_append_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The map could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (format == KLASTER_RENDER_PDF)
    klaster_pdf_set_language (bytes, options->map.style.language);
  if (format == KLASTER_RENDER_SVG)
    bytes = renumber_svg (g_steal_pointer (&bytes));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
