/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-edit.h"

static void
add_party (KlasterEdit *edit,
           gint64       agreement_id,
           gint64       institution_id)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_PARTY);

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                    KLASTER_INTEGER (agreement_id));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                    KLASTER_INTEGER (institution_id));
}

/* The integrator of the cluster, which is a party to nearly everything; 0: there is none. */
static gint64
find_hub (KlasterSnapshot *snapshot)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), "integrator") == 0)
      return klaster_row_get_id (row);

  return 0;
}

/**
 * klaster_agreement_edit_add:
 * @snapshot: content of the project
 * @kind: (nullable): a token of agreement_kinds
 * @parties: (array length=n_parties): institutions that conclude it
 * @n_parties: their number
 * @id: (out) (optional): the new agreement
 *
 * It begins as a draft. To a single institution the hub of the cluster is added, which is nearly always the other party.
 *
 * Returns: (transfer full): an edit
 */
KlasterEdit *
klaster_agreement_edit_add (KlasterSnapshot *snapshot,
                            const char      *kind,
                            const gint64    *parties,
                            guint            n_parties,
                            gint64          *id)
{
  KlasterEdit *edit;
  gint64 new_id, hub;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (parties != NULL || n_parties == 0, NULL);

  edit = klaster_edit_new (_("Add agreement"));
  new_id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  if (kind)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, new_id, KLASTER_AGREEMENT_KIND, KLASTER_TEXT (kind));
  hub = n_parties == 1 ? find_hub (snapshot) : 0;
  if (hub != 0 && hub != parties[0])
    add_party (edit, new_id, hub);
  for (guint i = 0; i < n_parties; i++)
    add_party (edit, new_id, parties[i]);
  if (id)
    *id = new_id;

  return edit;
}
