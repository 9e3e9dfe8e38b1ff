/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KlasterCatalogue:
 *
 * The translations of one language, read from the bytes of a .mo file of gettext. gettext itself knows one language for
 * each process, and documents are printed in others than that of the interface. Immutable, any thread.
 */
typedef struct _KlasterCatalogue KlasterCatalogue;

KlasterCatalogue *klaster_catalogue_new      (GBytes                 *bytes,
                                              GError                **error);
void              klaster_catalogue_free     (KlasterCatalogue       *self);
/* (transfer none) (nullable): lives as long as @self */
const char       *klaster_catalogue_lookup   (const KlasterCatalogue *self,
                                              const char             *context,
                                              const char             *text);
const char       *klaster_catalogue_lookup_n (const KlasterCatalogue *self,
                                              const char             *text,
                                              gulong                  n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterCatalogue, klaster_catalogue_free)

G_END_DECLS
