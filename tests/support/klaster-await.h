/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The bounds of waiting end a test that would hang; they measure nothing. So none is shorter than this, however busy or
 * slow the machine is. */
#define KLASTER_AWAIT_SECONDS 120

/* Runs the default main context until @condition holds; fails the test after @seconds, or KLASTER_AWAIT_SECONDS when that is
 * longer. No sleeping, no guessing. */
#define klaster_await(condition, seconds)                                                                             \
  G_STMT_START                                                                                                        \
  {                                                                                                                   \
    double bound_ = MAX ((double) (seconds), KLASTER_AWAIT_SECONDS);                                                  \
    gint64 deadline_ = g_get_monotonic_time () + (gint64) (bound_ * G_USEC_PER_SEC);                                  \
    guint tick_ = g_timeout_add (5, klaster_await_tick_cb, NULL);                                                     \
    while (!(condition) && g_get_monotonic_time () < deadline_)                                                       \
      g_main_context_iteration (NULL, TRUE);                                                                          \
    g_source_remove (tick_);                                                                                          \
    if (!(condition))                                                                                                 \
      g_error ("%s:%d: not within %g s: %s", __FILE__, __LINE__, bound_, #condition);                                 \
  }                                                                                                                   \
  G_STMT_END

static inline gboolean
klaster_await_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* For a condition that is asked again and again: reads the file at @path into @contents in place of what the last reading
 * left there, which is NULL at first. FALSE, with @contents NULL: it is not there or empty. */
static inline gboolean
klaster_await_contents (const char  *path,
                        char       **contents,
                        gsize       *length)
{
  g_free (g_steal_pointer (contents));
  *length = 0;

  return g_file_get_contents (path, contents, length, NULL) && *length > 0;
}
