/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-goals-view.h"
#include "klaster-scope.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"
#include "klaster-trend-chart.h"
#include "klaster-worker.h"

/* How far a level is indented, in pixels. */
#define INDENT 20

struct _KlasterGoalsView
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterScope *scope;
  KlasterGoalModel *model;
  GtkSingleSelection *single;
  GHashTable *closed;        /* gint64: keys of rows whose children are hidden */
  GHashTable *bound;         /* GtkListItem → NULL: cells that show something */
  GCancellable *cancellable; /* of the list that is being made */
  guint update_id;
  gboolean listed;
  gboolean syncing;
  GSimpleActionGroup *actions;

  GtkWidget *summary;
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *table;
  GtkWidget *empty;
};

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterGoalsView, klaster_goals_view, ADW_TYPE_BIN)

typedef enum
{
  COLUMN_GOAL,
  COLUMN_STATE,
  COLUMN_SERVING,
  COLUMN_INDICATOR,
  N_COLUMNS
} Column;

static const char *const titles[N_COLUMNS] = { N_("Goal or member"), N_("State"), N_("Served by"), N_("Indicators") };

typedef struct
{
  Column column;
  GtkWidget *arrow;
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *second;
  GtkWidget *chart;
  GtkListItem *item;
} Cell;

static Cell *
get_cell (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "cell");
}

static char *
get_date (KlasterGoalsView *self)
{
  return self->scope ? klaster_scope_dup_date (self->scope) : klaster_date_today ();
}

/* What a row is called, and what stands below: whose goal it is, or the member's own interest. */
static void
describe (KlasterSnapshot      *snapshot,
          const KlasterGoalRow *row,
          char                **title,
          char                **second)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *record, *owner;

  if (row->kind == KLASTER_GOAL_ROW_MEMBERS)
    {
      *title = g_strdup (_("Members"));
      *second = g_strdup (_("Their own interests and specific goals"));
    }
  else if (row->kind == KLASTER_GOAL_ROW_MEMBER)
    {
      record = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, row->id);
      *title = record ? klaster_record_describe (snapshot, record, language) : NULL;
      *second = g_strdup (record && !klaster_row_is_null (record, KLASTER_INSTITUTION_INTEREST)
                            ? klaster_row_get_text (record, KLASTER_INSTITUTION_INTEREST)
                            : _("Its own interest is not stated"));
    }
  else
    {
      record = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, row->id);
      *title = record == NULL ? NULL
               : klaster_row_is_null (record, KLASTER_GOAL_TEXT) ? g_strdup (_("Not named yet"))
                                                                  : klaster_record_describe (snapshot, record, language);
      owner = record ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                klaster_row_get_integer (record, KLASTER_GOAL_INSTITUTION_ID))
                     : NULL;
      if (owner)
        *second = klaster_record_describe (snapshot, owner, language);
      else if (row->depth == 0)
        *second = g_strdup (_("Common goal"));
    }
}

/* The state with the day until which it holds, or what a member lacks. */
static char *
describe_state (KlasterSnapshot      *snapshot,
                const KlasterGoalRow *row)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *goal;
  const char *due, *state;
  g_autofree char *day = NULL;

  if (row->kind != KLASTER_GOAL_ROW_GOAL)
    return g_strdup (row->flags & KLASTER_GOAL_NO_GOAL ? _("No goal of its own") : "");

  goal = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, row->id);
  if (goal == NULL)
    return g_strdup ("");
  due = klaster_row_get_text (goal, KLASTER_GOAL_DUE);
  state = klaster_row_get_text (goal, KLASTER_GOAL_STATE);
  day = due ? klaster_date_format (due, language) : NULL;
  if (row->flags & KLASTER_GOAL_OVERDUE)
    /* Translators: of a goal that was to be reached by a day that is past */
    return g_strdup_printf (_("Overdue since %s"), day);
  if (day && g_strcmp0 (state, "reached") != 0 && g_strcmp0 (state, "dropped") != 0)
    return g_strdup_printf (_("Due %s"), day);

  return g_strdup (state ? klaster_vocabulary_get_name (snapshot, "goal_states", state, language) : "");
}

static void
show_goal (KlasterGoalsView     *self,
           Cell                 *cell,
           KlasterSnapshot      *snapshot,
           const KlasterGoalRow *row)
{
  g_autofree char *title = NULL;
  g_autofree char *second = NULL;

  describe (snapshot, row, &title, &second);
  gtk_label_set_label (GTK_LABEL (cell->label), title ? title : "");
  gtk_label_set_label (GTK_LABEL (cell->second), second ? second : "");
  gtk_widget_set_visible (cell->second, second != NULL);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (cell->item), title);
  gtk_widget_set_margin_start (gtk_list_item_get_child (cell->item), (int) row->depth * INDENT);
  gtk_button_set_icon_name (GTK_BUTTON (cell->arrow), row->closed ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_widget_set_opacity (cell->arrow, row->n_children > 0 ? 1 : 0);
  gtk_widget_set_sensitive (cell->arrow, row->n_children > 0);
  klaster_set_tooltip (cell->arrow, row->closed ? _("Open") : _("Close"));
  if (row->kind == KLASTER_GOAL_ROW_MEMBERS)
    gtk_widget_add_css_class (cell->label, "heading");
  else
    gtk_widget_remove_css_class (cell->label, "heading");
}

static void
show_text (Cell       *cell,
           const char *text,
           const char *icon,
           const char *style)
{
  static const char *const styles[] = { "error", "warning", "dim-label" };

  gtk_label_set_label (GTK_LABEL (cell->label), text);
  gtk_widget_set_visible (cell->icon, icon != NULL);
  if (icon)
    gtk_image_set_from_icon_name (GTK_IMAGE (cell->icon), icon);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      gtk_widget_remove_css_class (cell->icon, styles[i]);
      gtk_widget_remove_css_class (cell->label, styles[i]);
    }
  if (style)
    {
      gtk_widget_add_css_class (cell->icon, style);
      if (g_strcmp0 (style, "dim-label") == 0)
        gtk_widget_add_css_class (cell->label, style);
    }
}

/* The first indicator with its trend, and how many more there are. */
static void
show_indicator (Cell                 *cell,
                KlasterSnapshot      *snapshot,
                const KlasterGoalRow *row)
{
  KlasterReferrerIter iter;
  KlasterRow *indicator, *first = NULL;
  guint n = 0;
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  if (row->kind == KLASTER_GOAL_ROW_GOAL)
    {
      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_INDICATOR, KLASTER_INDICATOR_GOAL_ID, row->id);
      while (klaster_referrer_iter_next (&iter, &indicator))
        {
          if (first == NULL)
            first = indicator;
          n++;
        }
    }
  if (first)
    text = klaster_indicator_describe (snapshot, first, klaster_language_get_default ());
  if (n > 1)
    /* Translators: the first indicator of a goal and how many others it has */
    more = g_strdup_printf (ngettext ("%s, and %u more", "%s, and %u more", n - 1), text, n - 1);
  show_text (cell, more ? more : text ? text : "", NULL, "dim-label");
  klaster_trend_chart_set_indicator (KLASTER_TREND_CHART (cell->chart), snapshot, first ? klaster_row_get_id (first) : 0);
  gtk_widget_set_visible (cell->chart, klaster_trend_chart_get_n_points (KLASTER_TREND_CHART (cell->chart)) > 1);
}

static void
show_item (KlasterGoalsView *self,
           GtkListItem      *item)
{
  Cell *cell = get_cell (gtk_list_item_get_child (item));
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_list_item_get_position (item));
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  g_autofree char *text = NULL;

  if (row == NULL || snapshot == NULL)
    return;

  switch (cell->column)
    {
    case COLUMN_GOAL:
      show_goal (self, cell, snapshot, row);
      break;
    case COLUMN_STATE:
      text = describe_state (snapshot, row);
      if (row->flags & KLASTER_GOAL_OVERDUE)
        show_text (cell, text, "klaster-overdue-symbolic", "error");
      else
        show_text (cell, text, row->flags & KLASTER_GOAL_NO_GOAL ? "dialog-information-symbolic" : NULL,
                   row->flags & KLASTER_GOAL_NO_GOAL ? "dim-label" : NULL);
      break;
    case COLUMN_SERVING:
      if (row->kind != KLASTER_GOAL_ROW_GOAL)
        show_text (cell, "", NULL, NULL);
      else if (row->flags & KLASTER_GOAL_UNSERVED)
        show_text (cell, _("Nothing yet"), "dialog-information-symbolic", "dim-label");
      else
        {
          text = row->n_serving > 0 ? g_strdup_printf ("%u", row->n_serving) : g_strdup ("");
          show_text (cell, text, NULL, NULL);
        }
      break;
    case COLUMN_INDICATOR:
      show_indicator (cell, snapshot, row);
      break;
    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static void
refresh (KlasterGoalsView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_item (self, item);
}

static void
arrow_cb (GtkWidget        *arrow,
          KlasterGoalsView *self)
{
  Cell *cell = get_cell (gtk_widget_get_parent (arrow));
  guint position = gtk_list_item_get_position (cell->item);
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, position);

  if (row)
    klaster_goals_view_set_closed (self, position, !row->closed);
}

static GtkWidget *
make_label (int         lines,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (lines > 1)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (label), lines);
    }
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          KlasterGoalsView         *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Cell *cell = g_new0 (Cell, 1);

  cell->item = item;
  cell->column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  cell->label = make_label (cell->column == COLUMN_GOAL ? 2 : 1, cell->column == COLUMN_INDICATOR ? "caption" : NULL);
  gtk_box_append (GTK_BOX (lines), cell->label);
  if (cell->column == COLUMN_GOAL)
    {
      cell->arrow = gtk_button_new ();
      gtk_widget_add_css_class (cell->arrow, "flat");
      gtk_widget_add_css_class (cell->arrow, "tree-arrow");
      gtk_widget_set_valign (cell->arrow, GTK_ALIGN_CENTER);
      /* Left and Right do it from the keyboard; a stop in every row would be in the way. */
      gtk_widget_set_focusable (cell->arrow, FALSE);
      g_signal_connect_object (cell->arrow, "clicked", G_CALLBACK (arrow_cb), self, 0);
      gtk_box_append (GTK_BOX (box), cell->arrow);
      cell->second = make_label (1, "caption");
      gtk_widget_add_css_class (cell->second, "dim-label");
      gtk_box_append (GTK_BOX (lines), cell->second);
      gtk_label_set_width_chars (GTK_LABEL (cell->label), 24);
    }
  else
    {
      cell->icon = gtk_image_new ();
      gtk_widget_add_css_class (cell->icon, "check-icon");
      gtk_box_append (GTK_BOX (box), cell->icon);
      gtk_label_set_width_chars (GTK_LABEL (cell->label), cell->column == COLUMN_SERVING ? 11 : 16);
      gtk_label_set_max_width_chars (GTK_LABEL (cell->label), 30);
    }
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  if (cell->column == COLUMN_INDICATOR)
    {
      cell->chart = klaster_trend_chart_new (FALSE);
      gtk_widget_set_valign (cell->chart, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), cell->chart);
    }
  gtk_box_append (GTK_BOX (box), lines);
  g_object_set_data_full (G_OBJECT (box), "cell", cell, g_free);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterGoalsView         *self)
{
  g_hash_table_add (self->bound, item);
  show_item (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           KlasterGoalsView         *self)
{
  g_hash_table_remove (self->bound, item);
}

static void
add_columns (KlasterGoalsView *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
      g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
      g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
      g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
      g_signal_connect_object (factory, "teardown", G_CALLBACK (unbind_cb), self, 0);
      column = gtk_column_view_column_new (_(titles[i]), factory);
      gtk_column_view_column_set_expand (column, i == COLUMN_GOAL);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), column);
    }
}

/* The goal that is selected alone, 0: none. */
static gint64
get_goal (KlasterGoalsView *self)
{
  return self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_GOAL &&
             klaster_selection_get_n (self->selection) == 1
           ? klaster_selection_get_focus (self->selection) : 0;
}

static KlasterRow *
lookup_goal (KlasterGoalsView *self,
             gint64            id)
{
  return id && self->project ? klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), KLASTER_TABLE_GOAL, id) : NULL;
}

/* The goal above the one at @position on the same level, of which it can become an objective. */
static gint64
find_above (KlasterGoalsView *self,
            guint             position)
{
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, position);

  while (row && position > 0)
    {
      const KlasterGoalRow *above = klaster_goal_model_get_row (self->model, --position);

      if (above->depth < row->depth)
        return 0;
      if (above->depth == row->depth)
        return above->kind == KLASTER_GOAL_ROW_GOAL ? above->id : 0;
    }

  return 0;
}

static void
set_enabled (KlasterGoalsView *self,
             const char       *name,
             gboolean          enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
update_actions (KlasterGoalsView *self)
{
  gboolean editable = self->project != NULL && !klaster_project_is_read_only (self->project);
  KlasterRow *goal = lookup_goal (self, get_goal (self));

  set_enabled (self, "add", editable);
  set_enabled (self, "add-objective", editable && goal != NULL);
  set_enabled (self, "delete", editable && goal != NULL);
  set_enabled (self, "promote", editable && goal != NULL && !klaster_row_is_null (goal, KLASTER_GOAL_PARENT_ID));
  set_enabled (self, "demote", editable && goal != NULL &&
                                 find_above (self, gtk_single_selection_get_selected (self->single)) != 0);
}

/* Shows in the table what is selected in the window, if it is there. */
static void
show_selection (KlasterGoalsView *self)
{
  KlasterTable table = self->selection ? klaster_selection_get_table (self->selection) : KLASTER_TABLE_GOAL;
  gint64 id = self->selection && klaster_selection_get_n (self->selection) == 1 ? klaster_selection_get_focus (self->selection) : 0;
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_single_selection_get_selected (self->single));
  int position = id ? klaster_goal_model_find (self->model, table, id) : -1;

  self->syncing = TRUE;
  /* Of a goal that stands twice, the row that was chosen stays. */
  if (position < 0)
    gtk_single_selection_set_selected (self->single, GTK_INVALID_LIST_POSITION);
  else if (row == NULL || row->id != id)
    gtk_single_selection_set_selected (self->single, (guint) position);
  self->syncing = FALSE;
  update_actions (self);
}

static void
selected_cb (KlasterGoalsView *self)
{
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_single_selection_get_selected (self->single));

  if (self->syncing || self->selection == NULL || row == NULL)
    return;
  if (row->kind == KLASTER_GOAL_ROW_MEMBERS)
    klaster_selection_clear (self->selection);
  else
    klaster_selection_select (self->selection,
                              row->kind == KLASTER_GOAL_ROW_GOAL ? KLASTER_TABLE_GOAL : KLASTER_TABLE_INSTITUTION, row->id);
  update_actions (self);
}

static void
update_summary (KlasterGoalsView *self,
                KlasterGoalList  *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u goal", "%u goals", list->n_goals), list->n_goals);
  if (list->n_overdue > 0)
    g_string_append_printf (text, ngettext (" · %u overdue", " · %u overdue", list->n_overdue), list->n_overdue);
  if (list->n_unserved > 0)
    /* Translators: goals that no cooperation or agreement serves */
    g_string_append_printf (text, ngettext (" · nothing serves %u", " · nothing serves %u", list->n_unserved), list->n_unserved);
  if (list->n_silent > 0)
    g_string_append_printf (text, ngettext (" · %u member without a goal or an interest",
                                            " · %u members without a goal or an interest", list->n_silent), list->n_silent);
  gtk_label_set_label (GTK_LABEL (self->summary), text->str);
  gtk_widget_set_tooltip_text (self->summary, text->str);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), list->rows->len > 0 ? self->scroller : self->empty);
}

typedef struct
{
  KlasterSnapshot *snapshot;
  char *date;
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
  g_free (job);
}

static void
list_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  KlasterGoalList *list = klaster_goal_list_new (job->snapshot, job->date, job->closed, job->language, cancellable);

  if (list)
    g_task_return_pointer (task, list, (GDestroyNotify) klaster_goal_list_free);
  else
    g_task_return_error_if_cancelled (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (source);
  g_autoptr (KlasterGoalList) list = g_task_propagate_pointer (G_TASK (result), NULL);

  if (list == NULL)
    return;

  g_clear_object (&self->cancellable);
  self->syncing = TRUE;
  klaster_goal_model_set_list (self->model, list);
  self->syncing = FALSE;
  self->listed = TRUE;
  update_summary (self, list);
  refresh (self);
  show_selection (self);
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

static void
make_list (KlasterGoalsView *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  job = g_new (Job, 1);
  *job = (Job) { klaster_snapshot_ref (klaster_project_get_snapshot (self->project)), get_date (self), copy_closed (self),
                 klaster_language_get_default () };
  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, make_list);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, list_on_worker);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterGoalsView *self = user_data;

  self->update_id = 0;
  make_list (self);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterGoalsView *self)
{
  update_actions (self);
  /* Several changes before the next frame are one. */
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

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
add (KlasterGoalsView *self,
     gint64            parent,
     gint64            institution)
{
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  edit = klaster_goal_edit_add (parent, institution, &id);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  if (parent)
    g_hash_table_remove (self->closed, &parent);
  if (self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_GOAL, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

/* A member that is selected gets a goal of its own; otherwise it is the cluster's. */
static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  KlasterGoalsView *self = data;
  gboolean member = self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION &&
                    klaster_selection_get_n (self->selection) == 1;

  add (self, 0, member ? klaster_selection_get_focus (self->selection) : 0);
}

static void
add_objective_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  KlasterGoalsView *self = data;
  KlasterRow *goal = lookup_goal (self, get_goal (self));

  if (goal)
    add (self, klaster_row_get_id (goal), klaster_row_get_integer (goal, KLASTER_GOAL_INSTITUTION_ID));
}

static void
move (KlasterGoalsView *self,
      gint64            parent)
{
  g_autoptr (KlasterEdit) edit = klaster_goal_edit_move (klaster_project_get_snapshot (self->project), get_goal (self), parent);

  g_hash_table_remove (self->closed, &parent);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
}

static void
promote_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  KlasterGoalsView *self = data;
  KlasterRow *goal = lookup_goal (self, get_goal (self));
  KlasterRow *above = goal ? lookup_goal (self, klaster_row_get_integer (goal, KLASTER_GOAL_PARENT_ID)) : NULL;

  if (above)
    move (self, klaster_row_get_integer (above, KLASTER_GOAL_PARENT_ID));
}

static void
demote_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  KlasterGoalsView *self = data;
  gint64 above = find_above (self, gtk_single_selection_get_selected (self->single));

  if (above && above != get_goal (self) && lookup_goal (self, get_goal (self)))
    move (self, above);
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  KlasterGoalsView *self = data;

  if (get_goal (self))
    klaster_delete_selected (GTK_WIDGET (self), self->project, self->selection);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        KlasterGoalsView      *self)
{
  guint position = gtk_single_selection_get_selected (self->single);
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, position);
  gboolean back = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? keyval == GDK_KEY_Right
                                                                                   : keyval == GDK_KEY_Left;

  if (row == NULL || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;
  if (state & GDK_ALT_MASK)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), back ? "goals.promote" : "goals.demote", NULL);
      return GDK_EVENT_STOP;
    }
  if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;

  if (row->n_children > 0 && row->closed != back)
    klaster_goals_view_set_closed (self, position, back);
  else if (back)
    for (guint i = position; i > 0; i--)
      if (klaster_goal_model_get_row (self->model, i - 1)->depth < row->depth)
        {
          gtk_single_selection_set_selected (self->single, i - 1);
          break;
        }

  return GDK_EVENT_STOP;
}

static void
klaster_goals_view_dispose (GObject *object)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  if (self->table)
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), NULL);
  self->table = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->single);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  g_clear_object (&self->scope);

  G_OBJECT_CLASS (klaster_goals_view_parent_class)->dispose (object);
}

static void
klaster_goals_view_finalize (GObject *object)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->closed);

  G_OBJECT_CLASS (klaster_goals_view_parent_class)->finalize (object);
}

static void
klaster_goals_view_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goals_view_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      klaster_goal_model_set_list (self->model, NULL);
      g_hash_table_remove_all (self->closed);
      self->listed = FALSE;
      if (self->project)
        {
          g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->project, "notify::save-state", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
        }
      update_actions (self);
      make_list (self);
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (show_selection), self, G_CONNECT_SWAPPED);
      show_selection (self);
      break;
    case PROP_SCOPE:
      if (self->scope)
        g_signal_handlers_disconnect_by_data (self->scope, self);
      g_set_object (&self->scope, g_value_get_object (value));
      if (self->scope)
        g_signal_connect_object (self->scope, "changed", G_CALLBACK (make_list), self, G_CONNECT_SWAPPED);
      make_list (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_goals_view_class_init (KlasterGoalsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_goals_view_dispose;
  object_class->finalize = klaster_goals_view_finalize;
  object_class->get_property = klaster_goals_view_get_property;
  object_class->set_property = klaster_goals_view_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static GtkWidget *
make_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label, *action;
  } entries[] = {
    { _("Add _Objective"), "goals.add-objective" },
    { _("Move _Up a Level"), "goals.promote" },
    { _("Make _Objective of the Goal Above"), "goals.demote" },
    { _("_Delete Goal"), "goals.delete" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_menu_append (menu, entries[i].label, entries[i].action);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  klaster_set_tooltip (button, _("The Selected Goal"));
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static GtkWidget *
make_bar (KlasterGoalsView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *add_button = gtk_button_new_with_mnemonic (_("New _Goal"));

  gtk_widget_add_css_class (bar, "view-bar");
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->summary), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->summary), 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->summary, TRUE);
  gtk_widget_add_css_class (self->summary, "dim-label");
  gtk_widget_set_tooltip_text (add_button, _("Add a Goal of the Cluster, or of the Member That Is Selected"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add_button), "goals.add");
  gtk_widget_add_css_class (add_button, "suggested-action");
  gtk_widget_set_valign (add_button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (bar), self->summary);
  gtk_box_append (GTK_BOX (bar), make_menu ());
  gtk_box_append (GTK_BOX (bar), add_button);

  return bar;
}

static void
add_keys (KlasterGoalsView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  static const struct
  {
    guint key;
    const char *action;
  } bindings[] = {
    { GDK_KEY_Insert, "goals.add-objective" }, { GDK_KEY_Delete, "goals.delete" }, { GDK_KEY_KP_Delete, "goals.delete" },
  };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (self->table, keys);
  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (bindings[i].key, 0),
                                                            gtk_named_action_new (bindings[i].action)));
  gtk_widget_add_controller (self->table, shortcuts);
}

static void
klaster_goals_view_init (KlasterGoalsView *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_cb },         { .name = "add-objective", .activate = add_objective_cb },
    { .name = "promote", .activate = promote_cb }, { .name = "demote", .activate = demote_cb },
    { .name = "delete", .activate = delete_cb },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->bound = g_hash_table_new (NULL, NULL);
  self->closed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->model = klaster_goal_model_new ();
  self->single = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->single, FALSE);
  gtk_single_selection_set_can_unselect (self->single, TRUE);
  g_signal_connect_object (self->single, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "goals", G_ACTION_GROUP (self->actions));

  self->scroller = gtk_scrolled_window_new ();
  self->table = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->single)));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_widget_add_css_class (self->table, "register-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Goals"), -1);
  g_signal_connect_object (self->table, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  add_columns (self);
  add_keys (self);
  gtk_widget_add_css_class (self->scroller, "view");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->table);

  self->empty = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "klaster-page-agreements-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("No Goals Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   _("A cluster has a common goal, and every member a specific one. Begin with the common goal."));
  gtk_widget_add_css_class (self->empty, "compact");

  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->scroller);
  gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_bin_set_child (ADW_BIN (self), box);
  update_actions (self);
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
 * klaster_goals_view_get_table:
 *
 * Returns: (transfer none): the GtkColumnView
 */
GtkWidget *
klaster_goals_view_get_table (KlasterGoalsView *self)
{
  g_return_val_if_fail (KLASTER_IS_GOALS_VIEW (self), NULL);

  return self->table;
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
 * klaster_goals_view_is_ready:
 *
 * Returns: whether no list is being made
 */
gboolean
klaster_goals_view_is_ready (KlasterGoalsView *self)
{
  g_return_val_if_fail (KLASTER_IS_GOALS_VIEW (self), FALSE);

  return self->listed && self->cancellable == NULL && self->update_id == 0;
}

/**
 * klaster_goals_view_set_closed:
 * @position: a row
 * @closed: whether the rows below it are hidden
 *
 * Opens or closes it.
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
  if (row == NULL || row->n_children == 0)
    return;
  key = klaster_goal_row_get_key (row);
  if (closed)
    g_hash_table_add (self->closed, g_memdup2 (&key, sizeof key));
  else
    g_hash_table_remove (self->closed, &key);
  make_list (self);
}
