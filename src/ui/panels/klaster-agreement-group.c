/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-group.h"
#include "klaster-agreement-text.h"
#include "klaster-derive.h"
#include "klaster-side-panel.h"

struct _KlasterAgreementGroup
{
  KlasterRecordGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterAgreementGroup, klaster_agreement_group, KLASTER_TYPE_RECORD_GROUP)

/* What an agreement is sorted by: worked out once, not for each comparison. */
typedef struct
{
  KlasterRow *agreement;
  int rank;
} Item;

/* What is about to end comes first, what has ended last. */
static int
rank_status (KlasterSnapshot  *snapshot,
             const KlasterRow *agreement,
             const char       *today)
{
  static const char *const order[] = { "expiring", "in_force", "signed", "draft", "expired", "terminated", NULL };

  return klaster_tokens_find (order, klaster_agreement_get_status (snapshot, agreement, today));
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *first = a;
  const Item *second = b;
  int difference = first->rank - second->rank;

  if (difference == 0)
    difference = -g_strcmp0 (klaster_row_get_text (first->agreement, KLASTER_AGREEMENT_VALID_FROM),
                             klaster_row_get_text (second->agreement, KLASTER_AGREEMENT_VALID_FROM));
  if (difference == 0)
    difference = klaster_row_get_id (first->agreement) < klaster_row_get_id (second->agreement) ? -1 : 1;

  return difference;
}

static GPtrArray *
klaster_agreement_group_list_items (KlasterRecordGroup *group,
                                    KlasterSnapshot    *snapshot,
                                    gint64              record)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  KlasterReferrerIter iter;
  KlasterRow *party;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, record);
  while (klaster_referrer_iter_next (&iter, &party))
    {
      gint64 id = klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID);
      KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, id);

      if (agreement != NULL && g_hash_table_add (known, agreement))
        {
          Item item = { agreement, rank_status (snapshot, agreement, today) };

          g_array_append_val (items, item);
        }
    }
  g_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rows, klaster_row_ref (g_array_index (items, Item, i).agreement));

  return rows;
}

static GtkWidget *
klaster_agreement_group_make_content (KlasterRecordGroup *group,
                                      KlasterSnapshot    *snapshot,
                                      gint64              record,
                                      gpointer            item,
                                      KlasterTable       *table,
                                      gint64             *id)
{
  const KlasterRow *agreement = item;
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));
  g_autofree char *title = klaster_record_describe (snapshot, agreement, language);
  g_autofree char *period = klaster_agreement_describe_period (agreement, language);

  *table = KLASTER_TABLE_AGREEMENT;
  *id = klaster_row_get_id (agreement);

  return klaster_record_content_new (NULL, title, period, klaster_agreement_pill_new (snapshot, agreement, today, language),
                                     FALSE);
}

static const char *
klaster_agreement_group_get_all_title (guint n_items)
{
  return ngettext ("All %u agreement", "All %u agreements", n_items);
}

static void
klaster_agreement_group_class_init (KlasterAgreementGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->list_items = klaster_agreement_group_list_items;
  group_class->make_content = klaster_agreement_group_make_content;
  group_class->get_all_title = klaster_agreement_group_get_all_title;
}

static void
klaster_agreement_group_init (KlasterAgreementGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Agreements"));
}
