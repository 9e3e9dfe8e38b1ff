/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-sheet.h"

G_BEGIN_DECLS

/* Separators that are recognised, NULL-terminated string: comma, semicolon, tab, bar. */
#define KLASTER_CSV_SEPARATORS ",;\t|"

typedef enum
{
  KLASTER_HEADER_AUTO,
  KLASTER_HEADER_PRESENT,
  KLASTER_HEADER_ABSENT,
} KlasterHeader;

char          klaster_csv_detect_separator    (const char          *text,
                                               gsize                length);
gboolean      klaster_csv_detect_decimal_comma (const KlasterSheet *sheet);
/* Whether the first row of a sheet without a header is one */
gboolean      klaster_csv_detect_header       (const KlasterSheet  *sheet);
KlasterSheet *klaster_csv_read                (const char          *text,
                                               gsize                length,
                                               char                 separator,
                                               KlasterHeader        header,
                                               GCancellable        *cancellable,
                                               GError             **error);

G_END_DECLS
