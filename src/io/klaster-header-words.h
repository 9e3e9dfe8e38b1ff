/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

/* What a header of a foreign table may mean, best first. */
typedef struct
{
  gint column;       /* of the table, or one of KLASTER_IMPORT_TARGET_… */
  guint score;       /* 100: its own name; less: a word for it, a beginning, … */
  gboolean any_name; /* a name, of which the header does not say in which language */
} KlasterHeaderGuess;

/* One that scores as much is a word for the column. */
#define KLASTER_HEADER_KNOWN 90

/* (transfer full) (element-type KlasterHeaderGuess) */
GArray *klaster_header_guess (KlasterTable table,
                              const char  *header);

G_END_DECLS
