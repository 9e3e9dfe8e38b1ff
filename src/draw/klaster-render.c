/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-basemap.h"
#include "klaster-label.h"
#include "klaster-legend.h"
#include "klaster-render.h"
#include "klaster-scale-bar.h"

#define MAX_PIXELS 120e6
/* Whole maps are not shown nearer than this when everything lies on one spot. */
#define NEAREST_ZOOM 14.0
#define GRAPH_PADDING 10.0

typedef struct
{
  double x, y, width, height; /* of the map within the sheet */
  double zoom, x0, y0;
  double lat;
} Frame;

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
           KlasterSnapshot            *snapshot,
           double                      legend_width,
           const KlasterRenderOptions *options)
{
  const KlasterGraphPlan *plan = options->map.plan;
  double names_width = klaster_graph_plan_get_names_width (plan, snapshot, &options->map.style);
  double width = MAX (frame->width - names_width - legend_width - 2 * GRAPH_PADDING, 32), world;
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
  if (options->map.plan == NULL)
    klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, klaster_basemap_get_attribution (), right, y, 1,
                        &palette->text_dim, &palette->halo);
  klaster_map_scene_get_link_summary (scene, frame->zoom, &n_bundled, &n_hidden);
  klaster_map_scene_get_unplaced (scene, &n_unplaced);
  if (options->map.plan != NULL)
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
  if (options->map.plan == NULL)
    {
      double metres, width = klaster_scale_bar_choose (frame->zoom, frame->lat, MIN (160, frame->width / 4), &metres);

      klaster_scale_bar_draw (cr, round (right - width), round (y), frame->zoom, frame->lat,
                              MIN (160, frame->width / 4), style);
    }
}

/**
 * klaster_render_scene:
 * @scene: what to show, made with the options of the map in @options
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
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (scene);
  const KlasterStyle *style = &options->map.style;
  const KlasterPalette *palette = klaster_palette_get (style);
  g_autofree char *title = get_title (snapshot, options);
  double title_height, ascent = klaster_label_get_ascent (KLASTER_FONT_TITLE, style->text_scale, &title_height);
  double margin = MIN (options->margin, MIN (options->width, options->height) / 20);
  Frame frame = { .x = margin, .y = margin, .width = options->width - 2 * margin };
  g_auto (KlasterLegendContents) contents = { 0 };
  g_autoptr (KlasterMapScene) drawn = NULL; /* no name is cut by the frame */
  KlasterRect seen;
  KlasterLabelText lines;
  double legend_width = 0, legend_height = 0;

  klaster_label_wrap (KLASTER_FONT_TITLE, style->text_scale, title, frame.width, &lines);
  cairo_save (cr);
  klaster_color_set (&palette->symbol_hollow, cr);
  cairo_paint (cr);
  for (guint i = 0; i < lines.n_lines && *title != '\0'; i++)
    {
      klaster_label_draw (cr, KLASTER_FONT_TITLE, style->text_scale, lines.lines[i], frame.x, frame.y + ascent, 0,
                          &palette->card_text, NULL);
      frame.y += title_height;
    }
  if (*title != '\0')
    frame.y = round (frame.y + 8);
  klaster_label_text_clear (&lines);
  frame.height = MAX (options->height - margin - frame.y, 1);
  if (options->legend)
    {
      klaster_legend_collect (scene, &contents);
      klaster_legend_measure (&contents, style, &legend_width, &legend_height);
    }
  /* A sheet too small for it does without. */
  if (legend_width > frame.width / 2 || legend_height > frame.height - 20)
    legend_width = legend_height = 0;
  /* Members keep clear of the legend; a part of the map that was asked for is shown as it is. */
  if (options->map.plan != NULL)
    fit_graph (&frame, snapshot, legend_width > 0 ? legend_width + 10 : 0, options);
  else
    fit_frame (&frame, scene, options->has_bbox || legend_width == 0 ? 0 : legend_width + 10, options);

  seen = (KlasterRect) { frame.x0, frame.y0, frame.x0 + frame.width, frame.y0 + frame.height };
  drawn = options->map.plan == NULL ? klaster_map_scene_with_seen (scene, frame.zoom, &seen) : klaster_map_scene_ref (scene);

  cairo_save (cr);
  cairo_rectangle (cr, frame.x, frame.y, frame.width, frame.height);
  cairo_clip (cr);
  cairo_translate (cr, frame.x, frame.y);
  if (options->map.plan == NULL)
    klaster_basemap_draw (cr, frame.zoom, frame.x0, frame.y0, frame.width, frame.height, style);
  klaster_map_scene_draw (drawn, cr, frame.zoom, frame.x0, frame.y0, frame.width, frame.height);
  if (options->map.plan != NULL)
    klaster_graph_plan_draw_names (options->map.plan, snapshot, cr, frame.zoom, frame.x0, frame.y0, frame.width,
                                   frame.height, style);
  cairo_restore (cr);

  draw_notes (cr, &frame, drawn, options);
  if (legend_width > 0)
    klaster_legend_draw (cr, &contents,
                         options->map.plan != NULL ? frame.x + frame.width - 10 - legend_width : frame.x + 10,
                         frame.y + frame.height - 10 - legend_height, style);
  cairo_rectangle (cr, frame.x + 0.5, frame.y + 0.5, frame.width - 1, frame.height - 1);
  cairo_set_line_width (cr, 1.0);
  klaster_color_set_alpha (&palette->card_text, 0.6, cr);
  cairo_stroke (cr);
  cairo_restore (cr);

  return klaster_zoom_get_metres_per_pixel (frame.zoom, frame.lat);
}

/**
 * klaster_render_map:
 * @snapshot: what to show
 * @cr: in pixels or points, origin at the sheet's upper left
 * @options: size, part of the map, style
 *
 * Draws a whole sheet. Any thread.
 */
void
klaster_render_map (KlasterSnapshot            *snapshot,
                    cairo_t                    *cr,
                    const KlasterRenderOptions *options)
{
  KlasterMapScene *scene = klaster_map_scene_new (snapshot, &options->map, NULL);

  klaster_render_scene (scene, cr, options);
  klaster_map_scene_unref (scene);
}

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
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
      surface = cairo_svg_surface_create_for_stream (append_cb, bytes, options->width, options->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case KLASTER_RENDER_PDF:
      {
        g_autofree char *title = get_title (snapshot, options);
        g_autofree char *date = g_strdup_printf ("%sT00:00:00Z",
                                                 options->map.date != NULL ? options->map.date : "2000-01-01");

        surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, options->width, options->height);
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Klaster " PACKAGE_VERSION);
        /* The moment of writing would make every file different: the day the map is about stands there. */
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
        return surface;
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
  scene = klaster_map_scene_new (snapshot, &options->map, cancellable);
  if (scene != NULL)
    klaster_render_scene (scene, cr, options);
  g_clear_pointer (&scene, klaster_map_scene_unref);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == KLASTER_RENDER_PNG && !g_cancellable_is_cancelled (cancellable))
    status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
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
  if (format == KLASTER_RENDER_SVG)
    bytes = renumber_svg (g_steal_pointer (&bytes));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
