/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>

#include "klaster-width-first.h"

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                        minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

/**
 * klaster_width_first_new:
 * @child: (transfer floating): a label that wraps, or something with such labels
 *
 * A horizontal box asks what stands in it how wide it has to be for the height that it was given. A label that wraps answers by
 * trying one width after the other, and lays its text out anew each time: in a row of text that took more time than all the
 * rest. The height of our text always follows from its width, so the bin is never asked that.
 *
 * Returns: (transfer floating): a bin with @child in it
 */
GtkWidget *
klaster_width_first_new (GtkWidget *child)
{
  GtkWidget *bin = adw_bin_new ();

  g_return_val_if_fail (GTK_IS_WIDGET (child), bin);

  gtk_widget_set_layout_manager (bin, gtk_custom_layout_new (get_request_mode, measure, allocate));
  adw_bin_set_child (ADW_BIN (bin), child);

  return bin;
}
