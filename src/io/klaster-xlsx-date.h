/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a cell's number means by its format. */
typedef enum
{
  KLASTER_XLSX_NUMBER,
  KLASTER_XLSX_DATE,
  KLASTER_XLSX_DATE_TIME,
  KLASTER_XLSX_TIME,
} KlasterXlsxMeaning;

KlasterXlsxMeaning klaster_xlsx_format_get_meaning (guint               id,
                                                    const char         *code); /* (nullable) */
/* (transfer full) (nullable): YYYY-MM-DD, with hh:mm:ss behind it, or hh:mm:ss alone; NULL: no day of the calendar */
char              *klaster_xlsx_format_date        (double              number,
                                                    KlasterXlsxMeaning  meaning,
                                                    gboolean            since_1904);

G_END_DECLS
