/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-child-group.h"
#include "klaster-derive.h"
#include "klaster-multiline-row.h"
#include "klaster-palette.h"
#include "klaster-parameter-text.h"
#include "klaster-project-panel.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"

/* The list of the vocabulary that projects may add to */
#define AREAS "areas"

enum
{
  TOTAL_MEMBERS,
  TOTAL_CANDIDATES,
  TOTAL_UNPLACED,
  TOTAL_COOPERATIONS,
  TOTAL_AGREEMENTS,
  N_TOTALS
};

struct _KlasterProjectPanel
{
  KlasterFormPanel parent_instance;

  GtkWidget *totals[N_TOTALS]; /* GtkLabel */
  guint update_id;
  gboolean stale;              /* something changed while nobody saw the totals */
  KlasterChildGroup *parameters;
  const char *new_key;         /* of the parameter that is being added; NULL: one that only the project knows */
};

static const char *const goal_columns[] = { "text", "due", "state", "notes", NULL };
/* Not the token: files and filters refer to it, people never see it. */
static const char *const area_columns[] = { "name_uz", "name_uz_cyrl", "name_ru", "name_en", "notes", NULL };
static const char *const parameter_columns[] = { "key", "value", "valid_from", "notes", NULL };

static KlasterRecordPanelInterface *parent_panel;

static void klaster_project_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterProjectPanel, klaster_project_panel, KLASTER_TYPE_FORM_PANEL,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_project_panel_record_panel_init))

/* Totals */

static void
set_number (GtkWidget *label,
            guint      number)
{
  g_autofree char *text = g_strdup_printf ("%'u", number);

  gtk_label_set_label (GTK_LABEL (label), text);
}

/* Of all records: only when somebody sees them. */
static void
update_totals (KlasterProjectPanel *self)
{
  KlasterProject *project = klaster_form_panel_get_project (KLASTER_FORM_PANEL (self));
  KlasterSnapshot *snapshot;
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_members = 0;
  guint n_candidates = 0;
  guint n_unplaced = 0;
  guint n_agreements = 0;

  self->stale = FALSE;
  if (project == NULL)
    return;

  snapshot = klaster_project_get_snapshot (project);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);

      n_members += role == KLASTER_ROLE_INTEGRATOR || role == KLASTER_ROLE_CORE || role == KLASTER_ROLE_MEMBER;
      n_candidates += role == KLASTER_ROLE_CANDIDATE;
      n_unplaced += klaster_row_is_null (row, KLASTER_INSTITUTION_LON);
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *status = klaster_agreement_get_status (snapshot, row, today);

      n_agreements += g_strcmp0 (status, "in_force") == 0 || g_strcmp0 (status, "expiring") == 0;
    }
  set_number (self->totals[TOTAL_MEMBERS], n_members);
  set_number (self->totals[TOTAL_CANDIDATES], n_candidates);
  set_number (self->totals[TOTAL_UNPLACED], n_unplaced);
  set_number (self->totals[TOTAL_COOPERATIONS], klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION));
  set_number (self->totals[TOTAL_AGREEMENTS], n_agreements);
}

static gboolean
update_totals_cb (gpointer user_data)
{
  KlasterProjectPanel *self = user_data;

  self->update_id = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_totals (self);

  return G_SOURCE_REMOVE;
}

static void
queue_totals (KlasterProjectPanel *self)
{
  self->stale = TRUE;
  /* Several changes before the next frame are one. */
  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_totals_cb, self, NULL);
}

static void
klaster_project_panel_map (GtkWidget *widget)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (widget);

  if (self->stale)
    update_totals (self);

  GTK_WIDGET_CLASS (klaster_project_panel_parent_class)->map (widget);
}

/* Goals, areas and parameters */

static gboolean
is_common_goal (const KlasterRow *row)
{
  return klaster_row_is_null (row, KLASTER_GOAL_INSTITUTION_ID);
}

/* What the project has added to the areas that every project has. */
static gboolean
is_own_area (const KlasterRow *row)
{
  return g_strcmp0 (klaster_row_get_text (row, KLASTER_VOCABULARY_LIST), AREAS) == 0;
}

static void
fill_goal_cb (KlasterProjectPanel *self,
              KlasterEdit         *edit,
              gint64               id)
{
  klaster_edit_set (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_STATE, KLASTER_TEXT ("open"));
}

static gboolean
has_word (KlasterSnapshot *snapshot,
          KlasterTable     table,
          guint            column,
          const char      *word)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, column), word) == 0)
      return TRUE;

  return FALSE;
}

/* A word that no other row has in @column; it is a word, not a sentence to be translated. */
static char *
make_word (KlasterSnapshot *snapshot,
           KlasterTable     table,
           guint            column,
           const char      *stem)
{
  char *word = NULL;

  for (guint i = 1; word == NULL || has_word (snapshot, table, column, word); i++)
    {
      g_free (word);
      word = g_strdup_printf ("%s_%u", stem, i);
    }

  return word;
}

static KlasterSnapshot *
get_snapshot (KlasterProjectPanel *self)
{
  return klaster_project_get_snapshot (klaster_form_panel_get_project (KLASTER_FORM_PANEL (self)));
}

static void
fill_area_cb (KlasterProjectPanel *self,
              KlasterEdit         *edit,
              gint64               id)
{
  g_autofree char *token = make_word (get_snapshot (self), KLASTER_TABLE_VOCABULARY, KLASTER_VOCABULARY_TOKEN, "area");

  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_LIST, KLASTER_TEXT (AREAS));
  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_TOKEN, KLASTER_TEXT (token));
}

static gboolean
has_parameter (KlasterSnapshot *snapshot,
               const char      *key,
               const char      *date)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_KEY), key) == 0
        && g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_VALID_FROM), date) == 0)
      return TRUE;

  return FALSE;
}

/* A parameter must have a key. What holds already holds until the day before the new row does. */
static void
fill_parameter_cb (KlasterProjectPanel *self,
                   KlasterEdit         *edit,
                   gint64               id)
{
  KlasterSnapshot *snapshot = get_snapshot (self);
  g_autofree char *own_key = NULL;
  g_autofree char *day = klaster_side_panel_dup_date (GTK_WIDGET (self));

  if (self->new_key == NULL)
    own_key = make_word (snapshot, KLASTER_TABLE_PARAMETER, KLASTER_PARAMETER_KEY, "parameter");
  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT (own_key ? own_key : self->new_key));
  if (own_key != NULL || !has_word (snapshot, KLASTER_TABLE_PARAMETER, KLASTER_PARAMETER_KEY, self->new_key))
    return;

  while (has_parameter (snapshot, self->new_key, day))
    {
      char *next = klaster_date_add_days (day, 1);

      g_free (day);
      day = next;
    }
  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT (day));
}

static void
add_parameter_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (widget);
  const char *key = g_variant_get_string (parameter, NULL);

  self->new_key = *key ? key : NULL;
  klaster_child_group_add (self->parameters);
  self->new_key = NULL;
}

/* The figures that rules know by their names, and one that only the project knows. */
static GtkWidget *
create_parameter_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) known = g_menu_new ();
  g_autoptr (GMenu) other = g_menu_new ();
  const char *key;

  for (guint i = 0; (key = klaster_parameter_get_key (i)) != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (klaster_parameter_describe (key), NULL);

      g_menu_item_set_action_and_target (item, "project.add-parameter", "s", key);
      g_menu_append_item (known, item);
    }
  g_menu_append (other, _("_Other Parameter"), "project.add-parameter::");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (known));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));

  return gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
}

/* The row of @key that holds on @date, 0: none. */
static gint64
find_parameter (KlasterSnapshot *snapshot,
                const char      *key,
                const char      *date)
{
  const char *value = klaster_parameter_get (snapshot, key, date);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  while (value && klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_text (row, KLASTER_PARAMETER_VALUE) == value)
      return klaster_row_get_id (row);

  return 0;
}

/* The panel */

static void
show_cluster (KlasterProjectPanel *self)
{
  KlasterProject *project = klaster_form_panel_get_project (KLASTER_FORM_PANEL (self));
  KlasterRowIter iter;
  KlasterRow *row;
  gint64 id = 0;

  if (project)
    {
      klaster_row_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_CLUSTER);
      if (klaster_row_iter_next (&iter, &row))
        id = klaster_row_get_id (row);
    }
  parent_panel->set_records (KLASTER_RECORD_PANEL (self), KLASTER_TABLE_CLUSTER, &id, id != 0 ? 1 : 0);
}

static void
project_set_cb (KlasterProjectPanel *self)
{
  show_cluster (self);
  queue_totals (self);
}

/* Another version of the file may be there. */
static void
klaster_project_panel_changed (KlasterFormPanel *panel,
                               KlasterDelta     *delta)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (panel);

  if (klaster_form_panel_get_single (panel) == NULL)
    show_cluster (self);
  queue_totals (self);
}

/* It always shows the whole project; what is pending is written when it is left. */
static void
klaster_project_panel_set_records (KlasterRecordPanel *panel,
                                   KlasterTable        table,
                                   const gint64       *ids,
                                   guint               n_ids)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (panel);

  klaster_record_panel_flush (panel);
  show_cluster (self);
  /* Another day may be looked at. */
  queue_totals (self);
}

static char *
klaster_project_panel_get_title (KlasterRecordPanel *panel)
{
  return g_strdup (_("Project"));
}

static char *
klaster_project_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterProject *project = klaster_form_panel_get_project (KLASTER_FORM_PANEL (panel));

  return project ? g_strdup (klaster_project_get_display_name (project)) : NULL;
}

static void
klaster_project_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  parent_panel = g_type_interface_peek_parent (iface);
  iface->set_records = klaster_project_panel_set_records;
  iface->get_title = klaster_project_panel_get_title;
  iface->get_subtitle = klaster_project_panel_get_subtitle;
}

static void
klaster_project_panel_dispose (GObject *object)
{
  g_clear_handle_id (&KLASTER_PROJECT_PANEL (object)->update_id, g_source_remove);

  G_OBJECT_CLASS (klaster_project_panel_parent_class)->dispose (object);
}

static void
klaster_project_panel_class_init (KlasterProjectPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_project_panel_dispose;
  GTK_WIDGET_CLASS (klass)->map = klaster_project_panel_map;
  KLASTER_FORM_PANEL_CLASS (klass)->changed = klaster_project_panel_changed;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "project.add-parameter", "s", add_parameter_action);
}

static void
add_fields (KlasterProjectPanel *self)
{
  const struct
  {
    GType type;
    const char *column;
  } rows[] = {
    { KLASTER_TYPE_MULTILINE_ROW, "name_uz" },       { KLASTER_TYPE_MULTILINE_ROW, "name_uz_cyrl" },
    { KLASTER_TYPE_MULTILINE_ROW, "name_ru" },       { KLASTER_TYPE_MULTILINE_ROW, "name_en" },
    { KLASTER_TYPE_TEXT_ROW, "region" },             { KLASTER_TYPE_MULTILINE_ROW, "legal_basis" },
    { KLASTER_TYPE_REFERENCE_ROW, "coordinator_id" }, { KLASTER_TYPE_TEXT_ROW, "start_date" },
    { KLASTER_TYPE_TEXT_ROW, "academic_year" },
  };
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *fields = klaster_form_panel_add_section (panel, _("Cluster"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = klaster_form_panel_add_field (panel, fields, rows[i].type, rows[i].column);

      /* Names are long, and are lines all the same. */
      if (g_str_has_prefix (rows[i].column, "name_"))
        g_object_set (row, "one-paragraph", TRUE, NULL);
    }
}

static void
add_totals (KlasterProjectPanel *self)
{
  static const char *const titles[N_TOTALS] = {
    [TOTAL_MEMBERS] = N_("Members"),
    [TOTAL_CANDIDATES] = N_("Candidates"),
    [TOTAL_UNPLACED] = N_("Without a position"),
    [TOTAL_COOPERATIONS] = N_("Cooperations"),
    [TOTAL_AGREEMENTS] = N_("Agreements in force"),
  };
  GtkWidget *group = klaster_form_panel_add_section (KLASTER_FORM_PANEL (self), _("Totals"), NULL);

  for (guint i = 0; i < N_TOTALS; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(titles[i]));
      self->totals[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->totals[i], "numeric");
      gtk_widget_add_css_class (self->totals[i], "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->totals[i]);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static GtkWidget *
add_children (KlasterProjectPanel *self,
              GtkWidget           *group,
              GCallback            fill_cb)
{
  g_signal_connect_object (group, "fill", fill_cb, self, G_CONNECT_SWAPPED);

  return klaster_form_panel_add_group (KLASTER_FORM_PANEL (self), group);
}

static void
klaster_project_panel_init (KlasterProjectPanel *self)
{
  const KlasterChildWords goals = {
    .title = _("Common Goal"), .about = _("What the cluster as a whole is for."), .add_tooltip = _("Add Goal"),
    .add_label = _("Add goal"), .delete_label = _("Delete Goal"),
  };
  const KlasterChildWords areas = {
    .title = _("Own Areas"), .about = _("Areas of cooperation beyond those that every project has."),
    .add_tooltip = _("Add Area"), .add_label = _("Add area"), .delete_label = _("Delete Area"),
  };
  const KlasterChildWords parameters = {
    .title = _("Parameters"), .about = _("Thresholds and numbers that the checks use."),
    .add_tooltip = _("Add Parameter"), .add_label = _("Add parameter"), .delete_label = _("Delete Parameter"),
  };
  KlasterFormPanel *panel = KLASTER_FORM_PANEL (self);
  GtkWidget *notes;

  klaster_form_panel_set_table (panel, KLASTER_TABLE_CLUSTER);
  add_fields (self);
  add_children (self, klaster_child_group_new_of_project (KLASTER_TABLE_GOAL, is_common_goal, goal_columns, &goals),
                G_CALLBACK (fill_goal_cb));
  add_totals (self);
  add_children (self, klaster_child_group_new_of_project (KLASTER_TABLE_VOCABULARY, is_own_area, area_columns, &areas),
                G_CALLBACK (fill_area_cb));
  self->parameters = KLASTER_CHILD_GROUP (
    add_children (self, klaster_child_group_new_of_project (KLASTER_TABLE_PARAMETER, NULL, parameter_columns, &parameters),
                  G_CALLBACK (fill_parameter_cb)));
  klaster_child_group_set_popover (self->parameters, create_parameter_menu ());
  notes = klaster_form_panel_add_section (panel, _("Notes"), NULL);
  klaster_form_panel_add_field (panel, notes, KLASTER_TYPE_MULTILINE_ROW, "notes");
  g_signal_connect (self, "notify::project", G_CALLBACK (project_set_cb), NULL);
}

/**
 * klaster_project_panel_show_parameter:
 * @key: key of a parameter
 * @value: what to begin with when the project has not set it
 * @date: the day on which it has to hold
 *
 * Opens the row of the parameter that holds on @date; adds one, which holds from @date on, when there is none.
 */
void
klaster_project_panel_show_parameter (KlasterProjectPanel *self,
                                      const char          *key,
                                      const char          *value,
                                      const char          *date)
{
  KlasterProject *project;
  gint64 id;

  g_return_if_fail (KLASTER_IS_PROJECT_PANEL (self));

  project = klaster_form_panel_get_project (KLASTER_FORM_PANEL (self));
  id = find_parameter (klaster_project_get_snapshot (project), key, date);
  if (id == 0 && !klaster_project_is_read_only (project))
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add parameter"));

      id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT (key));
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALUE, KLASTER_TEXT (value));
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT (date));
      klaster_apply_edit (GTK_WIDGET (self), project, edit, NULL);
    }
  klaster_child_group_open (self->parameters, id);
}
