/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-multiline-row.h"
#include "klaster-palette.h"
#include "klaster-project-panel.h"
#include "klaster-record-expander.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"

/* The list of the vocabulary that projects may add to */
#define AREAS "areas"

struct _KlasterProjectPanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterForm *form;
  guint update_id;
  gboolean stale; /* something changed while nobody saw it */

  GtkWidget *goal_group;
  GtkWidget *goal_button;
  GtkWidget *area_group;
  GtkWidget *area_button;
  GtkWidget *parameter_group;
  GtkWidget *parameter_button;
  GtkWidget *members_label;
  GtkWidget *candidates_label;
  GtkWidget *unplaced_label;
  GtkWidget *cooperations_label;
  GtkWidget *agreements_label;

  GPtrArray *goals;      /* KlasterRecordExpander */
  GPtrArray *areas;      /* KlasterRecordExpander */
  GPtrArray *parameters; /* KlasterRecordExpander */
};

enum
{
  PROP_PROJECT = 1,
  PROP_FORM,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const char *const goal_columns[] = { "text", "due", "state", "notes", NULL };
/* Not the token: files and filters refer to it, people never see it. */
static const char *const area_columns[] = { "name_uz", "name_uz_cyrl", "name_ru", "name_en", "notes", NULL };
static const char *const parameter_columns[] = { "key", "value", "valid_from", "notes", NULL };

static void klaster_project_panel_record_panel_init (KlasterRecordPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterProjectPanel, klaster_project_panel, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_project_panel_record_panel_init))

/* Makes @expanders stand for @ids: those that stay keep their fields and what is typed in them. */
static void
update_expanders (KlasterProjectPanel *self,
                  GtkWidget           *group,
                  GPtrArray           *expanders,
                  KlasterTable         table,
                  const char *const   *columns,
                  const char          *delete_label,
                  GArray              *ids)
{
  gboolean same = expanders->len == ids->len;

  for (guint i = 0; same && i < ids->len; i++)
    same = klaster_record_expander_get_id (g_ptr_array_index (expanders, i)) == g_array_index (ids, gint64, i);
  if (same)
    return;

  for (guint i = expanders->len; i > 0; i--)
    {
      GtkWidget *expander = g_ptr_array_index (expanders, i - 1);
      gboolean stays = FALSE;

      for (guint j = 0; j < ids->len; j++)
        stays = stays || klaster_record_expander_get_id (KLASTER_RECORD_EXPANDER (expander)) == g_array_index (ids, gint64, j);
      if (!stays)
        {
          adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), expander);
          g_ptr_array_remove_index (expanders, i - 1);
        }
    }
  /* New ones come last: their ids are random, and what was just added should not hide among the others. */
  for (guint j = 0; j < ids->len; j++)
    {
      gint64 id = g_array_index (ids, gint64, j);
      gboolean there = FALSE;

      for (guint i = 0; i < expanders->len; i++)
        there = there || klaster_record_expander_get_id (g_ptr_array_index (expanders, i)) == id;
      if (!there)
        {
          GtkWidget *expander = klaster_record_expander_new (self->project, table, id, columns, delete_label);

          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
          g_ptr_array_add (expanders, expander);
        }
    }
}

static GArray *
list_goals (KlasterSnapshot *snapshot)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_GOAL);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_is_null (row, KLASTER_GOAL_INSTITUTION_ID))
      {
        gint64 id = klaster_row_get_id (row);

        g_array_append_val (ids, id);
      }

  return ids;
}

/* What the project has added to the areas that every project has. */
static GArray *
list_areas (KlasterSnapshot *snapshot)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_VOCABULARY);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_VOCABULARY_LIST), AREAS) == 0)
      {
        gint64 id = klaster_row_get_id (row);

        g_array_append_val (ids, id);
      }

  return ids;
}

static GArray *
list_parameters (KlasterSnapshot *snapshot)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_id (row);

      g_array_append_val (ids, id);
    }

  return ids;
}

static void
set_number (GtkWidget *label,
            guint      number)
{
  g_autofree char *text = g_strdup_printf ("%'u", number);

  gtk_label_set_label (GTK_LABEL (label), text);
}

static void
update_totals (KlasterProjectPanel *self,
               KlasterSnapshot     *snapshot)
{
  g_autofree char *today = klaster_side_panel_dup_date (GTK_WIDGET (self));
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_members = 0;
  guint n_candidates = 0;
  guint n_unplaced = 0;
  guint n_agreements = 0;

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
  set_number (self->members_label, n_members);
  set_number (self->candidates_label, n_candidates);
  set_number (self->unplaced_label, n_unplaced);
  set_number (self->cooperations_label, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION));
  set_number (self->agreements_label, n_agreements);
}

static void
update (KlasterProjectPanel *self)
{
  KlasterSnapshot *snapshot;
  g_autoptr (GArray) goals = NULL;
  g_autoptr (GArray) areas = NULL;
  g_autoptr (GArray) parameters = NULL;
  KlasterRowIter iter;
  KlasterRow *row;
  gboolean editable;

  self->stale = FALSE;
  if (self->project == NULL)
    return;

  snapshot = klaster_project_get_snapshot (self->project);
  editable = !klaster_project_is_read_only (self->project);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_CLUSTER);
  if (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_id (row);

      klaster_form_set_records (self->form, KLASTER_TABLE_CLUSTER, &id, 1);
    }
  goals = list_goals (snapshot);
  update_expanders (self, self->goal_group, self->goals, KLASTER_TABLE_GOAL, goal_columns, _("Delete Goal"), goals);
  areas = list_areas (snapshot);
  update_expanders (self, self->area_group, self->areas, KLASTER_TABLE_VOCABULARY, area_columns, _("Delete Area"), areas);
  parameters = list_parameters (snapshot);
  update_expanders (self, self->parameter_group, self->parameters, KLASTER_TABLE_PARAMETER, parameter_columns,
                    _("Delete Parameter"), parameters);
  gtk_widget_set_sensitive (self->goal_button, editable);
  gtk_widget_set_sensitive (self->area_button, editable);
  gtk_widget_set_sensitive (self->parameter_button, editable);
  update_totals (self, snapshot);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterProjectPanel *self = user_data;

  self->update_id = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterProjectPanel *self)
{
  self->stale = TRUE;
  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
klaster_project_panel_map (GtkWidget *widget)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (widget);

  if (self->stale)
    update (self);

  GTK_WIDGET_CLASS (klaster_project_panel_parent_class)->map (widget);
}

/* Opens the row of a record that was just added and leads to its first field. */
static void
open_expander (GPtrArray *expanders,
               gint64     id)
{
  for (guint i = 0; i < expanders->len; i++)
    {
      GtkWidget *expander = g_ptr_array_index (expanders, i);

      if (klaster_record_expander_get_id (KLASTER_RECORD_EXPANDER (expander)) == id)
        klaster_record_expander_open (KLASTER_RECORD_EXPANDER (expander));
    }
}

static void
add_goal_cb (KlasterProjectPanel *self)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add goal"));
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_GOAL);

  klaster_edit_set (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_STATE, KLASTER_TEXT ("open"));
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  update (self);
  open_expander (self->goals, id);
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

static void
add_area_cb (KlasterProjectPanel *self)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add area"));
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_VOCABULARY);
  g_autofree char *token = make_word (klaster_project_get_snapshot (self->project), KLASTER_TABLE_VOCABULARY,
                                      KLASTER_VOCABULARY_TOKEN, "area");

  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_LIST, KLASTER_TEXT (AREAS));
  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_TOKEN, KLASTER_TEXT (token));
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  update (self);
  open_expander (self->areas, id);
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

static void
add_parameter_cb (KlasterProjectPanel *self)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add parameter"));
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
  /* A parameter must have a key. */
  g_autofree char *key = make_word (klaster_project_get_snapshot (self->project), KLASTER_TABLE_PARAMETER,
                                    KLASTER_PARAMETER_KEY, "parameter");

  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT (key));
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  update (self);
  open_expander (self->parameters, id);
}

static void
clear_expanders (GtkWidget *group,
                 GPtrArray *expanders)
{
  for (guint i = 0; i < expanders->len; i++)
    {
      klaster_form_flush (klaster_record_expander_get_form (g_ptr_array_index (expanders, i)));
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), g_ptr_array_index (expanders, i));
    }
  g_ptr_array_set_size (expanders, 0);
}

static void
set_project (KlasterProjectPanel *self,
             KlasterProject      *project)
{
  if (self->project == project)
    return;

  if (self->project)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      clear_expanders (self->goal_group, self->goals);
      clear_expanders (self->area_group, self->areas);
      clear_expanders (self->parameter_group, self->parameters);
    }
  klaster_form_set_project (self->form, NULL);
  g_set_object (&self->project, project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
    }
  klaster_form_set_project (self->form, project);
  update (self);
}

static void
klaster_project_panel_flush (KlasterRecordPanel *panel)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (panel);

  klaster_form_flush (self->form);
  for (guint i = 0; i < self->goals->len; i++)
    klaster_form_flush (klaster_record_expander_get_form (g_ptr_array_index (self->goals, i)));
  for (guint i = 0; i < self->areas->len; i++)
    klaster_form_flush (klaster_record_expander_get_form (g_ptr_array_index (self->areas, i)));
  for (guint i = 0; i < self->parameters->len; i++)
    klaster_form_flush (klaster_record_expander_get_form (g_ptr_array_index (self->parameters, i)));
}

/* It always shows the whole project; what is pending is written when it is left. */
static void
klaster_project_panel_set_records (KlasterRecordPanel *panel,
                                   KlasterTable        table,
                                   const gint64       *ids,
                                   guint               n_ids)
{
  klaster_project_panel_flush (panel);
  /* Another day may be looked at. */
  project_changed_cb (KLASTER_PROJECT_PANEL (panel));
}

static char *
klaster_project_panel_get_title (KlasterRecordPanel *panel)
{
  return g_strdup (_("Project"));
}

static char *
klaster_project_panel_get_subtitle (KlasterRecordPanel *panel)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (panel);

  return self->project ? g_strdup (klaster_project_get_display_name (self->project)) : NULL;
}

static void
klaster_project_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_project_panel_set_records;
  iface->get_title = klaster_project_panel_get_title;
  iface->get_subtitle = klaster_project_panel_get_subtitle;
  iface->flush = klaster_project_panel_flush;
}

static void
klaster_project_panel_dispose (GObject *object)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (object);

  klaster_project_panel_flush (KLASTER_RECORD_PANEL (self));
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_ptr_array_set_size (self->goals, 0);
  g_ptr_array_set_size (self->areas, 0);
  g_ptr_array_set_size (self->parameters, 0);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_project_panel_parent_class)->dispose (object);
}

static void
klaster_project_panel_finalize (GObject *object)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (object);

  g_object_unref (self->form);
  g_ptr_array_unref (self->goals);
  g_ptr_array_unref (self->areas);
  g_ptr_array_unref (self->parameters);

  G_OBJECT_CLASS (klaster_project_panel_parent_class)->finalize (object);
}

static void
klaster_project_panel_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  KlasterProjectPanel *self = KLASTER_PROJECT_PANEL (object);

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
klaster_project_panel_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (KLASTER_PROJECT_PANEL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_project_panel_class_init (KlasterProjectPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_project_panel_dispose;
  object_class->finalize = klaster_project_panel_finalize;
  object_class->get_property = klaster_project_panel_get_property;
  object_class->set_property = klaster_project_panel_set_property;
  widget_class->map = klaster_project_panel_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, KLASTER_TYPE_FORM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (KLASTER_TYPE_MULTILINE_ROW);
  g_type_ensure (KLASTER_TYPE_REFERENCE_ROW);
  g_type_ensure (KLASTER_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-project-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, goal_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, goal_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, area_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, area_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, parameter_group);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, parameter_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, members_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, candidates_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, unplaced_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, cooperations_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterProjectPanel, agreements_label);
  gtk_widget_class_bind_template_callback (widget_class, add_goal_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_area_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_parameter_cb);
}

static void
klaster_project_panel_init (KlasterProjectPanel *self)
{
  self->form = klaster_form_new ();
  klaster_form_set_records (self->form, KLASTER_TABLE_CLUSTER, NULL, 0);
  self->goals = g_ptr_array_new ();
  self->areas = g_ptr_array_new ();
  self->parameters = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
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
  gint64 id;

  g_return_if_fail (KLASTER_IS_PROJECT_PANEL (self));

  update (self);
  id = find_parameter (klaster_project_get_snapshot (self->project), key, date);
  if (id == 0 && !klaster_project_is_read_only (self->project))
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Add parameter"));

      id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT (key));
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALUE, KLASTER_TEXT (value));
      klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT (date));
      klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
      update (self);
    }
  open_expander (self->parameters, id);
}
