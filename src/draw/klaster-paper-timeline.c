/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-paper-document-private.h"
#include "klaster-timeline.h"
#include "klaster-translation.h"

/* A logical pixel of the timeline, in points */
#define PIXEL 0.75

/* The rows of one page */
typedef struct
{
  KlasterTimeline *timeline;
  KlasterTimelineView view;
} TimelinePage;

static void
timeline_page_free (gpointer data)
{
  TimelinePage *self = data;

  klaster_timeline_unref (self->timeline);
  g_free (self);
}

static void
draw_rows (cairo_t *cr,
           double   width,
           double   height,
           gpointer data)
{
  const TimelinePage *self = data;
  KlasterTimelineView view = self->view;

  view.width = width / PIXEL;
  cairo_scale (cr, PIXEL, PIXEL);
  cairo_rectangle (cr, 0, 0, view.width, view.height);
  cairo_clip (cr);
  klaster_timeline_draw (self->timeline, &view, cr);
}

static GArray *
list_ids (KlasterSnapshot           *snapshot,
          const KlasterPaperOptions *options)
{
  g_autoptr (GPtrArray) entries = klaster_paper_list_entries (snapshot, KLASTER_TABLE_AGREEMENT, options);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < entries->len; i++)
    {
      const KlasterPaperEntry *entry = g_ptr_array_index (entries, i);

      g_array_append_val (ids, entry->id);
    }

  return ids;
}

static char *
describe_rows (KlasterTimeline *timeline,
               guint            first,
               guint            n_rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *words = klaster_timeline_describe (timeline, first + i);

      if (words != NULL)
        g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", words);
    }

  return g_string_free (text, FALSE);
}

/* Agreements as bars over academic years, as many rows on each page as fit, the years above them on every page. */
gboolean
klaster_paper_write_timeline (KlasterPaperWriter        *writer,
                              KlasterSnapshot           *snapshot,
                              const KlasterPaperOptions *options,
                              GCancellable              *cancellable,
                              GError                   **error)
{
  const KlasterStyle style = { KLASTER_THEME_PRINT, FALSE, options->language, 1.0 };
  g_autoptr (GArray) ids = list_ids (snapshot, options);
  g_autoptr (KlasterTimeline) timeline = NULL;
  double row_height = klaster_timeline_row_height (&style), head_height = klaster_timeline_header_height (&style);
  guint n_rows;
  int first_day, last_day;

  if (ids->len == 0)
    {
      klaster_paper_writer_add_note (writer, klaster_translate (options->language, "There are no agreements to list."));
      return TRUE;
    }
  timeline = klaster_timeline_new (snapshot, (const gint64 *) (gpointer) ids->data, ids->len, options->date, options->language);
  n_rows = klaster_timeline_get_n_rows (timeline);
  klaster_timeline_get_extent (timeline, &first_day, &last_day);
  for (guint row = 0; row < n_rows;)
    {
      TimelinePage *page = g_new0 (TimelinePage, 1);
      g_autofree char *text = NULL;
      double width, height;
      guint n_fit;

      if (row > 0)
        klaster_paper_writer_begin_page (writer);
      klaster_paper_writer_get_room (writer, &width, &height);
      n_fit = (guint) MAX (floor ((height / PIXEL - head_height) / row_height), 1);
      page->timeline = klaster_timeline_ref (timeline);
      page->view = (KlasterTimelineView) {
        .width = width / PIXEL, .height = head_height + MIN (n_fit, n_rows - row) * row_height, .first_day = first_day,
        .days = MAX (last_day - first_day + 1, 1), .scroll = row * row_height, .hover = -1, .focus = -1, .style = style,
      };
      text = describe_rows (timeline, row, MIN (n_fit, n_rows - row));
      klaster_paper_writer_add_drawing (writer, text, draw_rows, page, timeline_page_free);
      row += n_fit;
    }

  return !g_cancellable_is_cancelled (cancellable);
}
