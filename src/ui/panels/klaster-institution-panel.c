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
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;

  GtkWidget *scroller;
  GtkWidget *several_group;
  GtkWidget *join_button;
  GtkWidget *attention_group;
  GtkWidget *cooperation_group;
  GtkWidget *agreement_group;
  GtkWidget *goal_group;
  GtkWidget *unit_group;
  GtkWidget *obligation_group;
  GtkWidget *history_group;
  GtkWidget *district_row;
  GtkWidget *laboratory_row;
  GtkWidget *laboratory_label;
};

enum
{
  PROP_PROJECT = 1,
  PROP_FORM,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void klaster_institution_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterInstitutionPanel, klaster_institution_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_institution_panel_record_panel_init))

static void
show_all_cb (KlasterInstitutionPanel *self,
             KlasterRecordGroup      *group)
{
  klaster_record_panel_show_all (KLASTER_RECORD_PANEL (self), group);
}

static void
repair_cb (KlasterInstitutionPanel *self,
           const char              *column)
{
  klaster_record_panel_focus_field (KLASTER_RECORD_PANEL (self), column);
}

static void
update_laboratory (KlasterInstitutionPanel *self)
{
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  gboolean single = n_ids == 1 && klaster_form_get_n_found (self->form) == 1;

  gtk_widget_set_visible (self->laboratory_row, single);
  if (single)
    gtk_label_set_label (GTK_LABEL (self->laboratory_label),
                         klaster_institution_has_laboratory (klaster_form_get_snapshot (self->form), ids[0], today)
                           ? C_("truth", "Yes") : C_("truth", "No"));
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

static void
klaster_institution_panel_set_records (KlasterRecordPanel *panel,
                                       KlasterTable        table,
                                       const gint64       *ids,
                                       guint               n_ids)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (panel);
  gint64 single = n_ids == 1 ? ids[0] : 0;
  guint generation;

  generation = klaster_form_get_generation (self->form);
  klaster_form_set_records (self->form, KLASTER_TABLE_INSTITUTION, ids, n_ids);
  if (generation == klaster_form_get_generation (self->form))
    return;

  gtk_widget_set_visible (self->several_group, n_ids > 1);
  gtk_widget_set_visible (self->join_button, n_ids == 2);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->attention_group), single);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->cooperation_group), single);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->agreement_group), single);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->goal_group), single);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->unit_group), single);
  klaster_record_group_set_record (KLASTER_RECORD_GROUP (self->obligation_group), single);
  klaster_history_group_set_record (KLASTER_HISTORY_GROUP (self->history_group), KLASTER_TABLE_INSTITUTION, single);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* The kind and the role, of one institution. */
static char *
klaster_institution_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (panel);
  KlasterLanguage language = klaster_language_get_default ();
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);
  KlasterRow *row = n_ids == 1 ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[0]) : NULL;

  if (row == NULL)
    return NULL;

  return g_strdup_printf ("%s · %s",
                          klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                       klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language),
                          klaster_vocabulary_get_name (snapshot, "institution_roles",
                                                       klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), language));
}

static void
klaster_institution_panel_flush (KlasterRecordPanel *panel)
{
  klaster_form_flush (KLASTER_INSTITUTION_PANEL (panel)->form);
}

static void
klaster_institution_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_institution_panel_set_records;
  iface->get_subtitle = klaster_institution_panel_get_subtitle;
  iface->flush = klaster_institution_panel_flush;
}

static void
klaster_institution_panel_dispose (GObject *object)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (object);

  klaster_form_flush (self->form);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_institution_panel_parent_class)->dispose (object);
}

static void
klaster_institution_panel_finalize (GObject *object)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (object);

  g_object_unref (self->form);

  G_OBJECT_CLASS (klaster_institution_panel_parent_class)->finalize (object);
}

static void
klaster_institution_panel_get_property (GObject    *object,
                                        guint       property_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_institution_panel_set_property (GObject      *object,
                                        guint         property_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  KlasterInstitutionPanel *self = KLASTER_INSTITUTION_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_institution_panel_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_INSTITUTION, NULL, 0);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_project (self->form, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_institution_panel_class_init (KlasterInstitutionPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_institution_panel_dispose;
  object_class->finalize = klaster_institution_panel_finalize;
  object_class->get_property = klaster_institution_panel_get_property;
  object_class->set_property = klaster_institution_panel_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, KLASTER_TYPE_FORM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

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
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, several_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, join_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, attention_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, cooperation_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, agreement_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, goal_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, unit_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, obligation_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, history_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, district_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, laboratory_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterInstitutionPanel, laboratory_label);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
}

static void
klaster_institution_panel_init (KlasterInstitutionPanel *self)
{
  self->form = klaster_form_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_districts (self);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update_laboratory), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_institution_panel_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_institution_panel_get_form (KlasterInstitutionPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_INSTITUTION_PANEL (self), NULL);

  return self->form;
}
