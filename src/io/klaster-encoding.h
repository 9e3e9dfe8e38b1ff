/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KLASTER_IMPORT_ERROR (klaster_import_error_quark ())
GQuark klaster_import_error_quark (void);

/* Why a source can't be read at all. What is wrong with single rows is a problem of the report, not an error. */
typedef enum
{
  KLASTER_IMPORT_ERROR_ENCODING, /* bytes that are no text in this encoding */
  KLASTER_IMPORT_ERROR_FORMAT,   /* not CSV, GeoJSON or our own JSON */
  KLASTER_IMPORT_ERROR_MAPPING,  /* the mapping names what is not there */
  KLASTER_IMPORT_ERROR_TOO_LARGE,
} KlasterImportError;

/* Encodings that a person may choose, most likely first: names as iconv knows them, NULL-terminated. */
const char *const *klaster_encoding_list      (void);
/* As people read it: "Cyrillic (Windows-1251)"; (transfer none) */
const char        *klaster_encoding_get_title (const char   *encoding);
const char        *klaster_encoding_find      (const char   *name);
const char        *klaster_encoding_detect    (const guint8 *data,
                                               gsize         length);
char              *klaster_encoding_to_utf8   (const guint8 *data,
                                               gsize         length,
                                               const char   *encoding,
                                               gsize        *utf8_length,
                                               GError      **error);

G_END_DECLS
