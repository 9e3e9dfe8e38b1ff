/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-import-spread.h"

typedef struct
{
  guint row;
  gint where;
  guint next; /* position of the next reference to the same target + 1; 0: the last */
} Reference;

struct _KlasterImportSpread
{
  guint n_rows;
  guint *first;        /* for each row the first reference to it, position + 1 */
  gboolean *noted;
  GArray *references;  /* Reference */
  GArray *rejected;    /* guint: rows whose referrers are still to be looked at */
};

KlasterImportSpread *
klaster_import_spread_new (guint n_rows)
{
  KlasterImportSpread *self = g_new0 (KlasterImportSpread, 1);

  self->n_rows = n_rows;
  self->first = g_new0 (guint, n_rows + 1);
  self->noted = g_new0 (gboolean, n_rows + 1);
  self->references = g_array_new (FALSE, FALSE, sizeof (Reference));
  self->rejected = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
klaster_import_spread_free (KlasterImportSpread *self)
{
  g_free (self->first);
  g_free (self->noted);
  g_array_unref (self->references);
  g_array_unref (self->rejected);
  g_free (self);
}

void
klaster_import_spread_add (KlasterImportSpread *self,
                           guint                row,
                           guint                target,
                           gint                 where)
{
  Reference reference = { row, where, 0 };

  g_return_if_fail (row < self->n_rows && target < self->n_rows);

  reference.next = self->first[target];
  g_array_append_val (self->references, reference);
  self->first[target] = self->references->len;
}

void
klaster_import_spread_note (KlasterImportSpread *self,
                            guint                target)
{
  g_return_if_fail (target < self->n_rows);

  if (self->noted[target])
    return;
  self->noted[target] = TRUE;
  g_array_append_val (self->rejected, target);
}

void
klaster_import_spread_run (KlasterImportSpread *self,
                           KlasterImportReject  reject,
                           gpointer             user_data)
{
  for (guint i = 0; i < self->rejected->len; i++)
    for (guint next = self->first[g_array_index (self->rejected, guint, i)]; next > 0;)
      {
        const Reference *reference = &g_array_index (self->references, Reference, next - 1);

        next = reference->next;
        if (self->noted[reference->row])
          continue;
        reject (reference->row, reference->where, user_data);
        klaster_import_spread_note (self, reference->row);
      }
}
