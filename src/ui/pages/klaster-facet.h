/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-query.h"

G_BEGIN_DECLS

const char *klaster_facet_get_name       (KlasterFacet     facet);
char       *klaster_facet_get_value_name (KlasterSnapshot *snapshot,
                                          KlasterFacet     facet,
                                          const char      *value);
const char *klaster_kind_get_plural      (const char      *kind);
GPtrArray  *klaster_facet_list_values    (const KlasterQueryResult *result,
                                          KlasterFacet     facet);

G_END_DECLS
