/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* A cairo_write_func_t whose closure is a #GByteArray */
static inline cairo_status_t
klaster_cairo_append_cb (void                *bytes,
                         const unsigned char *data,
                         unsigned int         length)
{
  g_byte_array_append (bytes, data, length);

  return CAIRO_STATUS_SUCCESS;
}
