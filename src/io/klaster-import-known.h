/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-import-mapping.h"

G_BEGIN_DECLS

/**
 * KlasterImportKnown:
 *
 * Finds what is already there: institutions by name and place, cooperations by their two members, models and dates,
 * agreements by number, everything else by all that the source says. One thread.
 */
typedef struct _KlasterImportKnown KlasterImportKnown;

KlasterImportKnown *klaster_import_known_new  (KlasterSnapshot            *snapshot,
                                               const KlasterImportMapping *mapping);
void                klaster_import_known_free (KlasterImportKnown         *self);
/* @values: (array): one for each column. The record that has the same, 0: none. @metres (out): how far apart; NAN: unknown */
gint64              klaster_import_known_find (KlasterImportKnown         *self,
                                               const KlasterValue         *values,
                                               double                     *metres);
/* A row that is new counts from now on. */
void                klaster_import_known_add  (KlasterImportKnown         *self,
                                               const KlasterValue         *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportKnown, klaster_import_known_free)

G_END_DECLS
