/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement.h"
#include "klaster-attention-group.h"
#include "klaster-cooperation.h"
#include "klaster-side-panel.h"

struct _KlasterAttentionGroup
{
  KlasterRecordGroup parent_instance;

  KlasterTable table;
};

enum
{
  PROP_TABLE = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

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
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (group));

  switch ((int) KLASTER_ATTENTION_GROUP (group)->table)
    {
    case KLASTER_TABLE_COOPERATION:
      return klaster_cooperation_list_attention (snapshot, record, today, language);
    case KLASTER_TABLE_AGREEMENT:
      return klaster_agreement_list_attention (snapshot, record, today, language);
    case KLASTER_TABLE_INSTITUTION:
    default:
      return klaster_institution_list_attention (snapshot, record, today, language);
    }
}

/* The field that repairs what is missing in the record itself, or %NULL. */
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
    { "no_purpose", "models" },
    { "past_end", "end_date" },
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

  gboolean own = item->table == KLASTER_ATTENTION_GROUP (group)->table && item->id == record;
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

  if (item->table != KLASTER_ATTENTION_GROUP (group)->table || item->id != klaster_record_group_get_record (group))
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
klaster_attention_group_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_TABLE:
      g_value_set_int (value, KLASTER_ATTENTION_GROUP (object)->table);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_attention_group_set_property (GObject      *object,
                                      guint         property_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_TABLE:
      KLASTER_ATTENTION_GROUP (object)->table = (KlasterTable) g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_attention_group_class_init (KlasterAttentionGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  object_class->get_property = klaster_attention_group_get_property;
  object_class->set_property = klaster_attention_group_set_property;

  properties[PROP_TABLE] = g_param_spec_int ("table", NULL, NULL, 0, KLASTER_N_TABLES - 1, KLASTER_TABLE_INSTITUTION,
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

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
