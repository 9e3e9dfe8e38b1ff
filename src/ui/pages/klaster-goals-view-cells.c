/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-goals-view-private.h"
#include "klaster-spoken.h"
#include "klaster-trend-chart.h"

/* How far a level is indented, in pixels. */
#define INDENT 20

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
  /* It waits to be put below another goal. */
  gtk_widget_set_opacity (gtk_list_item_get_child (cell->item),
                          row->kind == KLASTER_GOAL_ROW_GOAL && row->id == self->cut ? 0.5 : 1);
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
show (KlasterGoalsView *self,
      GtkListItem      *item)
{
  Cell *cell = get_cell (gtk_list_item_get_child (item));
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, gtk_list_item_get_position (item));
  KlasterSnapshot *snapshot = klaster_goals_view_get_snapshot (self);
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

/* Drag and drop, and the menu of a row. Cells have a border of their own, so that the table is asked where the pointer is. */

static Cell *
find_cell (KlasterGoalsView *self,
           double            x,
           double            y)
{
  GtkWidget *table = klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self));

  for (GtkWidget *widget = gtk_widget_pick (table, x, y, GTK_PICK_DEFAULT); widget && widget != table;
       widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (get_cell (widget) || (child && get_cell (child)))
        return get_cell (widget) ? get_cell (widget) : get_cell (child);
    }

  return NULL;
}

/* The goal at a point, 0: none. */
static gint64
find_goal (KlasterGoalsView *self,
           double            x,
           double            y)
{
  Cell *cell = find_cell (self, x, y);
  const KlasterGoalRow *row = cell ? klaster_goal_model_get_row (self->model, gtk_list_item_get_position (cell->item)) : NULL;

  return row && row->kind == KLASTER_GOAL_ROW_GOAL ? row->id : 0;
}

static GdkContentProvider *
prepare_drag_cb (GtkDragSource    *source,
                 double            x,
                 double            y,
                 KlasterGoalsView *self)
{
  Cell *cell = find_cell (self, x, y);
  gint64 goal = find_goal (self, x, y);
  g_autoptr (GdkPaintable) picture = NULL;

  if (goal == 0 || !klaster_worker_view_get_editable (KLASTER_WORKER_VIEW (self)))
    return NULL;

  picture = gtk_widget_paintable_new (gtk_list_item_get_child (cell->item));
  gtk_drag_source_set_icon (source, picture, 0, 0);

  return gdk_content_provider_new_typed (G_TYPE_INT64, goal);
}

static GdkDragAction
drag_motion_cb (GtkDropTarget    *target,
                double            x,
                double            y,
                KlasterGoalsView *self)
{
  return find_goal (self, x, y) ? GDK_ACTION_MOVE : 0;
}

/* A goal let go over another one becomes an objective of it. */
static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         KlasterGoalsView *self)
{
  gint64 above = find_goal (self, x, y);

  if (above == 0 || above == g_value_get_int64 (value))
    return FALSE;
  klaster_goals_view_move (self, g_value_get_int64 (value), above);

  return TRUE;
}

static void
menu_cb (GtkGestureClick  *gesture,
         int               n_press,
         double            x,
         double            y,
         KlasterGoalsView *self)
{
  Cell *cell = find_cell (self, x, y);

  if (cell == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  klaster_goals_view_pop_up (self, gtk_list_item_get_position (cell->item),
                             klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self)), x, y);
}

void
klaster_goals_view_add_controllers (KlasterGoalsView *self)
{
  GtkWidget *table = klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self));
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INT64, GDK_ACTION_MOVE);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect_object (drag, "prepare", G_CALLBACK (prepare_drag_cb), self, 0);
  gtk_widget_add_controller (table, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_object (drop, "enter", G_CALLBACK (drag_motion_cb), self, 0);
  g_signal_connect_object (drop, "motion", G_CALLBACK (drag_motion_cb), self, 0);
  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (table, GTK_EVENT_CONTROLLER (drop));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (menu_cb), self, 0);
  gtk_widget_add_controller (table, GTK_EVENT_CONTROLLER (click));
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
  cell->label = make_label (cell->column == COLUMN_SERVING ? 1 : 2, cell->column == COLUMN_INDICATOR ? "caption" : NULL);
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
      gtk_label_set_width_chars (GTK_LABEL (cell->label), 18);
    }
  else
    {
      cell->icon = gtk_image_new ();
      gtk_widget_add_css_class (cell->icon, "check-icon");
      gtk_box_append (GTK_BOX (box), cell->icon);
      /* All of them fit beside both panes of a usual screen. */
      gtk_label_set_width_chars (GTK_LABEL (cell->label), cell->column == COLUMN_SERVING ? 9 : 13);
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
  show (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           KlasterGoalsView         *self)
{
  g_hash_table_remove (self->bound, item);
}

void
klaster_goals_view_refresh (KlasterWorkerView *view)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, KLASTER_GOALS_VIEW (view)->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show (KLASTER_GOALS_VIEW (view), item);
}

/* A row may be a goal, a member or a heading, and a goal may stand twice: the table is one of GTK's, over positions. */
void
klaster_goals_view_add_table (KlasterGoalsView *self)
{
  GtkWidget *table = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->single)));

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
      gtk_column_view_append_column (GTK_COLUMN_VIEW (table), column);
    }
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (table), TRUE);
  klaster_worker_view_set_table (KLASTER_WORKER_VIEW (self), table, _("Goals"));
}
