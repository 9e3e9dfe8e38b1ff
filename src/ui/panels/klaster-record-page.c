/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-text.h"
#include "klaster-derive.h"
#include "klaster-language.h"
#include "klaster-record-group.h"
#include "klaster-record-page.h"
#include "klaster-record-panel.h"
#include "klaster-side-panel.h"
#include "klaster-value-text.h"
#include "klaster-width-first.h"

/* More than these of one kind are counted, not listed. */
#define MAX_CHILDREN 50

struct _KlasterRecordPage
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterTable table;
  gint64 id; /* 0: none, or several */
  guint n_ids;
  guint update_id;
  GtkWidget *scroller;
  GtkWidget *box;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void klaster_record_page_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterRecordPage, klaster_record_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_record_page_record_panel_init))

static void
row_activated_cb (GtkWidget *row)
{
  gtk_widget_activate_action_variant (row, "panel.go", g_object_get_data (G_OBJECT (row), "target"));
}

static void
add_row (GtkWidget    *group,
         GtkWidget    *content,
         KlasterTable  table,
         gint64        id)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  (const char *) g_object_get_data (G_OBJECT (content), "name"), -1);
  if (id != 0)
    {
      GVariant *target = g_variant_ref_sink (g_variant_new ("(sx)", klaster_schema_get_table (table)->name, id));

      g_object_set_data_full (G_OBJECT (row), "target", target, (GDestroyNotify) g_variant_unref);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), NULL);
    }
  else
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* A fact: its name above, what it says below, to be selected and copied unless it leads to another record. */
static GtkWidget *
make_fact (const char *name,
           const char *text,
           gboolean    leads_on)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *bin = klaster_width_first_new (lines);
  GtkWidget *caption = gtk_label_new (name);
  GtkWidget *value = gtk_label_new (text);

  gtk_widget_add_css_class (box, "record");
  gtk_widget_set_hexpand (bin, TRUE);
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), !leads_on);
  gtk_box_append (GTK_BOX (lines), caption);
  gtk_box_append (GTK_BOX (lines), value);
  gtk_box_append (GTK_BOX (box), bin);
  if (leads_on)
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_widget_add_css_class (arrow, "dim-label");
      gtk_box_append (GTK_BOX (box), arrow);
    }
  g_object_set_data_full (G_OBJECT (box), "name", g_strdup_printf ("%s, %s", name, text), g_free);

  return box;
}

static void
add_facts (KlasterRecordPage *self,
           KlasterSnapshot   *snapshot,
           const KlasterRow  *row)
{
  const KlasterTableInfo *info = klaster_schema_get_table (self->table);
  KlasterLanguage language = klaster_language_get_default ();
  GtkWidget *group = adw_preferences_group_new ();

  if (self->table == KLASTER_TABLE_AGREEMENT)
    {
      g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
      g_autofree char *period = klaster_agreement_describe_period (row, language);

      add_row (group, klaster_record_content_new (NULL, *period ? period : _("No period given"), NULL,
                                                  klaster_agreement_pill_new (snapshot, row, today, language), FALSE), 0, 0);
    }
  for (guint column = 1; column < info->n_columns; column++)
    {
      KlasterValue value = klaster_row_get_value (row, column);
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;

      if (value.type == KLASTER_VALUE_NULL || (info->columns[column].flags & KLASTER_COLUMN_DERIVED))
        continue;
      name = klaster_value_column_name (self->table, column);
      if (info->columns[column].type == KLASTER_COLUMN_DATE)
        text = klaster_date_format (value.text, language);
      else
        text = klaster_value_to_text (snapshot, self->table, column, value, language);
      if (*text == '\0')
        continue;
      if (info->columns[column].type == KLASTER_COLUMN_REFERENCE)
        add_row (group, make_fact (name, text, TRUE), info->columns[column].target, value.integer);
      else
        add_row (group, make_fact (name, text, FALSE), 0, 0);
    }
  gtk_box_append (GTK_BOX (self->box), group);
}

/* What a row that belongs to the record is about: of a row that links two records, the other one. */
static void
describe_child (KlasterRecordPage  *self,
                KlasterSnapshot    *snapshot,
                const KlasterRow   *child,
                guint               parent_column,
                char              **title,
                char              **subtitle,
                KlasterTable       *table,
                gint64             *id)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterTable child_table = klaster_row_get_table (child);
  const KlasterTableInfo *info = klaster_schema_get_table (child_table);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  *table = child_table;
  *id = klaster_row_get_id (child);
  *title = NULL;
  for (guint column = 1; column < info->n_columns; column++)
    {
      const KlasterColumnInfo *column_info = &info->columns[column];
      KlasterValue value = klaster_row_get_value (child, column);

      if (column == parent_column || value.type == KLASTER_VALUE_NULL)
        continue;
      if (*title == NULL && column_info->type == KLASTER_COLUMN_REFERENCE && (column_info->flags & KLASTER_COLUMN_REQUIRED))
        {
          *title = klaster_value_to_text (snapshot, child_table, column, value, language);
          *table = column_info->target;
          *id = value.integer;
        }
      else if (column_info->type == KLASTER_COLUMN_TOKEN || column_info->type == KLASTER_COLUMN_REAL
               || g_str_equal (column_info->name, "role") || g_str_equal (column_info->name, "unit"))
        {
          g_ptr_array_add (parts, klaster_value_to_text (snapshot, child_table, column, value, language));
        }
      else if (column_info->type == KLASTER_COLUMN_DATE)
        {
          g_ptr_array_add (parts, klaster_date_format (value.text, language));
        }
    }
  if (*title == NULL)
    *title = klaster_record_describe (snapshot, child, language);
  /* The first token often is the description itself. */
  if (parts->len > 0 && g_strcmp0 (g_ptr_array_index (parts, 0), *title) == 0)
    g_ptr_array_remove_index (parts, 0);
  g_ptr_array_add (parts, NULL);
  *subtitle = g_strjoinv (" · ", (char **) parts->pdata);
}

/* What the rows of @table are to the record that they belong to. */
static const char *
get_children_title (KlasterRecordPage *self,
                    KlasterTable       table)
{
  KlasterLanguage language = klaster_language_get_default ();

  switch ((int) table)
    {
    case KLASTER_TABLE_AGREEMENT_PARTY:
      return C_("agreement", "Parties");
    case KLASTER_TABLE_AGREEMENT_CLAUSE:
      return C_("agreement", "Clauses");
    case KLASTER_TABLE_COOPERATION_AGREEMENT:
      /* It only links the two. */
      return klaster_vocabulary_get_table_name (self->table == KLASTER_TABLE_AGREEMENT ? KLASTER_TABLE_COOPERATION
                                                                                     : KLASTER_TABLE_AGREEMENT,
                                                TRUE, language);
    default:
      return klaster_vocabulary_get_table_name (table, TRUE, language);
    }
}

static void
add_children (KlasterRecordPage *self,
              KlasterSnapshot   *snapshot,
              KlasterTable       table,
              guint              column)
{
  guint n_children = klaster_snapshot_count_referrers (snapshot, table, column, self->id);
  KlasterReferrerIter iter;
  KlasterRow *child;
  GtkWidget *group;
  guint n_shown = 0;

  if (n_children == 0)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), get_children_title (self, table));
  klaster_referrer_iter_init (&iter, snapshot, table, column, self->id);
  while (klaster_referrer_iter_next (&iter, &child) && n_shown < MAX_CHILDREN)
    {
      g_autofree char *title = NULL;
      g_autofree char *subtitle = NULL;
      KlasterTable target;
      gint64 id;

      describe_child (self, snapshot, child, column, &title, &subtitle, &target, &id);
      add_row (group, klaster_record_content_new (NULL, title, subtitle, NULL, TRUE), target, id);
      n_shown++;
    }
  if (n_shown < n_children)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", n_children - n_shown),
                                               n_children - n_shown);

      add_row (group, klaster_record_content_new (NULL, more, NULL, NULL, FALSE), 0, 0);
    }
  gtk_box_append (GTK_BOX (self->box), group);
}

static void
add_button (GtkWidget  *box,
            const char *label,
            const char *action_name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_box_append (GTK_BOX (box), button);
}

/* Several records are not read side by side; what can be done with them as a whole is offered. */
static void
add_several (KlasterRecordPage *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_button (buttons, _("_Duplicate"), "panel.duplicate");
  add_button (buttons, _("D_elete"), "panel.delete");
  gtk_box_append (GTK_BOX (self->box), buttons);
}

static void
update (KlasterRecordPage *self)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  KlasterRow *row = snapshot && self->id ? klaster_snapshot_lookup (snapshot, self->table, self->id) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)))
    gtk_box_remove (GTK_BOX (self->box), child);
  if (self->n_ids > 1)
    add_several (self);
  if (row == NULL)
    return;

  add_facts (self, snapshot, row);
  for (guint table = 0; table < KLASTER_N_TABLES; table++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table ((KlasterTable) table);

      for (guint column = 1; column < info->n_columns && !info->internal; column++)
        if (info->columns[column].type == KLASTER_COLUMN_REFERENCE && info->columns[column].target == self->table)
          add_children (self, snapshot, (KlasterTable) table, column);
    }
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterRecordPage *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterRecordPage *self)
{
  if (self->update_id == 0 && self->id != 0)
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
klaster_record_page_set_records (KlasterRecordPanel *panel,
                                 KlasterTable        table,
                                 const gint64       *ids,
                                 guint               n_ids)
{
  KlasterRecordPage *self = KLASTER_RECORD_PAGE (panel);

  self->table = table;
  self->id = n_ids == 1 ? ids[0] : 0;
  self->n_ids = n_ids;
  update (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static void
klaster_record_page_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_record_page_set_records;
}

static void
klaster_record_page_dispose (GObject *object)
{
  KlasterRecordPage *self = KLASTER_RECORD_PAGE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_record_page_parent_class)->dispose (object);
}

static void
klaster_record_page_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_RECORD_PAGE (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_record_page_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  KlasterRecordPage *self = KLASTER_RECORD_PAGE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      if (self->project)
        g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      klaster_record_page_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_INSTITUTION, NULL, 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_record_page_class_init (KlasterRecordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_record_page_dispose;
  object_class->get_property = klaster_record_page_get_property;
  object_class->set_property = klaster_record_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_record_page_init (KlasterRecordPage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 24);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}
