/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-dual-list.h"
#include "klaster-text.h"

typedef struct
{
  KlasterDualEntry entry;
  int year;
  char *key;
} Sorted;

static int
compare_sorted (gconstpointer a,
                gconstpointer b)
{
  const Sorted *left = a, *right = b;
  int difference;

  if (left->year != right->year)
    return left->year > right->year ? -1 : 1;
  difference = strcmp (left->key, right->key);
  if (difference == 0)
    difference = left->entry.id < right->entry.id ? -1 : 1;

  return difference;
}

static char *
make_key (KlasterSnapshot  *snapshot,
          const KlasterRow *place,
          KlasterLanguage   language)
{
  KlasterRow *employer = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                  klaster_row_get_integer (place, KLASTER_DUAL_PLACE_EMPLOYER_ID));
  g_autofree char *name = employer ? klaster_record_describe (snapshot, employer, language) : NULL;
  const char *specialty = klaster_row_get_text (place, KLASTER_DUAL_PLACE_SPECIALTY);
  g_autofree char *first = klaster_text_collate_key (name ? name : "");
  g_autofree char *second = klaster_text_collate_key (specialty ? specialty : "");

  return g_strconcat (first, "\x01", second, NULL);
}

/* Of which steps there are documents, by place: one pass over all documents. The contract has its own in its agreement. */
static GHashTable *
collect_papers (KlasterSnapshot *snapshot,
                GHashTable      *signed_agreements)
{
  GHashTable *papers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  const char *place = klaster_schema_get_table (KLASTER_TABLE_DUAL_PLACE)->name;
  const char *agreement = klaster_schema_get_table (KLASTER_TABLE_AGREEMENT)->name;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *owner = klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE);
      const char *part = klaster_row_get_text (row, KLASTER_ATTACHMENT_PART);
      gint64 id = klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID);
      guint step = KLASTER_DUAL_PLACE;

      if (g_strcmp0 (owner, agreement) == 0)
        g_hash_table_add (signed_agreements, g_memdup2 (&id, sizeof id));
      if (g_strcmp0 (owner, place) != 0)
        continue;
      for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
        if (g_strcmp0 (part, klaster_dual_step_get_id (s)) == 0)
          step = s;
      g_hash_table_insert (papers, g_memdup2 (&id, sizeof id),
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (papers, &id)) | 1u << step));
    }

  return papers;
}

/**
 * klaster_dual_list_new:
 * @snapshot: a snapshot
 * @academic_year: (nullable): only places of this year, or of none; %NULL: of all
 * @date: what today is, a valid date
 * @language: in whose names they are sorted
 * @cancellable: (nullable): stops it
 *
 * Lists places and checks each of them.
 *
 * Returns: (transfer full) (nullable): the list; %NULL when it was cancelled
 */
KlasterDualList *
klaster_dual_list_new (KlasterSnapshot *snapshot,
                       const char      *academic_year,
                       const char      *date,
                       KlasterLanguage  language,
                       GCancellable    *cancellable)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (Sorted));
  g_autoptr (GHashTable) signed_agreements = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) papers = collect_papers (snapshot, signed_agreements);
  KlasterDualList *self = g_new0 (KlasterDualList, 1);
  int wanted = klaster_academic_year_parse (academic_year);
  KlasterRowIter iter;
  KlasterRow *row;

  self->entries = g_array_new (FALSE, FALSE, sizeof (KlasterDualEntry));
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE);
  while (klaster_row_iter_next (&iter, &row) && !g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr (GPtrArray) results = NULL;
      gint64 contract;
      Sorted item = { .year = klaster_academic_year_parse (klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR)) };

      if (wanted != 0 && item.year != 0 && item.year != wanted)
        {
          self->n_hidden++;
          continue;
        }
      results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, klaster_row_get_id (row), date, language);
      item.entry.id = klaster_row_get_id (row);
      contract = klaster_row_get_integer (row, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID);
      item.entry.papers = (guint16) GPOINTER_TO_UINT (g_hash_table_lookup (papers, &item.entry.id));
      if (g_hash_table_contains (signed_agreements, &contract))
        item.entry.papers |= 1u << KLASTER_DUAL_CONTRACT;
      item.entry.status = (guint8) klaster_dual_get_status (results);
      for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
        item.entry.steps[s] = (guint8) klaster_dual_step_get_status (s, results);
      item.key = make_key (snapshot, row, language);
      self->n_by_status[item.entry.status]++;
      g_array_append_val (sorted, item);
    }
  g_array_sort (sorted, compare_sorted);
  for (guint i = 0; i < sorted->len; i++)
    {
      Sorted *item = &g_array_index (sorted, Sorted, i);

      g_array_append_val (self->entries, item->entry);
      g_free (item->key);
    }
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, klaster_dual_list_free);

  return self;
}

/**
 * klaster_dual_list_free:
 * @self: (transfer full): a list
 */
void
klaster_dual_list_free (KlasterDualList *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

static void
set_reference (KlasterEdit *edit,
               gint64       id,
               guint        column,
               gint64       target)
{
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, column, KLASTER_INTEGER (target));
}

/**
 * klaster_dual_edit_add:
 * @snapshot: a snapshot
 * @academic_year: (nullable): of the new place
 * @members: (array length=n_members) (nullable): institutions
 * @n_members: their number
 * @id: (out): the new place
 *
 * The first vocational institution among @members is the place's institution, the first other one its employer.
 *
 * Returns: (transfer full): the edit
 */
KlasterEdit *
klaster_dual_edit_add (KlasterSnapshot *snapshot,
                       const char      *academic_year,
                       const gint64    *members,
                       guint            n_members,
                       gint64          *id)
{
  KlasterEdit *edit = klaster_edit_new (_("Add dual-education place"));
  gint64 institution = 0, employer = 0;

  *id = klaster_edit_insert (edit, KLASTER_TABLE_DUAL_PLACE);
  for (guint i = 0; i < n_members; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, members[i]);
      gboolean vocational = row && g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), "vocational") == 0;

      if (row && vocational && institution == 0)
        institution = members[i];
      else if (row && !vocational && employer == 0)
        employer = members[i];
    }
  if (institution)
    set_reference (edit, *id, KLASTER_DUAL_PLACE_INSTITUTION_ID, institution);
  if (employer)
    set_reference (edit, *id, KLASTER_DUAL_PLACE_EMPLOYER_ID, employer);
  if (academic_year)
    klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, *id, KLASTER_DUAL_PLACE_ACADEMIC_YEAR, KLASTER_TEXT (academic_year));

  return edit;
}

static gboolean
same_value (const KlasterRow *a,
            const KlasterRow *b,
            guint             column)
{
  return klaster_value_equal (klaster_row_get_value (a, column), klaster_row_get_value (b, column));
}

static gboolean
is_there (KlasterSnapshot  *snapshot,
          const KlasterRow *place,
          int               year)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE, KLASTER_DUAL_PLACE_EMPLOYER_ID,
                              klaster_row_get_integer (place, KLASTER_DUAL_PLACE_EMPLOYER_ID));
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_academic_year_parse (klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR)) == year &&
        same_value (row, place, KLASTER_DUAL_PLACE_INSTITUTION_ID) && same_value (row, place, KLASTER_DUAL_PLACE_SPECIALTY))
      return TRUE;

  return FALSE;
}

/* The contract goes on when it covers the next year as well. */
static gboolean
goes_on (KlasterSnapshot  *snapshot,
         const KlasterRow *place)
{
  KlasterRow *contract = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT,
                                                  klaster_row_get_integer (place, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID));
  g_autofree char *last = klaster_dual_get_last_study_day (snapshot, place, "");
  g_autofree char *next = last ? klaster_date_add_months (last, 12) : NULL;
  const char *to;

  if (contract == NULL || next == NULL || !klaster_row_is_null (contract, KLASTER_AGREEMENT_TERMINATED_ON))
    return FALSE;
  to = klaster_row_get_text (contract, KLASTER_AGREEMENT_VALID_TO);

  return to == NULL || strcmp (to, next) >= 0;
}

/**
 * klaster_dual_edit_copy:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): places
 * @n_ids: their number
 * @new_ids: (out) (transfer full) (element-type gint64): the copies
 * @n_skipped: (out): places that have a successor already, or no academic year
 *
 * The copy keeps who takes part, the specialty, the workplace and the week, and the contract when it covers the next year;
 * what has to be done anew every year (need, proposal, naming, quota, admission, contracts with students) is left open.
 *
 * Returns: (transfer full) (nullable): the edit; %NULL when nothing is to be copied
 */
KlasterEdit *
klaster_dual_edit_copy (KlasterSnapshot  *snapshot,
                        const gint64     *ids,
                        guint             n_ids,
                        GArray          **new_ids,
                        guint            *n_skipped)
{
  static const guint kept[] = {
    KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_DUAL_PLACE_EMPLOYER_ID, KLASTER_DUAL_PLACE_SPECIALTY,
    KLASTER_DUAL_PLACE_WORKPLACE, KLASTER_DUAL_PLACE_STUDY_DAYS, KLASTER_DUAL_PLACE_WORK_DAYS, KLASTER_DUAL_PLACE_PAID,
  };
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Copy dual-education places to the next year"));

  *new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  *n_skipped = 0;
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *place = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_DUAL_PLACE, ids[i]);
      int year = place ? klaster_academic_year_parse (klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR)) : 0;
      g_autofree char *next = NULL;
      gint64 id;

      if (year == 0 || is_there (snapshot, place, year + 1))
        {
          (*n_skipped)++;
          continue;
        }
      next = klaster_academic_year_format (year + 1);
      id = klaster_edit_insert (edit, KLASTER_TABLE_DUAL_PLACE);
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_ACADEMIC_YEAR, KLASTER_TEXT (next));
      for (guint k = 0; k < G_N_ELEMENTS (kept); k++)
        if (!klaster_row_is_null (place, kept[k]))
          klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, kept[k], klaster_row_get_value (place, kept[k]));
      if (goes_on (snapshot, place))
        set_reference (edit, id, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID,
                       klaster_row_get_integer (place, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID));
      g_array_append_val (*new_ids, id);
    }

  return (*new_ids)->len > 0 ? g_steal_pointer (&edit) : NULL;
}
