/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-institution-panel.h"
#include "klaster-language.h"
#include "klaster-project-panel.h"
#include "klaster-record-page.h"
#include "klaster-side-panel-private.h"

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SHOW_TITLE_BUTTONS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterSidePanel, klaster_side_panel, ADW_TYPE_BIN)

static void
set_title (KlasterSidePanel *self,
           const char       *title,
           const char       *subtitle)
{
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle ? subtitle : "");
}

static void
describe_institution (KlasterSidePanel *self,
                      KlasterSnapshot  *snapshot,
                      gint64            id)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id);
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;

  if (row == NULL)
    return;
  name = klaster_record_describe (snapshot, row, language);
  subtitle = g_strdup_printf ("%s · %s",
                              klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                           klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language),
                              klaster_vocabulary_get_name (snapshot, "institution_roles",
                                                           klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), language));
  set_title (self, name, subtitle);
}

static void
update_title (KlasterSidePanel *self)
{
  guint n_ids;
  const gint64 *ids;

  if (self->project == NULL || self->selection == NULL)
    {
      set_title (self, "", NULL);
      return;
    }

  ids = klaster_selection_get_ids (self->selection, &n_ids);
  if (self->list_page != NULL)
    set_title (self, self->list_title, NULL);
  else if (n_ids == 0)
    set_title (self, _("Project"), klaster_project_get_display_name (self->project));
  else if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_INSTITUTION)
    set_title (self, klaster_record_page_get_title (KLASTER_RECORD_PAGE (self->record_page)),
               klaster_record_page_get_subtitle (KLASTER_RECORD_PAGE (self->record_page)));
  else if (n_ids == 1)
    describe_institution (self, klaster_project_get_snapshot (self->project), ids[0]);
  else
    {
      g_autofree char *title = g_strdup_printf (ngettext ("%u member", "%u members", n_ids), n_ids);

      set_title (self, title, _("Selected"));
    }
}

static void
update_actions (KlasterSidePanel *self)
{
  guint n_ids = self->selection ? klaster_selection_get_n (self->selection) : 0;
  gboolean members = self->project != NULL && n_ids > 0
                     && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION
                     && !klaster_project_is_read_only (self->project);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.delete", members);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.duplicate", members);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.join", members && n_ids == 2);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "panel.back", self->list_page != NULL || self->visited->len > 0);
  gtk_widget_set_visible (self->back_button, self->list_page != NULL || self->visited->len > 0);
  gtk_widget_set_visible (self->menu_button, members && n_ids == 1 && self->list_page == NULL);
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
  KlasterTable table = KLASTER_TABLE_INSTITUTION;
  GtkWidget *page;

  close_list (self);
  if (self->selection)
    {
      ids = klaster_selection_get_ids (self->selection, &n_ids);
      table = klaster_selection_get_table (self->selection);
    }
  /* The one that leaves writes what is pending. */
  klaster_institution_panel_set_records (KLASTER_INSTITUTION_PANEL (self->institution_panel), ids,
                                         table == KLASTER_TABLE_INSTITUTION ? n_ids : 0);
  if (n_ids > 0)
    klaster_project_panel_flush (KLASTER_PROJECT_PANEL (self->project_panel));
  klaster_record_page_set_record (KLASTER_RECORD_PAGE (self->record_page), table,
                                  n_ids > 0 && table != KLASTER_TABLE_INSTITUTION ? ids[0] : 0);

  page = n_ids == 0 ? self->project_panel
                    : table == KLASTER_TABLE_INSTITUTION ? self->institution_panel : self->record_page;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
  update_title (self);
  update_actions (self);
}

static void
selection_changed_cb (KlasterSidePanel *self)
{
  /* The way back is the way one came inside the panel; choosing something elsewhere begins anew. */
  if (!self->navigating)
    g_array_set_size (self->visited, 0);
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

/* What was deleted, here or by undoing, is no longer selected. */
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

  if (left->len == 0)
    klaster_selection_clear (self->selection);
  else
    klaster_selection_set (self->selection, table, (const gint64 *) (gpointer) left->data, left->len,
                           klaster_snapshot_lookup (snapshot, table, focus) ? focus : g_array_index (left, gint64, 0));
}

static void
project_changed_cb (KlasterSidePanel *self,
                    KlasterDelta     *delta)
{
  if (self->selection != NULL && deletes (delta))
    forget_deleted (self);
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
  g_object_set (self->institution_panel, "project", project, NULL);
  g_object_set (self->project_panel, "project", project, NULL);
  g_object_set (self->record_page, "project", project, NULL);
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
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (klaster_side_panel_parent_class)->dispose (object);
}

static void
klaster_side_panel_finalize (GObject *object)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (object);

  g_array_unref (self->visited);
  g_free (self->list_title);

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
    case PROP_SHOW_TITLE_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
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

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SHOW_TITLE_BUTTONS] = g_param_spec_boolean ("show-title-buttons", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (KLASTER_TYPE_INSTITUTION_PANEL);
  g_type_ensure (KLASTER_TYPE_PROJECT_PANEL);
  g_type_ensure (KLASTER_TYPE_RECORD_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-side-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, header);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, title);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, back_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, institution_panel);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, project_panel);
  gtk_widget_class_bind_template_child (widget_class, KlasterSidePanel, record_page);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  klaster_side_panel_install_actions (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static void
klaster_side_panel_init (KlasterSidePanel *self)
{
  self->visited = g_array_new (FALSE, FALSE, sizeof (KlasterVisited));
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
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
 * klaster_side_panel_flush:
 *
 * Writes what is pending in the fields: before undo, redo, Ctrl+S and closing.
 */
void
klaster_side_panel_flush (KlasterSidePanel *self)
{
  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  klaster_form_flush (klaster_institution_panel_get_form (KLASTER_INSTITUTION_PANEL (self->institution_panel)));
  klaster_project_panel_flush (KLASTER_PROJECT_PANEL (self->project_panel));
}

/**
 * klaster_side_panel_focus_field:
 * @column: (nullable): name of a column of the institution that is shown
 *
 * Puts the focus into a field: of @column, or the first one of what is shown.
 */
void
klaster_side_panel_focus_field (KlasterSidePanel *self,
                                const char       *column)
{
  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self));

  if (column != NULL && gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->institution_panel)
    klaster_institution_panel_focus_field (KLASTER_INSTITUTION_PANEL (self->institution_panel), column);
  else
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
 * klaster_side_panel_go_back:
 *
 * Returns to what a row of the panel led away from.
 *
 * Returns: whether there was something to return to
 */
gboolean
klaster_side_panel_go_back (KlasterSidePanel *self)
{
  KlasterVisited visited;

  g_return_val_if_fail (KLASTER_IS_SIDE_PANEL (self), FALSE);

  if (self->list_page != NULL)
    {
      show_selection (self);
      return TRUE;
    }
  if (self->visited->len == 0)
    return FALSE;

  visited = g_array_index (self->visited, KlasterVisited, self->visited->len - 1);
  g_array_set_size (self->visited, self->visited->len - 1);
  self->navigating = TRUE;
  if (visited.id != 0)
    klaster_selection_select (self->selection, visited.table, visited.id);
  else
    klaster_selection_clear (self->selection);
  self->navigating = FALSE;
  update_actions (self);

  return TRUE;
}
