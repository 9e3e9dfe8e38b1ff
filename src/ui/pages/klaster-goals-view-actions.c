/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-goals-view-private.h"
#include "klaster-side-panel.h"

KlasterSnapshot *
klaster_goals_view_get_snapshot (KlasterGoalsView *self)
{
  KlasterProject *project = klaster_worker_view_get_project (KLASTER_WORKER_VIEW (self));

  return project ? klaster_project_get_snapshot (project) : NULL;
}

/* The goal that is selected alone, 0: none */
static gint64
get_goal (KlasterGoalsView *self)
{
  KlasterSelection *selection = klaster_worker_view_get_selection (KLASTER_WORKER_VIEW (self));

  return selection && klaster_selection_get_table (selection) == KLASTER_TABLE_GOAL && klaster_selection_get_n (selection) == 1
           ? klaster_selection_get_focus (selection) : 0;
}

static KlasterRow *
lookup_goal (KlasterGoalsView *self,
             gint64            id)
{
  KlasterSnapshot *snapshot = klaster_goals_view_get_snapshot (self);

  return id && snapshot ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, id) : NULL;
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

void
klaster_goals_view_update_actions (KlasterWorkerView *view)
{
  KlasterGoalsView *self = KLASTER_GOALS_VIEW (view);
  gboolean editable = klaster_worker_view_get_editable (view);
  KlasterRow *goal = lookup_goal (self, get_goal (self));

  klaster_worker_view_set_enabled (view, "add", editable);
  klaster_worker_view_set_enabled (view, "add-objective", editable && goal != NULL);
  klaster_worker_view_set_enabled (view, "delete", editable && goal != NULL);
  klaster_worker_view_set_enabled (view, "promote", editable && goal != NULL && !klaster_row_is_null (goal, KLASTER_GOAL_PARENT_ID));
  klaster_worker_view_set_enabled (view, "demote", editable && goal != NULL &&
                                                     find_above (self, gtk_single_selection_get_selected (self->single)) != 0);
  klaster_worker_view_set_enabled (view, "cut", editable && goal != NULL);
  klaster_worker_view_set_enabled (view, "paste", editable && goal != NULL && lookup_goal (self, self->cut) != NULL &&
                                                    self->cut != klaster_row_get_id (goal));
}

static void
add (KlasterGoalsView *self,
     gint64            parent,
     gint64            institution)
{
  KlasterWorkerView *view = KLASTER_WORKER_VIEW (self);
  KlasterSelection *selection = klaster_worker_view_get_selection (view);
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  /* What is new has no text that a search could find. */
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  edit = klaster_goal_edit_add (parent, institution, &id);
  klaster_apply_edit (GTK_WIDGET (self), klaster_worker_view_get_project (view), edit, NULL);
  if (parent)
    klaster_goals_view_open_row (self, parent);
  if (selection)
    klaster_selection_select (selection, KLASTER_TABLE_GOAL, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

/* A member that is selected gets a goal of its own; otherwise it is the cluster's. */
static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  KlasterSelection *selection = klaster_worker_view_get_selection (data);
  gboolean member = selection && klaster_selection_get_table (selection) == KLASTER_TABLE_INSTITUTION &&
                    klaster_selection_get_n (selection) == 1;

  add (data, 0, member ? klaster_selection_get_focus (selection) : 0);
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

/* Whether @id lies below @ancestor, or is it. */
static gboolean
lies_below (KlasterGoalsView *self,
            gint64            id,
            gint64            ancestor)
{
  /* Goals never form a circle: edits that would make one are refused. */
  for (KlasterRow *row = lookup_goal (self, id); row;
       row = lookup_goal (self, klaster_row_get_integer (row, KLASTER_GOAL_PARENT_ID)))
    if (klaster_row_get_id (row) == ancestor)
      return TRUE;

  return FALSE;
}

static void
refuse (KlasterGoalsView *self,
        gint64            id,
        gint64            parent)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  KlasterSnapshot *snapshot = klaster_goals_view_get_snapshot (self);
  KlasterLanguage language = klaster_language_get_default ();
  g_autofree char *name = klaster_record_describe (snapshot, lookup_goal (self, id), language);
  g_autofree char *above = klaster_record_describe (snapshot, lookup_goal (self, parent), language);
  g_autofree char *text = g_strdup_printf (_("“%1$s” cannot become an objective of “%2$s”, which serves it"), name, above);
  AdwToast *toast;

  if (overlay == NULL)
    return;
  toast = adw_toast_new ("");
  /* What people wrote is no markup. */
  {
    g_autofree char *escaped = g_markup_escape_text (text, -1);

    adw_toast_set_title (toast, escaped);
  }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

void
klaster_goals_view_move (KlasterGoalsView *self,
                         gint64            id,
                         gint64            parent)
{
  KlasterRow *goal = lookup_goal (self, id);
  g_autoptr (KlasterEdit) edit = NULL;

  if (goal == NULL || klaster_row_get_integer (goal, KLASTER_GOAL_PARENT_ID) == parent)
    return;
  if (parent && lies_below (self, parent, id))
    {
      refuse (self, id, parent);
      return;
    }

  edit = klaster_goal_edit_move (klaster_goals_view_get_snapshot (self), id, parent);
  klaster_goals_view_open_row (self, parent);
  klaster_apply_edit (GTK_WIDGET (self), klaster_worker_view_get_project (KLASTER_WORKER_VIEW (self)), edit, NULL);
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
    klaster_goals_view_move (self, klaster_row_get_id (goal), klaster_row_get_integer (above, KLASTER_GOAL_PARENT_ID));
}

static void
demote_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  KlasterGoalsView *self = data;
  gint64 above = find_above (self, gtk_single_selection_get_selected (self->single));

  if (above && above != get_goal (self))
    klaster_goals_view_move (self, get_goal (self), above);
}

static void
set_cut (KlasterGoalsView *self,
         gint64            id)
{
  self->cut = id;
  klaster_goals_view_refresh (KLASTER_WORKER_VIEW (self));
  klaster_goals_view_update_actions (KLASTER_WORKER_VIEW (self));
}

static void
cut_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  set_cut (data, get_goal (data));
}

static void
paste_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  KlasterGoalsView *self = data;
  gint64 id = self->cut;

  if (lookup_goal (self, get_goal (self)) == NULL)
    return;
  set_cut (self, 0);
  klaster_goals_view_move (self, id, get_goal (self));
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  KlasterWorkerView *view = data;

  if (get_goal (data))
    klaster_delete_selected (data, klaster_worker_view_get_project (view), klaster_worker_view_get_selection (view));
}

void
klaster_goals_view_pop_up (KlasterGoalsView *self,
                           guint             position,
                           GtkWidget        *widget,
                           double            x,
                           double            y)
{
  const KlasterGoalRow *row = klaster_goal_model_get_row (self->model, position);
  graphene_point_t point;

  if (row == NULL || row->kind == KLASTER_GOAL_ROW_MEMBERS ||
      !gtk_widget_compute_point (widget, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;
  gtk_single_selection_set_selected (self->single, position);
  if (self->menu == NULL)
    {
      const struct
      {
        const char *label, *action;
      } entries[] = {
        { _("Add _Objective"), "goals.add-objective" },
        { _("Move _Up a Level"), "goals.promote" },
        { _("Make _Objective of the Goal Above"), "goals.demote" },
        { _("_Cut, to Move It"), "goals.cut" },
        { _("_Put What Was Cut Below This Goal"), "goals.paste" },
        { _("_Delete Goal"), "goals.delete" },
      };
      g_autoptr (GMenu) menu = g_menu_new ();

      for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        g_menu_append (menu, entries[i].label, entries[i].action);
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      /* The box lays it out; the view only has one child. */
      gtk_widget_set_parent (self->menu, klaster_worker_view_get_box (KLASTER_WORKER_VIEW (self)));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterGoalsView *self = data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    klaster_goals_view_pop_up (self, gtk_single_selection_get_selected (self->single), focus,
                               gtk_widget_get_width (focus) / 4.0, gtk_widget_get_height (focus));
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
add_keys (KlasterGoalsView *self,
          GtkWidget        *table)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } bindings[] = {
    { GDK_KEY_Insert, 0, "goals.add-objective" },
    /* Menus name the one that was added last. */
    { GDK_KEY_KP_Delete, 0, "goals.delete" },
    { GDK_KEY_Delete, 0, "goals.delete" },
    { GDK_KEY_x, GDK_CONTROL_MASK, "goals.cut" },
    { GDK_KEY_v, GDK_CONTROL_MASK, "goals.paste" },
    { GDK_KEY_Menu, 0, "goals.menu" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "goals.menu" },
  };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (table, keys);
  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (bindings[i].key, bindings[i].modifiers),
                                                            gtk_named_action_new (bindings[i].action)));
  gtk_widget_add_controller (table, shortcuts);
}

void
klaster_goals_view_add_actions (KlasterGoalsView *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_cb },         { .name = "add-objective", .activate = add_objective_cb },
    { .name = "promote", .activate = promote_cb }, { .name = "demote", .activate = demote_cb },
    { .name = "cut", .activate = cut_cb },         { .name = "paste", .activate = paste_cb },
    { .name = "delete", .activate = delete_cb },   { .name = "menu", .activate = menu_cb },
  };

  klaster_worker_view_add_actions (KLASTER_WORKER_VIEW (self), "goals", entries, G_N_ELEMENTS (entries));
  add_keys (self, klaster_worker_view_get_table (KLASTER_WORKER_VIEW (self)));
}
