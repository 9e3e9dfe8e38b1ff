/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cooperation-group.h"
#include "klaster-cooperation.h"
#include "klaster-language.h"
#include "klaster-link-sample.h"
#include "klaster-text.h"
#include "klaster-value-text.h"

struct _KlasterCooperationGroup
{
  KlasterRecordGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterCooperationGroup, klaster_cooperation_group, KLASTER_TYPE_RECORD_GROUP)

typedef struct
{
  KlasterRow *row;
  int rank; /* active before proposed before suspended before ended */
  char *key;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  klaster_row_unref (item->row);
  g_free (item->key);
  g_free (item);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *first = *(const Item *const *) a;
  const Item *second = *(const Item *const *) b;

  return first->rank != second->rank ? first->rank - second->rank : g_strcmp0 (first->key, second->key);
}

static int
rank_status (const KlasterRow *row)
{
  switch (klaster_row_get_token (row, KLASTER_COOPERATION_STATUS))
    {
    case KLASTER_LINK_ACTIVE:
      return 0;
    case KLASTER_LINK_PROPOSED:
      return 1;
    case KLASTER_LINK_SUSPENDED:
      return 3;
    case KLASTER_LINK_ENDED:
      return 4;
    default:
      return 2;
    }
}

static KlasterRow *
get_other (KlasterSnapshot  *snapshot,
           const KlasterRow *row,
           gint64            member)
{
  gint64 from = klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID);
  gint64 to = klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID);

  return klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, from == member ? to : from);
}

static void
add_items (GPtrArray       *items,
           KlasterSnapshot *snapshot,
           guint            column,
           gint64           member)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION, column, member);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      KlasterRow *other = get_other (snapshot, row, member);
      g_autofree char *name = other ? klaster_record_describe (snapshot, other, language) : NULL;
      Item *item = g_new0 (Item, 1);

      item->row = klaster_row_ref (row);
      item->rank = rank_status (row);
      item->key = klaster_text_collate_key (name ? name : "");
      g_ptr_array_add (items, item);
    }
}

static GPtrArray *
klaster_cooperation_group_list_items (KlasterRecordGroup *group,
                                      KlasterSnapshot    *snapshot,
                                      gint64              record)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (item_free);

  add_items (items, snapshot, KLASTER_COOPERATION_FROM_ID, record);
  add_items (items, snapshot, KLASTER_COOPERATION_TO_ID, record);
  g_ptr_array_sort (items, compare_items);

  return items;
}

/* "Vertical · informational, social": orientation and models, and the status where it is not simply active. */
static char *
describe (KlasterSnapshot  *snapshot,
          const KlasterRow *row)
{
  KlasterLanguage language = klaster_language_get_default ();
  const char *orientation = klaster_cooperation_get_orientation (snapshot, row, NULL, NULL);
  const char *status = klaster_row_get_text (row, KLASTER_COOPERATION_STATUS);
  g_autofree char *models = klaster_list_to_text (snapshot, "models", klaster_row_get_text (row, KLASTER_COOPERATION_MODELS),
                                                  language);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (orientation)
    g_ptr_array_add (parts, (gpointer) klaster_vocabulary_get_name (snapshot, "orientations", orientation, language));
  if (g_strcmp0 (status, "active") != 0 && status != NULL)
    g_ptr_array_add (parts, (gpointer) klaster_vocabulary_get_name (snapshot, "cooperation_statuses", status, language));
  if (*models)
    g_ptr_array_add (parts, models);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

static GtkWidget *
klaster_cooperation_group_make_content (KlasterRecordGroup *group,
                                        KlasterSnapshot    *snapshot,
                                        gint64              record,
                                        gpointer            data,
                                        KlasterTable       *table,
                                        gint64             *id)
{
  const Item *item = data;
  KlasterRow *other = get_other (snapshot, item->row, record);
  g_autofree char *name = other ? klaster_record_describe (snapshot, other, klaster_language_get_default ()) : g_strdup ("");
  g_autofree char *subtitle = describe (snapshot, item->row);
  const char *token = klaster_cooperation_get_orientation (snapshot, item->row, NULL, NULL);
  int orientation = token ? klaster_tokens_find (klaster_schema_get_tokens ("orientations"), token) : -1;
  int status = klaster_row_get_token (item->row, KLASTER_COOPERATION_STATUS);

  *table = KLASTER_TABLE_COOPERATION;
  *id = klaster_row_get_id (item->row);

  return klaster_record_content_new (klaster_link_sample_new (orientation < 0 ? KLASTER_ORIENTATION_UNKNOWN
                                                                              : (KlasterOrientation) orientation,
                                                              status < 0 ? KLASTER_LINK_UNKNOWN : (KlasterLinkStatus) status),
                                     name, subtitle, NULL, TRUE);
}

static const char *
klaster_cooperation_group_get_all_title (guint n_items)
{
  return ngettext ("All %u cooperation", "All %u cooperations", n_items);
}

static void
klaster_cooperation_group_class_init (KlasterCooperationGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->list_items = klaster_cooperation_group_list_items;
  group_class->make_content = klaster_cooperation_group_make_content;
  group_class->get_all_title = klaster_cooperation_group_get_all_title;
}

static void
klaster_cooperation_group_init (KlasterCooperationGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Cooperation"));
}
