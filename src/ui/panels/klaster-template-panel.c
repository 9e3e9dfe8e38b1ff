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
  KlasterFormPanel parent_instance;
};

static const char *const clause_columns[] = { "clause", "text_uz", "text_uz_cyrl", "text_ru", "text_en", NULL };
static const char *const clause_summary[] = { NULL };
static const char *const obligation_columns[] = { "text_uz", "text_uz_cyrl", "text_ru", "text_en", "party_kind", "area",
                                                  "period_uz", "period_uz_cyrl", "period_ru", "period_en", "key", NULL };
static const char *const obligation_summary[] = { "party_kind", "area", NULL };

static void klaster_template_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterTemplatePanel, klaster_template_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_template_panel_record_panel_init))

static void
add_fields (KlasterFormPanel  *self,
            const char        *title,
            const char        *description,
            const char *const *columns)
{
  GtkWidget *group = klaster_form_panel_add_section (self, title, description);

  for (guint i = 0; columns[i]; i++)
    {
      guint column = (guint) klaster_schema_find_column (KLASTER_TABLE_TEMPLATE, columns[i]);
      KlasterColumnType type = klaster_schema_get_column (KLASTER_TABLE_TEMPLATE, column)->type;

      klaster_form_panel_add_field (self, group,
                                    type == KLASTER_COLUMN_TOKEN ? KLASTER_TYPE_CHOICE_ROW
                                    : type == KLASTER_COLUMN_LIST ? KLASTER_TYPE_TOKENS_ROW
                                    : type == KLASTER_COLUMN_INTEGER ? KLASTER_TYPE_TEXT_ROW : KLASTER_TYPE_MULTILINE_ROW,
                                    columns[i]);
    }
}

static GtkWidget *
add_children (KlasterFormPanel        *self,
              KlasterTable             table,
              guint                    parent_column,
              const char *const       *columns,
              const char *const       *summary,
              const KlasterChildWords *words)
{
  GtkWidget *group = klaster_child_group_new (table, parent_column, columns, words);

  klaster_child_group_set_summary (KLASTER_CHILD_GROUP (group), summary);

  return klaster_form_panel_add_group (self, group);
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

static char *
klaster_template_panel_get_title (KlasterRecordPanel *panel)
{
  KlasterRow *row = klaster_form_panel_get_single (KLASTER_FORM_PANEL (panel));
  const char *name = row ? klaster_row_get_name (row, KLASTER_TEMPLATE_NAME_UZ, klaster_language_get_default ()) : NULL;

  return name && *name ? g_strdup (name) : NULL;
}

static void
klaster_template_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->get_title = klaster_template_panel_get_title;
}

static void
klaster_template_panel_class_init (KlasterTemplatePanelClass *klass)
{
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
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *clauses;

  klaster_form_panel_set_table (panel, KLASTER_TABLE_TEMPLATE);
  add_fields (panel, _("Template"), NULL, names);
  add_fields (panel, _("A New Agreement Begins With"), NULL, begins);
  clauses = add_children (panel, KLASTER_TABLE_TEMPLATE_CLAUSE, KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID, clause_columns,
                          clause_summary, &clause_words);
  g_signal_connect_object (clauses, "fill", G_CALLBACK (fill_clause_cb), self, 0);
  add_children (panel, KLASTER_TABLE_TEMPLATE_OBLIGATION, KLASTER_TEMPLATE_OBLIGATION_TEMPLATE_ID, obligation_columns,
                obligation_summary, &obligation_words);
  add_fields (panel, _("Text of the Paper"),
              _("Paragraphs with an empty line between. “# ” begins a heading. {{parties}}, {{period}}, {{clauses}} and others are "
                "filled in from the agreement."), bodies);
  add_fields (panel, _("Notes"), NULL, notes);
}
