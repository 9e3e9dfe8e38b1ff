/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-schema.h"

G_BEGIN_DECLS

/**
 * KlasterValue:
 *
 * One cell on its way into an edit or a row: null, an integer, a real number or text. Dates, times, tokens and lists are
 * text, booleans the integers 0 and 1, as they are in the file. Passed by value; the text is borrowed by the callee.
 */
typedef enum
{
  KLASTER_VALUE_NULL,
  KLASTER_VALUE_INTEGER,
  KLASTER_VALUE_REAL,
  KLASTER_VALUE_TEXT,
} KlasterValueType;

typedef struct
{
  KlasterValueType type;
  union
  {
    gint64 integer;
    double real;
    const char *text;
  };
} KlasterValue;

#define KLASTER_NULL ((KlasterValue) { KLASTER_VALUE_NULL, { 0 } })
#define KLASTER_INTEGER(i) ((KlasterValue) { KLASTER_VALUE_INTEGER, { .integer = (i) } })
#define KLASTER_REAL(r) ((KlasterValue) { KLASTER_VALUE_REAL, { .real = (r) } })
#define KLASTER_TEXT(t) ((KlasterValue) { KLASTER_VALUE_TEXT, { .text = (t) } })

gboolean klaster_value_equal (KlasterValue a, KlasterValue b);

/**
 * KlasterRow:
 *
 * One immutable row of a project: `id` and the columns of its table. Reference-counted, may be used from any thread.
 * A row and all its text is one block of memory; text pointers live as long as the row.
 */
typedef struct _KlasterRow KlasterRow;

KlasterRow   *klaster_row_new         (KlasterTable        table,
                                       const KlasterValue *values,
                                       guint               n_values);
KlasterRow   *klaster_row_ref         (KlasterRow         *self);
void          klaster_row_unref       (KlasterRow         *self);
KlasterTable  klaster_row_get_table   (const KlasterRow   *self);
gint64        klaster_row_get_id      (const KlasterRow   *self);
KlasterValue  klaster_row_get_value   (const KlasterRow   *self,
                                       guint               column);
gboolean      klaster_row_is_null     (const KlasterRow   *self,
                                       guint               column);
gint64        klaster_row_get_integer (const KlasterRow   *self, /* 0 when null */
                                       guint               column);
double        klaster_row_get_real    (const KlasterRow   *self, /* NAN when null */
                                       guint               column);
const char   *klaster_row_get_text    (const KlasterRow   *self, /* NULL when null */
                                       guint               column);
gint          klaster_row_get_token   (const KlasterRow   *self, /* position in the column's tokens, -1 when null */
                                       guint               column);
gboolean      klaster_row_has_token   (const KlasterRow   *self, /* LIST columns */
                                       guint               column,
                                       const char         *token);
KlasterRow   *klaster_row_with_value  (const KlasterRow   *self,
                                       guint               column,
                                       KlasterValue        value);
gboolean      klaster_row_equal       (const KlasterRow   *a,
                                       const KlasterRow   *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterRow, klaster_row_unref)

G_END_DECLS
