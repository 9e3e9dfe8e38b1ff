/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-attachment-group.h"
#include "klaster-choice-row.h"
#include "klaster-derive.h"
#include "klaster-dual-list.h"
#include "klaster-dual-place-panel.h"
#include "klaster-history-group.h"
#include "klaster-multiline-row.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"

#define MAX_RULES 3

typedef struct
{
  GtkWidget *group;
  GtkWidget *icon;
  GtkWidget *checks[MAX_RULES];
} StepWidgets;

struct _KlasterDualPlacePanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;

  GtkWidget *scroller;
  GtkWidget *groups;
  GtkWidget *summary_group;
  GtkWidget *summary_icon;
  GtkWidget *summary_title;
  GtkWidget *summary_text;
  GtkWidget *contract_button;
  GtkWidget *specialty_row;
  GtkWidget *year_row;
  GtkWidget *document_group;
  GtkWidget *history_group;
  StepWidgets steps[KLASTER_N_DUAL_STEPS];
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void klaster_dual_place_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterDualPlacePanel, klaster_dual_place_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_dual_place_panel_record_panel_init))

/* The place that is shown alone; %NULL: none, or several. */
static KlasterRow *
get_place (KlasterDualPlacePanel *self)
{
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (self->form, &n_ids);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);

  return n_ids == 1 && snapshot ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_DUAL_PLACE, ids[0]) : NULL;
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
  g_autofree char *next = describe_next (klaster_form_get_snapshot (self->form), place, today);
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
check (KlasterDualPlacePanel *self)
{
  KlasterRow *place = get_place (self);
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  g_autofree char *first_day = place ? klaster_dual_get_first_day (snapshot, place) : NULL;
  g_autoptr (GPtrArray) results = NULL;

  gtk_widget_set_visible (self->summary_group, place != NULL);
  gtk_widget_set_visible (self->contract_button,
                          place && klaster_form_get_editable (self->form) &&
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
project_changed_cb (KlasterDualPlacePanel *self,
                    KlasterDelta          *delta)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT) ||
       klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT_PARTY) || klaster_delta_touches (delta, KLASTER_TABLE_PARAMETER) ||
       klaster_delta_touches (delta, KLASTER_TABLE_INSTITUTION)))
    check (self);
}

static void
klaster_dual_place_panel_map (GtkWidget *widget)
{
  check (KLASTER_DUAL_PLACE_PANEL (widget));

  GTK_WIDGET_CLASS (klaster_dual_place_panel_parent_class)->map (widget);
}

/* The agreement of the two, to be filled in: their names are known. */
static void
add_contract_cb (KlasterDualPlacePanel *self)
{
  KlasterRow *place = get_place (self);
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
  klaster_apply_edit (gtk_widget_get_parent (GTK_WIDGET (self)), self->project, edit, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", "agreement", agreement);
}

/* Specialties that the project knows already, each once. */
static void
fill_suggestions (KlasterDualPlacePanel *self)
{
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (self->form);
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
klaster_dual_place_panel_set_records (KlasterRecordPanel *panel,
                                      KlasterTable        table,
                                      const gint64       *ids,
                                      guint               n_ids)
{
  KlasterDualPlacePanel *self = KLASTER_DUAL_PLACE_PANEL (panel);
  guint generation = klaster_form_get_generation (self->form);

  klaster_form_set_records (self->form, KLASTER_TABLE_DUAL_PLACE, ids, n_ids);
  if (generation == klaster_form_get_generation (self->form))
    return;

  if (n_ids > 0)
    fill_suggestions (self);
  check (self);
  klaster_live_group_set_record (KLASTER_LIVE_GROUP (self->document_group), n_ids == 1 ? ids[0] : 0);
  klaster_history_group_set_record (KLASTER_HISTORY_GROUP (self->history_group), KLASTER_TABLE_DUAL_PLACE,
                                    n_ids == 1 ? ids[0] : 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* What it is and for which year. */
static char *
klaster_dual_place_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterRow *place = get_place (KLASTER_DUAL_PLACE_PANEL (panel));
  const char *name = klaster_vocabulary_get_table_name (KLASTER_TABLE_DUAL_PLACE, FALSE, klaster_language_get_default ());
  const char *year = place ? klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR) : NULL;

  if (place == NULL)
    return NULL;

  return year ? g_strdup_printf ("%s · %s", name, year) : g_strdup (name);
}

static void
klaster_dual_place_panel_flush (KlasterRecordPanel *panel)
{
  klaster_form_flush (KLASTER_DUAL_PLACE_PANEL (panel)->form);
}

static void
klaster_dual_place_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_dual_place_panel_set_records;
  iface->get_subtitle = klaster_dual_place_panel_get_subtitle;
  iface->flush = klaster_dual_place_panel_flush;
}

static GtkWidget *
make_field (KlasterDualPlacePanel *self,
            const char            *name)
{
  gint column = klaster_schema_find_column (KLASTER_TABLE_DUAL_PLACE, name);
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_DUAL_PLACE, (guint) column);
  GtkWidget *field;

  if (info->type == KLASTER_COLUMN_REFERENCE)
    field = g_object_new (KLASTER_TYPE_REFERENCE_ROW, "column", name, NULL);
  else if (info->type == KLASTER_COLUMN_BOOLEAN)
    field = g_object_new (KLASTER_TYPE_CHOICE_ROW, "column", name, NULL);
  else if (strcmp (name, "notes") == 0)
    field = g_object_new (KLASTER_TYPE_MULTILINE_ROW, "column", name, NULL);
  else if (strcmp (name, "workplace") == 0)
    field = g_object_new (KLASTER_TYPE_MULTILINE_ROW, "column", name, "one-paragraph", TRUE, NULL);
  else
    field = g_object_new (KLASTER_TYPE_TEXT_ROW, "column", name, NULL);
  g_object_set (field, "form", self->form, NULL);
  if (strcmp (name, "specialty") == 0)
    self->specialty_row = field;
  else if (strcmp (name, "academic_year") == 0)
    self->year_row = field;

  return field;
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
add_step (KlasterDualPlacePanel *self,
          KlasterDualStep        step)
{
  StepWidgets *widgets = &self->steps[step];
  const char *const *fields = klaster_dual_step_get_columns (step);
  const char *const *rules = klaster_dual_step_get_rules (step);
  /* Translators: a step of a chain with its number: “3. Institution named” */
  g_autofree char *title = step == KLASTER_DUAL_PLACE ? g_strdup (klaster_dual_step_get_title (step))
                                                      : g_strdup_printf (_("%u. %s"), step, klaster_dual_step_get_title (step));

  widgets->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widgets->group), title);
  widgets->icon = klaster_check_icon_new ();
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (widgets->group), widgets->icon);
  for (guint i = 0; fields[i]; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), make_field (self, fields[i]));
  if (step == KLASTER_DUAL_CONTRACT)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), make_contract_button (self));
  for (guint i = 0; rules[i]; i++)
    {
      g_assert (i < MAX_RULES);
      widgets->checks[i] = klaster_check_row_new ();
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets->group), widgets->checks[i]);
    }
  gtk_box_append (GTK_BOX (self->groups), widgets->group);
}

static void
add_summary (KlasterDualPlacePanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->summary_group = adw_preferences_group_new ();
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
  gtk_box_append (GTK_BOX (self->groups), self->summary_group);
}

static void
klaster_dual_place_panel_dispose (GObject *object)
{
  KlasterDualPlacePanel *self = KLASTER_DUAL_PLACE_PANEL (object);

  klaster_form_flush (self->form);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_signal_handlers_disconnect_by_data (self->form, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_dual_place_panel_parent_class)->dispose (object);
}

static void
klaster_dual_place_panel_finalize (GObject *object)
{
  g_object_unref (KLASTER_DUAL_PLACE_PANEL (object)->form);

  G_OBJECT_CLASS (klaster_dual_place_panel_parent_class)->finalize (object);
}

static void
klaster_dual_place_panel_get_property (GObject    *object,
                                       guint       property_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_DUAL_PLACE_PANEL (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_dual_place_panel_set_property (GObject      *object,
                                       guint         property_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  KlasterDualPlacePanel *self = KLASTER_DUAL_PLACE_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_dual_place_panel_set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_DUAL_PLACE, NULL, 0);
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_form_set_project (self->form, self->project);
      g_object_set (self->document_group, "project", self->project, NULL);
      g_object_set (self->history_group, "project", self->project, NULL);
      if (self->project)
        g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_dual_place_panel_class_init (KlasterDualPlacePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_dual_place_panel_dispose;
  object_class->finalize = klaster_dual_place_panel_finalize;
  object_class->get_property = klaster_dual_place_panel_get_property;
  object_class->set_property = klaster_dual_place_panel_set_property;
  GTK_WIDGET_CLASS (klass)->map = klaster_dual_place_panel_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_dual_place_panel_init (KlasterDualPlacePanel *self)
{
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *notes = adw_preferences_group_new ();

  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, KLASTER_TABLE_DUAL_PLACE, NULL, 0);
  self->scroller = gtk_scrolled_window_new ();
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_add_css_class (self->groups, "panel-groups");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), self->groups);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), viewport);
  adw_bin_set_child (ADW_BIN (self), self->scroller);

  add_summary (self);
  for (guint i = 0; i < KLASTER_N_DUAL_STEPS; i++)
    add_step (self, i);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (notes), _("Notes"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (notes), make_field (self, "notes"));
  gtk_box_append (GTK_BOX (self->groups), notes);
  self->document_group = g_object_new (KLASTER_TYPE_ATTACHMENT_GROUP, NULL);
  klaster_live_group_set_table (KLASTER_LIVE_GROUP (self->document_group), KLASTER_TABLE_DUAL_PLACE);
  gtk_box_append (GTK_BOX (self->groups), self->document_group);
  self->history_group = g_object_new (KLASTER_TYPE_HISTORY_GROUP, NULL);
  gtk_box_append (GTK_BOX (self->groups), self->history_group);

  g_signal_connect_object (self->form, "changed", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
  check (self);
}

/**
 * klaster_dual_place_panel_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_dual_place_panel_get_form (KlasterDualPlacePanel *self)
{
  g_return_val_if_fail (KLASTER_IS_DUAL_PLACE_PANEL (self), NULL);

  return self->form;
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
