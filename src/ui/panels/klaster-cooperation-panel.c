/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-attention-group.h"
#include "klaster-backing-group.h"
#include "klaster-child-group.h"
#include "klaster-choice-row.h"
#include "klaster-cooperation-panel.h"
#include "klaster-cooperation.h"
#include "klaster-history-group.h"
#include "klaster-multiline-row.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-served-group.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"
#include "klaster-wrap-box.h"

struct _KlasterCooperationPanel
{
  KlasterFormPanel parent_instance;
  GSimpleActionGroup *actions;

  GtkWidget *several_group;
  GtkWidget *attention_group;
  GtkWidget *orientation_row;
  GtkWidget *orientation_label;
  GtkWidget *follow_button;
  GtkWidget *served_group;
  GtkWidget *contribution_bin;
  GMenuModel *menu;
};

static const char *const contribution_columns[] = { "kind", "giver_id", "quantity", "unit", "text", "notes", NULL };

static void klaster_cooperation_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterCooperationPanel, klaster_cooperation_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_cooperation_panel_record_panel_init))

/* What is proposed, and why: whole sentences, because languages order them differently. */
static const char *
explain (KlasterOrientationReason reason)
{
  switch (reason)
    {
    case KLASTER_ORIENTATION_BY_FINANCE:
      return _("Proposed: mixed, because an enterprise gives money to the other.");
    case KLASTER_ORIENTATION_BY_LEVEL:
      return _("Proposed: vertical, because the two are of different levels of education.");
    case KLASTER_ORIENTATION_BY_PARTNER:
      return _("Proposed: vertical, because one of the two is science, business or an authority.");
    case KLASTER_ORIENTATION_BY_FIELD:
      return _("Proposed: horizontal, because the two are of the same level and field.");
    case KLASTER_ORIENTATION_FIELDS_DIFFER:
      return _("Nothing is proposed: the two are of the same level, but of different fields.");
    case KLASTER_ORIENTATION_FIELDS_UNKNOWN:
      return _("Nothing is proposed: the two are of the same level, but a field is not known. Their specialisation says it.");
    case KLASTER_ORIENTATION_NO_LEVEL:
    default:
      return _("Nothing is proposed: one of the two has no level of education.");
    }
}

static void
update_orientation (KlasterCooperationPanel *self)
{
  KlasterForm *form = klaster_form_panel_get_form (KLASTER_FORM_PANEL (self));
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (form);
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *row = klaster_form_panel_get_single (KLASTER_FORM_PANEL (self));
  KlasterRow *from = NULL;
  KlasterRow *to = NULL;
  const char *proposed = NULL;
  KlasterOrientationReason reason;
  g_autofree char *label = NULL;
  KlasterValue value;
  gboolean overruled;

  if (row != NULL)
    {
      from = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                      klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID));
      to = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                    klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));
    }
  if (from != NULL && to != NULL)
    {
      proposed = klaster_cooperation_explain_orientation (snapshot, from, to, &reason);
      /* Translators: %s is an orientation: vertical, horizontal, mixed. */
      label = g_strdup_printf (_("As proposed: %s"),
                               proposed ? klaster_vocabulary_get_name (snapshot, "orientations", proposed, language)
                                        : C_("orientation", "Not determined"));
      gtk_label_set_label (GTK_LABEL (self->orientation_label), explain (reason));
    }
  else
    {
      label = g_strdup (_("As proposed"));
    }
  gtk_widget_set_visible (self->orientation_label, from != NULL && to != NULL);
  klaster_choice_row_set_null_label (KLASTER_CHOICE_ROW (self->orientation_row), label);
  /* Of several records, some may have been overruled. */
  overruled = klaster_form_get_shared (form, KLASTER_COOPERATION_ORIENTATION, &value) == KLASTER_SHARED_DIFFERS
              || (value.type == KLASTER_VALUE_TEXT && g_strcmp0 (value.text, proposed) != 0);
  gtk_widget_set_visible (self->follow_button, overruled && klaster_form_get_editable (form));
}

static void
klaster_cooperation_panel_update (KlasterFormPanel *panel)
{
  KlasterCooperationPanel *self = KLASTER_COOPERATION_PANEL (panel);
  KlasterForm *form = klaster_form_panel_get_form (panel);

  update_orientation (self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "swap")),
                               klaster_form_get_editable (form) && klaster_form_get_n_found (form) > 0);
}

static void
klaster_cooperation_panel_shown (KlasterFormPanel *panel,
                                 const gint64     *ids,
                                 guint             n_ids)
{
  KlasterCooperationPanel *self = KLASTER_COOPERATION_PANEL (panel);

  gtk_widget_set_visible (self->several_group, n_ids > 1);
  gtk_widget_set_visible (self->contribution_bin, n_ids == 1);
}

static void
follow_cb (KlasterCooperationPanel *self)
{
  klaster_form_set_value (klaster_form_panel_get_form (KLASTER_FORM_PANEL (self)), KLASTER_COOPERATION_ORIENTATION, KLASTER_NULL, NULL, NULL);
  klaster_record_panel_focus_field (KLASTER_RECORD_PANEL (self), "orientation");
}

static void
swap_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterFormPanel *self = data;
  KlasterForm *form = klaster_form_panel_get_form (self);
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (form, &n_ids);
  g_autoptr (KlasterEdit) edit = NULL;

  klaster_form_flush (form);
  edit = klaster_cooperation_edit_swap (klaster_form_get_snapshot (form), ids, n_ids);
  klaster_apply_edit (GTK_WIDGET (self), klaster_form_panel_get_project (self), edit, NULL);
}

/* A new contribution begins as one of the first member. */
static void
fill_contribution_cb (KlasterChildGroup       *group,
                      KlasterEdit             *edit,
                      gint64                   id,
                      KlasterCooperationPanel *self)
{
  KlasterRow *row = klaster_form_panel_get_single (KLASTER_FORM_PANEL (self));

  if (row != NULL)
    klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, id, KLASTER_CONTRIBUTION_GIVER_ID,
                      klaster_row_get_value (row, KLASTER_COOPERATION_FROM_ID));
}

static void
add_contributions (KlasterCooperationPanel *self)
{
  const KlasterChildWords words = {
    .title = _("Contributions"),
    .empty = _("Money, equipment, rooms, places, hours, data or technology that one of them gives."),
    .add_tooltip = _("Add Contribution"),
    .add_label = _("Add contribution"),
    .delete_label = _("Delete Contribution"),
  };
  GtkWidget *group = klaster_child_group_new (KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_COOPERATION_ID,
                                              contribution_columns, &words);

  g_signal_connect_object (group, "fill", G_CALLBACK (fill_contribution_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self->contribution_bin), group);
  klaster_form_panel_follow_group (KLASTER_FORM_PANEL (self), group);
}

/* "Vertical · Active", of one cooperation. */
static char *
klaster_cooperation_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterCooperationPanel *self = KLASTER_COOPERATION_PANEL (panel);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_form_panel_get_form (KLASTER_FORM_PANEL (self)));
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *row = klaster_form_panel_get_single (KLASTER_FORM_PANEL (self));
  const char *orientation, *status, *orientation_name, *status_name;

  if (row == NULL)
    return NULL;

  orientation = klaster_cooperation_get_orientation (snapshot, row, NULL, NULL);
  status = klaster_row_get_text (row, KLASTER_COOPERATION_STATUS);
  orientation_name = orientation ? klaster_vocabulary_get_name (snapshot, "orientations", orientation, language) : NULL;
  status_name = status ? klaster_vocabulary_get_name (snapshot, "cooperation_statuses", status, language) : NULL;
  if (orientation_name && status_name)
    return g_strdup_printf ("%s · %s", orientation_name, status_name);

  return g_strdup (orientation_name ? orientation_name : status_name);
}

static GMenuModel *
klaster_cooperation_panel_get_menu (KlasterRecordPanel *panel)
{
  return KLASTER_COOPERATION_PANEL (panel)->menu;
}

static GActionGroup *
klaster_cooperation_panel_get_actions (KlasterRecordPanel *panel)
{
  return G_ACTION_GROUP (KLASTER_COOPERATION_PANEL (panel)->actions);
}

/* Goals have a group instead of a field. */
static gboolean
klaster_cooperation_panel_focus_field (KlasterRecordPanel *panel,
                                       const char         *column)
{
  GtkWidget *field;

  if (g_strcmp0 (column, "goal_id") == 0)
    return klaster_linked_group_focus (KLASTER_LINKED_GROUP (KLASTER_COOPERATION_PANEL (panel)->served_group));
  field = klaster_record_panel_find_field (GTK_WIDGET (panel), column);

  return field != NULL && gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
}

static void
klaster_cooperation_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->focus_field = klaster_cooperation_panel_focus_field;
  iface->get_subtitle = klaster_cooperation_panel_get_subtitle;
  iface->get_menu = klaster_cooperation_panel_get_menu;
  iface->get_actions = klaster_cooperation_panel_get_actions;
}

static void
klaster_cooperation_panel_finalize (GObject *object)
{
  g_object_unref (KLASTER_COOPERATION_PANEL (object)->actions);

  G_OBJECT_CLASS (klaster_cooperation_panel_parent_class)->finalize (object);
}

static void
klaster_cooperation_panel_class_init (KlasterCooperationPanelClass *klass)
{
  KlasterFormPanelClass *panel_class = KLASTER_FORM_PANEL_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = klaster_cooperation_panel_finalize;
  panel_class->shown = klaster_cooperation_panel_shown;
  panel_class->update = klaster_cooperation_panel_update;

  g_type_ensure (KLASTER_TYPE_ATTENTION_GROUP);
  g_type_ensure (KLASTER_TYPE_BACKING_GROUP);
  g_type_ensure (KLASTER_TYPE_CHOICE_ROW);
  g_type_ensure (KLASTER_TYPE_HISTORY_GROUP);
  g_type_ensure (KLASTER_TYPE_MULTILINE_ROW);
  g_type_ensure (KLASTER_TYPE_REFERENCE_ROW);
  g_type_ensure (KLASTER_TYPE_SERVED_GROUP);
  g_type_ensure (KLASTER_TYPE_TEXT_ROW);
  g_type_ensure (KLASTER_TYPE_TOKENS_ROW);
  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-cooperation-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, several_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, attention_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, orientation_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, contribution_bin);
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, served_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterCooperationPanel, menu);
}

/* Below the choice: what is proposed and why, and the way back to it. */
static void
add_orientation_notes (KlasterCooperationPanel *self)
{
  self->orientation_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->orientation_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->orientation_label), TRUE);
  gtk_widget_add_css_class (self->orientation_label, "caption");
  gtk_widget_add_css_class (self->orientation_label, "dim-label");
  klaster_field_row_add_note (KLASTER_FIELD_ROW (self->orientation_row), self->orientation_label);

  self->follow_button = gtk_button_new_with_mnemonic (_("_Follow the Proposal"));
  gtk_widget_set_halign (self->follow_button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->follow_button, 3);
  g_signal_connect_object (self->follow_button, "clicked", G_CALLBACK (follow_cb), self, G_CONNECT_SWAPPED);
  klaster_field_row_add_note (KLASTER_FIELD_ROW (self->orientation_row), self->follow_button);
}

static void
klaster_cooperation_panel_init (KlasterCooperationPanel *self)
{
  static const GActionEntry entries[] = { { "swap", swap_cb, NULL, NULL, NULL, { 0 } } };

  klaster_form_panel_set_table (KLASTER_FORM_PANEL (self), KLASTER_TABLE_COOPERATION);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->attention_group, "table", KLASTER_TABLE_COOPERATION, NULL);
  add_orientation_notes (self);
  add_contributions (self);
}
