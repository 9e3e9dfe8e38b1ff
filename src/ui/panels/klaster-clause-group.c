/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement.h"
#include "klaster-clause-group.h"
#include "klaster-focus.h"
#include "klaster-form.h"
#include "klaster-multiline-row.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

#define N_CLAUSES 6

typedef struct
{
  const char *clause;
  gint64 id;            /* of the row in the file, 0: none yet */
  GtkWidget *row;
  GtkWidget *choice;    /* GtkDropDown over clause_states */
  GtkWidget *evidence;  /* (nullable): made when the row is opened and there is something to edit */
  GtkWidget *add_button; /* (nullable) */
  KlasterForm *form;
} Clause;

struct _KlasterClauseGroup
{
  KlasterLiveGroup parent_instance;

  Clause clauses[N_CLAUSES];
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KlasterClauseGroup, klaster_clause_group, KLASTER_TYPE_LIVE_GROUP)

static Clause *
find_clause (KlasterClauseGroup *self,
             const char         *clause)
{
  for (guint i = 0; i < N_CLAUSES; i++)
    if (g_strcmp0 (self->clauses[i].clause, clause) == 0)
      return &self->clauses[i];

  return NULL;
}

/* Adds the clause's row to the file when it has none. */
static gint64
ensure_row (KlasterClauseGroup *self,
            const Clause       *clause,
            KlasterEdit        *edit)
{
  gint64 id = clause->id;

  if (id != 0)
    return id;

  id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_CLAUSE);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, id, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID,
                    KLASTER_INTEGER (klaster_live_group_get_record (KLASTER_LIVE_GROUP (self))));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, id, KLASTER_AGREEMENT_CLAUSE_CLAUSE, KLASTER_TEXT (clause->clause));

  return id;
}

static KlasterEdit *
begin_edit (const Clause *clause)
{
  const char *name = klaster_vocabulary_get_name (NULL, "clauses", clause->clause, klaster_language_get_default ());
  /* Translators: an entry of the history; %s is the name of a clause of an agreement. */
  g_autofree char *label = g_strdup_printf (_("Change clause “%s”"), name);

  return klaster_edit_new (label);
}

static void
chosen_cb (GtkWidget          *choice,
           GParamSpec         *pspec,
           KlasterClauseGroup *self)
{
  const char *const *states = klaster_schema_get_tokens ("clause_states");
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));

  if (self->updating)
    return;
  for (guint i = 0; i < N_CLAUSES; i++)
    if (self->clauses[i].choice == choice && selected < g_strv_length ((char **) states))
      klaster_clause_group_set_state (self, self->clauses[i].clause, states[selected]);
}

static void
add_evidence_cb (GtkWidget          *button,
                 KlasterClauseGroup *self)
{
  Clause *clause = find_clause (self, g_object_get_data (G_OBJECT (button), "clause"));
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  if (clause == NULL || !klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)))
    return;

  edit = begin_edit (clause);
  id = ensure_row (self, clause, edit);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, id, KLASTER_AGREEMENT_CLAUSE_STATE, KLASTER_TEXT ("unknown"));
  klaster_apply_edit (GTK_WIDGET (self), klaster_live_group_get_project (KLASTER_LIVE_GROUP (self)), edit, NULL);
  klaster_live_group_update (KLASTER_LIVE_GROUP (self));
  if (clause->evidence)
    gtk_widget_child_focus (clause->evidence, GTK_DIR_TAB_FORWARD);
}

/* The fields cost more than the row, and most rows stay closed. */
static void
update_fields (KlasterClauseGroup *self,
               Clause             *clause)
{
  gboolean open = adw_expander_row_get_expanded (ADW_EXPANDER_ROW (clause->row));

  if (!open)
    return;
  if (clause->evidence == NULL)
    {
      clause->evidence = g_object_new (KLASTER_TYPE_MULTILINE_ROW, "column", "evidence", NULL);
      g_object_set (clause->evidence, "form", clause->form, NULL);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (clause->row), clause->evidence);
      clause->add_button = gtk_button_new_with_label (_("Add Evidence"));
      gtk_widget_add_css_class (clause->add_button, "flat");
      g_object_set_data (G_OBJECT (clause->add_button), "clause", (gpointer) clause->clause);
      g_signal_connect_object (clause->add_button, "clicked", G_CALLBACK (add_evidence_cb), self, 0);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (clause->row), klaster_make_button_row (clause->add_button));
    }
  gtk_widget_set_visible (clause->evidence, clause->id != 0);
  gtk_widget_set_visible (clause->add_button, clause->id == 0);
  gtk_widget_set_sensitive (clause->add_button, klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)));
}

static void
expanded_cb (GtkWidget          *row,
             GParamSpec         *pspec,
             KlasterClauseGroup *self)
{
  for (guint i = 0; i < N_CLAUSES; i++)
    if (self->clauses[i].row == row)
      update_fields (self, &self->clauses[i]);
}

static void
update_clause (KlasterClauseGroup *self,
               Clause             *clause,
               KlasterSnapshot    *snapshot,
               gint64              record)
{
  static const char *const styles[] = { "success", "warning", "error" };
  KlasterRow *row = klaster_agreement_find_clause (snapshot, record, clause->clause);
  const char *state = row ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_STATE) : NULL;
  const char *evidence = row ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE) : NULL;
  int position = klaster_tokens_find (klaster_schema_get_tokens ("clause_states"), state ? state : "unknown");
  gint64 id = row ? klaster_row_get_id (row) : 0;

  if (clause->id != id)
    {
      clause->id = id;
      klaster_form_set_records (clause->form, KLASTER_TABLE_AGREEMENT_CLAUSE, &id, id != 0 ? 1 : 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (clause->choice, styles[i]);
  if (g_strcmp0 (state, "met") == 0)
    gtk_widget_add_css_class (clause->choice, "success");
  else if (g_strcmp0 (state, "not_met") == 0)
    gtk_widget_add_css_class (clause->choice, "error");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (clause->choice), position < 0 ? GTK_INVALID_LIST_POSITION : (guint) position);
  gtk_widget_set_sensitive (clause->choice, klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (clause->row), evidence ? evidence : "");
  update_fields (self, clause);
}

static void
klaster_clause_group_update (KlasterLiveGroup *group,
                             KlasterSnapshot  *snapshot,
                             gint64            record)
{
  KlasterClauseGroup *self = KLASTER_CLAUSE_GROUP (group);
  KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, record);

  self->updating = TRUE;
  for (guint i = 0; i < N_CLAUSES; i++)
    {
      if (klaster_form_get_project (self->clauses[i].form) != klaster_live_group_get_project (group))
        klaster_form_set_project (self->clauses[i].form, klaster_live_group_get_project (group));
      update_clause (self, &self->clauses[i], snapshot, record);
    }
  self->updating = FALSE;
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         klaster_agreement_needs_clauses (agreement)
                                           ? NULL : _("Not required of an agreement of this kind."));
}

static gboolean
klaster_clause_group_concerns (KlasterLiveGroup *group,
                               KlasterDelta     *delta)
{
  return klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT_CLAUSE) || klaster_delta_touches (delta, KLASTER_TABLE_AGREEMENT);
}

static void
klaster_clause_group_flush (KlasterLiveGroup *group)
{
  for (guint i = 0; i < N_CLAUSES; i++)
    klaster_form_flush (KLASTER_CLAUSE_GROUP (group)->clauses[i].form);
}

static void
klaster_clause_group_finalize (GObject *object)
{
  for (guint i = 0; i < N_CLAUSES; i++)
    g_object_unref (KLASTER_CLAUSE_GROUP (object)->clauses[i].form);

  G_OBJECT_CLASS (klaster_clause_group_parent_class)->finalize (object);
}

static void
klaster_clause_group_class_init (KlasterClauseGroupClass *klass)
{
  KlasterLiveGroupClass *group_class = KLASTER_LIVE_GROUP_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = klaster_clause_group_finalize;
  group_class->table = KLASTER_TABLE_AGREEMENT;
  group_class->update = klaster_clause_group_update;
  group_class->concerns = klaster_clause_group_concerns;
  group_class->flush = klaster_clause_group_flush;
}

static GtkWidget *
make_choice (KlasterClauseGroup *self,
             const char         *name)
{
  const char *const *states = klaster_schema_get_tokens ("clause_states");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *choice;
  /* Translators: %s is the name of a clause. */
  g_autofree char *label = g_strdup_printf (_("State of “%s”"), name);

  for (guint i = 0; states[i]; i++)
    gtk_string_list_append (names, klaster_vocabulary_get_name (NULL, "clause_states", states[i], klaster_language_get_default ()));
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (choice, "flat");
  gtk_widget_add_css_class (choice, "state-choice");
  klaster_name_drop_down (choice, label);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (chosen_cb), self, 0);

  return choice;
}

static void
klaster_clause_group_init (KlasterClauseGroup *self)
{
  const char *const *tokens = klaster_schema_get_tokens ("clauses");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), C_("agreement", "Clauses"));
  self->updating = TRUE;
  for (guint i = 0; i < N_CLAUSES; i++)
    {
      Clause *clause = &self->clauses[i];
      const char *name = klaster_vocabulary_get_name (NULL, "clauses", tokens[i], klaster_language_get_default ());

      clause->clause = tokens[i];
      clause->form = klaster_form_new ();
      klaster_form_set_records (clause->form, KLASTER_TABLE_AGREEMENT_CLAUSE, NULL, 0);
      clause->row = adw_expander_row_new ();
      g_object_set (clause->row, "use-markup", FALSE, "title", name, NULL);
      clause->choice = make_choice (self, name);
      adw_expander_row_add_action (ADW_EXPANDER_ROW (clause->row), clause->choice);
      g_signal_connect_object (clause->row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), clause->row);
    }
  self->updating = FALSE;
}

/**
 * klaster_clause_group_get_state_button:
 * @clause: a token of clauses
 *
 * Returns: (transfer none) (nullable): the GtkDropDown that chooses its state
 */
GtkWidget *
klaster_clause_group_get_state_button (KlasterClauseGroup *self,
                                       const char         *clause)
{
  Clause *found;

  g_return_val_if_fail (KLASTER_IS_CLAUSE_GROUP (self), NULL);

  found = find_clause (self, clause);

  return found ? found->choice : NULL;
}

/**
 * klaster_clause_group_set_state:
 * @clause: a token of clauses
 * @state: a token of clause_states
 *
 * Records the state of a clause.
 */
void
klaster_clause_group_set_state (KlasterClauseGroup *self,
                                const char         *clause,
                                const char         *state)
{
  Clause *found;
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  g_return_if_fail (KLASTER_IS_CLAUSE_GROUP (self));

  found = find_clause (self, clause);
  if (found == NULL || !klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)))
    return;

  edit = begin_edit (found);
  id = ensure_row (self, found, edit);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, id, KLASTER_AGREEMENT_CLAUSE_STATE, KLASTER_TEXT (state));
  klaster_apply_edit (GTK_WIDGET (self), klaster_live_group_get_project (KLASTER_LIVE_GROUP (self)), edit, NULL);
}
