/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdlib.h>

#include <glib.h>

/* GTK from 4.16 on remarks on labels that are measured for less width than they need. libadwaita 1.7 does that with the
 * heading and the buttons of every AdwMessageDialog, which is no fault of ours. */
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
  if (level & G_LOG_LEVEL_WARNING && !g_str_has_prefix (message, "Trying to measure GtkLabel "))
    {
      g_log_writer_default (level, fields, n_fields, NULL);
      abort ();
    }

  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Every warning but this ends the program. Once for each program. */
static inline void
klaster_test_pass_remarks (void)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (klaster_test_write_log, NULL, NULL);
}
