/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdlib.h>

#include <glib.h>

/* What GTK says of itself, and no fault of ours:
 *
 * - from 4.16 on it remarks on labels that are measured for less width than they need, which libadwaita 1.7 does with the heading
 *   and the buttons of every AdwMessageDialog;
 * - 4.8 asks half a second after a tooltip became due where the pointer is on the surface it was due on, be it a popover that was
 *   closed meanwhile, and which widget is there, and shows none. */
static inline gboolean
klaster_test_is_remark (const char *message)
{
  static const char *const remarks[] = {
    "Trying to measure GtkLabel ",
    "gdk_surface_get_device_position: assertion 'GDK_IS_SURFACE (surface)' failed",
    "_gtk_widget_find_at_coords: assertion 'GDK_IS_SURFACE (surface)' failed",
  };

  for (guint i = 0; i < G_N_ELEMENTS (remarks); i++)
    if (g_str_has_prefix (message, remarks[i]))
      return TRUE;

  return FALSE;
}

static inline GLogWriterOutput
klaster_test_write_log (GLogLevelFlags   level,
                        const GLogField *fields,
                        gsize            n_fields,
                        gpointer         user_data)
{
  const char *message = "";

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
  if (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL) && !klaster_test_is_remark (message))
    {
      g_log_writer_default (level, fields, n_fields, NULL);
      abort ();
    }

  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Every warning but these ends the program. Once for each program. */
static inline void
klaster_test_pass_remarks (void)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (klaster_test_write_log, NULL, NULL);
}
