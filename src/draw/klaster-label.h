/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include <pango/pango.h>

#include "klaster-palette.h"

G_BEGIN_DECLS

/* Text on the map. Each thread has a Pango context of its own; layouts are the same on all of them. Logical pixels. */

typedef enum
{
  KLASTER_FONT_MEMBER,
  KLASTER_FONT_MEMBER_STRONG, /* integrator and core */
  KLASTER_FONT_MEMBER_DIM,    /* former members */
  KLASTER_FONT_CLUSTER,       /* the number in a cluster */
  KLASTER_FONT_COUNTRY,
  KLASTER_FONT_REGION,
  KLASTER_FONT_CAPITAL,
  KLASTER_FONT_CITY,
  KLASTER_FONT_TOWN,
  KLASTER_FONT_VILLAGE,
  KLASTER_FONT_WATER,
  KLASTER_FONT_OVERLAY,       /* names of districts and the like */
  KLASTER_FONT_TITLE,         /* sheets */
  KLASTER_FONT_BODY,
  KLASTER_FONT_BODY_STRONG,
  KLASTER_FONT_SMALL,
  KLASTER_N_FONTS
} KlasterFont;

#define KLASTER_LABEL_MAX_LINES 3

typedef struct
{
  char *lines[KLASTER_LABEL_MAX_LINES]; /* owned; each may end in an ellipsis */
  guint n_lines;
  gboolean shortened; /* one of them does */
  double width;
} KlasterLabelText;

/* This thread's context for text with exact positions; (transfer none) */
PangoContext *klaster_label_get_vector_context (void);
/* FALSE: no font is installed, all text would silently be empty */
gboolean klaster_label_can_draw    (void);
double   klaster_label_measure     (KlasterFont         font,
                                    double              scale,
                                    const char         *text,
                                    gssize              length);
/* Top of the line to its baseline; the whole line's height is *@line_height */
double   klaster_label_get_ascent  (KlasterFont         font,
                                    double              scale,
                                    double             *line_height);
/* Breaks @text at spaces into as few lines as it needs, at most three, of much the same width */
void     klaster_label_wrap        (KlasterFont         font,
                                    double              scale,
                                    const char         *text,
                                    double              max_width,
                                    KlasterLabelText   *result);
void     klaster_label_text_clear  (KlasterLabelText   *self);
/* One line, its baseline at @y; @align: 0 begins at @x, 0.5 is centred, 1 ends there. @halo may be NULL. */
void     klaster_label_draw        (cairo_t            *cr,
                                    KlasterFont         font,
                                    double              scale,
                                    const char         *text,
                                    double              x,
                                    double              y,
                                    double              align,
                                    const KlasterColor *color,
                                    const KlasterColor *halo);

G_END_DECLS
