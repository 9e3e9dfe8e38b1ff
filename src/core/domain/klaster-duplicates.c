/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-duplicates.h"
#include "klaster-geo.h"
#include "klaster-text.h"

struct _KlasterDuplicates
{
  double metres;
  GHashTable *by_name; /* folded name → GPtrArray of KlasterRow */
};

static const guint name_columns[] = {
  KLASTER_INSTITUTION_NAME_UZ,
  KLASTER_INSTITUTION_NAME_UZ_CYRL,
  KLASTER_INSTITUTION_NAME_RU,
  KLASTER_INSTITUTION_NAME_EN,
};

/**
 * klaster_duplicates_new:
 * @snapshot: the members that are there
 * @metres: how far two records of one place may lie apart
 *
 * Returns: (transfer full): a finder
 */
KlasterDuplicates *
klaster_duplicates_new (KlasterSnapshot *snapshot,
                        double           metres)
{
  KlasterDuplicates *self;
  KlasterRowIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (metres >= 0, NULL);

  self = g_new0 (KlasterDuplicates, 1);
  self->metres = metres;
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    klaster_duplicates_add (self, row);

  return self;
}

void
klaster_duplicates_free (KlasterDuplicates *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_name);
  g_free (self);
}

/**
 * klaster_duplicates_add:
 * @self: a finder
 * @institution: a row that counts from now on as being there
 */
void
klaster_duplicates_add (KlasterDuplicates *self,
                        KlasterRow        *institution)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (klaster_row_get_table (institution) == KLASTER_TABLE_INSTITUTION);

  for (guint i = 0; i < G_N_ELEMENTS (name_columns); i++)
    {
      const char *name = klaster_row_get_text (institution, name_columns[i]);
      g_autofree char *folded = name ? klaster_text_fold (name) : NULL;
      GPtrArray *rows;

      if (folded == NULL || folded[0] == '\0')
        continue;
      rows = g_hash_table_lookup (self->by_name, folded);
      if (rows == NULL)
        {
          rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
          g_hash_table_insert (self->by_name, g_steal_pointer (&folded), rows);
        }
      /* Names in two scripts mostly fold to one key. */
      if (rows->len == 0 || rows->pdata[rows->len - 1] != institution)
        g_ptr_array_add (rows, klaster_row_ref (institution));
    }
}

/* Metres between them; NAN when one has no place. */
static double
measure (const KlasterRow *a,
         const KlasterRow *b)
{
  return klaster_geo_distance (klaster_row_get_real (a, KLASTER_INSTITUTION_LON),
                               klaster_row_get_real (a, KLASTER_INSTITUTION_LAT),
                               klaster_row_get_real (b, KLASTER_INSTITUTION_LON),
                               klaster_row_get_real (b, KLASTER_INSTITUTION_LAT));
}

static gboolean
districts_agree (const KlasterRow *a,
                 const KlasterRow *b)
{
  const char *one = klaster_row_get_text (a, KLASTER_INSTITUTION_DISTRICT);
  const char *other = klaster_row_get_text (b, KLASTER_INSTITUTION_DISTRICT);
  g_autofree char *folded_one = NULL, *folded_other = NULL;

  if (one == NULL || other == NULL)
    return TRUE;

  folded_one = klaster_text_fold (one);
  folded_other = klaster_text_fold (other);

  return strcmp (folded_one, folded_other) == 0;
}

/**
 * klaster_duplicates_find:
 * @self: a finder
 * @institution: a row, in the project or not
 * @metres: (out) (optional): how far apart they lie, NAN when one of them has no place
 *
 * Two "School 5" of different towns are two schools: they differ in place by more than the limit, or, where one has no
 * place, in district.
 *
 * Returns: (transfer none) (nullable): the nearest other record of the same institution
 */
KlasterRow *
klaster_duplicates_find (KlasterDuplicates *self,
                         KlasterRow        *institution,
                         double            *metres)
{
  KlasterRow *best = NULL;
  double best_metres = NAN;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (klaster_row_get_table (institution) == KLASTER_TABLE_INSTITUTION, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (name_columns); i++)
    {
      const char *name = klaster_row_get_text (institution, name_columns[i]);
      g_autofree char *folded = name ? klaster_text_fold (name) : NULL;
      GPtrArray *rows = folded && folded[0] != '\0' ? g_hash_table_lookup (self->by_name, folded) : NULL;

      for (guint j = 0; rows && j < rows->len; j++)
        {
          KlasterRow *other = rows->pdata[j];
          double apart = measure (institution, other);

          if (klaster_row_get_id (other) == klaster_row_get_id (institution))
            continue;
          if (isnan (apart) ? !districts_agree (institution, other) : apart > self->metres)
            continue;
          if (best == NULL || apart < best_metres || (isnan (best_metres) && !isnan (apart)))
            {
              best = other;
              best_metres = apart;
            }
        }
    }

  if (metres)
    *metres = best_metres;

  return best;
}
