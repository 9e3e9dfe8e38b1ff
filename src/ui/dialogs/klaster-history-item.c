/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-history-item.h"
#include "klaster-text.h"

/**
 * KlasterHistoryItem:
 *
 * An entry of the history as an object, for lists.
 */
struct _KlasterHistoryItem
{
  GObject parent_instance;

  KlasterHistoryEntry *entry;
  char *folded; /* label and author, made for the first search */
};

G_DEFINE_FINAL_TYPE (KlasterHistoryItem, klaster_history_item, G_TYPE_OBJECT)

static void
klaster_history_item_finalize (GObject *object)
{
  KlasterHistoryItem *self = KLASTER_HISTORY_ITEM (object);

  klaster_history_entry_unref (self->entry);
  g_free (self->folded);

  G_OBJECT_CLASS (klaster_history_item_parent_class)->finalize (object);
}

static void
klaster_history_item_class_init (KlasterHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_history_item_finalize;
}

static void
klaster_history_item_init (KlasterHistoryItem *self)
{
}

KlasterHistoryItem *
klaster_history_item_new (KlasterHistoryEntry *entry)
{
  KlasterHistoryItem *self = g_object_new (KLASTER_TYPE_HISTORY_ITEM, NULL);

  self->entry = klaster_history_entry_ref (entry);

  return self;
}

/**
 * klaster_history_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): its entry
 */
KlasterHistoryEntry *
klaster_history_item_get_entry (KlasterHistoryItem *self)
{
  g_return_val_if_fail (KLASTER_IS_HISTORY_ITEM (self), NULL);

  return self->entry;
}

/**
 * klaster_history_item_matches:
 * @self: an item
 * @folded: what is searched for, from klaster_text_fold()
 *
 * Returns: whether label or author contain it
 */
gboolean
klaster_history_item_matches (KlasterHistoryItem *self,
                              const char         *folded)
{
  g_return_val_if_fail (KLASTER_IS_HISTORY_ITEM (self), FALSE);

  if (self->folded == NULL)
    {
      g_autofree char *text = g_strjoin (" ", self->entry->label, self->entry->author, NULL);

      self->folded = klaster_text_fold (text);
    }

  return klaster_text_matches (self->folded, folded);
}
