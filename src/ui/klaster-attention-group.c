/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-attention-group.h"
#include "klaster-derive.h"

struct _KlasterAttentionGroup
{
  KlasterRecordGroup parent_instance;
};

enum
{
  REPAIR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterAttentionGroup, klaster_attention_group, KLASTER_TYPE_RECORD_GROUP)

static GPtrArray *
klaster_attention_group_list_items (KlasterRecordGroup *group,
                                    KlasterSnapshot    *snapshot,
                                    gint64              record)
{
  g_autofree char *today = klaster_date_today ();

  return klaster_institution_list_attention (snapshot, record, today, klaster_language_get_default ());
}

/* The field that repairs what is missing in the institution itself, or %NULL. */
static const char *
find_repair (const KlasterAttention *item)
{
  static const struct
  {
    const char *code;
    const char *column;
  } repairs[] = {
    { "no_name", "name_uz" },
    { "no_position", "lon" },
    { "no_interest", "interest" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
    if (strcmp (repairs[i].code, item->code) == 0)
      return repairs[i].column;

  return NULL;
}

static GtkWidget *
make_icon (KlasterAttentionLevel level)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
  } looks[] = {
    [KLASTER_ATTENTION_INFO] = { "dialog-information-symbolic", "dim-label" },
    [KLASTER_ATTENTION_WARNING] = { "klaster-attention-symbolic", "warning" },
    [KLASTER_ATTENTION_OVERDUE] = { "klaster-overdue-symbolic", "error" },
  };
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[level].icon);

  gtk_widget_add_css_class (icon, looks[level].css_class);

  return icon;
}

static GtkWidget *
klaster_attention_group_make_content (KlasterRecordGroup *group,
                                      KlasterSnapshot    *snapshot,
                                      gint64              record,
                                      gpointer            data,
                                      KlasterTable       *table,
                                      gint64             *id)
{
  const KlasterAttention *item = data;

  gboolean own = item->table == KLASTER_TABLE_INSTITUTION && item->id == record;
  gboolean leads_on = !own || find_repair (item) != NULL;

  *table = item->table;
  *id = leads_on ? item->id : 0;

  return klaster_record_content_new (make_icon (item->level), item->title, item->detail, NULL, leads_on);
}

static gboolean
klaster_attention_group_activate (KlasterRecordGroup *group,
                                  gpointer            data)
{
  const KlasterAttention *item = data;

  if (item->table != KLASTER_TABLE_INSTITUTION || item->id != klaster_record_group_get_record (group))
    return FALSE;

  if (find_repair (item) != NULL)
    g_signal_emit (group, signals[REPAIR], 0, find_repair (item));
  return TRUE;
}

static const char *
klaster_attention_group_get_all_title (guint n_items)
{
  return ngettext ("Everything that needs attention: %u", "Everything that needs attention: %u", n_items);
}

static void
klaster_attention_group_class_init (KlasterAttentionGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->max_rows = 4;
  group_class->list_items = klaster_attention_group_list_items;
  group_class->make_content = klaster_attention_group_make_content;
  group_class->activate = klaster_attention_group_activate;
  group_class->get_all_title = klaster_attention_group_get_all_title;

  signals[REPAIR] = g_signal_new ("repair", KLASTER_TYPE_ATTENTION_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);
}

static void
klaster_attention_group_init (KlasterAttentionGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Needs Attention"));
}
