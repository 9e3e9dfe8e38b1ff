/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-panel.h"
#include "klaster-cooperation-panel.h"
#include "klaster-derive.h"
#include "klaster-dual-place-panel.h"
#include "klaster-focus.h"
#include "klaster-goal-panel.h"
#include "klaster-indicator-panel.h"
#include "klaster-institution-panel.h"
#include "klaster-language.h"
#include "klaster-project-panel.h"
#include "klaster-record-edits.h"
#include "klaster-record-page.h"
#include "klaster-record-panel.h"
#include "klaster-side-panel-private.h"
#include "klaster-template-panel.h"

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SCOPE,
  PROP_SHOW_TITLE_BUTTONS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

/* Which panel stands for the records of a table; all others are read in a #KlasterRecordPage. The project's is shown when
 * nothing is selected. They are prepared in this order. */
static const struct
{
  KlasterTable table;
  GType (*get_type) (void);
} panel_types[] = {
  { KLASTER_TABLE_CLUSTER, klaster_project_panel_get_type },
  { KLASTER_TABLE_INSTITUTION, klaster_institution_panel_get_type },
  { KLASTER_TABLE_COOPERATION, klaster_cooperation_panel_get_type },
  { KLASTER_TABLE_AGREEMENT, klaster_agreement_panel_get_type },
  { KLASTER_TABLE_GOAL, klaster_goal_panel_get_type },
  { KLASTER_TABLE_DUAL_PLACE, klaster_dual_place_panel_get_type },
  { KLASTER_TABLE_INDICATOR, klaster_indicator_panel_get_type },
  { KLASTER_TABLE_TEMPLATE, klaster_template_panel_get_type },
};

G_DEFINE_FINAL_TYPE (KlasterSidePanel, klaster_side_panel, ADW_TYPE_BIN)

static void
show_all_cb (KlasterSidePanel   *self,
             KlasterRecordGroup *group);

static GtkWidget *
make_panel (KlasterSidePanel *self,
            GType             type)
{
  GtkWidget *panel = g_object_new (type, "project", self->project, NULL);

  g_signal_connect_object (panel, "show-all", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (GTK_STACK (self->stack), panel);

  return panel;
}

static GtkWidget *
ensure_panel (KlasterSidePanel *self,
              KlasterTable      table)
{
  for (guint i = 0; i < G_N_ELEMENTS (panel_types); i++)
    if (panel_types[i].table == table)
      {
        if (self->panels[table] == NULL)
          self->panels[table] = make_panel (self, panel_types[i].get_type ());
        return self->panels[table];
      }
  if (self->record_page == NULL)
    self->record_page = make_panel (self, KLASTER_TYPE_RECORD_PAGE);

  return self->record_page;
}

/* Calls @function for every panel that there is. */
static void
for_each_panel (KlasterSidePanel *self,
                void            (*function) (KlasterSidePanel   *self,
                                             KlasterRecordPanel *panel))
{
  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    if (self->panels[i] != NULL)
      function (self, KLASTER_RECORD_PANEL (self->panels[i]));
  if (self->record_page != NULL)
    function (self, KLASTER_RECORD_PANEL (self->record_page));
}

static void
set_panel_project (KlasterSidePanel   *self,
                   KlasterRecordPanel *panel)
{
  g_object_set (panel, "project", self->project, NULL);
}

static void
flush_panel (KlasterSidePanel   *self,
             KlasterRecordPanel *panel)
{
  klaster_record_panel_flush (panel);
}

static void
set_title (KlasterSidePanel *self,
           const char       *title,
           const char       *subtitle)
{
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle ? subtitle : "");
}

/* What the records are called where their panel does not say it. */
static void
describe (KlasterSidePanel  *self,
          char             **title,
          char             **subtitle)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterTable table = klaster_selection_get_table (self->selection);
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (self->selection, &n_ids);
  KlasterRow *row;

  if (n_ids > 1)
    {
      if (*title == NULL)
        *title = klaster_record_count_text (table, n_ids);
      if (*subtitle == NULL)
        *subtitle = g_strdup (_("Selected"));
      return;
    }

  row = n_ids == 1 ? klaster_snapshot_lookup (klaster_project_get_snapshot (self->project), table, ids[0]) : NULL;
  if (row == NULL)
    return;
  if (*title == NULL)
    *title = klaster_record_describe (klaster_project_get_snapshot (self->project), row, language);
  if (*subtitle == NULL)
    *subtitle = g_strdup (klaster_vocabulary_get_table_name (table, FALSE, language));
}

static void
update_title (KlasterSidePanel *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (self->project == NULL || self->selection == NULL)
    {
      set_title (self, "", NULL);
      return;
    }
  if (self->list_page != NULL)
    {
      set_title (self, self->list_title, NULL);
      return;
    }

  title = klaster_record_panel_get_title (KLASTER_RECORD_PANEL (self->panel));
  subtitle = klaster_record_panel_get_subtitle (KLASTER_RECORD_PANEL (self->panel));
  describe (self, &title, &subtitle);
  set_title (self, title ? title : "", subtitle);
}

static void
update_actions (KlasterSidePanel *self)
{
  guint n_ids = self->selection ? klaster_selection_get_n (self->selection) : 0;
  gboolean editable = self->project != NULL && n_ids > 0 && !klaster_project_is_read_only (self->project);
  gboolean members = editable && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.delete", editable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.duplicate", editable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.join", members && n_ids == 2);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.back", self->list_page != NULL || self->visited->len > 0);
  gtk_widget_set_visible (self->back_button, self->list_page != NULL || self->visited->len > 0);
  gtk_widget_set_visible (self->menu_button, editable && n_ids == 1 && self->list_page == NULL);
}

/* What the panel adds to the menu stands above what can be done with every record. The menu stays the same and only that
 * section goes: a new one would be built with all its buttons each time that something is selected. */
static void
update_menu (KlasterSidePanel *self)
{
  GMenuModel *section = klaster_record_panel_get_menu (KLASTER_RECORD_PANEL (self->panel));

  gtk_widget_insert_action_group (GTK_WIDGET (self), "record",
                                  klaster_record_panel_get_actions (KLASTER_RECORD_PANEL (self->panel)));
  if (section == self->panel_menu)
    return;

  if (self->panel_menu != NULL)
    g_menu_remove (self->menu, 0);
  if (section != NULL)
    g_menu_insert_section (self->menu, 0, NULL, section);
  self->panel_menu = section;
}

static void
close_list (KlasterSidePanel *self)
{
  if (self->list_page == NULL)
    return;

  gtk_stack_remove (GTK_STACK (self->stack), self->list_page);
  self->list_page = NULL;
  g_clear_pointer (&self->list_title, g_free);
}

/* Shows what is selected. */
static void
show_selection (KlasterSidePanel *self)
{
  guint n_ids = 0;
  const gint64 *ids = NULL;
  KlasterTable table = KLASTER_TABLE_CLUSTER;
  GtkWidget *panel;

  close_list (self);
  if (self->selection)
    ids = klaster_selection_get_ids (self->selection, &n_ids);
  if (n_ids > 0)
    table = klaster_selection_get_table (self->selection);

  panel = ensure_panel (self, table);
  /* The one that leaves writes what is pending. */
  if (self->panel != NULL && self->panel != panel)
    klaster_record_panel_set_records (KLASTER_RECORD_PANEL (self->panel), table, NULL, 0);
  klaster_record_panel_set_records (KLASTER_RECORD_PANEL (panel), table, ids, n_ids);
  if (self->panel != panel)
    {
      self->panel = panel;
      update_menu (self);
    }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), panel);
  update_title (self);
  update_actions (self);
}

/* What the panel derives, it derives for the day that the pages look at. Somebody who types is not disturbed: the next
 * change shows it. */
static void
scope_changed_cb (KlasterSidePanel *self)
{
  g_autofree char *date = klaster_scope_dup_date (self->scope);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (g_strcmp0 (date, self->date) == 0)
    return;
  g_free (self->date);
  self->date = g_steal_pointer (&date);
  if (self->panel == NULL || (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    return;

  klaster_record_panel_set_records (KLASTER_RECORD_PANEL (self->panel), KLASTER_TABLE_CLUSTER, NULL, 0);
  show_selection (self);
}

static void
set_scope (KlasterSidePanel *self,
           KlasterScope     *scope)
{
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_set_object (&self->scope, scope);
  if (scope == NULL)
    return;
  g_signal_connect_object (scope, "changed", G_CALLBACK (scope_changed_cb), self, G_CONNECT_SWAPPED);
  scope_changed_cb (self);
}

static void
selection_changed_cb (KlasterSidePanel *self)
{
  /* The way back is the way one came inside the panel; choosing something elsewhere begins anew. */
  if (!self->navigating)
    {
      g_array_set_size (self->visited, 0);
      g_array_set_size (self->gone, 0);
    }
  show_selection (self);
}

static gboolean
deletes (KlasterDelta *delta)
{
  if (delta == NULL)
    return TRUE;
  for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
    if (klaster_delta_get_change (delta, i)->after == NULL)
      return TRUE;

  return FALSE;
}

/* Goes the way back, past what is no longer there. */
static gboolean
go_back (KlasterSidePanel *self)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);

  while (self->visited->len > 0)
    {
      KlasterVisited visited = g_array_index (self->visited, KlasterVisited, self->visited->len - 1);

      g_array_set_size (self->visited, self->visited->len - 1);
      if (visited.id != 0 && klaster_snapshot_lookup (snapshot, visited.table, visited.id) == NULL)
        continue;
      self->navigating = TRUE;
      if (visited.id != 0)
        klaster_selection_select (self->selection, visited.table, visited.id);
      else
        klaster_selection_clear (self->selection);
      self->navigating = FALSE;
      update_actions (self);
      return TRUE;
    }

  return FALSE;
}

/* What was deleted, here or by undoing, is no longer selected; it may come back. */
static void
forget_deleted (KlasterSidePanel *self)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (self->selection, &n_ids);
  KlasterTable table = klaster_selection_get_table (self->selection);
  gint64 focus = klaster_selection_get_focus (self->selection);
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_ids; i++)
    if (klaster_snapshot_lookup (snapshot, table, ids[i]) != NULL)
      g_array_append_val (left, ids[i]);
  if (left->len == n_ids)
    return;

  if (left->len > 0)
    {
      klaster_selection_set (self->selection, table, (const gint64 *) (gpointer) left->data, left->len,
                             klaster_snapshot_lookup (snapshot, table, focus) ? focus : g_array_index (left, gint64, 0));
      return;
    }
  self->gone_table = table;
  g_array_set_size (self->gone, 0);
  g_array_append_vals (self->gone, ids, n_ids);
  if (!go_back (self))
    {
      self->navigating = TRUE;
      klaster_selection_clear (self->selection);
      self->navigating = FALSE;
    }
}

/* Undoing brought back what was selected when it went, and nothing else was selected meanwhile. */
static void
select_returned (KlasterSidePanel *self)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  g_autoptr (GArray) gone = NULL;

  if (self->gone->len == 0 || klaster_selection_get_n (self->selection) > 0)
    return;
  for (guint i = 0; i < self->gone->len; i++)
    if (klaster_snapshot_lookup (snapshot, self->gone_table, g_array_index (self->gone, gint64, i)) == NULL)
      return;

  gone = g_array_copy (self->gone);
  klaster_selection_set (self->selection, self->gone_table, (const gint64 *) (gpointer) gone->data, gone->len,
                         g_array_index (gone, gint64, 0));
}

static void
project_changed_cb (KlasterSidePanel *self,
                    KlasterDelta     *delta)
{
  if (self->selection != NULL && deletes (delta))
    forget_deleted (self);
  else if (self->selection != NULL)
    select_returned (self);
  update_title (self);
  update_actions (self);
}

static void
project_notify_cb (KlasterSidePanel *self)
{
  update_title (self);
  update_actions (self);
}

static void
set_project (KlasterSidePanel *self,
             KlasterProject   *project)
{
  if (self->project == project)
    return;

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  g_array_set_size (self->visited, 0);
  g_array_set_size (self->gone, 0);
  for_each_panel (self, set_panel_project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify", G_CALLBACK (project_notify_cb), self, G_CONNECT_SWAPPED);
    }
  show_selection (self);
}

static void
show_all_cb (KlasterSidePanel   *self,
             KlasterRecordGroup *group)
{
  close_list (self);
  self->list_page = klaster_record_group_create_list (group);
  self->list_title = g_strdup (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)));
  gtk_stack_add_child (GTK_STACK (self->stack), self->list_page);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->list_page);
  gtk_widget_child_focus (self->list_page, GTK_DIR_TAB_FORWARD);
  update_title (self);
  update_actions (self);
}

static void
klaster_side_panel_dispose (GObject *object)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  g_clear_object (&self->scope);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (klaster_side_panel_parent_class)->dispose (object);
}

static void
klaster_side_panel_finalize (GObject *object)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (object);

  g_array_unref (self->visited);
  g_array_unref (self->gone);
  g_object_unref (self->menu);
  g_free (self->list_title);
  g_free (self->date);

  G_OBJECT_CLASS (klaster_side_panel_parent_class)->finalize (object);
}

static void
klaster_side_panel_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (object);

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
    case PROP_SHOW_TITLE_BUTTONS:
      g_value_set_boolean (value, adw_header_bar_get_show_end_title_buttons (ADW_HEADER_BAR (self->header)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_side_panel_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
      show_selection (self);
      break;
    case PROP_SCOPE:
      set_scope (self, g_value_get_object (value));
      break;
    case PROP_SHOW_TITLE_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* Into what is shown, not to the buttons above it. */
static gboolean
klaster_side_panel_grab_focus (GtkWidget *widget)
{
  return klaster_is_entering () && gtk_widget_child_focus (KLASTER_SIDE_PANEL (widget)->stack, GTK_DIR_TAB_FORWARD);
}

static void
klaster_side_panel_class_init (KlasterSidePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_side_panel_dispose;
  object_class->finalize = klaster_side_panel_finalize;
  object_class->get_property = klaster_side_panel_get_property;
  object_class->set_property = klaster_side_panel_set_property;
  widget_class->grab_focus = klaster_side_panel_grab_focus;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  properties[PROP_SHOW_TITLE_BUTTONS] = g_param_spec_boolean ("show-title-buttons", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-side-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, header);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, title);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, back_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, record_menu);
  klaster_side_panel_install_actions (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static void
klaster_side_panel_init (KlasterSidePanel *self)
{
  self->visited = g_array_new (FALSE, FALSE, sizeof (KlasterVisited));
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->menu = g_menu_new ();
  g_menu_append_section (self->menu, NULL, self->record_menu);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (self->menu));
  /* Members are what is selected most; the first click should not wait for their many fields. */
  ensure_panel (self, KLASTER_TABLE_INSTITUTION);
  show_selection (self);
}

/**
 * klaster_side_panel_new:
 *
 * Returns: (transfer floating): a panel without project
 */
KlasterSidePanel *
klaster_side_panel_new (void)
{
  return g_object_new (KLASTER_TYPE_SIDE_PANEL, NULL);
}

/**
 * klaster_side_panel_prepare:
 *
 * A panel has hundreds of widgets. Made when the first record of its kind is selected, it holds that up; so they are made
 * before, one in each call, while nobody waits. A call after that one has a panel find out how large its texts are.
 *
 * Returns: whether there is more to prepare
 */
gboolean
klaster_side_panel_prepare (KlasterSidePanel *self)
{
  g_return_val_if_fail (KLASTER_IS_SIDE_PANEL (self), FALSE);

  if (self->made != NULL)
    {
      int minimum;

      gtk_widget_measure (self->made, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_measure (self->made, GTK_ORIENTATION_VERTICAL, MAX (minimum, gtk_widget_get_width (self->stack)), NULL, NULL,
                          NULL, NULL);
      self->made = NULL;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (panel_types); i++)
    if (self->panels[panel_types[i].table] == NULL)
      {
        self->made = ensure_panel (self, panel_types[i].table);
        return TRUE;
      }

  return FALSE;
}

/**
 * klaster_side_panel_dup_date:
 * @widget: something inside of a side panel, or not
 *
 * Returns: (transfer full): the day for which what it shows is derived: the one that the pages look at, today elsewhere
 */
char *
klaster_side_panel_dup_date (GtkWidget *widget)
{
  GtkWidget *panel;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), klaster_date_today ());

  panel = gtk_widget_get_ancestor (widget, KLASTER_TYPE_SIDE_PANEL);
  if (panel == NULL || KLASTER_SIDE_PANEL (panel)->scope == NULL)
    return klaster_date_today ();

  return klaster_scope_dup_date (KLASTER_SIDE_PANEL (panel)->scope);
}

/**
 * klaster_side_panel_flush:
 *
 * Writes what is pending in the fields: before undo, redo, Ctrl+S and closing.
 */
void
klaster_side_panel_flush (KlasterSidePanel *self)
{
  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  for_each_panel (self, flush_panel);
}

/**
 * klaster_side_panel_focus_field:
 * @column: (nullable): name of a column of the records that are shown
 *
 * Puts the focus into a field: of @column, or the first one of what is shown.
 */
void
klaster_side_panel_focus_field (KlasterSidePanel *self,
                                const char       *column)
{
  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  if (column == NULL || self->list_page != NULL
      || !klaster_record_panel_focus_field (KLASTER_RECORD_PANEL (self->panel), column))
    gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

/**
 * klaster_side_panel_go:
 * @table: a table
 * @id: a record of it
 *
 * Selects a record that a row of the panel leads to; klaster_side_panel_go_back() returns.
 */
void
klaster_side_panel_go (KlasterSidePanel *self,
                       KlasterTable      table,
                       gint64            id)
{
  KlasterVisited visited;

  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  if (self->selection == NULL || klaster_selection_contains (self->selection, table, id))
    return;

  visited.table = klaster_selection_get_table (self->selection);
  visited.id = klaster_selection_get_n (self->selection) > 0 ? klaster_selection_get_focus (self->selection) : 0;
  g_array_append_val (self->visited, visited);
  self->navigating = TRUE;
  klaster_selection_select (self->selection, table, id);
  self->navigating = FALSE;
}

/**
 * klaster_side_panel_go_to_parameter:
 * @key: key of a parameter
 * @value: what to begin with when the project has not set it
 * @date: the day on which it has to hold
 *
 * Shows the project with the row of the parameter that holds on @date opened; a new one, which holds from @date on, when
 * there is none. klaster_side_panel_go_back() returns.
 */
void
klaster_side_panel_go_to_parameter (KlasterSidePanel *self,
                                    const char       *key,
                                    const char       *value,
                                    const char       *date)
{
  KlasterVisited visited;

  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  if (self->selection == NULL || self->project == NULL)
    return;

  visited.table = klaster_selection_get_table (self->selection);
  visited.id = klaster_selection_get_n (self->selection) > 0 ? klaster_selection_get_focus (self->selection) : 0;
  self->navigating = TRUE;
  klaster_selection_clear (self->selection);
  self->navigating = FALSE;
  if (visited.id != 0)
    g_array_append_val (self->visited, visited);
  update_actions (self);
  klaster_project_panel_show_parameter (KLASTER_PROJECT_PANEL (ensure_panel (self, KLASTER_TABLE_CLUSTER)), key, value, date);
}

/**
 * klaster_side_panel_go_back:
 *
 * Returns to what a row of the panel led away from.
 *
 * Returns: whether there was something to return to
 */
gboolean
klaster_side_panel_go_back (KlasterSidePanel *self)
{
  g_return_val_if_fail (KLASTER_IS_SIDE_PANEL (self), FALSE);

  if (self->list_page != NULL)
    {
      show_selection (self);
      return TRUE;
    }

  return go_back (self);
}
