/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "klaster-palette.h"
#include "klaster-query.h"
#include "klaster-row-places.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

/**
 * KlasterTimeline:
 *
 * Agreements as bars over academic years: what is drawn, worked out once from a snapshot. Immutable, reference-counted, any
 * thread.
 */
typedef struct _KlasterTimeline KlasterTimeline;

/* @ids: agreements in the order of their rows. @date: today, a valid date */
KlasterTimeline *klaster_timeline_new        (KlasterSnapshot        *snapshot,
                                              const gint64           *ids,
                                              guint                   n_ids,
                                              const char             *date,
                                              KlasterLanguage         language);
/* @groups: (nullable) (element-type KlasterQueryGroup): headings above the rows with which groups begin */
KlasterTimeline *klaster_timeline_new_grouped (KlasterSnapshot       *snapshot,
                                              const gint64           *ids,
                                              guint                   n_ids,
                                              const GArray           *groups,
                                              const char             *date,
                                              KlasterLanguage         language);
KlasterTimeline *klaster_timeline_ref        (KlasterTimeline        *self);
void             klaster_timeline_unref      (KlasterTimeline        *self);
guint            klaster_timeline_get_n_rows (const KlasterTimeline  *self);
gint64           klaster_timeline_get_id     (const KlasterTimeline  *self,
                                              guint                   row);
/* Row of an agreement, -1: none */
gint             klaster_timeline_find       (const KlasterTimeline  *self,
                                              gint64                  id);
/* First and last day of everything, today included, as whole academic years; days since 1 January 2000 */
void             klaster_timeline_get_extent (const KlasterTimeline  *self,
                                              int                    *first,
                                              int                    *last);
int              klaster_timeline_get_today  (const KlasterTimeline  *self);
/* What a row says in words: "No. 14 Practice base, School 5, 1 Sep 2025 – 3 Dec 2026, in force"; (transfer full) */
char            *klaster_timeline_describe   (const KlasterTimeline  *self,
                                              guint                   row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterTimeline, klaster_timeline_unref)

/**
 * KlasterTimelineView:
 * @width: of the whole picture, in pixels or points
 * @height: of it
 * @first_day: day at the left edge of the bars
 * @days: how many days are as wide as the bars' part
 * @scroll: how far rows are scrolled up
 * @is_selected: (nullable): whether an agreement is selected
 * @selected_data: for @is_selected
 * @hover: the row under the pointer, -1: none
 * @focus: the row with the cursor, -1: none
 * @style: colours and size of text
 *
 * Which part of a timeline is drawn, and how. A plain value.
 */
typedef struct
{
  double width;
  double height;
  double first_day;
  double days;
  double scroll;
  gboolean (*is_selected) (gint64   id,
                           gpointer data);
  gpointer selected_data;
  gint hover;
  gint focus;
  KlasterStyle style;
} KlasterTimelineView;

/* Heights and widths that follow from the size of text */
double klaster_timeline_row_height    (const KlasterStyle        *style);
double klaster_timeline_header_height (const KlasterStyle        *style);
/* Where rows and headings stand below the header, the first at 0; valid as long as the timeline */
KlasterRowPlaces klaster_timeline_get_places (const KlasterTimeline *self,
                                       const KlasterStyle        *style);
double klaster_timeline_label_width   (const KlasterTimelineView *view);
/* Draws the rows that are seen, and nothing of the others */
void   klaster_timeline_draw          (const KlasterTimeline     *self,
                                       const KlasterTimelineView *view,
                                       cairo_t                   *cr);
/* The row at @y, -1: none */
gint   klaster_timeline_pick          (const KlasterTimeline     *self,
                                       const KlasterTimelineView *view,
                                       double                     y);

G_END_DECLS
