/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/xmlreader.h>

G_BEGIN_DECLS

/* One part of a workbook's archive, read as XML while it is unpacked. */
typedef struct _KlasterXlsxPart KlasterXlsxPart;

/* @budget: (inout): bytes that may still be unpacked, of all parts together. NULL without an error: there is no such part. */
KlasterXlsxPart *klaster_xlsx_part_open  (GBytes           *archive,
                                          const char       *path,
                                          gsize            *budget,
                                          GError          **error);
void             klaster_xlsx_part_free  (KlasterXlsxPart  *self);
/* To the next node; FALSE: the end, or an error. */
gboolean         klaster_xlsx_part_next  (KlasterXlsxPart  *self,
                                          GError          **error);
/* Whether the node is the start of an element of this name, in any namespace */
gboolean         klaster_xlsx_part_starts (KlasterXlsxPart *self,
                                          const char       *element);
gboolean         klaster_xlsx_part_ends  (KlasterXlsxPart  *self,
                                          const char       *element);
/* The text of the node, NULL: it is none */
const char      *klaster_xlsx_part_get_text (KlasterXlsxPart *self);
/* Of the element that starts here, by local name; (transfer full) (nullable) */
char            *klaster_xlsx_part_get_attribute (KlasterXlsxPart *self,
                                          const char       *name);
gboolean         klaster_xlsx_part_is_empty (KlasterXlsxPart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterXlsxPart, klaster_xlsx_part_free)

G_END_DECLS
