/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-register.h"

G_BEGIN_DECLS

struct _KlasterRegisterQuery
{
  gatomicrefcount ref_count;
  char *search;
  GHashTable *facets[KLASTER_REGISTER_N_FACETS]; /* set of the values chosen */
  gint64 party;
  char *first; /* (nullable) */
  char *last;  /* (nullable) */
  KlasterRegisterColumn sort;
  gboolean descending;
  KlasterRegisterGrouping grouping;
};

G_END_DECLS
