/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-language.h"
#include "klaster-member-model.h"
#include "klaster-member-picker.h"
#include "klaster-record-group.h"

struct _KlasterMemberPicker
{
  GtkBox parent_instance;

  KlasterMemberModel *members;
  GtkWidget *search;
  GtkWidget *none_button;
  GtkWidget *list;
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterMemberPicker, klaster_member_picker, GTK_TYPE_BOX)

static void
search_changed_cb (KlasterMemberPicker *self)
{
  g_autoptr (KlasterQuery) query = klaster_query_new ();

  klaster_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  klaster_member_model_set_query (self->members, query);
}

static void
pick (KlasterMemberPicker *self,
      guint                position)
{
  KlasterRecordList *list = klaster_member_model_get_list (self->members);

  if (position < g_list_model_get_n_items (G_LIST_MODEL (list)))
    g_signal_emit (self, signals[PICKED], 0, klaster_record_list_get_id (list, position));
}

static void
search_activate_cb (KlasterMemberPicker *self)
{
  pick (self, 0);
}

static void
none_cb (KlasterMemberPicker *self)
{
  g_signal_emit (self, signals[PICKED], 0, G_GINT64_CONSTANT (0));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterMemberPicker      *self)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (klaster_member_model_get_project (self->members));
  KlasterRow *row = klaster_record_get_row (gtk_list_item_get_item (item));
  const char *district = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
  const char *kind = klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                  klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language);
  g_autofree char *name = klaster_record_describe (snapshot, row, language);
  g_autofree char *subtitle = district ? g_strdup_printf ("%s · %s", kind, district) : g_strdup (kind);

  gtk_list_item_set_child (item, klaster_record_content_new (NULL, name, subtitle, NULL, FALSE));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_list_item_set_child (item, NULL);
}

static void
klaster_member_picker_dispose (GObject *object)
{
  KlasterMemberPicker *self = KLASTER_MEMBER_PICKER (object);

  g_clear_object (&self->members);

  G_OBJECT_CLASS (klaster_member_picker_parent_class)->dispose (object);
}

static void
klaster_member_picker_class_init (KlasterMemberPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_member_picker_dispose;

  signals[PICKED] = g_signal_new ("picked", KLASTER_TYPE_MEMBER_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_INT64);
}

static void
klaster_member_picker_init (KlasterMemberPicker *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_size_request (GTK_WIDGET (self), 300, 360);

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Search members"), NULL);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 60);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activate_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->search);

  self->none_button = gtk_button_new ();
  gtk_widget_add_css_class (self->none_button, "flat");
  g_signal_connect_object (self->none_button, "clicked", G_CALLBACK (none_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->none_button);
}

/**
 * klaster_member_picker_new:
 * @project: the project
 * @none_label: (nullable): what a button says that picks none; %NULL: one has to be picked
 *
 * Returns: (transfer floating): a picker
 */
GtkWidget *
klaster_member_picker_new (KlasterProject *project,
                           const char     *none_label)
{
  KlasterMemberPicker *self = g_object_new (KLASTER_TYPE_MEMBER_PICKER, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GListModel *model;

  if (none_label)
    gtk_button_set_label (GTK_BUTTON (self->none_button), none_label);
  gtk_widget_set_visible (self->none_button, none_label != NULL);

  self->members = klaster_member_model_new (project);
  model = G_LIST_MODEL (klaster_member_model_get_list (self->members));
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (model))), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "record-list");
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (pick), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);

  return GTK_WIDGET (self);
}

/**
 * klaster_member_picker_start:
 * @current: the institution that is chosen now, or 0
 *
 * Begins a search anew.
 */
void
klaster_member_picker_start (KlasterMemberPicker *self,
                             gint64               current)
{
  g_return_if_fail (KLASTER_IS_MEMBER_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_set_sensitive (self->none_button, current != 0);
  gtk_widget_grab_focus (self->search);
}

/**
 * klaster_member_picker_get_search:
 *
 * Returns: (transfer none): the search entry
 */
GtkWidget *
klaster_member_picker_get_search (KlasterMemberPicker *self)
{
  g_return_val_if_fail (KLASTER_IS_MEMBER_PICKER (self), NULL);

  return self->search;
}
