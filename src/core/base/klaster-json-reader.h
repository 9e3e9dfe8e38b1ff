/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KlasterJsonReader:
 *
 * Reads JSON text piece by piece, without recursion and without building anything: documents of a hundred megabytes from a
 * stranger take no more memory than what their reader keeps of them. The first error stays, with line and column; every
 * function returns FALSE from then on. Private to core.
 */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint line;
  const char *line_start;
  GString *string; /* the last string read */
  GError *error;
  gboolean any_number; /* whole numbers beyond 64 bits, which other programs write, are read as real ones */
} KlasterJsonReader;

typedef enum
{
  KLASTER_JSON_NONE, /* none of the below, or the end */
  KLASTER_JSON_OBJECT,
  KLASTER_JSON_ARRAY,
  KLASTER_JSON_STRING,
  KLASTER_JSON_NUMBER,
  KLASTER_JSON_TRUE,
  KLASTER_JSON_FALSE,
  KLASTER_JSON_NULL,
} KlasterJsonType;

void            klaster_json_reader_init        (KlasterJsonReader *self,
                                                 const char        *text,
                                                 gsize              length);
void            klaster_json_reader_clear       (KlasterJsonReader *self);
/* Sets the error at the place that was read last; returns FALSE. */
gboolean        klaster_json_reader_fail        (KlasterJsonReader *self,
                                                 const char        *format,
                                                 ...) G_GNUC_PRINTF (2, 3);
/* What comes next, without reading it. */
KlasterJsonType klaster_json_reader_peek        (KlasterJsonReader *self);
/* Reads this one character. */
gboolean        klaster_json_reader_expect      (KlasterJsonReader *self,
                                                 char               c);
/* Reads it if it comes next. */
gboolean        klaster_json_reader_accept      (KlasterJsonReader *self,
                                                 char               c);
/* Into ->string. */
gboolean        klaster_json_reader_read_string (KlasterJsonReader *self);
/* A number: @is_integer says which of the two was set. */
gboolean        klaster_json_reader_read_number (KlasterJsonReader *self,
                                                 gboolean          *is_integer,
                                                 gint64            *integer,
                                                 double            *real);
gboolean        klaster_json_reader_read_word   (KlasterJsonReader *self,
                                                 const char        *word);
gboolean        klaster_json_reader_at_end      (KlasterJsonReader *self);

G_END_DECLS
