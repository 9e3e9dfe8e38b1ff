/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-label.h"
#include "klaster-paper-private.h"
#include "klaster-pdf.h"
#include "klaster-symbol.h"

#define MAX_LEVELS 4
#define RINGED_SHARE 0.7

static const struct
{
  const char *name;
  double width, height;
} sizes[KLASTER_N_PAPER_SIZES] = {
  [KLASTER_PAPER_A4] = { "A4", 210, 297 },
  [KLASTER_PAPER_A3] = { "A3", 297, 420 },
  [KLASTER_PAPER_A2] = { "A2", 420, 594 },
  [KLASTER_PAPER_A1] = { "A1", 594, 841 },
};

/**
 * klaster_paper_size_get_name:
 * @size: a size of paper
 *
 * Returns: (transfer none): "A4" …
 */
const char *
klaster_paper_size_get_name (KlasterPaperSize size)
{
  g_return_val_if_fail (size < KLASTER_N_PAPER_SIZES, NULL);

  return sizes[size].name;
}

/**
 * klaster_paper_size_parse:
 * @text: "A4", "a3", …
 * @size: (out): the size
 *
 * Returns: whether it is one
 */
gboolean
klaster_paper_size_parse (const char       *text,
                          KlasterPaperSize *size)
{
  g_return_val_if_fail (text != NULL && size != NULL, FALSE);

  for (guint i = 0; i < KLASTER_N_PAPER_SIZES; i++)
    if (g_ascii_strcasecmp (text, sizes[i].name) == 0)
      {
        *size = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_paper_size_get_points:
 * @size: a size of paper
 * @width: (out): points, the sheet upright
 * @height: (out): points
 */
void
klaster_paper_size_get_points (KlasterPaperSize  size,
                               double           *width,
                               double           *height)
{
  g_return_if_fail (size < KLASTER_N_PAPER_SIZES);

  *width = sizes[size].width * 72 / 25.4;
  *height = sizes[size].height * 72 / 25.4;
}

/* An empty one, for the writer to fill before anybody else sees it */
KlasterPaper *
klaster_paper_new (double width,
                   double height)
{
  KlasterPaper *self = g_new0 (KlasterPaper, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->width = width;
  self->height = height;
  self->strings = g_string_chunk_new (4096);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->headings = g_array_new (FALSE, FALSE, sizeof (KlasterPaperHeading));
  self->drawings = g_array_new (FALSE, FALSE, sizeof (KlasterPaperDrawing));

  return self;
}

KlasterPaper *
klaster_paper_ref (KlasterPaper *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
klaster_paper_unref (KlasterPaper *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->drawings->len; i++)
    {
      KlasterPaperDrawing *drawing = &g_array_index (self->drawings, KlasterPaperDrawing, i);

      if (drawing->destroy != NULL)
        drawing->destroy (drawing->data);
    }
  g_array_unref (self->drawings);
  g_array_unref (self->headings);
  g_ptr_array_unref (self->pages);
  g_string_chunk_free (self->strings);
  g_free (self->title);
  g_free (self->subject);
  g_free (self->date);
  g_free (self);
}

/**
 * klaster_paper_get_title:
 * @self: a document
 *
 * Returns: (transfer none): what it is called, in its language
 */
const char *
klaster_paper_get_title (const KlasterPaper *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

guint
klaster_paper_get_n_pages (const KlasterPaper *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages->len;
}

void
klaster_paper_get_size (const KlasterPaper *self,
                        double             *width,
                        double             *height)
{
  g_return_if_fail (self != NULL);

  *width = self->width;
  *height = self->height;
}

static void
draw_drawing (const KlasterPaper     *self,
              const KlasterPaperItem *item,
              cairo_t                *cr)
{
  const KlasterPaperDrawing *drawing = &g_array_index (self->drawings, KlasterPaperDrawing, item->drawing);

  cairo_translate (cr, item->x, item->y);
  drawing->func (cr, item->width, item->height, drawing->data);
}

/* A ring around it takes its room from the symbol, not from the text beside it. */
static void
draw_symbol (const KlasterPaperItem *item,
             cairo_t                *cr)
{
  const KlasterStyle style = { KLASTER_THEME_PRINT, FALSE, KLASTER_LANGUAGE_UZ, 1.0 };
  gboolean ringed = item->role == KLASTER_ROLE_INTEGRATOR || item->role == KLASTER_ROLE_CORE;
  double size = item->width * (ringed ? RINGED_SHARE : 1);

  klaster_symbol_draw (cr, item->kind, item->role, item->x + item->width / 2, item->y + item->height / 2, size,
                       KLASTER_SYMBOL_PLAIN, &style);
}

static void
draw_item (const KlasterPaper     *self,
           const KlasterPaperItem *item,
           cairo_t                *cr)
{
  cairo_set_source_rgb (cr, item->grey, item->grey, item->grey);
  switch (item->type)
    {
    case KLASTER_PAPER_ITEM_TEXT:
      klaster_paper_text_draw (cr, &item->font, item->align, item->text, item->x, item->y, item->width, item->first_line,
                               item->n_lines);
      break;
    case KLASTER_PAPER_ITEM_FILL:
      cairo_rectangle (cr, item->x, item->y, item->width, item->height);
      cairo_fill (cr);
      break;
    case KLASTER_PAPER_ITEM_SYMBOL:
      draw_symbol (item, cr);
      break;
    case KLASTER_PAPER_ITEM_DRAWING:
    default:
      draw_drawing (self, item, cr);
      break;
    }
}

/**
 * klaster_paper_draw_page:
 * @self: a document
 * @page: from 0 on
 * @cr: in points, its origin the upper left corner of the page
 *
 * Draws a page, not the paper under it. Any thread.
 */
void
klaster_paper_draw_page (KlasterPaper *self,
                         guint         page,
                         cairo_t      *cr)
{
  GArray *items;

  g_return_if_fail (self != NULL && page < self->pages->len && cr != NULL);

  items = g_ptr_array_index (self->pages, page);
  for (guint i = 0; i < items->len; i++)
    {
      cairo_save (cr);
      draw_item (self, &g_array_index (items, KlasterPaperItem, i), cr);
      cairo_restore (cr);
    }
}

/**
 * klaster_paper_get_text:
 * @self: a document
 * @page: from 0 on
 *
 * Returns: (transfer full): the text of a page as it is read, each piece on a line of its own
 */
char *
klaster_paper_get_text (KlasterPaper *self,
                        guint         page)
{
  GString *text = g_string_new (NULL);
  GArray *items;

  g_return_val_if_fail (self != NULL && page < self->pages->len, NULL);

  items = g_ptr_array_index (self->pages, page);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterPaperItem *item = &g_array_index (items, KlasterPaperItem, i);
      g_autofree char *lines = NULL;

      if (item->type == KLASTER_PAPER_ITEM_DRAWING && item->text != NULL)
        g_string_append_printf (text, "%s\n", item->text);
      if (item->type != KLASTER_PAPER_ITEM_TEXT)
        continue;
      lines = klaster_paper_text_get_lines (&item->font, item->text, item->width, item->first_line, item->n_lines);
      g_string_append (text, lines);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
add_outline (const KlasterPaper *self,
             cairo_surface_t    *surface)
{
  int parents[MAX_LEVELS];

  for (guint i = 0; i < self->headings->len; i++)
    {
      const KlasterPaperHeading *heading = &g_array_index (self->headings, KlasterPaperHeading, i);
      guint level = MIN (heading->level, MAX_LEVELS - 1);
      char y[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *target = NULL;
      int entry;

      if (i == 0)
        level = 0;
      g_ascii_formatd (y, sizeof y, "%.1f", heading->y);
      target = g_strdup_printf ("page=%u pos=[0 %s]", heading->page + 1, y);
      entry = cairo_pdf_surface_add_outline (surface, level == 0 ? CAIRO_PDF_OUTLINE_ROOT : parents[level - 1],
                                             heading->text, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
      for (guint k = level; k < MAX_LEVELS; k++)
        parents[k] = entry;
    }
}

/**
 * klaster_paper_to_pdf:
 * @self: a document
 * @cancellable: (nullable): looked at before every page
 * @error: return location for a #GIOErrorEnum
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a PDF file with title, language and outline, the same bytes for the same document
 */
GBytes *
klaster_paper_to_pdf (KlasterPaper  *self,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (self != NULL, NULL);

  /* The moment of writing would make every file different: the day the document is about stands there. */
  surface = klaster_pdf_surface_new (bytes, self->width, self->height, self->title, self->subject, self->date);
  cr = cairo_create (surface);
  for (guint page = 0; page < self->pages->len && !g_cancellable_is_cancelled (cancellable); page++)
    {
      klaster_paper_draw_page (self, page, cr);
      cairo_show_page (cr);
    }
  add_outline (self, surface);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The PDF could not be made: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  klaster_pdf_set_language (bytes, self->language);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
