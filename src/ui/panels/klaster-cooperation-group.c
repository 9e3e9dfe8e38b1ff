/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-connect.h"
#include "klaster-cooperation-group.h"
#include "klaster-cooperation.h"
#include "klaster-language.h"
#include "klaster-link-sample.h"
#include "klaster-record-edits.h"
#include "klaster-record-picker.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"
#include "klaster-text.h"
#include "klaster-value-text.h"

struct _KlasterCooperationGroup
{
  KlasterRecordGroup parent_instance;

  GtkWidget *add_button;
  GtkWidget *picker; /* (nullable): made when it is first asked for, for @project */
  KlasterProject *project; /* not owned: only compared */
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

static const char *
klaster_cooperation_group_get_empty_text (KlasterRecordGroup *group)
{
  return _("It cooperates with nobody yet.");
}

static void
klaster_cooperation_group_remove (KlasterRecordGroup *group,
                                  gpointer            data)
{
  const Item *item = data;
  KlasterProject *project = klaster_record_group_get_project (group);
  gint64 id = klaster_row_get_id (item->row);
  g_autofree char *toast = NULL;
  g_autoptr (KlasterEdit) edit = NULL;

  /* The row goes with the next frame: a second press may come before. */
  if (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_COOPERATION, id) == NULL)
    return;

  edit = klaster_record_edit_delete (klaster_project_get_snapshot (project), KLASTER_TABLE_COOPERATION, &id, 1, &toast);
  klaster_apply_edit (GTK_WIDGET (group), project, edit, toast);
}

static void
picked_cb (KlasterCooperationGroup *self,
           gint64                   id)
{
  KlasterRecordGroup *group = KLASTER_RECORD_GROUP (self);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->add_button));
  klaster_connect_members (GTK_WIDGET (self), klaster_record_group_get_project (group), NULL,
                           klaster_record_group_get_record (group), &id, 1);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  KlasterCooperationGroup *self = user_data;
  KlasterProject *project = klaster_record_group_get_project (KLASTER_RECORD_GROUP (self));
  gint64 member = klaster_record_group_get_record (KLASTER_RECORD_GROUP (self));

  if (project == NULL || klaster_project_is_read_only (project))
    return;
  if (self->picker == NULL || self->project != project)
    {
      GtkWidget *popover = gtk_popover_new ();

      self->picker = klaster_record_picker_new (project, KLASTER_TABLE_INSTITUTION, NULL);
      self->project = project;
      g_signal_connect_object (self->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), self->picker);
      gtk_menu_button_set_popover (button, popover);
    }
  klaster_record_picker_start (KLASTER_RECORD_PICKER (self->picker), 0, 0, &member, 1);
}

static void
klaster_cooperation_group_class_init (KlasterCooperationGroupClass *klass)
{
  KlasterRecordGroupClass *group_class = KLASTER_RECORD_GROUP_CLASS (klass);

  group_class->list_items = klaster_cooperation_group_list_items;
  group_class->make_content = klaster_cooperation_group_make_content;
  group_class->get_all_title = klaster_cooperation_group_get_all_title;
  group_class->get_empty_text = klaster_cooperation_group_get_empty_text;
  group_class->remove = klaster_cooperation_group_remove;
}

static void
klaster_cooperation_group_init (KlasterCooperationGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Cooperation"));
  self->add_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add_button), "list-add-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->add_button), create_popup_cb, self, NULL);
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  klaster_set_tooltip (self->add_button, _("Connect With Another Member"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Connect With Another Member"), -1);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}
