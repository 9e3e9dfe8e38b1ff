/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-language.h"
#include "klaster-unit-group.h"

struct _KlasterUnitGroup
{
  KlasterRecordGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterUnitGroup, klaster_unit_group, KLASTER_TYPE_RECORD_GROUP)

static GPtrArray *
klaster_unit_group_list_items (KlasterRecordGroup *group,
                               KlasterSnapshot    *snapshot,
                               gint64              record)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_PARENT_ID, record);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (rows, klaster_row_ref (row));

  return rows;
}

static GtkWidget *
klaster_unit_group_make_content (KlasterRecordGroup *group,
                                 KlasterSnapshot    *snapshot,
                                 gint64              record,
                                 gpointer            item,
                                 KlasterTable       *table,
                                 gint64             *id)
{
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *name = klaster_record_describe (snapshot, item, language);

  *table = KLASTER_TABLE_INSTITUTION;
  *id = klaster_row_get_id (item);

  return klaster_record_content_new (NULL, name, klaster_row_get_text (item, KLASTER_INSTITUTION_SPECIALISATION), NULL, TRUE);
}

static const char *
klaster_unit_group_get_all_title (guint n_items)
{
  return ngettext ("All %u unit", "All %u units", n_items);
}

static void
klaster_unit_group_class_init (KlasterUnitGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->list_items = klaster_unit_group_list_items;
  group_class->make_content = klaster_unit_group_make_content;
  group_class->get_all_title = klaster_unit_group_get_all_title;
}

static void
klaster_unit_group_init (KlasterUnitGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Units"));
}
