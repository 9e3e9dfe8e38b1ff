/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-await.h"

/* Sources that are ready again and again, as on a machine too slow for its animations, must not hold a test for ever. */
#define KLASTER_MAX_EVENTS 1000

/* Waits until the window of @widget has drawn itself twice: what is queued for a frame has happened then. */
static inline void
klaster_await_frames (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  for (guint i = 0; i < 2; i++)
    {
      gint64 frame = gdk_frame_clock_get_frame_counter (clock);

      gtk_widget_queue_draw (widget);
      klaster_await (gdk_frame_clock_get_frame_counter (clock) > frame, KLASTER_AWAIT_SECONDS);
    }
  for (guint i = 0; i < KLASTER_MAX_EVENTS && g_main_context_iteration (NULL, FALSE); i++)
    ;
}
