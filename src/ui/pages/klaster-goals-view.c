/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-focus.h"
#include "klaster-goals-view-private.h"

#define GROUP "goals"
#define CLOSED "closed"

G_DEFINE_FINAL_TYPE (KlasterGoalsView, klaster_goals_view, KLASTER_TYPE_WORKER_VIEW)

/* What is remembered of the project: which rows are closed. */

static void
load_closed (KlasterGoalsView *self)
{
  g_auto (GStrv) keys = NULL;

  if (self->state == NULL)
    return;
  keys = g_key_file_get_string_list (klaster_view_state_get_keys (self->state), GROUP, CLOSED, NULL, NULL);
  for (guint i = 0; keys && keys[i]; i++)
    {
      gint64 key;

      if (g_ascii_string_to_signed (keys[i], 10, -1, KLASTER_ID_MAX, &key, NULL))
        g_hash_table_add (self->closed, g_memdup2 (&key, sizeof key));
    }
}

/* Goals that are gone are forgotten. */
static void
save_closed (KlasterGoalsView *self)
{
  KlasterSnapshot *snapshot = klaster_goals_view_get_snapshot (self);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  if (self->state == NULL || snapshot == NULL)
    return;
  g_hash_table_iter_init (&iter, self->closed);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      gint64 key = *(gint64 *) value;

      if (key < 0 || klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, key) ||
          klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, key))
        g_ptr_array_add (keys, g_strdup_printf ("%" G_GINT64_FORMAT, key));
    }
  g_key_file_set_string_list (klaster_view_state_get_keys (self->state), GROUP, CLOSED, (const char *const *) keys->pdata,
                              keys->len);
  klaster_view_state_changed (self->state);
}

void
klaster_goals_view_open_row (KlasterGoalsView *self,
                             gint64            key)
{
  if (g_hash_table_remove (self->closed, &key))
    save_closed (self);
}

/* Shows in the table what is selected in the window, if it is there. */
static void
klaster_goals_view_selected (KlasterWorkerView *view)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (view);
  KlasterSelection *selection = klaster_worker_view_get_selection (view);
  KlasterTable table = selection ? klaster_selection_get_table (selection) : KLASTER_TABLE_GOAL;
  gint64 id = selection && klaster_selection_get_n (selection) == 1 ? klaster_selection_get_focus (selection) : 0;
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_single_selection_get_selected (self->single));
  int position = id ? klaster_goal_model_find (self->model, table, id) : -1;

  self->syncing = TRUE;
  /* Of a goal that stands twice, the row that was chosen stays. */
  if (position < 0)
    gtk_single_selection_set_selected (self->single, GTK_INVALID_LIST_POSITION);
  else if (row == NULL || row->id != id)
    gtk_single_selection_set_selected (self->single, (guint) position);
  self->syncing = FALSE;
}

static void
selected_cb (KlasterGoalsView *self)
{
  KlasterSelection *selection = klaster_worker_view_get_selection (KLASTER_WORKER_VIEW (self));
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_single_selection_get_selected (self->single));

  if (self->syncing || selection == NULL || row == NULL)
    return;
  if (row->kind == KLASTER_GOAL_ROW_MEMBERS)
    klaster_selection_clear (selection);
  else
    klaster_selection_select (selection, row->kind == KLASTER_GOAL_ROW_GOAL ? KLASTER_TABLE_GOAL : KLASTER_TABLE_INSTITUTION,
                              row->id);
  klaster_goals_view_update_actions (KLASTER_WORKER_VIEW (self));
}

static const char *
get_search (KlasterGoalsView *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
update_summary (KlasterGoalsView *self,
                KlasterGoalList  *list)
{
  AdwStatusPage *empty = ADW_STATUS_PAGE (klaster_worker_view_get_empty (KLASTER_WORKER_VIEW (self)));
  GtkWidget *button = adw_status_page_get_child (empty);
  gboolean searching = *get_search (self) != '\0';
  g_autoptr (GString) text = g_string_new (NULL);

  if (searching)
    g_string_append_printf (text, ngettext ("%u found", "%u found", list->n_found), list->n_found);
  else
    {
      g_string_append_printf (text, ngettext ("%u goal", "%u goals", list->n_goals), list->n_goals);
      if (list->n_overdue > 0)
        g_string_append_printf (text, ngettext (" · %u overdue", " · %u overdue", list->n_overdue), list->n_overdue);
      if (list->n_unserved > 0)
        /* Translators: goals that no cooperation or agreement serves */
        g_string_append_printf (text, ngettext (" · nothing serves %u", " · nothing serves %u", list->n_unserved),
                                list->n_unserved);
      if (list->n_silent > 0)
        g_string_append_printf (text, ngettext (" · %u member without a goal or an interest",
                                                " · %u members without a goal or an interest", list->n_silent), list->n_silent);
    }
  adw_status_page_set_title (empty, searching ? _("No Goal Matches") : _("No Goals Yet"));
  adw_status_page_set_description (empty, searching ? _("Change what you look for.")
                                                    : _("A cluster has a common goal, and every member a specific one. Begin "
                                                        "with the common goal."));
  gtk_button_set_label (GTK_BUTTON (button), searching ? _("_Show All") : _("New _Goal"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), searching ? "goals.clear-search" : "goals.add");
  klaster_worker_view_set_summary (KLASTER_WORKER_VIEW (self), text->str, list->rows->len == 0);
}

/* The list */

typedef struct
{
  KlasterSnapshot *snapshot;
  char *date;
  char *search;
  GHashTable *closed;
  KlasterLanguage language;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_hash_table_unref (job->closed);
  g_free (job->date);
  g_free (job->search);
  g_free (job);
}

static GHashTable *
copy_closed (KlasterGoalsView *self)
{
  GHashTable *copy = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->closed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy, g_memdup2 (key, sizeof (gint64)));

  return copy;
}

static gpointer
klaster_goals_view_prepare (KlasterWorkerView *view,
                            KlasterSnapshot   *snapshot)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (view);
  Job *job = g_new (Job, 1);

  *job = (Job) { klaster_snapshot_ref (snapshot), klaster_worker_view_dup_date (view), g_strdup (get_search (self)),
                 copy_closed (self), klaster_language_get_default () };

  return job;
}

static gpointer
klaster_goals_view_work (gpointer      data,
                         GCancellable *cancellable)
{
  Job *job = data;

  return klaster_goal_list_new (job->snapshot, job->date, job->closed, job->search, job->language, cancellable);
}

/* The row of the table that is selected, as long as it is near to what is seen. One that GTK 4.18 keeps for another use says that it
 * is selected, too. */
static GtkWidget *
find_selected (KlasterGoalsView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      /* Around what we show there is the cell. */
      GtkWidget *cell = gtk_widget_get_parent (gtk_list_item_get_child (item));
      GtkWidget *row = cell ? gtk_widget_get_parent (cell) : NULL;

      if (gtk_list_item_get_selected (item) && row != NULL && gtk_widget_get_root (row) != NULL)
        return row;
    }

  return NULL;
}

static void
klaster_goals_view_take (KlasterWorkerView *view,
                         gpointer           job,
                         gpointer           result)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (view);
  g_autoptr (KlasterGoalList) list = result;
  GtkWidget *row = find_selected (self);
  gboolean focused = row && klaster_has_focus_within (row);

  self->syncing = TRUE;
  klaster_goal_model_set_list (self->model, list);
  self->syncing = FALSE;
  update_summary (self, list);
  klaster_goals_view_selected (view);
  /* GTK leaves the focus where a goal stood that was moved. */
  row = focused ? find_selected (self) : NULL;
  if (row && !klaster_has_focus_within (row))
    gtk_widget_grab_focus (row);
  klaster_goals_view_update_actions (view);
}

static void
klaster_goals_view_forget (KlasterWorkerView *view)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (view);
  KlasterProject *project = klaster_worker_view_get_project (view);

  klaster_goal_model_set_list (self->model, NULL);
  g_hash_table_remove_all (self->closed);
  g_clear_object (&self->state);
  self->cut = 0;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (project)
    {
      self->state = klaster_view_state_get (klaster_project_get_uuid (project));
      load_closed (self);
    }
}

/* The heading over the members is no record: Enter opens and closes it. */
static void
activate_cb (KlasterGoalsView *self,
             guint             position)
{
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, position);

  if (row && row->kind == KLASTER_GOAL_ROW_MEMBERS)
    klaster_goals_view_set_closed (self, position, !row->closed);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
stop_search_cb (KlasterGoalsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self)));
}

static void
clear_search_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  stop_search_cb (data);
}

/* Down leads from the search into what was found. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               KlasterGoalsView      *self)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_child_focus (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self)), GTK_DIR_TAB_FORWARD);

  return GDK_EVENT_STOP;
}

static void
klaster_goals_view_dispose (GObject *object)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  GtkWidget *table = klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (table)
    gtk_column_view_set_model (GTK_COLUMN_VIEW (table), NULL);

  G_OBJECT_CLASS (klaster_goals_view_parent_class)->dispose (object);
}

static void
klaster_goals_view_finalize (GObject *object)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->closed);
  g_clear_object (&self->state);
  g_object_unref (self->single);
  g_object_unref (self->model);

  G_OBJECT_CLASS (klaster_goals_view_parent_class)->finalize (object);
}

static void
klaster_goals_view_class_init (KlasterGoalsViewClass *klass)
{
  KlasterWorkerViewClass *view_class = KLASTER_WORKER_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_goals_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = klaster_goals_view_finalize;
  view_class->prepare = klaster_goals_view_prepare;
  view_class->job_free = job_free;
  view_class->work = klaster_goals_view_work;
  view_class->list_free = (GDestroyNotify) klaster_goal_list_free;
  view_class->take = klaster_goals_view_take;
  view_class->forget = klaster_goals_view_forget;
  view_class->refresh = klaster_goals_view_refresh;
  view_class->selected = klaster_goals_view_selected;
  view_class->update_actions = klaster_goals_view_update_actions;
}

static void
add_search (KlasterGoalsView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("New _Goal"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Goal, member, interest"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search goals"), -1);
  gtk_widget_set_hexpand (self->search, TRUE);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (klaster_worker_view_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "stop-search", G_CALLBACK (stop_search_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self, 0);
  gtk_widget_add_controller (self->search, keys);
  gtk_widget_set_tooltip_text (button, _("Add a Goal of the Cluster, or of the Member That Is Selected"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "goals.add");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (bar, "view-bar");
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), button);
  gtk_box_prepend (GTK_BOX (klaster_worker_view_get_box (KLASTER_WORKER_VIEW (self))), bar);
}

static void
klaster_goals_view_init (KlasterGoalsView *self)
{
  static const GActionEntry entries[] = { { .name = "clear-search", .activate = clear_search_cb } };
  KlasterWorkerView *view = KLASTER_WORKER_VIEW (self);
  GtkWidget *button = gtk_button_new_with_mnemonic ("");

  self->bound = g_hash_table_new (NULL, NULL);
  self->closed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->model = klaster_goal_model_new ();
  self->single = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->single, FALSE);
  gtk_single_selection_set_can_unselect (self->single, TRUE);
  g_signal_connect_object (self->single, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  klaster_goals_view_add_table (self);
  g_signal_connect_object (klaster_worker_view_get_table (view), "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (klaster_worker_view_get_empty (view)), button);
  add_search (self);
  klaster_goals_view_add_actions (self);
  klaster_goals_view_add_controllers (self);
  klaster_worker_view_add_actions (view, "goals", entries, G_N_ELEMENTS (entries));
}

/**
 * klaster_goals_view_new:
 *
 * Returns: (transfer floating): a tree without goals
 */
GtkWidget *
klaster_goals_view_new (void)
{
  return g_object_new (KLASTER_TYPE_GOALS_VIEW, NULL);
}

/**
 * klaster_goals_view_get_model:
 *
 * Returns: (transfer none): the rows
 */
KlasterGoalModel *
klaster_goals_view_get_model (KlasterGoalsView *self)
{
  g_return_val_if_fail (KLASTER_IS_GOALS_VIEW (self), NULL);

  return self->model;
}

/**
 * klaster_goals_view_get_search:
 *
 * Returns: (transfer none): the field in which a search is typed
 */
GtkWidget *
klaster_goals_view_get_search (KlasterGoalsView *self)
{
  g_return_val_if_fail (KLASTER_IS_GOALS_VIEW (self), NULL);

  return self->search;
}

/**
 * klaster_goals_view_set_closed:
 * @position: a row
 * @closed: whether the rows below it are hidden
 *
 * Opens or closes it; remembered with the project. While something is looked for all rows are open.
 */
void
klaster_goals_view_set_closed (KlasterGoalsView *self,
                               guint             position,
                               gboolean          closed)
{
  const KlasterGoalRow *row;
  gint64 key;

  g_return_if_fail (KLASTER_IS_GOALS_VIEW (self));

  row = klaster_goal_model_get_row (self->model, position);
  if (row == NULL || row->n_children == 0 || *get_search (self) != '\0')
    return;
  key = klaster_goal_row_get_key (row);
  if (closed)
    g_hash_table_add (self->closed, g_memdup2 (&key, sizeof key));
  else
    g_hash_table_remove (self->closed, &key);
  save_closed (self);
  klaster_worker_view_reload (KLASTER_WORKER_VIEW (self));
}
