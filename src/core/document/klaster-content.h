/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-edit.h"

G_BEGIN_DECLS

#define KLASTER_CONTENT_ERROR (klaster_content_error_quark ())
GQuark klaster_content_error_quark (void);

typedef enum
{
  KLASTER_CONTENT_ERROR_SYNTAX,      /* not JSON, or not of the form; the message says where */
  KLASTER_CONTENT_ERROR_NOT_CONTENT, /* JSON, but not ours */
  KLASTER_CONTENT_ERROR_NEWER,       /* written by a newer version */
  KLASTER_CONTENT_ERROR_INVALID,     /* a value is wrong; the message says where */
} KlasterContentError;

/* The whole content as text, without history: what `export .json` writes. Equal content gives equal bytes. Any thread.
 * @date: "today" for derived columns, a valid date. */
GBytes      *klaster_content_write           (KlasterSnapshot  *snapshot,
                                              const char       *date);
gboolean     klaster_content_write_to_stream (KlasterSnapshot  *snapshot,
                                              const char       *date,
                                              GOutputStream    *stream,
                                              GCancellable     *cancellable,
                                              GError          **error);

/* The text as an edit of @snapshot: rows that are not there are inserted with their ids, rows that are there take the
 * values of the text; nothing is deleted. Derived columns are ignored. @lines (out)
 * (optional) (element-type guint): the line of each, in order. Any thread. */
KlasterEdit *klaster_content_read            (GBytes           *content,
                                              KlasterSnapshot  *snapshot,
                                              const char       *label,
                                              GArray          **lines,
                                              GError          **error);
/* The same, checked: what changes. Errors name line, table and column. */
KlasterDelta *klaster_content_resolve        (GBytes           *content,
                                              KlasterSnapshot  *snapshot,
                                              GError          **error);

G_END_DECLS
