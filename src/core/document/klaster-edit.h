/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/**
 * KlasterEdit:
 *
 * A list of changes that is committed as one: the only way into a project, used by panels, imports, plans, merges and
 * `klaster-cli edit` alike. Building it checks nothing; klaster_edit_resolve() checks it as a whole against a snapshot.
 * Not thread-safe while it is being built; handed over to the project with the commit.
 */
typedef struct _KlasterEdit KlasterEdit;

#define KLASTER_EDIT_ERROR (klaster_edit_error_quark ())
GQuark klaster_edit_error_quark (void);

typedef enum
{
  KLASTER_EDIT_ERROR_INVALID,   /* wrong value, table, column, token, missing parent */
  KLASTER_EDIT_ERROR_NO_CHANGE, /* nothing would change */
} KlasterEditError;

/* What an error of KLASTER_EDIT_ERROR is about; -1 (id: 0) where it does not apply. */
typedef struct
{
  int operation; /* index of the operation of an edit document, or of the call that built the edit, from 0 */
  int table;
  gint64 id;
  int column;
} KlasterEditErrorDetails;

void         klaster_edit_error_get_details (const GError            *error,
                                          KlasterEditErrorDetails *details);
const char  *klaster_edit_error_get_reason (const GError           *error);

/* A new identifier: random, 1 … KLASTER_ID_MAX. Any thread. */
gint64       klaster_id_new              (void);

KlasterEdit *klaster_edit_new            (const char         *label); /* as people read it in Undo and the history */
KlasterEdit *klaster_edit_ref            (KlasterEdit        *self);
void         klaster_edit_unref          (KlasterEdit        *self);
const char  *klaster_edit_get_label      (const KlasterEdit  *self);
void         klaster_edit_set_label      (KlasterEdit        *self,
                                          const char         *label);
/* What kind of entry the history shows: "edit" (default), "import", "adopt", … */
const char  *klaster_edit_get_kind       (const KlasterEdit  *self);
void         klaster_edit_set_kind       (KlasterEdit        *self,
                                          const char         *kind);
/* Edits of one field in one visit carry the same key and become one undo step; NULL: never joined. */
const char  *klaster_edit_get_merge_key  (const KlasterEdit  *self);
void         klaster_edit_set_merge_key  (KlasterEdit        *self,
                                          const char         *merge_key);
guint        klaster_edit_get_n_changes  (const KlasterEdit  *self);

/* Returns the new row's id, usable as a reference in the same edit at once. */
gint64       klaster_edit_insert         (KlasterEdit        *self,
                                          KlasterTable        table);
void         klaster_edit_insert_with_id (KlasterEdit        *self,
                                          KlasterTable        table,
                                          gint64              id);
void         klaster_edit_set            (KlasterEdit        *self,
                                          KlasterTable        table,
                                          gint64              id,
                                          guint               column,
                                          KlasterValue        value);
void         klaster_edit_delete         (KlasterEdit        *self,
                                          KlasterTable        table,
                                          gint64              id);

/* CLI.md, Documents, edit. Errors name the index of the operation. @ids (out): one id per operation, in order. */
KlasterEdit *klaster_edit_new_from_json  (JsonNode           *document,
                                          const char         *label,
                                          GArray            **ids,
                                          GError            **error);

/* Checks the whole edit (values, tokens, ranges, dates, references that exist, uniqueness rules, required columns), adds
 * what follows from it (cascades, cleared references), and nets it to one change per row. Pure; any thread.
 * Errors: KLASTER_EDIT_ERROR; the message says which change, which column, what is wrong and what is allowed. */
KlasterDelta *klaster_edit_resolve       (const KlasterEdit  *self,
                                          KlasterSnapshot    *snapshot,
                                          GError            **error);
/* The same, which adds an error for every operation that stands in the way to @refusals (GError). */
KlasterDelta *klaster_edit_resolve_all   (const KlasterEdit  *self,
                                          KlasterSnapshot    *snapshot,
                                          GPtrArray          *refusals,
                                          GError            **error);

/* Whether @value may stand in this column, apart from references: what a form asks while somebody types. */
gboolean     klaster_value_validate      (KlasterTable        table,
                                          guint               column,
                                          KlasterValue        value,
                                          GError            **error);

/* What a person typed or a spreadsheet cell holds, to a value: trims, reads numbers with either decimal sign, dates in
 * the usual forms, tokens and their names in four languages, lists with commas. The result's text is owned by @text_out. */
gboolean     klaster_value_parse         (KlasterTable        table,
                                          guint               column,
                                          const char         *text,
                                          KlasterValue       *value,
                                          char              **text_out,
                                          GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterEdit, klaster_edit_unref)

G_END_DECLS
