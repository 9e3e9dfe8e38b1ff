/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-scene.h"

G_BEGIN_DECLS

/* A whole sheet: title, map with basemap, links, members and labels, legend, scale bar, attribution; with a plan in
 * its options the graph instead, without what belongs to the earth. The same code for
 * print and for `klaster-cli render`; identical input gives identical bytes. */

typedef enum
{
  KLASTER_RENDER_PNG,
  KLASTER_RENDER_SVG,
  KLASTER_RENDER_PDF,
} KlasterRenderFormat;

typedef struct
{
  double width, height;   /* pixels (PNG, at @scale_factor) or points (SVG, PDF) */
  double scale_factor;    /* PNG: device pixels for each logical one */
  gboolean has_bbox;      /* else all members, else the focus region */
  double west, south, east, north;
  const char *title;      /* (nullable): the cluster's name in the style's language */
  gboolean legend;
  KlasterMapOptions map;
  double margin;          /* around title and map */
} KlasterRenderOptions;

#define KLASTER_RENDER_OPTIONS_DEFAULT ((KlasterRenderOptions) { 1600, 1100, 1, FALSE, 0, 0, 0, 0, NULL, TRUE, \
    { { KLASTER_THEME_PRINT, FALSE, KLASTER_LANGUAGE_UZ, 1.0 }, KLASTER_MAP_DEFAULT, NULL, 0, NULL, NULL }, 20.0 })

/* A part of a map */
typedef struct
{
  KlasterRect bounds; /* world */
  guint n_members;
} KlasterRenderPart;

/* (transfer full) (nullable): what a sheet of that size shows, a whole graph laid out for its room; NULL: cancelled */
KlasterMapScene *klaster_render_make_scene (KlasterSnapshot        *snapshot,
                                    const KlasterRenderOptions *options,
                                    GCancellable               *cancellable);
/* (transfer full) (element-type KlasterRenderPart): parts of a map with many members drawn as one, the fullest first */
GArray  *klaster_render_list_crowded (KlasterMapScene           *scene,
                                    const KlasterRenderOptions *options);
/* The same of a scene that is there already, as often as it is looked at; metres that a unit of the sheet stands for */
double   klaster_render_scene      (KlasterMapScene            *scene,
                                    cairo_t                    *cr,
                                    const KlasterRenderOptions *options);
/* (transfer full): the file's bytes; errors: G_IO_ERROR (too large, no font installed, cancelled) */
GBytes  *klaster_render_to_bytes   (KlasterSnapshot            *snapshot,
                                    KlasterRenderFormat         format,
                                    const KlasterRenderOptions *options,
                                    GCancellable               *cancellable,
                                    GError                    **error);
/* "png", "svg", "pdf" or a file name that ends so */
gboolean klaster_render_format_parse (const char               *text,
                                    KlasterRenderFormat        *format);

G_END_DECLS
