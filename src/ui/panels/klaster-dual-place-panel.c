/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-attachment-group.h"
#include "klaster-choice-row.h"
#include "klaster-derive.h"
#include "klaster-document-drop.h"
#include "klaster-dual-list.h"
#include "klaster-dual-place-panel.h"
#include "klaster-history-group.h"
#include "klaster-multiline-row.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"

#define MAX_RULES 3

typedef struct
{
  GtkWidget *group;
  GtkWidget *icon;
  GtkWidget *documents; /* (nullable) */
  GtkWidget *checks[MAX_RULES];
} StepWidgets;

struct _KlasterDualPlacePanel
{
  KlasterFormPanel parent_instance;

  GtkWidget *summary_group;
  GtkWidget *summary_icon;
  GtkWidget *summary_title;
  GtkWidget *summary_text;
  GtkWidget *contract_button;
  GtkWidget *specialty_row;
  GtkWidget *year_row;
  StepWidgets steps[KLASTER_N_DUAL_STEPS];
  const char *parts[KLASTER_N_DUAL_STEPS + 1]; /* those that have documents of their own */
};

static void klaster_dual_place_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterDualPlacePanel, klaster_dual_place_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_dual_place_panel_record_panel_init))

static KlasterForm *
get_form (KlasterDualPlacePanel *self)
{
  return klaster_form_panel_get_form (KLASTER_FORM_PANEL (self));
}

/* What is to be done next, and until when. */
static char *
describe_next (KlasterSnapshot  *snapshot,
               const KlasterRow *place,
               const char       *today)
{
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *due = NULL;
  g_autofree char *day = NULL;
  int next = klaster_dual_get_next_step (snapshot, place, today, &due);
  int days;

  if (next < 0)
    return g_strdup (_("All steps are recorded."));
  if (due == NULL)
    /* Translators: the next step of a chain: “Next: Proposal” */
    return g_strdup_printf (_("Next: %s"), klaster_dual_step_get_title ((KlasterDualStep) next));

  day = klaster_date_format (due, language);
  days = klaster_date_diff_days (today, due);
  if (days < 0)
    return g_strdup_printf (ngettext ("Next: %s, due on %s, %d day ago", "Next: %s, due on %s, %d days ago", (gulong) -days),
                            klaster_dual_step_get_title ((KlasterDualStep) next), day, -days);
  if (days == 0)
    return g_strdup_printf (_("Next: %s, due today"), klaster_dual_step_get_title ((KlasterDualStep) next));
  return g_strdup_printf (ngettext ("Next: %s, due on %s, in %d day", "Next: %s, due on %s, in %d days", (gulong) days),
                          klaster_dual_step_get_title ((KlasterDualStep) next), day, days);
}

static void
show_summary (KlasterDualPlacePanel *self,
              const KlasterRow      *place,
              GPtrArray             *results,
              const char            *today)
{
  KlasterCheckStatus status = klaster_dual_get_status (results);
  g_autofree char *next = describe_next (klaster_form_get_snapshot (get_form (self)), place, today);
  guint n_broken = 0, n_unknown = 0;
  g_autofree char *title = NULL;

  for (guint i = 0; i < results->len; i++)
    {
      const KlasterCheckResult *result = results->pdata[i];

      n_broken += result->status == KLASTER_CHECK_NOT_MET || result->status == KLASTER_CHECK_PARTLY;
      n_unknown += result->status == KLASTER_CHECK_UNKNOWN;
    }
  if (n_broken > 0)
    title = g_strdup_printf (ngettext ("%u rule is not met", "%u rules are not met", n_broken), n_broken);
  else if (n_unknown > 0)
    title = g_strdup_printf (ngettext ("%u rule cannot be checked yet", "%u rules cannot be checked yet", n_unknown), n_unknown);
  else
    title = g_strdup (_("All rules are met"));
  klaster_check_icon_show (self->summary_icon, status);
  gtk_label_set_label (GTK_LABEL (self->summary_title), title);
  gtk_label_set_label (GTK_LABEL (self->summary_text), next);
}

/* Checks the place as it is now and shows beside each step what was found. */
static void
klaster_dual_place_panel_update (KlasterFormPanel *panel)
{
  KlasterDualPlacePanel *self = KLASTER_DUAL_PLACE_PANEL (panel);
  KlasterRow *place = klaster_form_panel_get_single (panel);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (get_form (self));
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  g_autofree char *first_day = place ? klaster_dual_get_first_day (snapshot, place) : NULL;
  g_autoptr (GPtrArray) results = NULL;

  gtk_widget_set_visible (self->summary_group, place != NULL);
  gtk_widget_set_visible (self->contract_button,
                          place && klaster_form_get_editable (get_form (self)) &&
                            klaster_row_is_null (place, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID) &&
                            !klaster_row_is_null (place, KLASTER_DUAL_PLACE_INSTITUTION_ID) &&
                            !klaster_row_is_null (place, KLASTER_DUAL_PLACE_EMPLOYER_ID));
  if (place)
    {
      results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, klaster_row_get_id (place), today,
                                      klaster_language_get_default ());
      show_summary (self, place, results, today);
    }
  for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
    {
      const char *const *rules = klaster_dual_step_get_rules (s);

      gtk_widget_set_visible (self->steps[s].icon, place != NULL);
      if (place)
        klaster_check_icon_show (self->steps[s].icon, klaster_dual_step_get_status (s, results));
      for (guint r = 0; rules[r]; r++)
        {
          const KlasterCheckResult *result = place ? klaster_check_find_result (results, rules[r]) : NULL;

          gtk_widget_set_visible (self->steps[s].checks[r], result != NULL);
          if (result)
            klaster_check_row_show (KLASTER_CHECK_ROW (self->steps[s].checks[r]), snapshot, result,
                                    first_day ? first_day : today);
        }
    }
}

/* A contract that is signed, renewed or loses a party changes what was found, too. */
static void
klaster_dual_place_panel_changed (KlasterFormPanel *panel,
                                  KlasterDelta     *delta)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (panel)) &&
      (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT) ||
       klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT_PARTY) || klaster_delta_touches (delta, KLASTER_TABLE_PARAMETER) ||
       klaster_delta_touches (delta, KLASTER_TABLE_INSTITUTION)))
    klaster_dual_place_panel_update (panel);
}

static void
klaster_dual_place_panel_map (GtkWidget *widget)
{
  klaster_dual_place_panel_update (KLASTER_FORM_PANEL (widget));

  GTK_WIDGET_CLASS (klaster_dual_place_panel_parent_class)->map (widget);
}

/* The agreement of the two, to be filled in: their names are known. */
static void
add_contract_cb (KlasterDualPlacePanel *self)
{
  KlasterRow *place = klaster_form_panel_get_single (KLASTER_FORM_PANEL (self));
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add contract of institution and organisation"));
  const guint members[] = { KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_DUAL_PLACE_EMPLOYER_ID };
  gint64 agreement;

  if (place == NULL)
    return;

  agreement = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_KIND, KLASTER_TEXT ("dual_organisation"));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gint64 party = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_PARTY);

      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, party, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                        KLASTER_INTEGER (agreement));
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                        KLASTER_INTEGER (klaster_row_get_integer (place, members[i])));
    }
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, klaster_row_get_id (place), KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID,
                    KLASTER_INTEGER (agreement));
  klaster_apply_edit (gtk_widget_get_parent (GTK_WIDGET (self)), klaster_form_panel_get_project (KLASTER_FORM_PANEL (self)), edit, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", "agreement", agreement);
}

/* Specialties that the project knows already, each once. */
static void
fill_suggestions (KlasterDualPlacePanel *self)
{
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (get_form (self));
  g_autoptr (GtkStringList) specialties = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) years = gtk_string_list_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *today = klaster_date_today ();
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);
  KlasterRowIter iter;
  KlasterRow *row;

  if (snapshot == NULL)
    return;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *specialty = klaster_row_get_text (row, KLASTER_DUAL_PLACE_SPECIALTY);

      if (specialty && g_hash_table_add (seen, (gpointer) specialty))
        gtk_string_list_append (specialties, specialty);
    }
  for (int offset = -1; offset <= 2; offset++)
    {
      g_autofree char *year = klaster_academic_calendar_get_year (calendar, today, offset);

      gtk_string_list_append (years, year);
    }
  klaster_text_row_set_suggestions (KLASTER_TEXT_ROW (self->specialty_row), specialties);
  klaster_text_row_set_suggestions (KLASTER_TEXT_ROW (self->year_row), years);
}

static void
klaster_dual_place_panel_shown (KlasterFormPanel *panel,
                                const gint64     *ids,
                                guint             n_ids)
{
  if (n_ids > 0)
    fill_suggestions (KLASTER_DUAL_PLACE_PANEL (panel));
}

/* What it is and for which year. */
static char *
klaster_dual_place_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterRow *place = klaster_form_panel_get_single (KLASTER_FORM_PANEL (panel));
  const char *name = klaster_vocabulary_get_table_name (KLASTER_TABLE_DUAL_PLACE, FALSE, klaster_language_get_default ());
  const char *year = place ? klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR) : NULL;

  if (place == NULL)
    return NULL;

  return year ? g_strdup_printf ("%s · %s", name, year) : g_strdup (name);
}

static void
klaster_dual_place_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->get_subtitle = klaster_dual_place_panel_get_subtitle;
}

static void
add_field (KlasterDualPlacePanel *self,
           GtkWidget             *group,
           const char            *name)
{
  gint column = klaster_schema_find_column (KLASTER_TABLE_DUAL_PLACE, name);
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_DUAL_PLACE, (guint) column);
  gboolean one_paragraph = strcmp (name, "workplace") == 0 || g_str_has_suffix (name, "_by");
  gboolean long_text = strcmp (name, "notes") == 0 || one_paragraph;
  GtkWidget *field = klaster_form_panel_add_field (KLASTER_FORM_PANEL (self), group,
                                                   info->type == KLASTER_COLUMN_REFERENCE ? KLASTER_TYPE_REFERENCE_ROW
                                                   : info->type == KLASTER_COLUMN_BOOLEAN ? KLASTER_TYPE_CHOICE_ROW
                                                   : long_text ? KLASTER_TYPE_MULTILINE_ROW : KLASTER_TYPE_TEXT_ROW,
                                                   name);

  if (one_paragraph)
    g_object_set (field, "one-paragraph", TRUE, NULL);
  if (strcmp (name, "specialty") == 0)
    self->specialty_row = field;
  else if (strcmp (name, "academic_year") == 0)
    self->year_row = field;
}

static GtkWidget *
make_contract_button (KlasterDualPlacePanel *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Add _Contract of the Two"));

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_contract_cb), self, G_CONNECT_SWAPPED);
  self->contract_button = button;

  return button;
}

static void
add_documents (KlasterDualPlacePanel *self,
               KlasterDualStep        step)
{
  StepWidgets *widgets = &self->steps[step];
  const char *title = klaster_dual_step_get_title (step);
  /* Translators: said while a file is held over a step of a chain: “Drop to attach the document to “Proposal”” */
  g_autofree char *hint = g_strdup_printf (_("Drop to attach the document to “%s”"), title);

  widgets->documents = g_object_new (KLASTER_TYPE_ATTACHMENT_GROUP, NULL);
  gtk_widget_add_css_class (widgets->documents, "step-documents");
  klaster_live_group_set_table (KLASTER_LIVE_GROUP (widgets->documents), KLASTER_TABLE_DUAL_PLACE);
  klaster_attachment_group_set_part (KLASTER_ATTACHMENT_GROUP (widgets->documents), klaster_dual_step_get_id (step), title);
  klaster_document_drop_set_area (widgets->group, KLASTER_ATTACHMENT_GROUP (widgets->documents), hint);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), widgets->documents);
  klaster_form_panel_follow_group (KLASTER_FORM_PANEL (self), widgets->documents);
}

static void
add_step (KlasterDualPlacePanel *self,
          KlasterDualStep        step)
{
  StepWidgets *widgets = &self->steps[step];
  const char *const *fields = klaster_dual_step_get_columns (step);
  const char *const *rules = klaster_dual_step_get_rules (step);
  /* Translators: a step of a chain with its number: “3. Institution named” */
  g_autofree char *title = step == KLASTER_DUAL_PLACE ? g_strdup (klaster_dual_step_get_title (step))
                                                      : g_strdup_printf (_("%u. %s"), step, klaster_dual_step_get_title (step));

  widgets->group = klaster_form_panel_add_section (KLASTER_FORM_PANEL (self), title, NULL);
  widgets->icon = klaster_check_icon_new ();
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (widgets->group), widgets->icon);
  for (guint i = 0; fields[i]; i++)
    add_field (self, widgets->group, fields[i]);
  if (step == KLASTER_DUAL_CONTRACT)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), make_contract_button (self));
  /* Documents of the place as a whole have a group of their own. */
  if (step != KLASTER_DUAL_PLACE)
    add_documents (self, step);
  for (guint i = 0; rules[i]; i++)
    {
      g_assert (i < MAX_RULES);
      widgets->checks[i] = klaster_check_row_new ();
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), widgets->checks[i]);
    }
}

static void
add_summary (KlasterDualPlacePanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->summary_group = klaster_form_panel_add_section (KLASTER_FORM_PANEL (self), NULL, NULL);
  self->summary_icon = klaster_check_icon_new ();
  self->summary_title = gtk_label_new (NULL);
  self->summary_text = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->summary_title, "heading");
  gtk_widget_add_css_class (self->summary_text, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (self->summary_title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary_title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->summary_text), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary_text), TRUE);
  gtk_box_append (GTK_BOX (lines), self->summary_title);
  gtk_box_append (GTK_BOX (lines), self->summary_text);
  gtk_box_append (GTK_BOX (box), self->summary_icon);
  gtk_box_append (GTK_BOX (box), lines);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->summary_group), box);
}

static void
klaster_dual_place_panel_class_init (KlasterDualPlacePanelClass *klass)
{
  KlasterFormPanelClass *panel_class = KLASTER_FORM_PANEL_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->map = klaster_dual_place_panel_map;
  panel_class->shown = klaster_dual_place_panel_shown;
  panel_class->update = klaster_dual_place_panel_update;
  panel_class->changed = klaster_dual_place_panel_changed;
}

static void
klaster_dual_place_panel_init (KlasterDualPlacePanel *self)
{
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *notes;
  guint n_parts = 0;

  klaster_form_panel_set_table (panel, KLASTER_TABLE_DUAL_PLACE);
  add_summary (self);
  for (guint i = 0; i < KLASTER_N_DUAL_STEPS; i++)
    add_step (self, i);
  notes = klaster_form_panel_add_section (panel, _("Notes"), NULL);
  add_field (self, notes, "notes");
  for (guint i = 0; i < KLASTER_N_DUAL_STEPS; i++)
    if (self->steps[i].documents)
      self->parts[n_parts++] = klaster_dual_step_get_id (i);
  klaster_attachment_group_set_elsewhere (KLASTER_ATTACHMENT_GROUP (klaster_form_panel_add_documents (panel)), self->parts);
  klaster_form_panel_add_group (panel, g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL));
}

/**
 * klaster_dual_place_panel_find_check:
 * @id: the name of a rule
 *
 * Returns: (transfer none) (nullable): the row that shows what it found, %NULL while nothing is shown
 */
KlasterCheckRow *
klaster_dual_place_panel_find_check (KlasterDualPlacePanel *self,
                                     const char            *id)
{
  g_return_val_if_fail (KLASTER_IS_DUAL_PLACE_PANEL (self), NULL);

  for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
    for (guint r = 0; klaster_dual_step_get_rules (s)[r]; r++)
      if (strcmp (klaster_dual_step_get_rules (s)[r], id) == 0)
        return gtk_widget_get_visible (self->steps[s].checks[r]) ? KLASTER_CHECK_ROW (self->steps[s].checks[r]) : NULL;

  return NULL;
}

/**
 * klaster_dual_place_panel_get_documents:
 * @step: a step
 *
 * Returns: (transfer none) (nullable): the KlasterAttachmentGroup of the step, %NULL for the place itself
 */
GtkWidget *
klaster_dual_place_panel_get_documents (KlasterDualPlacePanel *self,
                                        KlasterDualStep        step)
{
  g_return_val_if_fail (KLASTER_IS_DUAL_PLACE_PANEL (self) && step < KLASTER_N_DUAL_STEPS, NULL);

  return self->steps[step].documents;
}
