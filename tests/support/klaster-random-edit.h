/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

/* An edit of about @n_changes changes (inserts, updates, deletes with all that follows from them) in any tables, which
 * @snapshot accepts and which changes something. The same @random in the same state on equal content: the same edit. */
KlasterEdit *klaster_random_edit_new (GRand           *random,
                                      KlasterSnapshot *snapshot,
                                      guint            n_changes);

G_END_DECLS
