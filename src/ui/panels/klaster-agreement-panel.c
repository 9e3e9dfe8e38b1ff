/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement-edit.h"
#include "klaster-agreement-panel.h"
#include "klaster-agreement-text.h"
#include "klaster-attention-group.h"
#include "klaster-backed-group.h"
#include "klaster-child-group.h"
#include "klaster-choice-row.h"
#include "klaster-clause-group.h"
#include "klaster-history-group.h"
#include "klaster-multiline-row.h"
#include "klaster-record-picker.h"
#include "klaster-reference-row.h"
#include "klaster-renewal.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"
#include "klaster-wrap-box.h"

struct _KlasterAgreementPanel
{
  KlasterFormPanel parent_instance;

  GSimpleActionGroup *actions;
  GMenu *menu;
  gint64 picked;               /* institution of the party that is being added */
  KlasterRow *template;        /* (nullable): of the obligation that is being added */

  GtkWidget *several_group;
  GtkWidget *attention_group;
  GtkWidget *status_group;
  GtkWidget *status_title;
  GtkWidget *status_detail;
  GtkWidget *status_pill_bin;
  GtkWidget *renew_button;
  GtkWidget *terminate_button;
  GtkWidget *take_back_button;
  GtkWidget *renewal_group;
  GPtrArray *renewal_rows;
  GtkWidget *party_group;
  GtkWidget *party_picker;     /* (nullable) */
  GtkWidget *party_popover;
  GtkWidget *clause_group;
  GtkWidget *obligation_group;
  GtkWidget *obligation_popover;
  GtkWidget *obligation_box;
  GtkWidget *backed_group;
  GtkWidget *contribution_group;
  GtkWidget *attachment_group;
};

static const char *const party_columns[] = { "institution_id", "role", "notes", NULL };
static const char *const obligation_columns[] = { "text", "institution_id", "unit", "area", "due", "period", "state",
                                                  "evidence", "confirmed_by_id", "confirmed_on", "notes", NULL };
static const char *const obligation_summary[] = { "institution_id", "due", "state", NULL };
static const char *const contribution_columns[] = { "kind", "giver_id", "quantity", "unit", "text", "notes", NULL };

static void klaster_agreement_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterAgreementPanel, klaster_agreement_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_agreement_panel_record_panel_init))

static KlasterForm *
get_form (KlasterAgreementPanel *self)
{
  return klaster_form_panel_get_form (KLASTER_FORM_PANEL (self));
}

static KlasterProject *
get_project (KlasterAgreementPanel *self)
{
  return klaster_form_panel_get_project (KLASTER_FORM_PANEL (self));
}

static KlasterRow *
get_single (KlasterAgreementPanel *self)
{
  return klaster_form_panel_get_single (KLASTER_FORM_PANEL (self));
}

/* Status */

/* Where the status comes from: it is never stored, so the panel says which dates and marks make it. */
static char *
explain_status (const KlasterRow            *row,
                const KlasterAgreementFacts *facts,
                char                       **detail)
{
  KlasterLanguage language = klaster_language_get_default ();
  const char *to = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO);
  const char *from = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM);
  const char *terminated = klaster_row_get_text (row, KLASTER_AGREEMENT_TERMINATED_ON);
  const char *signed_on = klaster_row_get_text (row, KLASTER_AGREEMENT_SIGNED_ON);
  g_autofree char *end = to ? klaster_date_format (to, language) : NULL;
  g_autofree char *begin = from ? klaster_date_format (from, language) : NULL;

  *detail = NULL;
  if (strcmp (facts->status, "terminated") == 0)
    {
      g_autofree char *day = klaster_date_format (terminated, language);

      *detail = g_strdup (_("It stays readable, and the termination can be taken back."));
      return g_strdup_printf (_("Terminated on %s"), day);
    }
  if (strcmp (facts->status, "draft") == 0)
    {
      *detail = g_strdup (signed_on ? _("The day on which it is signed is still to come.")
                                    : _("It becomes an agreement with the day on which it is signed."));
      return g_strdup (_("Draft: not signed yet"));
    }
  if (strcmp (facts->status, "expired") == 0)
    {
      *detail = facts->renewal_signed ? g_strdup (_("Another agreement renews it."))
                : facts->renewed      ? g_strdup (_("The agreement that renews it is not signed yet."))
                                      : g_strdup (_("It stays readable; it can be renewed."));
      return g_strdup_printf (_("Expired on %s"), end);
    }
  if (strcmp (facts->status, "signed") == 0)
    return g_strdup_printf (_("Signed; in force from %s"), begin);
  if (terminated != NULL && (to == NULL || strcmp (terminated, to) <= 0))
    {
      g_autofree char *day = klaster_date_format (terminated, language);

      *detail = g_strdup (_("The termination can be taken back."));
      return g_strdup_printf (_("In force; terminated from %s on"), day);
    }
  if (end == NULL)
    {
      *detail = g_strdup (_("No last day is given: it goes on until it is terminated."));
      return g_strdup (_("In force without an end"));
    }
  if (strcmp (facts->status, "expiring") == 0)
    {
      *detail = facts->renewal_signed ? g_strdup (_("Another agreement renews it."))
                : facts->renewed      ? g_strdup (_("The agreement that renews it is not signed yet."))
                                      : g_strdup (_("The notice period has begun: renew it, or let it end."));
    }
  else
    {
      int notice = klaster_row_is_null (row, KLASTER_AGREEMENT_NOTICE_DAYS)
                     ? 0 : (int) klaster_row_get_integer (row, KLASTER_AGREEMENT_NOTICE_DAYS);
      g_autofree char *first = notice > 0 ? klaster_date_add_days (to, -notice) : NULL;
      g_autofree char *day = first ? klaster_date_format (first, language) : NULL;

      if (day)
        /* Translators: %s is the day on which the notice period of an agreement begins */
        *detail = g_strdup_printf (_("Counts as expiring from %s on."), day);
    }

  return g_strdup_printf (_("In force until %s"), end);
}

static void
go_cb (GtkWidget *row)
{
  gint64 *id = g_object_get_data (G_OBJECT (row), "id");

  gtk_widget_activate_action (row, "panel.go", "(sx)", "agreement", *id);
}

static void
add_renewal_row (KlasterAgreementPanel *self,
                 const KlasterRow      *other,
                 const char            *caption)
{
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (get_form (self));
  KlasterLanguage language = klaster_language_get_default ();
  gint64 id = klaster_row_get_id (other);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  g_autofree char *name = klaster_record_describe (snapshot, other, language);
  g_autofree char *period = klaster_agreement_describe_period (other, language);
  g_autofree char *subtitle = *period ? g_strdup_printf ("%s · %s", caption, period) : g_strdup (caption);
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row),
                              klaster_record_content_new (NULL, name, subtitle,
                                                          klaster_agreement_pill_new (snapshot, other, today, language), TRUE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (go_cb), NULL);
  g_ptr_array_add (self->renewal_rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->renewal_group), row);
}

static void
update_renewal (KlasterAgreementPanel *self,
                const KlasterRow      *row)
{
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (get_form (self));
  KlasterReferrerIter iter;
  KlasterRow *other;

  while (self->renewal_rows->len > 0)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->renewal_group),
                                  g_ptr_array_steal_index (self->renewal_rows, self->renewal_rows->len - 1));
  if (row)
    {
      other = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT,
                                       klaster_row_get_integer (row, KLASTER_AGREEMENT_RENEWS_ID));
      if (other)
        add_renewal_row (self, other, _("Renewed by this agreement"));
      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_RENEWS_ID, klaster_row_get_id (row));
      while (klaster_referrer_iter_next (&iter, &other))
        add_renewal_row (self, other, _("Renews this agreement"));
    }
  gtk_widget_set_visible (self->renewal_group, self->renewal_rows->len > 0);
}

static void
set_enabled (KlasterAgreementPanel *self,
             const char            *name,
             gboolean               enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
klaster_agreement_panel_update (KlasterFormPanel *panel)
{
  KlasterAgreementPanel *self = KLASTER_AGREEMENT_PANEL (panel);
  KlasterForm *form = klaster_form_panel_get_form (panel);
  KlasterRow *row = klaster_form_panel_get_single (panel);
  gboolean editable = klaster_form_get_editable (form) && klaster_form_get_n_found (form) > 0;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  KlasterValue terminated;
  gboolean any_terminated = klaster_form_get_shared (form, KLASTER_AGREEMENT_TERMINATED_ON, &terminated)
                            == KLASTER_SHARED_DIFFERS || terminated.type != KLASTER_VALUE_NULL;
  /* Nobody is bound by a draft: there is nothing to renew or to terminate. */
  gboolean draft = FALSE;

  gtk_widget_set_visible (self->status_group, row != NULL);
  if (row)
    {
      KlasterSnapshot *snapshot = klaster_form_get_snapshot (form);
      g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
      KlasterAgreementFacts facts;
      g_autofree char *title = NULL;
      g_autofree char *detail = NULL;

      klaster_agreement_get_facts (snapshot, row, today, &facts);
      draft = strcmp (facts.status, "draft") == 0;
      title = explain_status (row, &facts, &detail);
      gtk_label_set_label (GTK_LABEL (self->status_title), title);
      gtk_label_set_label (GTK_LABEL (self->status_detail), detail ? detail : "");
      gtk_widget_set_visible (self->status_detail, detail != NULL);
      adw_bin_set_child (ADW_BIN (self->status_pill_bin),
                         klaster_agreement_pill_new (snapshot, row, today, klaster_language_get_default ()));
    }
  update_renewal (self, row);
  set_enabled (self, "renew", editable && !draft);
  set_enabled (self, "terminate", editable && !any_terminated && !draft);
  set_enabled (self, "take-back", editable && any_terminated);
  gtk_widget_set_visible (self->renew_button, !draft);
  gtk_widget_set_visible (any_terminated ? self->take_back_button : self->terminate_button, any_terminated || !draft);
  /* Who terminated it with the keyboard is where it can be taken back. */
  if (focus != NULL && focus == (any_terminated ? self->terminate_button : self->take_back_button))
    gtk_widget_grab_focus (any_terminated ? self->take_back_button : self->terminate_button);
  gtk_widget_set_visible (any_terminated ? self->terminate_button : self->take_back_button, FALSE);
}

/* Actions */

static void
renew_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  KlasterAgreementPanel *self = data;
  guint n_ids;
  const gint64 *ids;
  gint64 renewal;

  klaster_record_panel_flush (KLASTER_RECORD_PANEL (self));
  ids = klaster_form_get_ids (get_form (self), &n_ids);
  renewal = klaster_agreement_panel_renew (GTK_WIDGET (self), get_project (self), ids, n_ids);
  /* Shows the new one; the way back leads to the old one. */
  if (renewal != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", "agreement", renewal);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-field", "s", KLASTER_RENEWAL_FIRST_FIELD);
    }
}

static void
terminate (KlasterAgreementPanel *self,
           const char            *date,
           const char            *toast)
{
  g_autoptr (KlasterEdit) edit = NULL;
  guint n_ids;
  const gint64 *ids;

  klaster_record_panel_flush (KLASTER_RECORD_PANEL (self));
  ids = klaster_form_get_ids (get_form (self), &n_ids);
  edit = klaster_agreement_edit_terminate (klaster_project_get_snapshot (get_project (self)), ids, n_ids, date);
  klaster_apply_edit (GTK_WIDGET (self), get_project (self), edit, toast);
}

static void
terminate_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  g_autofree char *today = klaster_date_today ();

  terminate (data, today, _("Terminated as of today"));
}

static void
take_back_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  terminate (data, NULL, NULL);
}

static void
add_actions (KlasterAgreementPanel *self)
{
  static const GActionEntry entries[] = {
    { .name = "renew", .activate = renew_cb },
    { .name = "terminate", .activate = terminate_cb },
    { .name = "take-back", .activate = take_back_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  self->menu = g_menu_new ();
  g_menu_append (self->menu, _("_Renew"), "record.renew");
  g_menu_append (self->menu, _("_Terminate"), "record.terminate");
  g_menu_append (self->menu, _("Take _Back the Termination"), "record.take-back");
  g_menu_append (self->menu, _("_Print…"), "win.print-agreement");
  g_menu_append (self->menu, _("Draft _Text…"), "win.draft-agreement");
}

/* Parties and obligations */

static void
fill_party_cb (KlasterChildGroup     *group,
               KlasterEdit           *edit,
               gint64                 id,
               KlasterAgreementPanel *self)
{
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                    KLASTER_INTEGER (self->picked));
}

static void
party_picked_cb (KlasterAgreementPanel *self,
                 gint64                 id)
{
  gtk_popover_popdown (GTK_POPOVER (self->party_popover));
  klaster_agreement_panel_add_party (self, id);
}

static void
party_popover_shown_cb (KlasterAgreementPanel *self)
{
  if (get_project (self) == NULL)
    return;
  if (self->party_picker == NULL)
    {
      self->party_picker = klaster_record_picker_new (get_project (self), KLASTER_TABLE_INSTITUTION, NULL);
      g_signal_connect_object (self->party_picker, "picked", G_CALLBACK (party_picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (self->party_popover), self->party_picker);
    }
  klaster_record_picker_start (KLASTER_RECORD_PICKER (self->party_picker), 0, 0, NULL, 0);
}

/* The party of the template's kind takes it on, when there is just one. */
static gint64
find_party (KlasterAgreementPanel *self,
            const char            *kind)
{
  KlasterRow *agreement = get_single (self);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (get_form (self));
  g_autoptr (GPtrArray) parties = NULL;
  gint64 found = 0;

  if (agreement == NULL || kind == NULL)
    return 0;
  parties = klaster_agreement_list_parties (snapshot, klaster_row_get_id (agreement));
  for (guint i = 0; i < parties->len; i++)
    {
      gint64 id = klaster_row_get_integer (parties->pdata[i], KLASTER_AGREEMENT_PARTY_INSTITUTION_ID);
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id);

      if (row == NULL || g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), kind) != 0)
        continue;
      if (found != 0)
        return 0;
      found = id;
    }

  return found;
}

static void
fill_obligation_cb (KlasterChildGroup     *group,
                    KlasterEdit           *edit,
                    gint64                 id,
                    KlasterAgreementPanel *self)
{
  if (self->template)
    klaster_agreement_edit_fill_obligation (edit, id, self->template,
                                            find_party (self, klaster_row_get_text (self->template,
                                                                                    KLASTER_TEMPLATE_OBLIGATION_PARTY_KIND)),
                                            klaster_language_get_default ());
  else
    klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, KLASTER_TEXT ("open"));
}

static void
obligation_chosen_cb (GtkWidget             *button,
                      KlasterAgreementPanel *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->obligation_popover));
  klaster_agreement_panel_add_obligation (self, g_object_get_data (G_OBJECT (button), "key"));
}

static void
add_obligation_choice (KlasterAgreementPanel *self,
                       const char            *text,
                       const char            *key)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, "body");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "key", g_strdup (key), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (obligation_chosen_cb), self, 0);
  gtk_box_append (GTK_BOX (self->obligation_box), button);
}

static void
obligation_popover_shown_cb (KlasterAgreementPanel *self)
{
  g_autoptr (GPtrArray) templates = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->obligation_box)))
    gtk_box_remove (GTK_BOX (self->obligation_box), child);
  if (get_project (self) == NULL)
    return;

  add_obligation_choice (self, _("Empty Obligation"), NULL);
  templates = klaster_template_list_all_obligations (klaster_project_get_snapshot (get_project (self)));
  for (guint i = 0; i < templates->len; i++)
    {
      const KlasterTemplate *template = templates->pdata[i];
      const char *key = klaster_row_get_text (template->row, KLASTER_TEMPLATE_OBLIGATION_KEY);

      if (key)
        add_obligation_choice (self, klaster_row_get_name (template->row, KLASTER_TEMPLATE_OBLIGATION_TEXT_UZ,
                                                           klaster_language_get_default ()), key);
    }
  /* The popover looked for its focus while there was nothing in it. */
  gtk_widget_grab_focus (gtk_widget_get_first_child (self->obligation_box));
}

/* Groups */

static GtkWidget *
make_status_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

static GtkWidget *
make_status_button (GtkWidget  *box,
                    const char *label,
                    const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  klaster_wrap_box_append (KLASTER_WRAP_BOX (box), button);

  return button;
}

static void
add_status (KlasterAgreementPanel *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  /* Below each other where the pane is too narrow for them */
  GtkWidget *buttons = klaster_wrap_box_new (6);

  self->status_title = make_status_label (NULL);
  self->status_detail = make_status_label ("caption");
  gtk_box_append (GTK_BOX (lines), self->status_title);
  gtk_box_append (GTK_BOX (lines), self->status_detail);
  gtk_widget_set_hexpand (lines, TRUE);
  self->status_pill_bin = adw_bin_new ();
  gtk_widget_set_valign (self->status_pill_bin, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), lines);
  gtk_box_append (GTK_BOX (line), self->status_pill_bin);
  self->renew_button = make_status_button (buttons, _("_Renew"), "record.renew");
  self->terminate_button = make_status_button (buttons, _("_Terminate"), "record.terminate");
  self->take_back_button = make_status_button (buttons, _("Take _Back the Termination"), "record.take-back");
  gtk_box_append (GTK_BOX (card), line);
  gtk_box_append (GTK_BOX (card), buttons);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "status-card");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), card);
  self->status_group = klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), group);
}

static void
add_parties (KlasterAgreementPanel *self)
{
  const KlasterChildWords words = {
    .title = C_("agreement", "Parties"),
    .empty = _("Who concludes it: two institutions or more, each with its role."),
    .add_tooltip = _("Add Party"),
    .add_label = _("Add party"),
    .delete_label = _("Remove Party"),
  };

  self->party_group = klaster_child_group_new (KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                               party_columns, &words);
  self->party_popover = gtk_popover_new ();
  g_signal_connect_object (self->party_popover, "show", G_CALLBACK (party_popover_shown_cb), self, G_CONNECT_SWAPPED);
  klaster_child_group_set_popover (KLASTER_CHILD_GROUP (self->party_group), self->party_popover);
  g_signal_connect_object (self->party_group, "fill", G_CALLBACK (fill_party_cb), self, 0);
  klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), self->party_group);
}

static void
add_obligations (KlasterAgreementPanel *self)
{
  const KlasterChildWords words = {
    .title = klaster_vocabulary_get_table_name (KLASTER_TABLE_OBLIGATION, TRUE, klaster_language_get_default ()),
    .empty = _("What each party takes on, until when."),
    .add_tooltip = _("Add Obligation"),
    .add_label = _("Add obligation"),
    .delete_label = _("Delete Obligation"),
  };
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->obligation_group = klaster_child_group_new (KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID,
                                                    obligation_columns, &words);
  self->obligation_popover = gtk_popover_new ();
  self->obligation_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 400);
  gtk_widget_set_size_request (scroller, 320, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->obligation_box);
  gtk_popover_set_child (GTK_POPOVER (self->obligation_popover), scroller);
  g_signal_connect_object (self->obligation_popover, "show", G_CALLBACK (obligation_popover_shown_cb), self, G_CONNECT_SWAPPED);
  klaster_child_group_set_popover (KLASTER_CHILD_GROUP (self->obligation_group), self->obligation_popover);
  klaster_child_group_set_summary (KLASTER_CHILD_GROUP (self->obligation_group), obligation_summary);
  klaster_child_group_set_check (KLASTER_CHILD_GROUP (self->obligation_group), KLASTER_OBLIGATION_STATE, "done", "open",
                                 C_("obligation", "Done"));
  g_signal_connect_object (self->obligation_group, "fill", G_CALLBACK (fill_obligation_cb), self, 0);
  klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), self->obligation_group);
}

static void
add_contributions (KlasterAgreementPanel *self)
{
  const KlasterChildWords words = {
    .title = _("Contributions"),
    .empty = _("Money, equipment, rooms, places, hours, data or technology that a party gives."),
    .add_tooltip = _("Add Contribution"),
    .add_label = _("Add contribution"),
    .delete_label = _("Delete Contribution"),
  };

  self->contribution_group = klaster_child_group_new (KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_AGREEMENT_ID,
                                                      contribution_columns, &words);
  klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), self->contribution_group);
}

static void
add_fields (KlasterAgreementPanel *self)
{
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  const char *title = klaster_vocabulary_get_table_name (KLASTER_TABLE_AGREEMENT, FALSE, klaster_language_get_default ());
  GtkWidget *group = klaster_form_panel_add_section (panel, title, NULL);

  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_CHOICE_ROW, "kind");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "number");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_MULTILINE_ROW, "title");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "signed_on");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "valid_from");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "valid_to");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "notice_days");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TEXT_ROW, "terminated_on");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_MULTILINE_ROW, "legal_basis");
}

static void
add_purpose (KlasterAgreementPanel *self)
{
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  /* Translators: heading of areas, tasks and goal of an agreement. */
  GtkWidget *group = klaster_form_panel_add_section (panel, C_("agreement", "Purpose"), NULL);

  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TOKENS_ROW, "areas");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_TOKENS_ROW, "tasks");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_REFERENCE_ROW, "goal_id");
  klaster_form_panel_add_field (panel, group, KLASTER_TYPE_REFERENCE_ROW, "renews_id");
}

static void
add_several (KlasterAgreementPanel *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = klaster_wrap_box_new (6);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("What you change here changes in all of them. Fields in which they differ say so."));
  make_status_button (box, _("_Renew All"), "record.renew");
  make_status_button (box, _("_Terminate All"), "record.terminate");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  self->several_group = klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), group);
}

static void
add_groups (KlasterAgreementPanel *self)
{
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);

  add_several (self);
  self->attention_group = klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_ATTENTION_GROUP,
                                                                             "table", KLASTER_TABLE_AGREEMENT, NULL));
  add_status (self);
  add_parties (self);
  add_fields (self);
  add_obligations (self);
  self->clause_group = klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_CLAUSE_GROUP, NULL));
  self->attachment_group = klaster_form_panel_add_documents (panel);
  add_purpose (self);
  self->backed_group = klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_BACKED_GROUP, NULL));
  add_contributions (self);
  self->renewal_group = klaster_form_panel_add_section (panel, _("Renewal"), NULL);
  klaster_form_panel_add_field (panel, klaster_form_panel_add_section (panel, _("Notes"), NULL), KLASTER_TYPE_MULTILINE_ROW,
                                "notes");
  klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL));
}

/* The interface */

static void
klaster_agreement_panel_shown (KlasterFormPanel *panel,
                               const gint64     *ids,
                               guint             n_ids)
{
  gtk_widget_set_visible (KLASTER_AGREEMENT_PANEL (panel)->several_group, n_ids > 1);
}

/* The kind, of one agreement. */
static char *
klaster_agreement_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterAgreementPanel *self = KLASTER_AGREEMENT_PANEL (panel);
  KlasterRow *row = get_single (self);
  const char *kind = row ? klaster_row_get_text (row, KLASTER_AGREEMENT_KIND) : NULL;

  return kind ? g_strdup (klaster_vocabulary_get_name (klaster_form_get_snapshot (get_form (self)), "agreement_kinds", kind,
                                                       klaster_language_get_default ()))
              : NULL;
}

static GMenuModel *
klaster_agreement_panel_get_menu (KlasterRecordPanel *panel)
{
  return G_MENU_MODEL (KLASTER_AGREEMENT_PANEL (panel)->menu);
}

static GActionGroup *
klaster_agreement_panel_get_actions (KlasterRecordPanel *panel)
{
  return G_ACTION_GROUP (KLASTER_AGREEMENT_PANEL (panel)->actions);
}

static void
klaster_agreement_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->get_subtitle = klaster_agreement_panel_get_subtitle;
  iface->get_menu = klaster_agreement_panel_get_menu;
  iface->get_actions = klaster_agreement_panel_get_actions;
}

/* It searches the project that leaves. */
static void
project_set_cb (KlasterAgreementPanel *self)
{
  if (self->party_picker)
    gtk_popover_set_child (GTK_POPOVER (self->party_popover), NULL);
  self->party_picker = NULL;
}

static void
klaster_agreement_panel_dispose (GObject *object)
{
  g_ptr_array_set_size (KLASTER_AGREEMENT_PANEL (object)->renewal_rows, 0);

  G_OBJECT_CLASS (klaster_agreement_panel_parent_class)->dispose (object);
}

static void
klaster_agreement_panel_finalize (GObject *object)
{
  KlasterAgreementPanel *self = KLASTER_AGREEMENT_PANEL (object);

  g_object_unref (self->actions);
  g_object_unref (self->menu);
  g_ptr_array_unref (self->renewal_rows);

  G_OBJECT_CLASS (klaster_agreement_panel_parent_class)->finalize (object);
}

static void
klaster_agreement_panel_class_init (KlasterAgreementPanelClass *klass)
{
  KlasterFormPanelClass *panel_class = KLASTER_FORM_PANEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_agreement_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = klaster_agreement_panel_finalize;
  panel_class->shown = klaster_agreement_panel_shown;
  panel_class->update = klaster_agreement_panel_update;
}

static void
klaster_agreement_panel_init (KlasterAgreementPanel *self)
{
  klaster_form_panel_set_table (KLASTER_FORM_PANEL (self), KLASTER_TABLE_AGREEMENT);
  self->renewal_rows = g_ptr_array_new ();
  add_actions (self);
  add_groups (self);
  g_signal_connect (self, "notify::project", G_CALLBACK (project_set_cb), NULL);
}

GtkWidget *
klaster_agreement_panel_get_group (KlasterAgreementPanel *self,
                                   const char            *name)
{
  const struct
  {
    const char *name;
    GtkWidget *group;
  } groups[] = {
    { "attention", self->attention_group }, { "status", self->status_group }, { "parties", self->party_group },
    { "clauses", self->clause_group }, { "obligations", self->obligation_group }, { "cooperations", self->backed_group },
    { "contributions", self->contribution_group }, { "documents", self->attachment_group }, { "renewal", self->renewal_group },
  };

  g_return_val_if_fail (KLASTER_IS_AGREEMENT_PANEL (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].name, name) == 0)
      return groups[i].group;

  return NULL;
}

/**
 * klaster_agreement_panel_add_party:
 * @institution_id: an institution that concludes the agreement; one that does already is not added again
 */
void
klaster_agreement_panel_add_party (KlasterAgreementPanel *self,
                                   gint64                 institution_id)
{
  KlasterRow *row;
  g_autoptr (GPtrArray) parties = NULL;

  g_return_if_fail (KLASTER_IS_AGREEMENT_PANEL (self));

  row = get_single (self);
  if (row == NULL || institution_id == 0)
    return;
  parties = klaster_agreement_list_parties (klaster_form_get_snapshot (get_form (self)), klaster_row_get_id (row));
  for (guint i = 0; i < parties->len; i++)
    if (klaster_row_get_integer (parties->pdata[i], KLASTER_AGREEMENT_PARTY_INSTITUTION_ID) == institution_id)
      return;

  self->picked = institution_id;
  klaster_child_group_add (KLASTER_CHILD_GROUP (self->party_group));
}

/**
 * klaster_agreement_panel_add_obligation:
 * @key: (nullable): of a template of obligations, or %NULL for an empty one
 */
void
klaster_agreement_panel_add_obligation (KlasterAgreementPanel *self,
                                        const char            *key)
{
  g_autoptr (GPtrArray) templates = NULL;

  g_return_if_fail (KLASTER_IS_AGREEMENT_PANEL (self));

  if (get_project (self) == NULL)
    return;
  templates = klaster_template_list_all_obligations (klaster_project_get_snapshot (get_project (self)));
  for (guint i = 0; key && i < templates->len; i++)
    {
      const KlasterTemplate *template = templates->pdata[i];

      if (g_strcmp0 (klaster_row_get_text (template->row, KLASTER_TEMPLATE_OBLIGATION_KEY), key) == 0)
        self->template = template->row;
    }
  klaster_child_group_add (KLASTER_CHILD_GROUP (self->obligation_group));
  self->template = NULL;
}

/**
 * klaster_agreement_panel_renew:
 * @widget: where it was asked for
 * @project: a project
 * @ids: (array length=n_ids): agreements
 * @n_ids: their number
 *
 * Adds an agreement for the time after each of them, with a toast that offers to undo.
 *
 * Returns: the new one; 0 when there are several or none
 */
gint64
klaster_agreement_panel_renew (GtkWidget      *widget,
                               KlasterProject *project,
                               const gint64   *ids,
                               guint           n_ids)
{
  g_autoptr (GArray) new_ids = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *toast = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget) && KLASTER_IS_PROJECT (project), 0);

  edit = klaster_agreement_edit_renew (klaster_project_get_snapshot (project), ids, n_ids, &new_ids);
  if (new_ids->len == 0)
    return 0;

  toast = g_strdup_printf (ngettext ("%u agreement renewed", "%u agreements renewed", new_ids->len), new_ids->len);
  klaster_apply_edit (widget, project, edit, toast);

  return new_ids->len == 1 ? g_array_index (new_ids, gint64, 0) : 0;
}
