/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-paper-document-private.h"
#include "klaster-render.h"
#include "klaster-text.h"
#include "klaster-translation.h"

/* A logical pixel of the map, in points; a graph has many names, which a sheet that is held in the hand may show small */
#define PIXEL 0.75
#define GRAPH_PIXEL 0.62
/* Below the map, for its scale, with text of normal size */
#define STRIP 16.0
/* Of the text on the map, to that of the sheet */
#define TEXT_SCALE 0.9
/* Around an enlarged part, a share of it */
#define PART_MARGIN 0.12
#define MOST_PARTS 6
/* Members that are told in words */
#define MOST_DESCRIBED 200

typedef struct
{
  KlasterMapScene *scene;
  char *date;
  gint64 *filter;
  char *counts;
  double text_scale;
  double pixel; /* points */
  KlasterRenderOptions options;
} MapSheet;

static void
map_sheet_free (gpointer data)
{
  MapSheet *self = data;

  g_clear_pointer (&self->scene, klaster_map_scene_unref);
  g_clear_pointer (&self->options.map.plan, klaster_graph_plan_unref);
  g_free (self->date);
  g_free (self->filter);
  g_free (self->counts);
  g_free (self);
}

/* "1 : 250 000", to two figures: the map's projection does not hold more. */
static char *
format_scale (double metres_per_pixel,
              double pixel)
{
  double ratio = metres_per_pixel / (pixel * 0.0254 / 72), step = pow (10, floor (log10 (ratio)) - 1);
  g_autofree char *digits = klaster_text_group_digits (round (ratio / step) * step);

  return g_strdup_printf ("1\u00a0:\u00a0%s", digits);
}

double
klaster_paper_map_get_text_scale (KlasterPaperSize size)
{
  static const double scales[KLASTER_N_PAPER_SIZES] = { 1, 1.2, 1.5, 1.9 };

  return scales[size];
}

/* Symbols, lines and names grow with the sheet as its text does: it is looked at from farther away. */
static void
set_size (const MapSheet       *self,
          KlasterRenderOptions *options,
          double                width,
          double                height)
{
  options->width = width / self->pixel;
  options->height = (height - STRIP * self->text_scale) / self->pixel;
}

static void
draw_map (cairo_t *cr,
          double   width,
          double   height,
          gpointer data)
{
  const MapSheet *self = data;
  const KlasterPaperFont font = { 8 * self->text_scale, FALSE };
  KlasterRenderOptions options = self->options;
  double metres, strip = STRIP * self->text_scale, top = height - strip * 0.7;
  g_autofree char *scale = NULL;

  set_size (self, &options, width, height);
  cairo_save (cr);
  cairo_scale (cr, self->pixel, self->pixel);
  /* The sheet fills the whole surface with its ground. */
  cairo_rectangle (cr, 0, 0, options.width, options.height);
  cairo_clip (cr);
  metres = klaster_render_scene (self->scene, cr, &options);
  cairo_restore (cr);

  cairo_set_source_rgb (cr, 0.2, 0.2, 0.2);
  klaster_paper_text_draw (cr, &font, KLASTER_PAPER_START, self->counts, 0, top, width / 2, 0, 1);
  /* The graph lies nowhere on the earth. */
  if (self->options.map.plan != NULL)
    return;
  scale = format_scale (metres, self->pixel);
  klaster_paper_text_draw (cr, &font, KLASTER_PAPER_END, scale, width / 2, top, width / 2, 0, 1);
}

static void
describe_member (GString         *text,
                 KlasterSnapshot *snapshot,
                 KlasterRow      *row,
                 KlasterLanguage  language)
{
  const char *kind = klaster_row_get_text (row, KLASTER_INSTITUTION_KIND);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language));
  if (kind != NULL)
    g_string_append_printf (text, ", %s", klaster_vocabulary_get_name (snapshot, "institution_kinds", kind, language));
}

/* Who is on the sheet: nobody listens to more of them than that. */
static char *
describe_members (KlasterSnapshot          *snapshot,
                  const KlasterPaperOptions *options)
{
  GString *text = g_string_new (NULL);
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  if (options->ids != NULL)
    {
      for (guint i = 0; i < MIN (options->n_ids, MOST_DESCRIBED); i++)
        if ((row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, options->ids[i])) != NULL)
          describe_member (text, snapshot, row, options->language);
    }
  else
    {
      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
      while (n++ < MOST_DESCRIBED && klaster_row_iter_next (&iter, &row))
        describe_member (text, snapshot, row, options->language);
    }

  return g_string_free (text, FALSE);
}

/* Goes to the part of the world that is asked for, with some room for names around. */
static void
set_part (KlasterRenderOptions *options,
          const KlasterRect    *bounds)
{
  double width = bounds->x1 - bounds->x0, height = bounds->y1 - bounds->y0;
  double margin = PART_MARGIN * MAX (width, height);

  options->has_bbox = TRUE;
  klaster_world_to_lonlat ((KlasterPoint) { bounds->x0 - margin, bounds->y0 - margin }, &options->west, &options->north);
  klaster_world_to_lonlat ((KlasterPoint) { bounds->x1 + margin, bounds->y1 + margin }, &options->east, &options->south);
}

/* Sheets with the parts in which the map shows many members as one: on paper nobody can go nearer. The legend stands on the
 * first sheet. */
static void
add_parts (KlasterPaperWriter *writer,
           const MapSheet     *whole,
           KlasterLanguage     language)
{
  g_autoptr (GArray) parts = klaster_render_list_crowded (whole->scene, &whole->options);

  for (guint i = 0; i < MIN (parts->len, MOST_PARTS); i++)
    {
      const KlasterRenderPart *part = &g_array_index (parts, KlasterRenderPart, i);
      MapSheet *sheet = g_new0 (MapSheet, 1);

      *sheet = *whole;
      sheet->scene = klaster_map_scene_ref (whole->scene);
      sheet->date = g_strdup (whole->date);
      sheet->filter = NULL;
      /* Translators: below a part of a printed map, which is drawn larger on a sheet of its own. */
      sheet->counts = g_strdup_printf (klaster_translate_n (language, "Enlarged part with %u member",
                                                            "Enlarged part with %u members", part->n_members), part->n_members);
      sheet->options.legend = FALSE;
      sheet->options.map.date = sheet->date;
      sheet->options.map.filter = NULL;
      sheet->options.map.n_filter = 0;
      set_part (&sheet->options, &part->bounds);
      klaster_paper_writer_begin_page (writer);
      klaster_paper_writer_add_drawing (writer, sheet->counts, draw_map, sheet, map_sheet_free);
    }
}

/* The map on a sheet, with legend, scale and attribution, or the graph with its legend. */
gboolean
klaster_paper_write_map (KlasterPaperWriter        *writer,
                         KlasterSnapshot           *snapshot,
                         const KlasterPaperOptions *options,
                         GCancellable              *cancellable,
                         GError                   **error)
{
  KlasterLanguage language = options->language;
  guint n_members = options->ids != NULL ? options->n_ids : klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION);
  MapSheet *sheet = g_new0 (MapSheet, 1);
  g_autofree char *text = NULL;
  double width, height;

  sheet->options = KLASTER_RENDER_OPTIONS_DEFAULT;
  sheet->date = g_strdup (options->date);
  sheet->filter = g_memdup2 (options->ids, options->n_ids * sizeof (gint64));
  /* Translators: below a printed map. */
  sheet->counts = g_strdup_printf (klaster_translate_n (language, "%u member", "%u members", n_members), n_members);
  sheet->options.title = "";
  sheet->options.margin = 0;
  sheet->options.map.date = sheet->date;
  sheet->options.map.filter = sheet->filter;
  sheet->options.map.n_filter = options->n_ids;
  if (options->document == KLASTER_PAPER_GRAPH)
    sheet->options.map.plan = klaster_graph_plan_new (options->layout, options->positions, options->n_positions, options->bands,
                                                      options->n_bands, 0, 0);
  else
    sheet->options.map.overlay = options->overlay;
  /* The scene, which is made below, keeps what it needs of it. */
  sheet->options.map.scope = options->scope;
  sheet->options.map.color_by = options->color_by;
  sheet->options.map.size_by = options->size_by;
  sheet->options.has_bbox = options->has_bbox;
  sheet->options.west = options->west;
  sheet->options.south = options->south;
  sheet->options.east = options->east;
  sheet->options.north = options->north;
  sheet->options.map.style.language = language;
  sheet->options.map.style.text_scale = TEXT_SCALE;
  sheet->text_scale = klaster_paper_map_get_text_scale (options->size);
  klaster_paper_writer_get_room (writer, &width, &height);
  sheet->pixel = (options->document == KLASTER_PAPER_GRAPH ? GRAPH_PIXEL : PIXEL) * sheet->text_scale;
  set_size (sheet, &sheet->options, width, height);
  sheet->scene = klaster_render_make_scene (snapshot, &sheet->options, cancellable);
  if (sheet->scene == NULL)
    {
      map_sheet_free (sheet);
      return FALSE;
    }
  text = describe_members (snapshot, options);
  klaster_paper_writer_add_drawing (writer, text, draw_map, sheet, map_sheet_free);
  if (options->document == KLASTER_PAPER_MAP && !options->has_bbox)
    add_parts (writer, sheet, language);

  return TRUE;
}
