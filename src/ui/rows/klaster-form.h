/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-shared.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_FORM (klaster_form_get_type ())
G_DECLARE_FINAL_TYPE (KlasterForm, klaster_form, KLASTER, FORM, GObject)

/**
 * KlasterForm:
 *
 * What the fields of a panel edit: some records of one table of a project, as one. It knows what the records share, turns
 * what a field wants into an edit, and keeps text that could not be written, for each set of records and column, until it
 * is corrected or given up. No widgets; main thread only.
 *
 * Properties: project (KlasterProject, nullable)
 *
 * Signals:
 *   ::changed ()  values, drafts or the records themselves are others: show them
 *   ::flush ()    write what is pending, now
 */
KlasterForm       *klaster_form_new          (void);
KlasterProject    *klaster_form_get_project  (KlasterForm        *self);
void               klaster_form_set_project  (KlasterForm        *self,
                                              KlasterProject     *project);
KlasterTable       klaster_form_get_table    (KlasterForm        *self);
const gint64      *klaster_form_get_ids      (KlasterForm        *self,
                                              guint              *n_ids);
void               klaster_form_set_records  (KlasterForm        *self,
                                              KlasterTable        table,
                                              const gint64       *ids,
                                              guint               n_ids);
guint              klaster_form_get_n_found  (KlasterForm        *self);
gboolean           klaster_form_get_editable (KlasterForm        *self);
gboolean           klaster_form_get_writing  (KlasterForm        *self);
guint              klaster_form_get_generation (KlasterForm      *self);
KlasterSnapshot   *klaster_form_get_snapshot (KlasterForm        *self);
KlasterSharedState klaster_form_get_shared   (KlasterForm        *self,
                                              guint               column,
                                              KlasterValue       *value);
KlasterSharedToken klaster_form_get_token    (KlasterForm        *self,
                                              guint               column,
                                              const char         *token);
void               klaster_form_set_value    (KlasterForm        *self,
                                              guint               column,
                                              KlasterValue        value,
                                              const char         *visit,
                                              const char         *text);
void               klaster_form_set_values   (KlasterForm        *self,
                                              const guint        *columns,
                                              const KlasterValue *values,
                                              guint               n_columns,
                                              const char         *visit,
                                              const char         *text);
void               klaster_form_set_token    (KlasterForm        *self,
                                              guint               column,
                                              const char         *token,
                                              gboolean            present,
                                              const char         *visit);
const char        *klaster_form_get_draft    (KlasterForm        *self,
                                              guint               column,
                                              const char        **message);
const char        *klaster_form_find_draft   (KlasterForm        *self,
                                              KlasterTable        table,
                                              gint64              id,
                                              guint               column,
                                              const char        **message);
void               klaster_form_set_draft    (KlasterForm        *self,
                                              guint               column,
                                              const char         *text,
                                              const char         *message);
void               klaster_form_flush        (KlasterForm        *self);

G_END_DECLS
