/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-group.h"
#include "klaster-attention-group.h"
#include "klaster-choice-row.h"
#include "klaster-cooperation-group.h"
#include "klaster-derive.h"
#include "klaster-goal-group.h"
#include "klaster-history-group.h"
#include "klaster-institution-panel.h"
#include "klaster-multiline-row.h"
#include "klaster-obligation-group.h"
#include "klaster-position-row.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"
#include "klaster-unit-group.h"
#include "klaster-wrap-box.h"

struct _KlasterInstitutionPanel
{
  KlasterFormPanel parent_instance;

  GtkWidget *several_group;
  GtkWidget *join_button;
  GtkWidget *district_row;
  GtkWidget *laboratory_row;
  GtkWidget *laboratory_label;
};

static void klaster_institution_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterInstitutionPanel, klaster_institution_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_institution_panel_record_panel_init))

static void
klaster_institution_panel_update (KlasterFormPanel *panel)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (panel);
  KlasterRow *row = klaster_form_panel_get_single (panel);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));

  gtk_widget_set_visible (self->laboratory_row, row != NULL);
  if (row)
    gtk_label_set_label (GTK_LABEL (self->laboratory_label),
                         klaster_institution_has_laboratory (klaster_form_get_snapshot (klaster_form_panel_get_form (panel)),
                                                             klaster_row_get_id (row), today)
                           ? C_("truth", "Yes") : C_("truth", "No"));
}

static void
klaster_institution_panel_shown (KlasterFormPanel *panel,
                                 const gint64     *ids,
                                 guint             n_ids)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (panel);

  gtk_widget_set_visible (self->several_group, n_ids > 1);
  gtk_widget_set_visible (self->join_button, n_ids == 2);
}

static void
fill_districts (KlasterInstitutionPanel *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_districts;
  const KlasterDistrict *districts = klaster_districts_get (&n_districts);

  for (guint i = 0; i < n_districts; i++)
    gtk_string_list_append (names, districts[i].names[KLASTER_LANGUAGE_UZ]);
  klaster_text_row_set_suggestions (KLASTER_TEXT_ROW (self->district_row), names);
}

/* The kind and the role, of one institution. */
static char *
klaster_institution_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterFormPanel *self = KLASTER_FORM_PANEL (panel);
  KlasterLanguage language = klaster_language_get_default ();
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_form_panel_get_form (self));
  KlasterRow *row = klaster_form_panel_get_single (self);

  if (row == NULL)
    return NULL;

  return g_strdup_printf ("%s · %s",
                          klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                       klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language),
                          klaster_vocabulary_get_name (snapshot, "institution_roles",
                                                       klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), language));
}

static void
klaster_institution_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->get_subtitle = klaster_institution_panel_get_subtitle;
}

static void
klaster_institution_panel_class_init (KlasterInstitutionPanelClass *klass)
{
  KlasterFormPanelClass *panel_class = KLASTER_FORM_PANEL_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  panel_class->shown = klaster_institution_panel_shown;
  panel_class->update = klaster_institution_panel_update;

  g_type_ensure (KLASTER_TYPE_AGREEMENT_GROUP);
  g_type_ensure (KLASTER_TYPE_ATTENTION_GROUP);
  g_type_ensure (KLASTER_TYPE_CHOICE_ROW);
  g_type_ensure (KLASTER_TYPE_COOPERATION_GROUP);
  g_type_ensure (KLASTER_TYPE_GOAL_GROUP);
  g_type_ensure (KLASTER_TYPE_HISTORY_GROUP);
  g_type_ensure (KLASTER_TYPE_MULTILINE_ROW);
  g_type_ensure (KLASTER_TYPE_OBLIGATION_GROUP);
  g_type_ensure (KLASTER_TYPE_POSITION_ROW);
  g_type_ensure (KLASTER_TYPE_REFERENCE_ROW);
  g_type_ensure (KLASTER_TYPE_TEXT_ROW);
  g_type_ensure (KLASTER_TYPE_TOKENS_ROW);
  g_type_ensure (KLASTER_TYPE_UNIT_GROUP);
  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-institution-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, several_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, join_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, district_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, laboratory_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, laboratory_label);
}

static void
klaster_institution_panel_init (KlasterInstitutionPanel *self)
{
  klaster_form_panel_set_table (KLASTER_FORM_PANEL (self), KLASTER_TABLE_INSTITUTION);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_districts (self);
}
