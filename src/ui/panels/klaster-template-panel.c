/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-child-group.h"
#include "klaster-choice-row.h"
#include "klaster-form.h"
#include "klaster-language.h"
#include "klaster-multiline-row.h"
#include "klaster-record-panel.h"
#include "klaster-template-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"

struct _KlasterTemplatePanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;

  GtkWidget *scroller;
  GtkWidget *box;
  GtkWidget *clause_group;
  GtkWidget *obligation_group;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const char *const clause_columns[] = { "clause", "text_uz", "text_uz_cyrl", "text_ru", "text_en", NULL };
static const char *const clause_summary[] = { NULL };
static const char *const obligation_columns[] = { "text_uz", "text_uz_cyrl", "text_ru", "text_en", "party_kind", "area",
                                                  "period_uz", "period_uz_cyrl", "period_ru", "period_en", "key", NULL };
static const char *const obligation_summary[] = { "text_ru", "text_en", NULL };

static void klaster_template_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterTemplatePanel, klaster_template_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_template_panel_record_panel_init))

static void
add_fields (KlasterTemplatePanel *self,
            const char           *title,
            const char           *description,
            const char *const    *columns)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  for (guint i = 0; columns[i]; i++)
    {
      guint column = (guint) klaster_schema_find_column (KLASTER_TABLE_TEMPLATE, columns[i]);
      KlasterColumnType type = klaster_schema_get_column (KLASTER_TABLE_TEMPLATE, column)->type;
      GtkWidget *row = g_object_new (type == KLASTER_COLUMN_TOKEN ? KLASTER_TYPE_CHOICE_ROW
                                     : type == KLASTER_COLUMN_LIST ? KLASTER_TYPE_TOKENS_ROW
                                     : type == KLASTER_COLUMN_INTEGER ? KLASTER_TYPE_TEXT_ROW : KLASTER_TYPE_MULTILINE_ROW,
                                     "column", columns[i], NULL);

      g_object_set (row, "form", self->form, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_box_append (GTK_BOX (self->box), group);
}

static GtkWidget *
add_children (KlasterTemplatePanel    *self,
              KlasterTable             table,
              guint                    parent_column,
              const char *const       *columns,
              const char *const       *summary,
              const KlasterChildWords *words)
{
  GtkWidget *group = klaster_child_group_new (table, parent_column, columns, words);

  klaster_child_group_set_summary (KLASTER_CHILD_GROUP (group), summary);
  g_object_bind_property (self, "project", group, "project", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (self->box), group);

  return group;
}

/* A clause of a template is one of the six; which one, its row says. */
static void
fill_clause_cb (KlasterChildGroup    *group,
                KlasterEdit          *edit,
                gint64                id,
                KlasterTemplatePanel *self)
{
  klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE_CLAUSE, id, KLASTER_TEMPLATE_CLAUSE_CLAUSE, KLASTER_TEXT ("common_goal"));
}

static void
klaster_template_panel_set_records (KlasterRecordPanel *panel,
                                    KlasterTable        table,
                                    const gint64       *ids,
                                    guint               n_ids)
{
  KlasterTemplatePanel *self = KLASTER_TEMPLATE_PANEL (panel);
  gint64 single = n_ids == 1 ? ids[0] : 0;
  guint generation = klaster_form_get_generation (self->form);

  klaster_form_set_records (self->form, KLASTER_TABLE_TEMPLATE, ids, n_ids);
  if (generation == klaster_form_get_generation (self->form))
    return;
  klaster_child_group_set_record (KLASTER_CHILD_GROUP (self->clause_group), single);
  klaster_child_group_set_record (KLASTER_CHILD_GROUP (self->obligation_group), single);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static char *
klaster_template_panel_get_title (KlasterRecordPanel *panel)
{
  KlasterTemplatePanel *self = KLASTER_TEMPLATE_PANEL (panel);
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  KlasterRow *row = n_ids == 1 ? klaster_snapshot_lookup (klaster_form_get_snapshot (self->form), KLASTER_TABLE_TEMPLATE, ids[0])
                               : NULL;
  const char *name = row ? klaster_row_get_name (row, KLASTER_TEMPLATE_NAME_UZ, klaster_language_get_default ()) : NULL;

  return name && *name ? g_strdup (name) : NULL;
}

static void
klaster_template_panel_flush (KlasterRecordPanel *panel)
{
  KlasterTemplatePanel *self = KLASTER_TEMPLATE_PANEL (panel);

  klaster_form_flush (self->form);
  klaster_child_group_flush (KLASTER_CHILD_GROUP (self->clause_group));
  klaster_child_group_flush (KLASTER_CHILD_GROUP (self->obligation_group));
}

static void
klaster_template_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_template_panel_set_records;
  iface->get_title = klaster_template_panel_get_title;
  iface->flush = klaster_template_panel_flush;
}

static void
klaster_template_panel_dispose (GObject *object)
{
  KlasterTemplatePanel *self = KLASTER_TEMPLATE_PANEL (object);

  klaster_form_flush (self->form);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_template_panel_parent_class)->dispose (object);
}

static void
klaster_template_panel_finalize (GObject *object)
{
  g_object_unref (KLASTER_TEMPLATE_PANEL (object)->form);

  G_OBJECT_CLASS (klaster_template_panel_parent_class)->finalize (object);
}

static void
klaster_template_panel_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_TEMPLATE_PANEL (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_template_panel_set_property (GObject      *object,
                                     guint         property_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  KlasterTemplatePanel *self = KLASTER_TEMPLATE_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_record_panel_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_TEMPLATE, NULL, 0);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_project (self->form, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_template_panel_class_init (KlasterTemplatePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_template_panel_dispose;
  object_class->finalize = klaster_template_panel_finalize;
  object_class->get_property = klaster_template_panel_get_property;
  object_class->set_property = klaster_template_panel_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_template_panel_init (KlasterTemplatePanel *self)
{
  static const char *const names[] = { "kind", "name_uz", "name_uz_cyrl", "name_ru", "name_en", NULL };
  static const char *const begins[] = { "title_uz", "title_uz_cyrl", "title_ru", "title_en", "legal_basis_uz",
                                        "legal_basis_uz_cyrl", "legal_basis_ru", "legal_basis_en", "notice_days", "months",
                                        "areas", "tasks", NULL };
  static const char *const bodies[] = { "body_uz", "body_uz_cyrl", "body_ru", "body_en", NULL };
  static const char *const notes[] = { "notes", NULL };
  const KlasterChildWords clause_words = {
    .title = C_("agreement", "Clauses"),
    .empty = _("What the paper says about the six clauses."),
    .add_tooltip = _("Add Clause"),
    .add_label = _("Add clause"),
    .delete_label = _("Delete Clause"),
  };
  const KlasterChildWords obligation_words = {
    .title = klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, TRUE, klaster_language_get_default ()),
    .empty = _("What a new agreement begins with, and what can be added to any agreement."),
    .add_tooltip = _("Add Obligation"),
    .add_label = _("Add obligation"),
    .delete_label = _("Delete Obligation"),
  };

  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, KLASTER_TABLE_TEMPLATE, NULL, 0);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 24);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  adw_bin_set_child (ADW_BIN (self), self->scroller);

  add_fields (self, _("Template"), NULL, names);
  add_fields (self, _("A New Agreement Begins With"), NULL, begins);
  self->clause_group = add_children (self, KLASTER_TABLE_TEMPLATE_CLAUSE, KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID, clause_columns,
                                     clause_summary, &clause_words);
  g_signal_connect_object (self->clause_group, "fill", G_CALLBACK (fill_clause_cb), self, 0);
  self->obligation_group = add_children (self, KLASTER_TABLE_TEMPLATE_OBLIGATION, KLASTER_TEMPLATE_OBLIGATION_TEMPLATE_ID,
                                         obligation_columns, obligation_summary, &obligation_words);
  add_fields (self, _("Text of the Paper"),
              _("Paragraphs with an empty line between. “# ” begins a heading. {{parties}}, {{period}}, {{clauses}} and others are "
                "filled in from the agreement."), bodies);
  add_fields (self, _("Notes"), NULL, notes);
}
