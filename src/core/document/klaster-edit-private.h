/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

typedef enum
{
  KLASTER_OPERATION_INSERT,
  KLASTER_OPERATION_SET,
  KLASTER_OPERATION_DELETE,
} KlasterOperationType;

typedef struct
{
  guint8 type;
  guint8 table;
  guint16 column;
  guint32 origin; /* index of the operation of the document it comes from */
  gint64 id;
  KlasterValue value; /* text belongs to the edit */
} KlasterOperation;

/* From here on every change belongs to this operation of a document; without it each call counts as one. */
void                    klaster_edit_set_origin     (KlasterEdit             *self,
                                                     guint                    origin);
const KlasterOperation *klaster_edit_get_operations (const KlasterEdit       *self,
                                                     guint                   *n_operations);
void                    klaster_edit_error_set_reason (GError                *error,
                                                     const char             *reason);
void                    klaster_edit_error_set_details (GError               *error,
                                                     const KlasterEditErrorDetails *details);

/* Brings @value into the form in which it is stored ("" and [] to null, 5.0 to 5) and checks it, apart from references
 * and from tokens that only a project's own vocabulary can know. Text that has to be written anew goes to @texts. */
gboolean                klaster_value_normalise     (KlasterTable             table,
                                                     guint                    column,
                                                     KlasterValue            *value,
                                                     GStringChunk            *texts,
                                                     GError                 **error);

G_END_DECLS
