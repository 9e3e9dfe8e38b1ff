/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-print-job.h"

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              KlasterPaper      *paper)
{
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double paper_width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  double paper_height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  double width, height, scale;

  klaster_paper_get_size (paper, &width, &height);
  scale = MIN (paper_width / width, paper_height / height);
  cairo_translate (cr, (paper_width - width * scale) / 2, (paper_height - height * scale) / 2);
  cairo_scale (cr, scale, scale);
  klaster_paper_draw_page (paper, (guint) page, cr);
}

/* The sheet that the document is laid out for, as a printer knows it */
static GtkPageSetup *
create_setup (KlasterPaper *paper)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  double width, height;

  klaster_paper_get_size (paper, &width, &height);
  for (guint i = 0; i < KLASTER_N_PAPER_SIZES; i++)
    {
      double short_side, long_side;

      klaster_paper_size_get_points (i, &short_side, &long_side);
      if (MIN (width, height) > short_side + 1)
        continue;
      {
        g_autofree char *name = g_strdup_printf ("iso_%s", klaster_paper_size_get_name (i));
        GtkPaperSize *size;

        name[4] = g_ascii_tolower (name[4]);
        size = gtk_paper_size_new (name);
        gtk_page_setup_set_paper_size (setup, size);
        gtk_paper_size_free (size);
      }
      break;
    }
  gtk_page_setup_set_orientation (setup, width > height ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);

  return setup;
}

/**
 * klaster_print_job_new:
 * @paper: a document
 *
 * Pages are drawn one after the other from the main loop, so the window stays alive. Points as the unit and a full page:
 * anything else moves letters apart in the text of a PDF.
 *
 * Returns: (transfer full): an operation to be run
 */
GtkPrintOperation *
klaster_print_job_new (KlasterPaper *paper)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = create_setup (paper);

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_n_pages (operation, (int) klaster_paper_get_n_pages (paper));
  gtk_print_operation_set_job_name (operation, klaster_paper_get_title (paper));
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), klaster_paper_ref (paper),
                         (GClosureNotify) klaster_paper_unref, 0);

  return operation;
}
